namespace Neuromorphic.Gradients;

sealed unsafe partial class LaneSequenceGroup<TNeuron, TSurrogate, R>
{
    /// <summary>What is done with the numbers of a state, and the place in memory where they may be kept.</summary>
    delegate void Transfer(R* before, R* after, R* kept, int count);

    /// <summary>The state after a full window becomes that before the next.</summary>
    void Continue() => ForState(0, static (before, after, _, count) => new ReadOnlySpan<R>(after, count).CopyTo(new Span<R>(before, count)));

    /// <summary>Keeps the state before a window for the way back.</summary>
    void Keep(int index) => ForState(index, static (before, _, kept, count) => new ReadOnlySpan<R>(before, count).CopyTo(new Span<R>(kept, count)));

    /// <summary>Brings it back.</summary>
    void Recall(int index) => ForState(index, static (before, _, kept, count) => new ReadOnlySpan<R>(kept, count).CopyTo(new Span<R>(before, count)));

    void ForState(int index, Transfer transfer)
    {
        int size = TNeuron.StateSize * Tile;
        R* kept = starts.Start + (long)index * startSize * Parts;
        for (int part = 0; part < Parts; part++)
            for (int l = 0; l < layers.Length; l++)
                for (int tile = 0; tile < layers[l].Tiles; tile++)
                {
                    transfer(StateOf(l, part, tile, 0), StateOf(l, part, tile, layers[l].LastState), kept, size);
                    kept += size;
                    if (layers[l] is not { Recurrent: true, Spikes: { } spikes }) continue;
                    transfer(spikes.Of(part).At(tile, 0), spikes.Of(part).At(tile, window * subSteps), kept, Tile);
                    kept += Tile;
                }
    }
}
