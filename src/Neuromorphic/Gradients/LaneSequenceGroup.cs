using Neuromorphic.Neurons;
using Neuromorphic.Numerics;
using Neuromorphic.Policies;

namespace Neuromorphic.Gradients;

/// <summary>A group of sequences in one number type: a part of the members is a number's lanes, and parts run one after the other.</summary>
/// <remarks>The forward pass reads the same kernels in the same order as the spiking controller, and so gives the same bits.</remarks>
sealed unsafe partial class LaneSequenceGroup<TNeuron, TSurrogate, R> : SequenceGroup
    where TNeuron : struct, INeuron<TNeuron> where TSurrogate : struct, ISurrogate where R : unmanaged, IReal<R>
{
    const int Tile = Tiled<R>.Tile, TilesTogether = 4, StepsTogether = 4;
    const int LeastWork = 8192; // recurrent weights of a thread, else waiting for each other costs more than it gives

    readonly SpikingNetwork network;
    readonly GradientOptions options;
    readonly TNeuron neuron;
    readonly NeuronKernels kernels;
    readonly R slope;
    readonly int window, truncation, subSteps;
    readonly bool leaky;
    readonly NetworkValues<R> values;
    readonly LayerSequence<R>[] layers;
    readonly LaneSequence<R> inputs, outputs, outputGradients, drives;
    readonly LaneSequence<R>? inputGradients;
    readonly MemberRows<R> inputRows, outputRows; // turned: inputs, gradients of outputs
    readonly List<TileMemory<R>> tileMemories = []; // of each thread
    readonly bool independent;
    readonly KeptMemory<R> starts, spikeSums; // states before windows; spikes of each tile and part
    readonly int startSize;
    int steps;

    public LaneSequenceGroup(SpikingNetwork network, GradientOptions options, int capacity, bool inputGradients, Steps relation)
        : this(network, new NetworkValues<R>(network), options, capacity, inputGradients, relation)
    {
    }

    LaneSequenceGroup(SpikingNetwork network, NetworkValues<R> values, GradientOptions options, int capacity, bool inputGradients, Steps relation)
    {
        this.options = options;
        this.network = network;
        Capacity = capacity;
        neuron = (TNeuron)network.Model;
        slope = options.Slope ?? TSurrogate.DefaultSlope;
        kernels = NeuronKernels.Of<TNeuron, TSurrogate, R>(neuron, network.Layers[0].Parameters.Count, options.Reset, shared: true);
        window = options.Window == 0 ? capacity : Math.Min(options.Window, capacity);
        subSteps = network.Options.SubSteps;
        truncation = options.Truncation;
        leaky = network.Options.Readout == Readout.LeakyIntegrator;
        this.values = values;
        layers = new LayerSequence<R>[network.Layers.Count];
        for (int l = 0; l < layers.Length; l++)
        {
            SpikingLayer layer = network.Layers[l];
            layers[l] = new(layer, layer.Parameters.Count, TNeuron.StateSize, window, subSteps, l == 0, l == layers.Length - 1);
            startSize += layers[l].Tiles * Tile * (TNeuron.StateSize + (layers[l].Recurrent ? 1 : 0));
        }
        int windows = (capacity + window - 1) / window;
        starts = new(windows == 1 ? 0 : windows * startSize * Parts);
        spikeSums = new(layers.Sum(layer => layer.Tiles) * Parts);
        inputs = new(network.Inputs, capacity);
        outputs = new(network.Outputs, capacity);
        outputGradients = new(network.Outputs, capacity);
        drives = new(network.Outputs, capacity);
        inputRows = new(network.Inputs, capacity);
        outputRows = new(network.Outputs, window);
        tileMemories.Add(NewTileMemory());
        independent = relation == Steps.Independent;
        if (inputGradients) this.inputGradients = new(network.Inputs, capacity);
    }

    static int Parts => LaneSequence<R>.Parts;
    int Windows => (steps + window - 1) / window;

    public override int Capacity { get; }

    public override long Bytes => layers.Sum(layer => layer.Bytes) + inputs.Bytes + 3 * outputs.Bytes + inputRows.Bytes + outputRows.Bytes + tileMemories.Sum(memory => memory.Bytes) + (inputGradients?.Bytes ?? 0) + (long)starts.Count * sizeof(R);

    private protected override void DecodeNumbers(ReadOnlySpan<double> vector)
    {
        if (vector.Length != network.Layout.Count) throw new ArgumentException($"vector has {vector.Length} numbers, the layout {network.Layout.Count}.");
        values.Decode(vector);
    }

    public override SequenceGroup Sibling() =>
        new LaneSequenceGroup<TNeuron, TSurrogate, R>(network, values, options, Capacity, inputGradients != null, independent ? Steps.Independent : Steps.Consecutive);

    public override void Begin(int steps)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(steps, Capacity);
        this.steps = steps;
    }

    private protected override void WriteInputs(int step, ReadOnlySpan<float> rows)
    {
        int count = network.Inputs;
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(step, steps);
        if (rows.Length != Members * count) throw new ArgumentException($"rows has {rows.Length} numbers; {Members} members of {count} inputs need {Members * count}.");
        for (int first = 0; first < count; first += Tile)
        {
            R* to = inputRows.At(first / Tile, step);
            for (int m = 0; m < Members; m++) Put(rows.Slice(m * count + first, Math.Min(Tile, count - first)), to, m * Tile);
            inputRows.Give(first / Tile, step, inputs);
        }
    }

    private protected override void WriteInput(int step, int i, ReadOnlySpan<float> values)
    {
        Check(step, i, network.Inputs, values.Length);
        R* to = inputRows.At(i / Tile, step);
        for (int m = 0; m < Members; m++) Put(values.Slice(m, 1), to, m * Tile + i % Tile);
        inputRows.Give(i / Tile, step, inputs);
    }

    /// <summary>Writes single values, counted without regard to lanes.</summary>
    static void Put(ReadOnlySpan<float> values, R* to, int at)
    {
        if (typeof(R) == typeof(Scalar64))
            for (int i = 0; i < values.Length; i++) ((double*)to)[at + i] = values[i];
        else values.CopyTo(new Span<float>((float*)to + at, values.Length));
    }

    private protected override void ReadOutput(int step, int i, Span<double> values) => Get(outputs, step, i, network.Outputs, values);

    private protected override void ReadInputGradient(int step, int i, Span<double> values) =>
        Get(inputGradients ?? throw new InvalidOperationException("The group was made without gradients of inputs."), step, i, network.Inputs, values);

    private protected override void WriteOutputGradient(int step, int i, ReadOnlySpan<double> values)
    {
        Check(step, i, network.Outputs, values.Length);
        for (int part = 0; part < Parts; part++) outputGradients.Of(part).At(i / Tile, step)[i % Tile] = R.FromLanes(values.Slice(part * R.Width, R.Width));
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

    void Check(int step, int i, int count, int members)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(step, steps);
        ArgumentOutOfRangeException.ThrowIfNegative(i);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(i, count);
        ArgumentOutOfRangeException.ThrowIfNotEqual(members, Members);
    }

    TileMemory<R> NewTileMemory() => new(window, subSteps, TNeuron.StateSize, Math.Min(TilesTogether * Tile, layers[^1].Neurons));

    /// <summary>Divides the tiles of a layer among the threads. What differs between tiles is all they write, so their division does not show.</summary>
    void ForTiles(int l, Action<TileMemory<R>, int, int> body)
    {
        int tiles = layers[l].Tiles, parts = PartsOf(l);
        Work.For(parts, parts, part => body(tileMemories[part], tiles * part / parts, tiles * (part + 1) / parts));
    }

    /// <summary>The same for phases, each of which reads what all tiles wrote in those before.</summary>
    void ForTilesInPhases(int l, int phases, Action<int, TileMemory<R>, int, int> body)
    {
        int tiles = layers[l].Tiles, parts = PartsOf(l);
        Work.InPhases(phases, parts, (thread, phase, part) => body(phase, tileMemories[thread], tiles * part / parts, tiles * (part + 1) / parts));
    }

    /// <summary>Parts of a layer, each with a thread's memory.</summary>
    int PartsOf(int l)
    {
        LayerSequence<R> layer = layers[l];
        int parts = Math.Min(Threads, layer.Tiles);
        if (layer.Recurrent) parts = (int)Math.Clamp((long)layer.Neurons * layer.Neurons / LeastWork, 1, parts);
        while (tileMemories.Count < parts) tileMemories.Add(NewTileMemory());
        return parts;
    }

    /// <summary>The spikes that a tile of neurons fired.</summary>
    R* SpikeSum(int layer, int part, int tile)
    {
        for (int l = 0; l < layer; l++) tile += layers[l].Tiles;
        return spikeSums.Start + tile * Parts + part;
    }

    /// <summary>Steps of a window.</summary>
    int StepsIn(int index) => Math.Min(window, steps - index * window);

    /// <summary>A kept state of a tile of neurons.</summary>
    R* StateOf(int layer, int part, int tile, int index) => layers[layer].States.Of(part).At(tile, index * TNeuron.StateSize);

    private protected override double CountSpikes(int layer, int members)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(layer);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(layer, layers.Length);
        ArgumentOutOfRangeException.ThrowIfLessThan(members, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(members, Members);
        double sum = 0;
        for (int tile = 0; tile < layers[layer].Tiles; tile++)
            for (int member = 0; member < members; member++) sum += R.Lane(*SpikeSum(layer, member / R.Width, tile), member % R.Width);
        return sum / ((double)members * layers[layer].Neurons * steps * subSteps);
    }
}
