using Neuromorphic.Numerics;

namespace Neuromorphic.Gradients;

/// <summary>Memory for a sequence of a group's members, [part][tile][step][item]: a part is as many members as a number has lanes.</summary>
sealed unsafe class LaneSequence<R> where R : unmanaged, IReal<R>
{
    readonly KeptMemory<R> memory;
    readonly int steps;

    /// <param name="items">Items of a step.</param>
    /// <param name="steps">Most steps.</param>
    public LaneSequence(int items, int steps)
    {
        this.steps = steps;
        PartStride = (long)Tiled<R>.Tiles(items) * steps * Tiled<R>.Tile;
        memory = new(checked((int)(PartStride * Parts)));
    }

    /// <summary>Parts of a group.</summary>
    public static int Parts => LaneSums.Members / R.Width;
    /// <summary>Numbers from a part to the next.</summary>
    public long PartStride { get; }
    /// <summary>Bytes of memory.</summary>
    public long Bytes => PartStride * Parts * sizeof(R);

    /// <summary>A part.</summary>
    public Tiled<R> Of(int part) => new(memory.Start + part * PartStride, steps);
}
