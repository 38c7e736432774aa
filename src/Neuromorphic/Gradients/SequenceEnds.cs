using Neuromorphic.Numerics;

namespace Neuromorphic.Gradients;

/// <summary>The two ends of a group of sequences: inputs and outputs, and their gradients, as a task writes and reads them.</summary>
sealed unsafe class SequenceEnds<R> where R : unmanaged, IReal<R>
{
    const int Tile = Tiled<R>.Tile, Members = LaneSums.Members;

    readonly int inputCount, outputCount;

    /// <param name="inputs">Numbers of an input.</param>
    /// <param name="outputs">Numbers of an output.</param>
    /// <param name="capacity">Most steps.</param>
    /// <param name="inputGradients">Whether gradients of inputs are computed.</param>
    public SequenceEnds(int inputs, int outputs, int capacity, bool inputGradients)
    {
        (inputCount, outputCount) = (inputs, outputs);
        Inputs = new(inputs, capacity);
        InputRows = new(inputs, capacity);
        Outputs = new(outputs, capacity);
        OutputGradients = new(outputs, capacity);
        if (inputGradients) InputGradients = new(inputs, capacity);
    }

    /// <summary>Inputs.</summary>
    public LaneSequence<R> Inputs { get; }
    /// <summary>The same, turned.</summary>
    public MemberRows<R> InputRows { get; }
    /// <summary>Gradients of inputs, if they are computed.</summary>
    public LaneSequence<R>? InputGradients { get; }
    /// <summary>Outputs.</summary>
    public LaneSequence<R> Outputs { get; }
    /// <summary>Gradients of outputs.</summary>
    public LaneSequence<R> OutputGradients { get; }
    /// <summary>Steps of the sequences.</summary>
    public int Steps { get; set; }
    /// <summary>Bytes of memory.</summary>
    public long Bytes => Inputs.Bytes + InputRows.Bytes + Outputs.Bytes + OutputGradients.Bytes + (InputGradients?.Bytes ?? 0);

    static int Parts => LaneSequence<R>.Parts;

    public void WriteInputs(int step, ReadOnlySpan<float> rows)
    {
        SequenceGroup.CheckRows(step, Steps, rows.Length, inputCount);
        for (int first = 0; first < inputCount; first += Tile)
        {
            R* to = InputRows.At(first / Tile, step);
            for (int m = 0; m < Members; m++) Put(rows.Slice(m * inputCount + first, Math.Min(Tile, inputCount - first)), to, m * Tile);
            InputRows.Give(first / Tile, step, Inputs);
        }
    }

    public void WriteInput(int step, int i, ReadOnlySpan<float> values)
    {
        Check(step, i, inputCount, values.Length);
        R* to = InputRows.At(i / Tile, step);
        for (int m = 0; m < Members; m++) Put(values.Slice(m, 1), to, m * Tile + i % Tile);
        InputRows.Give(i / Tile, step, Inputs);
    }

    /// <summary>Writes single values, counted without regard to lanes.</summary>
    static void Put(ReadOnlySpan<float> values, R* to, int at)
    {
        if (typeof(R) == typeof(Scalar64))
            for (int i = 0; i < values.Length; i++) ((double*)to)[at + i] = values[i];
        else values.CopyTo(new Span<float>((float*)to + at, values.Length));
    }

    public void ReadOutput(int step, int i, Span<double> values) => Get(Outputs, step, i, outputCount, values);

    public void ReadInputGradient(int step, int i, Span<double> values) =>
        Get(InputGradients ?? throw new InvalidOperationException("The group was made without gradients of inputs."), step, i, inputCount, values);

    public void WriteOutputGradient(int step, int i, ReadOnlySpan<double> values)
    {
        Check(step, i, outputCount, values.Length);
        for (int part = 0; part < Parts; part++) OutputGradients.Of(part).At(i / Tile, step)[i % Tile] = R.FromLanes(values.Slice(part * R.Width, R.Width));
    }

    void Get(LaneSequence<R> sequence, int step, int i, int count, Span<double> values)
    {
        Check(step, i, count, values.Length);
        for (int part = 0; part < Parts; part++)
        {
            R number = sequence.Of(part).At(i / Tile, step)[i % Tile];
            for (int lane = 0; lane < R.Width; lane++) values[part * R.Width + lane] = R.Lane(number, lane);
        }
    }

    void Check(int step, int i, int count, int members) => SequenceGroup.CheckRow(step, Steps, i, count, members);
}
