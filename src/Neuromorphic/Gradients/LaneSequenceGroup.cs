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
    readonly SequenceEnds<R> ends;
    readonly LaneSequence<R> drives;
    readonly MemberRows<R> outputRows; // gradients of outputs, turned
    readonly List<TileMemory<R>> tileMemories = []; // of each thread
    readonly bool independent;
    readonly KeptMemory<R> starts, spikeSums; // states before windows; spikes of each tile and part
    readonly int startSize;
    int steps;

    public LaneSequenceGroup(SpikingNetwork network, GradientOptions options, int capacity, bool inputGradients, StepRelation relation)
        : this(network, new NetworkValues<R>(network), options, capacity, inputGradients, relation)
    {
    }

    LaneSequenceGroup(SpikingNetwork network, NetworkValues<R> values, GradientOptions options, int capacity, bool inputGradients, StepRelation relation)
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
        ends = new(network.Inputs, network.Outputs, capacity, inputGradients);
        drives = new(network.Outputs, capacity);
        outputRows = new(network.Outputs, window);
        tileMemories.Add(NewTileMemory());
        independent = relation == StepRelation.Independent;
    }

    static int Parts => LaneSequence<R>.Parts;
    int Windows => (steps + window - 1) / window;

    public override int Capacity { get; }

    public override long Bytes => layers.Sum(layer => layer.Bytes) + ends.Bytes + drives.Bytes + outputRows.Bytes + tileMemories.Sum(memory => memory.Bytes) + (long)starts.Count * sizeof(R);

    private protected override void DecodeNumbers(ReadOnlySpan<double> vector) => values.Decode(vector);

    public override SequenceGroup Sibling() =>
        new LaneSequenceGroup<TNeuron, TSurrogate, R>(network, values, options, Capacity, ends.InputGradients != null, independent ? StepRelation.Independent : StepRelation.Consecutive);

    public override void Begin(int steps)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(steps, Capacity);
        this.steps = ends.Steps = steps;
    }

    private protected override void WriteInputs(int step, ReadOnlySpan<float> rows) => ends.WriteInputs(step, rows);
    private protected override void WriteInput(int step, int i, ReadOnlySpan<float> values) => ends.WriteInput(step, i, values);
    private protected override void ReadOutput(int step, int i, Span<double> values) => ends.ReadOutput(step, i, values);
    private protected override void ReadInputGradient(int step, int i, Span<double> values) => ends.ReadInputGradient(step, i, values);
    private protected override void WriteOutputGradient(int step, int i, ReadOnlySpan<double> values) => ends.WriteOutputGradient(step, i, values);

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
