using System.Runtime.CompilerServices;
using Neuromorphic.Expressions;
using Neuromorphic.Numerics;

namespace Neuromorphic.LearnedNeurons;

/// <summary>
/// Dense networks of several seeds side by side, forward and back by hand: eight examples share every weight that is read, and a type is applied to all its neurons and
/// examples at once. The sums are those of <see cref="SeedLoss{R}"/> in another order.
/// </summary>
sealed unsafe class DenseSeeds<R> : ISeedLoss where R : unmanaged, IReal<R>
{
    const int Strip = 8, Chunk = 64;

    /// <summary>A layer.</summary>
    /// <param name="Inputs">Numbers that it reads.</param>
    /// <param name="Neurons">Neurons, or outputs.</param>
    /// <param name="Offset">Where its weights begin, biases behind them.</param>
    /// <param name="At">Where its values begin, of all layers' [neuron][example].</param>
    sealed record Layer(int Inputs, int Neurons, int Offset, int At);

    readonly DenseLoss model;
    readonly Layer[] layers;
    readonly (TypeFunction Function, ExpressionKernel Base)[] types;
    readonly SeedDescent<R> weights;
    readonly AlignedMemory<R> numbers, input, target, values, slopes, gradients, deltas;
    readonly int seeds;

    public DenseSeeds(DenseLoss model, double[] phi, double[][] initial)
    {
        this.model = model;
        numbers = new(phi.Length);
        for (int i = 0; i < phi.Length; i++) numbers.Span[i] = phi[i];
        seeds = initial.Length;
        types = [.. model.Types.Select(type => (type, type.Base.Kernel(1)))];
        List<Layer> list = [];
        int offset = 0, at = 0;
        for (int l = 1; l < model.Sizes.Count; l++)
        {
            (int inputs, int neurons) = (model.Sizes[l - 1], model.Sizes[l]);
            list.Add(new(inputs, neurons, offset, at));
            offset += neurons * (inputs + 1);
            at += neurons;
        }
        layers = [.. list];
        weights = new(initial);
        input = new(model.Inputs * Strip);
        target = new(model.Targets * Strip);
        (values, slopes, deltas) = (new(at * Strip), new(at * Strip), new(at * Strip));
        gradients = new(offset);
    }

    public double[] ThetaOf(int seed) => weights.Of(seed);

    public double[] Update(LearningBatch[] batches, SeedOptions options, int step)
    {
        double[] losses = new double[seeds];
        int examples = batches[0].Count;
        gradients.Span.Clear();
        fixed (R* x = input, wanted = target, h = values, slope = slopes, delta = deltas, theta = weights.Theta, sums = gradients)
        {
            for (int first = 0; first < examples; first += Strip)
            {
                int count = Math.Min(Strip, examples - first);
                for (int seed = 0; seed < seeds; seed++)
                {
                    Fill(x, batches[seed].Inputs, first, count, seed);
                    Fill(wanted, batches[seed].Targets, first, count, seed);
                }
                Forward(theta, x, h, slope);
                Loss(h + layers[^1].At * Strip, wanted, delta + layers[^1].At * Strip, count, examples, losses);
                Backward(theta, x, h, slope, delta, sums);
            }
            weights.Update(sums, 1, options, step);
        }
        return losses;
    }

    /// <summary>Writes rows of a seed's examples [number][example]; what is beyond the last stays, and does not count.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Fill(R* to, double[][] rows, int first, int count, int seed)
    {
        for (int e = 0; e < count; e++)
        {
            double[] row = rows[first + e];
            for (int i = 0; i < row.Length; i++)
                if (typeof(R) == typeof(Scalar64)) ((double*)to)[i * Strip + e] = row[i];
                else ((float*)to)[(i * Strip + e) * R.Width + seed] = (float)row[i];
        }
    }

    public void Evaluate(LearningBatch batch, SeedOutputs see)
    {
        double[] outputs = new double[model.Outputs], hidden = new double[model.Hidden];
        fixed (R* x = input, h = values, slope = slopes, theta = weights.Theta)
            for (int first = 0; first < batch.Count; first += Strip)
            {
                int count = Math.Min(Strip, batch.Count - first);
                for (int e = 0; e < Strip; e++)
                    for (int i = 0; i < model.Inputs; i++) x[i * Strip + e] = e < count ? batch.Inputs[first + e][i] : 0f;
                Forward(theta, x, h, slope);
                for (int e = 0; e < count; e++)
                    for (int seed = 0; seed < seeds; seed++)
                    {
                        for (int i = 0; i < hidden.Length; i++) hidden[i] = R.Lane(h[i * Strip + e], seed);
                        for (int o = 0; o < outputs.Length; o++) outputs[o] = R.Lane(h[(hidden.Length + o) * Strip + e], seed);
                        see(first + e, seed, outputs, hidden);
                    }
            }
    }

    void Forward(R* theta, R* x, R* h, R* slope)
    {
        R* from = x;
        foreach (Layer layer in layers)
        {
            R* to = h + layer.At * Strip;
            Multiply(theta + layer.Offset, layer.Inputs, 1, theta + layer.Offset + layer.Neurons * layer.Inputs, from, layer.Inputs, to, layer.Neurons);
            if (layer != layers[^1]) Activate(to, slope + layer.At * Strip, layer.Neurons);
            from = to;
        }
    }

    /// <summary>y = W x + b of a strip's examples; of the matrix turned where the steps of rows and columns are exchanged.</summary>
    /// <param name="w">W.</param>
    /// <param name="row">From a row of it to the next.</param>
    /// <param name="column">From a column to the next.</param>
    /// <param name="bias">b [rows]; null for zero.</param>
    /// <param name="x">[columns][example].</param>
    /// <param name="columns">Columns.</param>
    /// <param name="y">[rows][example].</param>
    /// <param name="rows">Rows.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Multiply(R* w, int row, int column, R* bias, R* x, int columns, R* y, int rows)
    {
        for (int i = 0; i < rows; i++, w += row, y += Strip)
        {
            R s0 = bias == null ? 0f : bias[i], s1 = s0, s2 = s0, s3 = s0, s4 = s0, s5 = s0, s6 = s0, s7 = s0;
            R* weights = w, from = x;
            for (int k = 0; k < columns; k++, weights += column, from += Strip)
            {
                R weight = *weights;
                s0 = R.Fma(weight, from[0], s0);
                s1 = R.Fma(weight, from[1], s1);
                s2 = R.Fma(weight, from[2], s2);
                s3 = R.Fma(weight, from[3], s3);
                s4 = R.Fma(weight, from[4], s4);
                s5 = R.Fma(weight, from[5], s5);
                s6 = R.Fma(weight, from[6], s6);
                s7 = R.Fma(weight, from[7], s7);
            }
            (y[0], y[1], y[2], y[3], y[4], y[5], y[6], y[7]) = (s0, s1, s2, s3, s4, s5, s6, s7);
        }
    }

    /// <summary>What neurons receive becomes their values; their slopes are written.</summary>
    void Activate(R* values, R* slopes, int neurons)
    {
        for (int type = 0; type < types.Length; type++)
        {
            int first = Blocks.First(type, neurons, types.Length), end = Blocks.First(type + 1, neurons, types.Length);
            Activate(types[type], values + first * Strip, slopes + first * Strip, (end - first) * Strip);
        }
    }

    void Activate((TypeFunction Function, ExpressionKernel Base) type, R* values, R* slopes, int count)
    {
        R* both = stackalloc R[2 * Chunk];
        for (int at = 0; at < count; at += Chunk)
        {
            int size = Math.Min(Chunk, count - at);
            type.Base.Value<R>(new ReadOnlySpan<R>(values + at, size), [], new Span<R>(both, 2 * size));
            if (type.Function.Units > 0) AddSubNetwork(type.Function, values + at, both, both + size, size);
            new ReadOnlySpan<R>(both, size).CopyTo(new Span<R>(values + at, size));
            new ReadOnlySpan<R>(both + size, size).CopyTo(new Span<R>(slopes + at, size));
        }
    }

    /// <summary>Adds kappa times the sub-network of s to values, and of its slope to slopes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void AddSubNetwork(TypeFunction function, R* s, R* values, R* slopes, int count)
    {
        int units = function.Units;
        fixed (R* first = numbers)
        {
            R* v = first + function.First, c = v + units, u = c + units;
            R offset = u[units] * function.Kappa;
            for (int i = 0; i < count; i++) values[i] += offset;
            for (int k = 0; k < units; k++)
            {
                R slope = v[k], shift = c[k], weight = u[k] * function.Kappa, rise = weight * slope;
                for (int i = 0; i < count; i++)
                {
                    R t = R.Tanh(R.Fma(slope, s[i], shift));
                    values[i] = R.Fma(weight, t, values[i]);
                    slopes[i] = R.Fma(rise, R.Fma(-t, t, 1f), slopes[i]);
                }
            }
        }
    }

    /// <summary>Adds losses, and writes the gradients of outputs; those of missing examples are zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void Loss(R* outputs, R* wanted, R* delta, int count, int examples, double[] losses)
    {
        int number = model.Outputs;
        R share = 1.0 / examples;
        for (int e = 0; e < Strip; e++)
        {
            R loss = 0f;
            if (model.Classes)
            {
                R top = outputs[e], sum = 0f, right = 0f;
                for (int o = 1; o < number; o++) top = Real.Max(top, outputs[o * Strip + e]);
                for (int o = 0; o < number; o++)
                {
                    R power = R.Exp(outputs[o * Strip + e] - top);
                    delta[o * Strip + e] = power;
                    sum += power;
                    right = R.Fma(wanted[o * Strip + e], outputs[o * Strip + e], right);
                }
                for (int o = 0; o < number; o++) delta[o * Strip + e] = (delta[o * Strip + e] / sum - wanted[o * Strip + e]) * share;
                loss = R.Log(sum) + (top - right);
            }
            else
                for (int o = 0; o < number; o++)
                {
                    R error = outputs[o * Strip + e] - wanted[o * Strip + e];
                    loss = R.Fma(error * (1.0 / number), error, loss);
                    delta[o * Strip + e] = error * (2.0 / number) * share;
                }
            if (e < count)
                for (int seed = 0; seed < seeds; seed++) losses[seed] += R.Lane(loss, seed) / examples;
            else
                for (int o = 0; o < number; o++) delta[o * Strip + e] = 0f;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void Backward(R* theta, R* x, R* h, R* slope, R* delta, R* sums)
    {
        for (int l = layers.Length - 1; l >= 0; l--)
        {
            Layer layer = layers[l];
            R* own = delta + layer.At * Strip;
            AddOuter(own, layer.Neurons, l == 0 ? x : h + layers[l - 1].At * Strip, layer.Inputs, sums + layer.Offset, sums + layer.Offset + layer.Neurons * layer.Inputs);
            if (l == 0) continue;
            R* below = delta + layers[l - 1].At * Strip, rise = slope + layers[l - 1].At * Strip;
            Multiply(theta + layer.Offset, 1, layer.Inputs, null, own, layer.Neurons, below, layer.Inputs);
            for (int i = 0; i < layer.Inputs * Strip; i++) below[i] *= rise[i];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void AddOuter(R* delta, int neurons, R* x, int inputs, R* ofWeights, R* ofBiases)
    {
        for (int i = 0; i < neurons; i++, delta += Strip, ofWeights += inputs)
        {
            R d0 = delta[0], d1 = delta[1], d2 = delta[2], d3 = delta[3], d4 = delta[4], d5 = delta[5], d6 = delta[6], d7 = delta[7];
            R* column = x;
            for (int k = 0; k < inputs; k++, column += Strip)
            {
                R even = R.Fma(d0, column[0], ofWeights[k]), odd = d1 * column[1];
                even = R.Fma(d2, column[2], even);
                odd = R.Fma(d3, column[3], odd);
                even = R.Fma(d4, column[4], even);
                odd = R.Fma(d5, column[5], odd);
                even = R.Fma(d6, column[6], even);
                odd = R.Fma(d7, column[7], odd);
                ofWeights[k] = even + odd;
            }
            ofBiases[i] += ((d0 + d1) + (d2 + d3)) + ((d4 + d5) + (d6 + d7));
        }
    }
}
