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
            Rest(l, part, tile, 0);
            if (layer.Spikes is { } spikes) Clear(spikes.Of(part).At(tile, 0), Tile);
        }
    }

    void Rest(int l, int part, int tile, int subStep)
    {
        LaneBuffer<R> state = StateOf(l, part, tile, subStep);
        ValueBuffer<R> parameters = values.Neurons(l, tile);
        for (int n = 0; n < layers[l].CountIn(tile); n++) neuron.Reset<R, ValueBuffer<R>, LaneBuffer<R>>(parameters, state, n, Tile);
    }

    /// <summary>The steps of a window, through all layers.</summary>
    void Run(int index)
    {
        int first = index * window, count = StepsIn(index);
        for (int part = 0; part < Parts; part++)
            for (int l = 0; l < layers.Length; l++)
            {
                bool last = l == layers.Length - 1;
                if (last) ClearOutputs(part, first, count);
                if (layers[l].Recurrent) ForwardRecurrent(l, part, first, count);
                for (int at = 0; at < count; at += layers[l].Stretch)
                {
                    int steps = Math.Min(layers[l].Stretch, count - at);
                    for (int tile = 0; tile < layers[l].Tiles; tile++)
                    {
                        if (!layers[l].Recurrent)
                        {
                            Drive(l, part, tile, first, at, steps);
                            Step(l, part, tile, at * subSteps, (at + steps) * subSteps);
                        }
                        if (last) Read(part, tile, first, at, steps);
                    }
                }
            }
    }

    /// <summary>Time is the outer loop where neurons meet in time.</summary>
    void ForwardRecurrent(int l, int part, int first, int count)
    {
        LayerSequence<R> layer = layers[l];
        Weights<R> weights = values.Matrix(network.Layers[l].Recurrent!);
        for (int tile = 0; tile < layer.Tiles; tile++) Drive(l, part, tile, first, 0, count);
        for (int s = 0; s < count * subSteps; s++)
            for (int tile = 0; tile < layer.Tiles; tile++)
            {
                Products.MultiplyAdd(weights.FromRow(tile * Tile), layer.CountIn(tile), layer.Spikes!.Of(part).From(s), layer.Neurons, 1, layer.Currents.Of(part).At(tile, s));
                Step(l, part, tile, s, s + 1);
            }
    }

    /// <summary>Currents of a tile from the layer's inputs, for some steps of a window.</summary>
    void Drive(int l, int part, int tile, int first, int at, int count)
    {
        LayerSequence<R> layer = layers[l];
        bool constant = l == 0; // within a step
        Tiled<R> input = constant ? inputs.Of(part).From(first + at) : layers[l - 1].Spikes!.Of(part).From(1 + at * subSteps);
        int rows = constant ? count : count * subSteps;
        R* currents = layer.Currents.Of(part).At(tile, constant ? at : at * subSteps);
        Clear(currents, rows * Tile);
        Products.MultiplyAdd(values.Matrix(network.Layers[l].Weight).FromRow(tile * Tile), layer.CountIn(tile), input, network.Layers[l].Inputs, rows, currents);
        if (constant && layer.Recurrent && subSteps > 1) Spread(currents, count); // recurrent currents differ between the sub-steps of a step
    }

    /// <summary>Sub-steps of a tile's neurons.</summary>
    void Step(int l, int part, int tile, int from, int to)
    {
        LayerSequence<R> layer = layers[l];
        int count = layer.CountIn(tile), size = TNeuron.StateSize * Tile;
        R* means = MeansOf(layer, part, tile, from / subSteps), spikes = layer.Spikes == null ? null : layer.Spikes.Of(part).At(tile, 1);
        R* currents = layer.Currents.Of(part).At(tile, 0), states = layer.States.Of(part).At(tile, 0), sum = spikeSums.Start + l * Parts + part;
        R share = 1f / subSteps;
        NeuronSlots slots = new() { Parameters = values.Neurons(l, tile).Start, Share = &share, Fired = sum };
        if (means != null) means -= from / subSteps * Tile;
        // The one spike of a step is its mean.
        bool direct = subSteps == 1 && spikes == null && means != null;
        LoopKernel step = kernels.Step(spikes: direct || spikes != null, means: means != null && !direct);
        for (int s = from; s < to; s++)
        {
            bool begins = s % subSteps == 0;
            if (independent && begins) Rest(l, part, tile, s);
            slots.Before = states + s * size;
            slots.After = states + (s + 1) * size;
            slots.Current = currents + s / layer.Hold * Tile;
            slots.Spike = direct ? means + s * Tile : spikes + s * Tile;
            slots.Mean = means + s / subSteps * Tile;
            if (means != null && !direct && begins) Clear((R*)slots.Mean, Tile);
            step((nint*)&slots, count);
        }
    }

    /// <summary>Mean spikes of a tile from a step of the window on: of one stretch of one tile, unless the layer is recurrent; null if no readout needs them.</summary>
    static R* MeansOf(LayerSequence<R> layer, int part, int tile, int step) =>
        layer.Means is not { } means ? null : layer.Recurrent ? means.Of(part).At(tile, step) : means.Of(part).At(0, 0);

    void ClearOutputs(int part, int first, int count)
    {
        for (int o = 0; o < network.Outputs; o += Tile) Clear((leaky ? drives : outputs).Of(part).At(o / Tile, first), count * Tile);
    }

    /// <summary>Adds the mean spikes of a tile to the outputs: tile after tile, as the controller adds them.</summary>
    void Read(int part, int tile, int first, int at, int count)
    {
        LayerSequence<R> layer = layers[^1];
        Weights<R> weights = values.Matrix(network.ReadoutWeight).FromColumn(tile * Tile);
        Tiled<R> own = new(MeansOf(layer, part, tile, at), steps: count); // one tile
        for (int o = 0; o < network.Outputs; o += Tile)
            Products.MultiplyAdd(weights.FromRow(o), Math.Min(Tile, network.Outputs - o), own, layer.CountIn(tile), count, (leaky ? drives : outputs).Of(part).At(o / Tile, first + at));
    }

    /// <summary>Leaky integrators between the readout and the outputs.</summary>
    void Integrate(int part)
    {
        ValueBuffer<R> gains = values.Row(network.ReadoutTau!);
        for (int o = 0; o < network.Outputs; o++)
        {
            R* drive = drives.Of(part).At(o / Tile, 0) + o % Tile, y = outputs.Of(part).At(o / Tile, 0) + o % Tile;
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
