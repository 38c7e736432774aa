using Neuromorphic.Numerics;

namespace Neuromorphic.Gradients;

/// <summary>What a thread needs for the tile of neurons that it works on: used for one tile after the other.</summary>
/// <param name="steps">Steps of a window.</param>
/// <param name="subSteps">Sub-steps of a step.</param>
/// <param name="stateSize">State variables of a neuron.</param>
/// <param name="together">Items of the tiles whose mean spikes are read together.</param>
sealed class TileMemory<R>(int steps, int subSteps, int stateSize, int together) where R : unmanaged, IReal<R>
{
    const int Tile = Tiled<R>.Tile;

    /// <summary>States of a block of sub-steps.</summary>
    public LaneSequence<R> States { get; } = new(Tile, checked((Math.Min(LayerSequence<R>.BlockSize, steps * subSteps) + 1) * stateSize));
    /// <summary>Mean spikes of each step, for the readout.</summary>
    public LaneSequence<R> Means { get; } = new(Tile, steps);
    /// <summary>Gradients of spikes.</summary>
    public LaneSequence<R> SpikeGradients { get; } = new(Tile, checked(steps * subSteps));
    /// <summary>Gradients of currents, where nothing but the weights asks for them.</summary>
    public LaneSequence<R> CurrentGradients { get; } = new(Tile, checked(steps * subSteps));
    /// <summary>The same, turned.</summary>
    public MemberRows<R> Rows { get; } = new(Tile, steps * subSteps);
    /// <summary>Mean spikes of a few tiles, turned.</summary>
    public MemberRows<R> MeanRows { get; } = new(together, steps);

    /// <summary>Bytes of memory.</summary>
    public long Bytes => States.Bytes + Means.Bytes + SpikeGradients.Bytes + CurrentGradients.Bytes + Rows.Bytes + MeanRows.Bytes;
}
