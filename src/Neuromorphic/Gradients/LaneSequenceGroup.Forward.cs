using Neuromorphic.Numerics;
using Neuromorphic.Tape;

namespace Neuromorphic.Gradients;

sealed unsafe partial class LaneSequenceGroup<TNeuron, TSurrogate, R>
{
    private protected override void RunForward()
    {
        for (int l = 0; l < layers.Length; l++)
            for (int part = 0; part < Parts; part++) Rest(l, part);
        spikeSums.Span.Clear();
        for (int index = 0; index < Windows; index++)
        {
            if (Windows > 1) Keep(index);
            Run(index);
            if (index + 1 < Windows) Continue();
        }
        if (leaky)
            for (int part = 0; part < Parts; part++) Integrate(part);
    }

    /// <summary>The state before the first step.</summary>
    void Rest(int l, int part)
    {
        LayerSequence<R> layer = layers[l];
        for (int tile = 0; tile < layer.Tiles; tile++)
        {
            Rest(l, tile, StateOf(l, part, tile, 0));
            if (layer.Spikes is { } spikes) Clear(spikes.Of(part).At(tile, 0), Tile);
        }
    }

    void Rest(int l, int tile, R* state)
    {
        ValueBuffer<R> parameters = values.Neurons(l, tile);
        for (int n = 0; n < layers[l].CountIn(tile); n++) neuron.Reset<R, ValueBuffer<R>, LaneBuffer<R>>(parameters, new(state), n, Tile);
    }

    /// <summary>The steps of a window, through all layers.</summary>
    void Run(int index)
    {
        int first = index * window, count = StepsIn(index);
        LayerSequence<R> last = layers[^1];
        if (Threads > 1 && last.Tiles > 1) last.KeepMeans();
        for (int part = 0; part < Parts; part++) ClearOutputs(part, first, count);
        for (int l = 0; l < layers.Length; l++)
            if (layers[l].Recurrent)
                for (int part = 0; part < Parts; part++) ForwardRecurrent(l, part, first, count);
            else
            {
                int layer = l;
                ForTiles(l, (own, from, until) => ForwardTiles(layer, own, from, until, first, count));
            }
        if (last.Means != null) ReadAll(first, count);
    }

    /// <summary>Some tiles of a layer. Outputs are added up tile after tile: at once where one thread has them all, else when all are there.</summary>
    void ForwardTiles(int l, TileMemory<R> own, int from, int until, int first, int count)
    {
        bool read = l == layers.Length - 1 && layers[l].Means == null;
        for (int part = 0; part < Parts; part++)
            for (int at = 0; at < count; at += layers[l].Stretch)
            {
                int steps = Math.Min(layers[l].Stretch, count - at);
                for (int tile = from; tile < until; tile++)
                {
                    R* means = MeansOf(l, own, part, tile, at);
                    Drive(l, part, tile, first, at, steps);
                    Step(l, own.States.Of(part).At(0, 0), part, tile, at * subSteps, (at + steps) * subSteps, means);
                    if (read) Read(part, tile, means, first, at, steps);
                }
            }
    }

    /// <summary>The outputs of a window, its steps divided among the threads.</summary>
    void ReadAll(int first, int count)
    {
        int stretches = (count + StepsTogether - 1) / StepsTogether, shares = Math.Min(Threads, stretches);
        Work.For(shares, shares, share =>
        {
            int at = stretches * share / shares * StepsTogether, until = Math.Min(count, stretches * (share + 1) / shares * StepsTogether);
            for (int part = 0; part < Parts; part++)
                for (int tile = 0; tile < layers[^1].Tiles; tile++) Read(part, tile, layers[^1].Means!.Of(part).At(tile, at), first, at, until - at);
        });
    }

    /// <summary>Time is the outer loop where neurons meet in time: a phase for the currents, then one for each sub-step.</summary>
    void ForwardRecurrent(int l, int part, int first, int count)
    {
        LayerSequence<R> layer = layers[l];
        Weights<R> weights = values.Matrix(network.Layers[l].Recurrent!);
        ForTilesInPhases(l, 1 + count * subSteps, (phase, _, from, until) =>
        {
            int s = phase - 1;
            for (int tile = from; tile < until; tile++)
                if (phase == 0) Drive(l, part, tile, first, 0, count);
                else
                {
                    Products.MultiplyAdd(weights.FromRow(tile * Tile), layer.CountIn(tile), layer.Spikes!.Of(part).From(s), layer.Neurons, 1, layer.Currents.Of(part).At(tile, s));
                    Step(l, null, part, tile, s, s + 1, layer.Means == null ? null : layer.Means.Of(part).At(tile, s / subSteps));
                }
        });
    }

    /// <summary>Currents of a tile from the layer's inputs, for some steps of a window.</summary>
    void Drive(int l, int part, int tile, int first, int at, int count)
    {
        LayerSequence<R> layer = layers[l];
        bool constant = l == 0; // within a step
        Tiled<R> input = constant ? ends.Inputs.Of(part).From(first + at) : layers[l - 1].Spikes!.Of(part).From(1 + at * subSteps);
        int rows = constant ? count : count * subSteps;
        R* currents = layer.Currents.Of(part).At(tile, constant ? at : at * subSteps);
        Clear(currents, rows * Tile);
        Products.MultiplyAdd(values.Matrix(network.Layers[l].Weight).FromRow(tile * Tile), layer.CountIn(tile), input, network.Layers[l].Inputs, rows, currents);
        if (constant && layer.Recurrent && subSteps > 1) Spread(currents, count); // recurrent currents differ between the sub-steps of a step
    }

    /// <summary>Sub-steps of a tile's neurons, and their mean spikes from the first step on if the readout needs them.</summary>
    /// <param name="l">The layer.</param>
    /// <param name="states">Memory for two states; none where every state is kept.</param>
    /// <param name="part">The part of the members.</param>
    /// <param name="tile">The tile.</param>
    /// <param name="from">The first sub-step in the window.</param>
    /// <param name="to">The sub-step after the last.</param>
    /// <param name="means">Mean spikes.</param>
    void Step(int l, R* states, int part, int tile, int from, int to, R* means)
    {
        LayerSequence<R> layer = layers[l];
        int count = layer.CountIn(tile), size = TNeuron.StateSize * Tile;
        R* spikes = layer.Spikes == null ? null : layer.Spikes.Of(part).At(tile, 1), currents = layer.Currents.Of(part).At(tile, 0);
        R share = 1f / subSteps;
        NeuronSlots slots = new() { Parameters = values.Neurons(l, tile).Start, Share = &share, Fired = SpikeSum(l, part, tile) };
        if (means != null) means -= from / subSteps * Tile;
        // The one spike of a step is its mean.
        bool direct = subSteps == 1 && spikes == null && means != null;
        LoopKernel step = kernels.Step(spikes: direct || spikes != null, means: means != null && !direct);
        if (states != null) Copy(StateOf(l, part, tile, from == 0 ? 0 : layer.LastState), states, size);
        for (int s = from; s < to; s++)
        {
            bool begins = s % subSteps == 0;
            slots.Before = states == null ? StateOf(l, part, tile, s) : states + (s - from) % 2 * size;
            slots.After = states == null ? StateOf(l, part, tile, s + 1) : states + (s - from + 1) % 2 * size;
            if (independent && begins) Rest(l, tile, (R*)slots.Before);
            if (states != null && (s - from) % layer.Block == 0) Copy((R*)slots.Before, StateOf(l, part, tile, layer.StateBefore(s)), size);
            slots.Current = currents + s / layer.Hold * Tile;
            slots.Spike = direct ? means + s * Tile : spikes + s * Tile;
            slots.Mean = means + s / subSteps * Tile;
            if (means != null && !direct && begins) Clear((R*)slots.Mean, Tile);
            step((nint*)&slots, count);
        }
        if (states != null) Copy((R*)slots.After, StateOf(l, part, tile, layer.LastState), size);
    }

    static void Copy(R* from, R* to, int count) => new ReadOnlySpan<R>(from, count).CopyTo(new Span<R>(to, count));

    /// <summary>Where mean spikes of a tile are written from a step of the window on; null if no readout needs them.</summary>
    R* MeansOf(int l, TileMemory<R> own, int part, int tile, int step) =>
        l < layers.Length - 1 ? null : layers[l].Means is { } means ? means.Of(part).At(tile, step) : own.Means.Of(part).At(0, 0);

    void ClearOutputs(int part, int first, int count)
    {
        for (int o = 0; o < network.Outputs; o += Tile) Clear((leaky ? drives : ends.Outputs).Of(part).At(o / Tile, first), count * Tile);
    }

    /// <summary>Adds the mean spikes of a tile to the outputs: tile after tile, as the controller adds them.</summary>
    void Read(int part, int tile, R* means, int first, int at, int count)
    {
        LayerSequence<R> layer = layers[^1];
        Weights<R> weights = values.Matrix(network.ReadoutWeight).FromColumn(tile * Tile);
        Tiled<R> own = new(means, steps: count); // one tile
        for (int o = 0; o < network.Outputs; o += Tile)
            Products.MultiplyAdd(weights.FromRow(o), Math.Min(Tile, network.Outputs - o), own, layer.CountIn(tile), count, (leaky ? drives : ends.Outputs).Of(part).At(o / Tile, first + at));
    }

    /// <summary>Leaky integrators between the readout and the ends.Outputs.</summary>
    void Integrate(int part)
    {
        ValueBuffer<R> gains = values.Row(network.ReadoutTau!);
        for (int o = 0; o < network.Outputs; o++)
        {
            R* drive = drives.Of(part).At(o / Tile, 0) + o % Tile, y = ends.Outputs.Of(part).At(o / Tile, 0) + o % Tile;
            R potential = 0f;
            for (int t = 0; t < steps; t++, drive += Tile, y += Tile)
            {
                if (independent) potential = 0f;
                potential = R.Fma(gains[o], *drive - potential, potential);
                *y = potential;
            }
        }
    }

    static void Clear(R* numbers, int count) => new Span<R>(numbers, count).Clear();
}
