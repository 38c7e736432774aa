using System.Runtime.CompilerServices;
using Neuromorphic.Numerics;
using Neuromorphic.Policies;

namespace Neuromorphic.Gradients;

/// <summary>A group of sequences in one number type: a part of the members is a number's lanes, and parts run one after the other.</summary>
/// <remarks>The forward pass reads the same kernels in the same order as the spiking controller, and so gives the same bits.</remarks>
sealed unsafe partial class LaneSequenceGroup<TNeuron, TSurrogate, R> : SequenceGroup
    where TNeuron : struct, IDifferentiableNeuron<TNeuron> where TSurrogate : struct, ISurrogate where R : unmanaged, IReal<R>
{
    const int Tile = Tiled<R>.Tile;

    readonly SpikingNetwork network;
    readonly TNeuron neuron;
    readonly StepDerivative<R> derivative;
    readonly int window, truncation, subSteps;
    readonly bool leaky;
    readonly NetworkValues<R> values;
    readonly LayerSequence<R>[] layers;
    readonly LaneSequence<R> inputs, outputs, outputGradients, drives;
    readonly LaneSequence<R>? inputGradients;
    readonly AlignedMemory<R> starts;
    readonly int startSize;
    int steps;

    public LaneSequenceGroup(SpikingNetwork network, GradientOptions options, int capacity, bool inputGradients)
    {
        this.network = network;
        Capacity = capacity;
        neuron = (TNeuron)network.Model;
        derivative = new(options.Slope ?? TSurrogate.DefaultSlope, options.Reset);
        window = options.Window == 0 ? capacity : Math.Min(options.Window, capacity);
        subSteps = network.Options.SubSteps;
        truncation = options.Truncation;
        leaky = network.Options.Readout == Readout.LeakyIntegrator;
        values = new(network);
        layers = new LayerSequence<R>[network.Layers.Count];
        for (int l = 0; l < layers.Length; l++)
        {
            SpikingLayer layer = network.Layers[l];
            layers[l] = new(layer, layer.Parameters.Count, TNeuron.StateSize, window, subSteps, l == 0, l == layers.Length - 1);
            startSize += layers[l].Tiles * Tile * (TNeuron.StateSize + (layers[l].Recurrent ? 1 : 0));
        }
        int windows = (capacity + window - 1) / window;
        starts = new(windows == 1 ? 0 : windows * startSize * Parts);
        inputs = new(network.Inputs, capacity);
        outputs = new(network.Outputs, capacity);
        outputGradients = new(network.Outputs, capacity);
        drives = new(network.Outputs, capacity);
        if (inputGradients) this.inputGradients = new(network.Inputs, capacity);
    }

    static int Parts => LaneSequence<R>.Parts;
    int Windows => (steps + window - 1) / window;

    public override int Capacity { get; }

    public override long Bytes => layers.Sum(layer => layer.Bytes) + inputs.Bytes + 3 * outputs.Bytes + (inputGradients?.Bytes ?? 0) + (long)starts.Count * sizeof(R);

    public override void Decode(ReadOnlySpan<double> vector) => values.Decode(vector);

    public override void Begin(int steps)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(steps, Capacity);
        this.steps = steps;
    }

    public override void SetInput(int step, int i, ReadOnlySpan<float> values)
    {
        Check(step, i, network.Inputs, values.Length);
        for (int part = 0; part < Parts; part++)
        {
            R* to = inputs.Of(part).At(i / Tile, step) + i % Tile;
            if (typeof(R) == typeof(Numerics.Double)) *(double*)to = values[part];
            else values.Slice(part * R.Width, R.Width).CopyTo(new Span<float>(to, R.Width));
        }
    }

    public override void GetOutput(int step, int i, Span<double> values) => Get(outputs, step, i, network.Outputs, values);

    public override void GetInputGradient(int step, int i, Span<double> values) =>
        Get(inputGradients ?? throw new InvalidOperationException("The group was made without gradients of inputs."), step, i, network.Inputs, values);

    public override void SetOutputGradient(int step, int i, ReadOnlySpan<double> values)
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

    /// <summary>Steps of a window.</summary>
    int StepsIn(int index) => Math.Min(window, steps - index * window);

    /// <summary>The state of a tile of neurons before a sub-step.</summary>
    LaneBuffer<R> StateOf(int layer, int part, int tile, int subStep) => new(layers[layer].States.Of(part).At(tile, subStep * TNeuron.StateSize));

    public override double MeanSpikes(int layer, int members)
    {
        LayerSequence<R> memory = layers[layer];
        LaneSequence<R> sequence = memory.Means ?? memory.Spikes!;
        int rows = memory.Means != null ? StepsIn(Windows - 1) : StepsIn(Windows - 1) * subSteps, skipped = memory.Means != null ? 0 : 1;
        double sum = 0;
        for (int member = 0; member < members; member++)
            for (int n = 0; n < memory.Neurons; n++)
            {
                Tiled<R> tiles = sequence.Of(member / R.Width);
                for (int row = skipped; row < rows + skipped; row++) sum += Math.Abs(R.Lane(tiles.At(n / Tile, row)[n % Tile], member % R.Width));
            }
        return sum / ((double)members * memory.Neurons * rows);
    }
}
