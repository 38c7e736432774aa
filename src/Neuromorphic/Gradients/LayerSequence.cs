using Neuromorphic.Numerics;

namespace Neuromorphic.Gradients;

/// <summary>What a layer keeps of a window of steps for the way back.</summary>
/// <param name="layer">The layer.</param>
/// <param name="parameters">Parameters of a neuron.</param>
/// <param name="stateSize">State variables of a neuron.</param>
/// <param name="steps">Steps of a window.</param>
/// <param name="subSteps">Sub-steps of a step.</param>
/// <param name="first">Whether its currents are constant within the sub-steps of a step.</param>
/// <param name="last">Whether its mean spikes go to the readout.</param>
sealed class LayerSequence<R>(SpikingLayer layer, int parameters, int stateSize, int steps, int subSteps, bool first, bool last) where R : unmanaged, IReal<R>
{
    const int Tile = Tiled<R>.Tile, InputBytes = 1 << 19; // half of a cache of 1 MiB
    internal const int BlockSize = 64;

    /// <summary>Neurons.</summary>
    public int Neurons => layer.Neurons;
    /// <summary>Tiles of neurons.</summary>
    public int Tiles { get; } = Tiled<R>.Tiles(layer.Neurons);
    /// <summary>Whether the layer receives its own last spikes.</summary>
    public bool Recurrent => layer.Recurrent != null;
    /// <summary>Sub-steps for which a current stays.</summary>
    public int Hold { get; } = first && layer.Recurrent == null ? subSteps : 1;

    /// <summary>Steps, a multiple of 4, whose inputs stay in the second cache while all tiles pass.</summary>
    public int Stretch { get; } = StretchOf(layer, subSteps, first);

    /// <summary>Currents, which become their gradients on the way back.</summary>
    public LaneSequence<R> Currents { get; } = new(layer.Neurons, first && layer.Recurrent == null ? steps : checked(steps * subSteps));
    /// <summary>
    /// State before each block of sub-steps and after the last, as items of stateSize times as many: what lies between comes again, block by block, on the way back,
    /// which costs less than to write and read all of it. Where neurons meet in time a block is one sub-step.
    /// </summary>
    public LaneSequence<R> States { get; } = new(layer.Neurons, checked((KeptStates(layer, steps, subSteps, first) + 1) * stateSize));
    /// <summary>Sub-steps of a block, from the beginning of a stretch on.</summary>
    public int Block { get; } = layer.Recurrent == null ? BlockSize : 1;
    /// <summary>Which kept state is that after the last step.</summary>
    public int LastState { get; } = KeptStates(layer, steps, subSteps, first);

    /// <summary>Which kept state is that before a sub-step with which a block begins.</summary>
    public int StateBefore(int subStep) => Recurrent ? subStep : subStep / (Stretch * subSteps) * BlocksOf(Stretch * subSteps) + subStep % (Stretch * subSteps) / BlockSize;
    /// <summary>Spikes of the sub-step before and of all sub-steps; none if nothing but the readout needs them.</summary>
    public LaneSequence<R>? Spikes { get; } = last && layer.Recurrent == null ? null : new(layer.Neurons, steps * subSteps + 1);
    /// <summary>The same spikes turned, for the gradients of the weights that read them.</summary>
    public MemberRows<R>? SpikeRows { get; } = last && layer.Recurrent == null ? null : new(layer.Neurons, steps * subSteps + 1);
    /// <summary>Mean spikes of each step, for the readout, where neurons meet in time or tiles are divided among threads; else they are kept of one tile at a time.</summary>
    public LaneSequence<R>? Means { get; private set; } = last && layer.Recurrent != null ? new(layer.Neurons, steps) : null;
    /// <summary>Gradients of spikes, where neurons meet in time; else they are kept of one tile at a time.</summary>
    public LaneSequence<R>? SpikeGradients { get; } = layer.Recurrent == null ? null : new(layer.Neurons, steps * subSteps);
    /// <summary>The gradient of the state after the steps that are still to come.</summary>
    public LaneSequence<R> StateGradient { get; } = new(layer.Neurons, stateSize);
    /// <summary>The gradient of the last spikes, from the recurrent currents of later steps.</summary>
    public LaneSequence<R>? SpikeCarry { get; } = layer.Recurrent == null ? null : new(layer.Neurons, 1);
    /// <summary>Gradients of parameters, [parameter][neuron] in a tile, by member.</summary>
    public LaneSequence<R> ParameterGradients { get; } = new(layer.Neurons, parameters);

    /// <summary>Bytes of memory.</summary>
    public long Bytes => Currents.Bytes + States.Bytes + (Spikes?.Bytes ?? 0) + (SpikeRows?.Bytes ?? 0) + (Means?.Bytes ?? 0) + (SpikeGradients?.Bytes ?? 0) + StateGradient.Bytes + (SpikeCarry?.Bytes ?? 0) + ParameterGradients.Bytes;

    /// <summary>Keeps the mean spikes of all tiles from now on.</summary>
    public void KeepMeans() => Means ??= new(layer.Neurons, steps);

    internal static int StretchOf(SpikingLayer layer, int subSteps, bool first) => (int)Math.Max(4, InputBytes / ((long)Tiled<R>.Tiles(layer.Inputs) * Tile * LaneSums.Members * sizeof(float) * (first ? 1 : subSteps)) / 4 * 4);

    static int BlocksOf(int subSteps) => (subSteps + BlockSize - 1) / BlockSize;

    static int KeptStates(SpikingLayer layer, int steps, int subSteps, bool first)
    {
        if (layer.Recurrent != null) return checked(steps * subSteps);
        int stretch = StretchOf(layer, subSteps, first);
        return checked(steps / stretch * BlocksOf(stretch * subSteps) + BlocksOf(steps % stretch * subSteps));
    }

    /// <summary>Neurons in a tile.</summary>
    public int CountIn(int tile) => Math.Min(Tile, layer.Neurons - tile * Tile);
}
