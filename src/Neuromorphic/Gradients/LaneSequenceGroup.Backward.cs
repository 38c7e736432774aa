using Neuromorphic.Numerics;
using Neuromorphic.Policies;
using Neuromorphic.Tape;

namespace Neuromorphic.Gradients;

sealed unsafe partial class LaneSequenceGroup<TNeuron, TSurrogate, R>
{
    private protected override void RunBackward(Span<double> sums)
    {
        if (sums.Length != network.Layout.Count) throw new ArgumentException($"sums has {sums.Length} numbers, the layout {network.Layout.Count}.");
        fixed (double* sum = sums)
        {
            if (leaky) IntegrateAdjoint(sum);
            R[] counted = spikeSums.Span.ToArray(); // what is computed again is not counted again
            foreach (LayerSequence<R> layer in layers)
                for (int part = 0; part < Parts; part++)
                {
                    for (int tile = 0; tile < layer.Tiles; tile++) Clear(layer.StateGradient.Of(part).At(tile, 0), TNeuron.StateSize * Tile);
                    if (layer.SpikeCarry is not { } carry) continue;
                    for (int tile = 0; tile < layer.Tiles; tile++) Clear(carry.Of(part).At(tile, 0), Tile);
                }
            for (int index = Windows - 1; index >= 0; index--)
            {
                if (index + 1 < Windows)
                {
                    Recall(index);
                    Run(index);
                }
                Backward(index, sum);
            }
            for (int l = 0; l < layers.Length; l++) RestAdjoint(l, sum);
            counted.CopyTo(spikeSums.Span);
        }
    }

    /// <summary>Gradients of the integrators' outputs become those of what drives them.</summary>
    void IntegrateAdjoint(double* sums)
    {
        ParameterSlice slice = network.ReadoutTau!;
        ValueBuffer<R> gains = values.Row(slice);
        R* lanes = stackalloc R[Parts];
        for (int o = 0; o < network.Outputs; o++)
        {
            for (int part = 0; part < Parts; part++)
            {
                R* drive = drives.Of(part).At(o / Tile, steps - 1) + o % Tile, y = ends.Outputs.Of(part).At(o / Tile, steps - 1) + o % Tile;
                R* gradient = ends.OutputGradients.Of(part).At(o / Tile, steps - 1) + o % Tile;
                R carry = 0f, sum = 0f;
                for (int t = steps - 1; t >= 0; t--, drive -= Tile, y -= Tile, gradient -= Tile)
                {
                    if (independent || IsCut((t + 1) * subSteps)) carry = 0f;
                    R before = t == 0 || independent ? 0f : y[-Tile], total = *gradient + carry;
                    sum = R.Fma(total, *drive - before, sum);
                    R driven = gains[o] * total;
                    carry = total - driven;
                    *gradient = driven;
                }
                lanes[part] = sum;
            }
            LaneSums.Add(lanes, 1, sums + slice.Offset + o);
        }
    }

    void Backward(int index, double* sums)
    {
        int first = index * window, count = StepsIn(index);
        if (network.ReadoutWeight.Trained)
            for (int o = 0; o < network.Outputs; o += Tile) outputRows.Take(ends.OutputGradients, o / Tile, first, o / Tile, 0, count);
        for (int l = 0; l < layers.Length; l++) TurnSpikes(l, count);
        for (int l = layers.Length - 1; l >= 0; l--)
        {
            int layer = l;
            if (layers[l].Recurrent) BackwardRecurrent(l, first, count, sums);
            else ForTiles(l, (own, from, until) => BackwardTiles(layer, own, from, until, first, count, sums));
        }
        for (int part = 0; part < Parts && ends.InputGradients != null; part++) InputGradients(part, first, count);
    }

    /// <summary>Some tiles of a layer, the last stretch first.</summary>
    void BackwardTiles(int l, TileMemory<R> own, int fromTile, int untilTile, int first, int count, double* sums)
    {
        int stretch = layers[l].Stretch;
        for (int at = (count - 1) / stretch * stretch; at >= 0; at -= stretch)
        {
            int steps = Math.Min(stretch, count - at);
            for (int tile = fromTile; tile < untilTile; tile++)
            {
                for (int part = 0; part < Parts; part++)
                {
                    R* seeds = own.SpikeGradients.Of(part).At(0, 0);
                    Seed(l, part, tile, seeds, first, at, steps);
                    Adjoint(l, own, part, tile, seeds, first * subSteps, at * subSteps, (at + steps) * subSteps);
                }
                AddWeights(l, own, tile, first, at, steps, sums);
                if (l == layers.Length - 1) AddReadout(own, fromTile, tile, untilTile, at, steps, sums);
            }
        }
        for (int tile = fromTile; tile < untilTile; tile++) AddParameters(l, tile, sums);
    }

    /// <summary>Time is the outer loop where neurons meet in time: a phase for the gradients of spikes, one for each sub-step, and one for what goes on before the first.</summary>
    void BackwardRecurrent(int l, int first, int count, double* sums)
    {
        LayerSequence<R> layer = layers[l];
        Weights<R> weights = values.Matrix(network.Layers[l].Recurrent!).Transposed;
        int last = count * subSteps - 1;
        for (int part = 0; part < Parts; part++)
        {
            int of = part;
            ForTilesInPhases(l, last + 3, (phase, own, from, until) =>
            {
                for (int tile = from; tile < until; tile++) BackwardRecurrent(l, own, of, tile, first, count, s: last + 1 - phase, weights);
            });
        }
        ForTiles(l, (own, from, until) =>
        {
            for (int tile = from; tile < until; tile++)
            {
                AddWeights(l, own, tile, first, 0, count, sums);
                if (l == layers.Length - 1) AddReadout(own, from, tile, until, 0, count, sums);
                AddParameters(l, tile, sums);
            }
        });
    }

    /// <summary>A tile at sub-step s of a window, its gradients of spikes at the s after the last, what goes on before the window at -1.</summary>
    void BackwardRecurrent(int l, TileMemory<R> own, int part, int tile, int first, int count, int s, in Weights<R> weights)
    {
        LayerSequence<R> layer = layers[l];
        R* seeds = layer.SpikeGradients!.Of(part).At(tile, 0), carry = layer.SpikeCarry!.Of(part).At(tile, 0);
        int last = count * subSteps - 1;
        void AddRecurrent(int of, R* to, in Weights<R> weights) => Products.MultiplyAdd(weights.FromRow(tile * Tile), layer.CountIn(tile), layer.Currents.Of(part).From(of), layer.Neurons, 1, to);
        if (s > last) Seed(l, part, tile, seeds, first, 0, count);
        else if (s < 0)
        {
            Clear(carry, Tile);
            AddRecurrent(0, carry, weights);
        }
        else
        {
            if (!IsCut(first * subSteps + s + 1))
            {
                R* seed = seeds + s * Tile;
                if (s < last) AddRecurrent(s + 1, seed, weights);
                else
                    for (int n = 0; n < Tile; n++) seed[n] += carry[n];
            }
            Adjoint(l, own, part, tile, seeds, first * subSteps, s, s + 1);
        }
    }

    /// <summary>Whether gradients of state end before a sub-step of the sequence.</summary>
    bool IsCut(int subStep) => truncation > 0 && subStep % (truncation * subSteps) == 0;

    /// <summary>Gradients of a tile's spikes for some steps of a window, from the layer after it: by step for the readout's layer, by sub-step for others.</summary>
    void Seed(int l, int part, int tile, R* seeds, int first, int at, int count)
    {
        LayerSequence<R> layer = layers[l];
        bool last = l == layers.Length - 1;
        int rows = last ? count : count * subSteps, from = last ? at : at * subSteps;
        seeds += from * Tile;
        Clear(seeds, rows * Tile);
        Weights<R> weights = values.Matrix(last ? network.ReadoutWeight : network.Layers[l + 1].Weight).Transposed.FromRow(tile * Tile);
        Products.MultiplyAdd(weights, layer.CountIn(tile), last ? ends.OutputGradients.Of(part).From(first + at) : layers[l + 1].Currents.Of(part).From(from), last ? network.Outputs : layers[l + 1].Neurons, rows, seeds);
        if (!last || subSteps == 1) return;
        R share = 1f / subSteps;
        for (int i = 0; i < rows * Tile; i++) seeds[i] *= share;
        if (layer.Recurrent) Spread(seeds, count);
    }

    /// <summary>A row for each step becomes one for each sub-step.</summary>
    void Spread(R* rows, int count)
    {
        for (int s = count * subSteps - 1; s > 0; s--) new ReadOnlySpan<R>(rows + s / subSteps * Tile, Tile).CopyTo(new Span<R>(rows + s * Tile, Tile));
    }

    /// <summary>The adjoint of a tile's sub-steps from the last to the first.</summary>
    /// <param name="l">The layer.</param>
    /// <param name="own">The memory of the thread.</param>
    /// <param name="part">The part of the members.</param>
    /// <param name="tile">The tile.</param>
    /// <param name="seeds">Gradients of its spikes.</param>
    /// <param name="start">Sub-steps of the sequence before the window.</param>
    /// <param name="from">The first sub-step in the window.</param>
    /// <param name="until">The sub-step after the last.</param>
    void Adjoint(int l, TileMemory<R> own, int part, int tile, R* seeds, int start, int from, int until)
    {
        LayerSequence<R> layer = layers[l];
        int perSeed = l == layers.Length - 1 && !layer.Recurrent ? subSteps : 1, size = TNeuron.StateSize * Tile, hold = layer.Hold;
        R* currents = layer.Currents.Of(part).At(tile, 0), states = layer.Recurrent ? StateOf(l, part, tile, from) : own.States.Of(part).At(0, 0);
        R* stateGradient = layer.StateGradient.Of(part).At(tile, 0), gradients = layer.ParameterGradients.Of(part).At(tile, 0);
        R* held = stackalloc R[Tile], one = stackalloc R[Tile], spikes = stackalloc R[Tile];
        R* means = layer.Recurrent || l < layers.Length - 1 ? null : own.Means.Of(part).At(0, 0); // come again as the spikes do
        R* to = CurrentGradients(l, own).Of(part).At(TileOf(l, tile), 0);
        R share = 1f / subSteps, slope = this.slope;
        NeuronSlots slots = new() { Parameters = values.Neurons(l, tile).Start, Share = &share, Slope = &slope, StateGradient = stateGradient, ParameterGradient = gradients };
        LoopKernel adjoint = kernels.Adjoint;
        if (means != null) Clear(means, (until - from) / subSteps * Tile);
        for (int s = until - 1; s >= from; s--)
        {
            int block = (s - from) / layer.Block * layer.Block;
            if (!layer.Recurrent && (s == until - 1 || s - from == block + layer.Block - 1)) StatesOf(l, part, tile, from + block, s, states);
            if (IsCut(start + s + 1)) Clear(stateGradient, size);
            slots.Before = states + (s - from - block) * size;
            slots.Current = currents + s / hold * Tile;
            slots.SpikeGradient = seeds + s / perSeed * Tile;
            R* gradient = to + s / hold * Tile;
            slots.CurrentGradient = hold == 1 ? gradient : one;
            slots.Mean = means == null ? spikes : means + (s - from) / subSteps * Tile;
            adjoint((nint*)&slots, layer.CountIn(tile));
            if (independent && s % subSteps == 0)
            {
                RestAdjoint(l, part, tile);
                Clear(stateGradient, size);
            }
            if (hold == 1) continue;
            for (int n = 0; n < Tile; n++) held[n] += one[n];
            if (s % hold > 0) continue;
            new ReadOnlySpan<R>(held, Tile).CopyTo(new Span<R>(gradient, Tile));
            Clear(held, Tile);
        }
    }

    /// <summary>The states before the sub-steps of a block, from the kept one.</summary>
    void StatesOf(int l, int part, int tile, int from, int last, R* states)
    {
        LayerSequence<R> layer = layers[l];
        int size = TNeuron.StateSize * Tile;
        R fired = 0f;
        NeuronSlots slots = new() { Parameters = values.Neurons(l, tile).Start, Fired = &fired };
        LoopKernel step = kernels.Step(spikes: false, means: false);
        Copy(StateOf(l, part, tile, layer.StateBefore(from)), states, size);
        for (int s = from; s < last; s++, states += size)
        {
            slots.Before = states;
            slots.After = states + size;
            slots.Current = layer.Currents.Of(part).At(tile, 0) + s / layer.Hold * Tile;
            step((nint*)&slots, layer.CountIn(tile));
            if (independent && (s + 1) % subSteps == 0) Rest(l, tile, states + size);
        }
    }

    /// <summary>
    /// Where gradients of currents go: in the place of the currents, where other layers or the inputs' gradients ask for them,
    /// else where those of all tiles of a thread go in turn.
    /// </summary>
    LaneSequence<R> CurrentGradients(int l, TileMemory<R> own) => IsStored(l) ? layers[l].Currents : own.CurrentGradients;

    /// <summary>The place of a tile there.</summary>
    int TileOf(int l, int tile) => IsStored(l) ? tile : 0;

    bool IsStored(int l) => l > 0 || layers[l].Recurrent || ends.InputGradients != null;

    /// <summary>The adjoint of the state before the first step.</summary>
    void RestAdjoint(int l, double* sums)
    {
        for (int tile = 0; tile < layers[l].Tiles; tile++)
        {
            for (int part = 0; part < Parts; part++) RestAdjoint(l, part, tile);
            AddParameters(l, tile, sums);
        }
    }

    void RestAdjoint(int l, int part, int tile)
    {
        NeuronSlots slots = new() { Parameters = values.Neurons(l, tile).Start, StateGradient = layers[l].StateGradient.Of(part).At(tile, 0), ParameterGradient = layers[l].ParameterGradients.Of(part).At(tile, 0) };
        kernels.RestAdjoint((nint*)&slots, layers[l].CountIn(tile));
    }

    /// <summary>Adds the gradients of a tile's parameters to the sums, and begins new ones.</summary>
    void AddParameters(int l, int tile, double* sums)
    {
        IReadOnlyList<ParameterSlice> slices = network.Layers[l].Parameters;
        R* lanes = stackalloc R[Tile * Parts];
        for (int p = 0; p < slices.Count; p++)
        {
            for (int part = 0; part < Parts; part++)
            {
                R* gradients = layers[l].ParameterGradients.Of(part).At(tile, p);
                for (int n = 0; n < Tile; n++) lanes[n * Parts + part] = gradients[n];
                Clear(gradients, Tile);
            }
            LaneSums.Add(lanes, layers[l].CountIn(tile), sums + slices[p].Offset + tile * Tile);
        }
    }

    void AddWeights(int l, TileMemory<R> own, int tile, int first, int at, int count, double* sums)
    {
        LayerSequence<R> layer = layers[l];
        SpikingLayer described = network.Layers[l];
        int from = at * subSteps, rows = count * subSteps;
        if (described.Recurrent is { Trained: true } recurrent)
        {
            own.Rows.Take(layer.Currents, tile, from, 0, 0, rows);
            AddWeights(recurrent, own, tile, layer, layer.SpikeRows!, from, rows, sums);
        }
        if (l == 0 && layer.Recurrent && subSteps > 1)
            for (int part = 0; part < Parts; part++) Collect(layer.Currents.Of(part).At(tile, 0), count);
        if (!described.Weight.Trained) return;
        if (l == 0) (from, rows) = (at, count);
        own.Rows.Take(CurrentGradients(l, own), TileOf(l, tile), from, 0, 0, rows);
        AddWeights(described.Weight, own, tile, layer, l == 0 ? ends.InputRows : layers[l - 1].SpikeRows!, l == 0 ? first + at : 1 + from, rows, sums);
    }

    static void AddWeights(ParameterSlice slice, TileMemory<R> own, int tile, LayerSequence<R> layer, MemberRows<R> x, int from, int rows, double* sums)
    {
        int columns = slice.Shape[1];
        Products.AddOuter(own.Rows.At(0, 0), layer.CountIn(tile), x.At(0, from), x.TileStride, columns, rows, sums + slice.Offset + tile * Tile * columns, columns);
    }

    /// <summary>Turns a layer's spikes, where gradients of weights will ask for them.</summary>
    void TurnSpikes(int l, int count)
    {
        bool read = network.Layers[l].Recurrent is { Trained: true } || (l + 1 < layers.Length && network.Layers[l + 1].Weight.Trained);
        if (!read) return;
        ForTiles(l, (_, from, until) =>
        {
            for (int tile = from; tile < until; tile++) layers[l].SpikeRows!.Take(layers[l].Spikes!, tile, 0, tile, 0, count * subSteps + 1);
        });
    }

    /// <summary>Rows of sub-steps become their sum for each step.</summary>
    void Collect(R* rows, int count)
    {
        for (int step = 0; step < count; step++)
            for (int n = 0; n < Tile; n++)
            {
                R sum = rows[step * subSteps * Tile + n];
                for (int s = 1; s < subSteps; s++) sum += rows[(step * subSteps + s) * Tile + n];
                rows[step * Tile + n] = sum;
            }
    }

    /// <summary>Adds to the gradients of the readout's weights, a few of a thread's tiles together.</summary>
    void AddReadout(TileMemory<R> own, int from, int tile, int until, int at, int count, double* sums)
    {
        ParameterSlice slice = network.ReadoutWeight;
        if (!slice.Trained) return;
        LayerSequence<R> layer = layers[^1];
        int place = (tile - from) % TilesTogether, first = tile - place;
        own.MeanRows.Take(layer.Recurrent ? layer.Means! : own.Means, layer.Recurrent ? tile : 0, layer.Recurrent ? at : 0, place, 0, count);
        if (place < TilesTogether - 1 && tile < until - 1) return;
        int columns = Math.Min((place + 1) * Tile, layer.Neurons - first * Tile);
        for (int o = 0; o < network.Outputs; o += Tile)
            Products.AddOuter(outputRows.At(o / Tile, at), Math.Min(Tile, network.Outputs - o), own.MeanRows.At(0, 0), own.MeanRows.TileStride, columns, count,
                sums + slice.Offset + o * layer.Neurons + first * Tile, layer.Neurons);
    }

    void InputGradients(int part, int first, int count)
    {
        Weights<R> weights = values.Matrix(network.Layers[0].Weight).Transposed;
        for (int i = 0; i < network.Inputs; i += Tile)
        {
            R* x = ends.InputGradients!.Of(part).At(i / Tile, first);
            Clear(x, count * Tile);
            Products.MultiplyAdd(weights.FromRow(i), Math.Min(Tile, network.Inputs - i), layers[0].Currents.Of(part), layers[0].Neurons, count, x);
        }
    }
}
