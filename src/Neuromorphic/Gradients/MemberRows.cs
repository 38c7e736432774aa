using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Neuromorphic.Numerics;

namespace Neuromorphic.Gradients;

/// <summary>
/// A sequence turned so that items lie side by side, [tile][step][member][item]: here a number's lanes are neighbouring items, and sums over
/// members and steps need no sum over lanes.
/// </summary>
sealed unsafe class MemberRows<R> where R : unmanaged, IReal<R>
{
    const int Tile = Tiled<R>.Tile, Members = LaneSums.Members;

    readonly KeptMemory<R> memory;
    readonly int steps;

    /// <param name="items">Items of a step.</param>
    /// <param name="steps">Most steps.</param>
    public MemberRows(int items, int steps)
    {
        this.steps = steps;
        memory = new(checked(Tiled<R>.Tiles(items) * steps * StepSize));
    }

    /// <summary>Numbers of a tile's step.</summary>
    static int StepSize => Members * Tile / R.Width;
    /// <summary>Numbers from a tile to the next.</summary>
    public int TileStride => steps * StepSize;
    /// <summary>Bytes of memory.</summary>
    public long Bytes => (long)memory.Count * sizeof(R);

    /// <summary>The first number of a tile at a step.</summary>
    public R* At(int tile, int step) => memory.Start + tile * TileStride + step * StepSize;

    /// <summary>Takes steps of a tile from a sequence, from the given step of it on.</summary>
    public void Take(LaneSequence<R> sequence, int fromTile, int fromStep, int tile, int step, int count)
    {
        for (int part = 0; part < LaneSequence<R>.Parts; part++)
            for (int s = 0; s < count; s++)
                if (typeof(R) == typeof(Scalar64)) Turn((double*)sequence.Of(part).At(fromTile, fromStep + s), (double*)At(tile, step + s) + part * Tile);
                else if (R.Width == 1) Turn((float*)sequence.Of(part).At(fromTile, fromStep + s), (float*)At(tile, step + s) + part * Tile);
                else Turn((float*)sequence.Of(part).At(fromTile, fromStep + s), (float*)At(tile, step + s) + part * R.Width * Tile, R.Width);
    }

    /// <summary>Gives a step of a tile to a sequence of as many steps.</summary>
    public void Give(int tile, int step, LaneSequence<R> sequence)
    {
        for (int part = 0; part < LaneSequence<R>.Parts; part++)
            if (typeof(R) == typeof(Scalar64)) Turn((double*)At(tile, step) + part * Tile, (double*)sequence.Of(part).At(tile, step));
            else if (R.Width == 1) Turn((float*)At(tile, step) + part * Tile, (float*)sequence.Of(part).At(tile, step));
            else Back((float*)At(tile, step) + part * R.Width * Tile, (float*)sequence.Of(part).At(tile, step), R.Width);
    }

    static void Turn<T>(T* from, T* to) where T : unmanaged
    {
        for (int i = 0; i < Tile; i++) to[i] = from[i]; // a part of one member
    }

    /// <summary>[item][member] becomes [member][item].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Turn(float* from, float* to, int members)
    {
        for (int m = 0; m < members; m += 4)
            for (int i = 0; i < Tile; i += 4) Squares.Turn(from + i * members + m, members, to + m * Tile + i, Tile);
    }

    /// <summary>[member][item] becomes [item][member].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Back(float* from, float* to, int members)
    {
        for (int m = 0; m < members; m += 4)
            for (int i = 0; i < Tile; i += 4) Squares.Turn(from + m * Tile + i, Tile, to + i * members + m, members);
    }
}
