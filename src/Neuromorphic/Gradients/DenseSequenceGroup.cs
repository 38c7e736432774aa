using Neuromorphic.Expressions;
using Neuromorphic.Numerics;
using Neuromorphic.Policies;

namespace Neuromorphic.Gradients;

/// <summary>Sequences through a multilayer perceptron, which sees each step by itself. The forward pass adds in the order of <see cref="DenseKernel{TGroups}"/>, and so gives the same bits.</summary>
sealed unsafe class DenseSequenceGroup<R> : SequenceGroup where R : unmanaged, IReal<R>
{
    const int Tile = Tiled<R>.Tile;

    readonly DenseNetwork network;
    readonly FlatValues<R> values;
    readonly SequenceEnds<R> ends;
    readonly HiddenUnits<R>[] hidden;
    readonly MemberRows<R> gradientRows; // gradients of a tile of units, turned
    readonly bool inputGradients;

    public DenseSequenceGroup(DenseNetwork network, int capacity, bool inputGradients) : this(network, new FlatValues<R>(network.Layout), capacity, inputGradients)
    {
    }

    DenseSequenceGroup(DenseNetwork network, FlatValues<R> values, int capacity, bool inputGradients)
    {
        this.network = network;
        this.values = values;
        this.inputGradients = inputGradients;
        Capacity = capacity;
        ends = new(network.Inputs, network.Outputs, capacity, inputGradients);
        hidden = [.. network.Layers.SkipLast(1).Select(layer => new HiddenUnits<R>(layer, capacity))];
        gradientRows = new(Tile, capacity);
    }

    static int Parts => LaneSequence<R>.Parts;

    public override int Capacity { get; }
    public override long Bytes => ends.Bytes + gradientRows.Bytes + hidden.Sum(units => units.Bytes);
    public override SequenceGroup Sibling() => new DenseSequenceGroup<R>(network, values, Capacity, inputGradients);

    public override void Begin(int steps)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(steps, Capacity);
        ends.Steps = steps;
    }

    private protected override void DecodeNumbers(ReadOnlySpan<double> vector) => values.Decode(vector);
    private protected override void WriteInputs(int step, ReadOnlySpan<float> rows) => ends.WriteInputs(step, rows);
    private protected override void WriteInput(int step, int i, ReadOnlySpan<float> values) => ends.WriteInput(step, i, values);
    private protected override void ReadOutput(int step, int i, Span<double> values) => ends.ReadOutput(step, i, values);
    private protected override void WriteOutputGradient(int step, int i, ReadOnlySpan<double> values) => ends.WriteOutputGradient(step, i, values);
    private protected override void ReadInputGradient(int step, int i, Span<double> values) => ends.ReadInputGradient(step, i, values);
    private protected override double CountSpikes(int layer, int members) => throw new InvalidOperationException("The units of a multilayer perceptron do not spike.");

    private protected override void RunForward()
    {
        foreach (HiddenUnits<R> units in hidden) units.Decode(values);
        for (int part = 0; part < Parts; part++)
            for (int l = 0; l < network.Layers.Count; l++)
            {
                Affine(network.Layers[l], l == 0 ? ends.Inputs.Of(part) : hidden[l - 1].Values.Of(part), l < hidden.Length ? hidden[l].Received.Of(part) : ends.Outputs.Of(part));
                if (l < hidden.Length) hidden[l].Activate(part, ends.Steps);
            }
    }

    /// <summary>y = W x + b at every step.</summary>
    void Affine(DenseLayer layer, in Tiled<R> x, in Tiled<R> y)
    {
        ValueBuffer<R> bias = values.Row(layer.Bias);
        for (int first = 0; first < layer.Units; first += Tile)
        {
            R* to = y.At(first / Tile, 0);
            int count = Math.Min(Tile, layer.Units - first);
            for (int step = 0; step < ends.Steps; step++)
                for (int i = 0; i < count; i++) to[step * Tile + i] = bias[first + i];
            Products.MultiplyAdd(values.Matrix(layer.Weight).FromRow(first), count, x, layer.Inputs, ends.Steps, to);
        }
    }

    private protected override void RunBackward(Span<double> sums)
    {
        if (sums.Length != network.Layout.Count) throw new ArgumentException($"sums has {sums.Length} numbers, the layout {network.Layout.Count}.");
        fixed (double* sum = sums)
            for (int l = network.Layers.Count - 1; l >= 0; l--)
            {
                DenseLayer layer = network.Layers[l];
                LaneSequence<R> gradients = l < hidden.Length ? hidden[l].Gradients : ends.OutputGradients;
                if (l > 0) hidden[l - 1].Turn(ends.Steps);
                AddWeights(layer, gradients, l == 0 ? ends.InputRows : hidden[l - 1].Rows, sum);
                AddBiases(layer, gradients, sum + layer.Bias.Offset);
                if ((l == 0 ? ends.InputGradients : hidden[l - 1].Gradients) is not { } below) continue;
                for (int part = 0; part < Parts; part++) Transposed(layer, gradients.Of(part), below.Of(part));
                if (l > 0) hidden[l - 1].Adjoint(ends.Steps, sum);
            }
    }

    void AddWeights(DenseLayer layer, LaneSequence<R> gradients, MemberRows<R> inputs, double* sums)
    {
        for (int first = 0; first < layer.Units; first += Tile)
        {
            gradientRows.Take(gradients, first / Tile, 0, 0, 0, ends.Steps);
            Products.AddOuter(gradientRows.At(0, 0), Math.Min(Tile, layer.Units - first), inputs.At(0, 0), inputs.TileStride, layer.Inputs, ends.Steps, sums + layer.Weight.Offset + (long)first * layer.Inputs, layer.Inputs);
        }
    }

    void AddBiases(DenseLayer layer, LaneSequence<R> gradients, double* sums)
    {
        R* lanes = stackalloc R[Parts];
        for (int unit = 0; unit < layer.Units; unit++)
        {
            for (int part = 0; part < Parts; part++)
            {
                R* gradient = gradients.Of(part).At(unit / Tile, 0) + unit % Tile;
                R sum = 0f;
                for (int step = 0; step < ends.Steps; step++) sum += gradient[step * Tile];
                lanes[part] = sum;
            }
            LaneSums.Add(lanes, 1, sums + unit);
        }
    }

    /// <summary>x = W^T y at every step.</summary>
    void Transposed(DenseLayer layer, in Tiled<R> y, in Tiled<R> x)
    {
        for (int first = 0; first < layer.Inputs; first += Tile)
        {
            R* to = x.At(first / Tile, 0);
            new Span<R>(to, ends.Steps * Tile).Clear();
            Products.MultiplyAdd(values.Matrix(layer.Weight).Transposed.FromRow(first), Math.Min(Tile, layer.Inputs - first), y, layer.Units, ends.Steps, to);
        }
    }
}
