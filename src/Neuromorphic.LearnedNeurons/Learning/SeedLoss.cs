using Neuromorphic.Numerics;

namespace Neuromorphic.LearnedNeurons;

/// <summary>
/// Networks of several seeds side by side: a lane is a seed, with weights and an order of examples of its own, so that as many seeds as lanes cost one run. What a seed
/// learns does not depend on the others. One thread at a time may use it.
/// </summary>
sealed unsafe class SeedLoss<R> where R : unmanaged, IReal<R>
{
    const int Strip = 8; // examples that share a program's dispatch

    readonly ILossModel model;
    readonly LossPrograms programs;
    readonly AlignedMemory<R> theta, phi, items, gradients, squares, moments;
    readonly int seeds;

    /// <param name="model">The loss.</param>
    /// <param name="programs">Its programs, for strips of examples.</param>
    /// <param name="phi">The types' numbers, the same for all seeds.</param>
    /// <param name="initial">Weights of each seed at first.</param>
    public SeedLoss(ILossModel model, LossPrograms programs, double[] phi, double[][] initial)
    {
        (this.model, this.programs) = (model, programs);
        seeds = initial.Length;
        theta = new(Count);
        this.phi = new(phi.Length + model.Noises);
        items = new((model.Inputs + model.Targets + model.Outputs + model.Hidden + 2) * Strip);
        gradients = new(Count * Strip);
        (squares, moments) = (new(Count), new(Count));
        for (int i = 0; i < phi.Length; i++) this.phi.Span[i] = phi[i];
        double[] lanes = new double[R.Width];
        for (int i = 0; i < Count; i++)
        {
            for (int seed = 0; seed < seeds; seed++) lanes[seed] = initial[seed][i];
            theta.Span[i] = R.FromLanes(lanes);
        }
    }

    /// <summary>Programs for these strips.</summary>
    public static LossPrograms Programs(ILossModel model) => new(model, Strip);

    int Count => model.FanIn.Count;

    /// <summary>The weights of a seed.</summary>
    public double[] ThetaOf(int seed) => [.. theta.Span.ToArray().Select(x => R.Lane(x, seed))];

    /// <summary>An update of every seed by a batch of its own; gives their mean losses.</summary>
    /// <param name="batches">A batch for each seed, of as many examples.</param>
    /// <param name="options">How weights are updated.</param>
    /// <param name="step">Which update, from 0.</param>
    public double[] Update(LearningBatch[] batches, SeedOptions options, int step)
    {
        double[] losses = new double[seeds], lanes = new double[R.Width];
        int examples = batches[0].Count;
        nint* slots = stackalloc nint[LossPrograms.Slots];
        fixed (R* numbers = theta, types = phi, rows = items, sums = gradients)
        {
            Seat(slots, numbers, types, rows, sums, out R* input, out R* target, out R* share, out R* loss);
            gradients.Span.Clear();
            for (int first = 0; first < examples; first += Strip)
            {
                int count = Math.Min(Strip, examples - first);
                for (int e = 0; e < count; e++)
                {
                    for (int i = 0; i < model.Inputs; i++) input[i * Strip + e] = Gather(seed => batches[seed].Inputs[first + e][i]);
                    for (int o = 0; o < model.Targets; o++) target[o * Strip + e] = Gather(seed => batches[seed].Targets[first + e][o]);
                    share[e] = 1.0 / examples;
                }
                programs.Gradient.Run<R>(slots, count);
                for (int e = 0; e < count; e++)
                    for (int seed = 0; seed < seeds; seed++) losses[seed] += R.Lane(loss[e], seed) / examples;
            }
            Descend(numbers, sums, options, step);
        }
        return losses;

        R Gather(Func<int, double> value)
        {
            for (int seed = 0; seed < seeds; seed++) lanes[seed] = value(seed);
            return R.FromLanes(lanes);
        }
    }

    void Descend(R* numbers, R* sums, SeedOptions options, int step)
    {
        double rate = options.RateAt(step);
        R mean = options.Momentum, decay = options.SquareDecay, guard = 1e-8, of = rate;
        R firstScale = 1 / (1 - Portable.Pow(options.Momentum, step + 1)), secondScale = 1 / (1 - Portable.Pow(options.SquareDecay, step + 1));
        fixed (R* a = squares, m = moments)
            for (int i = 0; i < Count; i++)
            {
                R g = sums[i * Strip];
                for (int e = 1; e < Strip; e++) g += sums[i * Strip + e];
                switch (options.Optimizer)
                {
                    case SeedOptimizer.Sgd:
                        numbers[i] -= of * g;
                        break;
                    case SeedOptimizer.Rms:
                        a[i] = decay * (step == 0 ? 1f : a[i]) + (1 - options.SquareDecay) * g * g;
                        numbers[i] -= of * g / (R.Sqrt(a[i]) + guard);
                        break;
                    default:
                        m[i] = mean * m[i] + (1 - options.Momentum) * g;
                        a[i] = decay * a[i] + (1 - options.SquareDecay) * g * g;
                        numbers[i] -= of * (m[i] * firstScale) / (R.Sqrt(a[i] * secondScale) + guard);
                        break;
                }
            }
    }

    /// <summary>What the networks make of examples, the same for all seeds.</summary>
    /// <param name="batch">The examples.</param>
    /// <param name="see">Is given each example, each seed, its outputs and its hidden values.</param>
    public void Evaluate(LearningBatch batch, SeedOutputs see)
    {
        double[] outputs = new double[model.Outputs], hidden = new double[model.Hidden];
        nint* slots = stackalloc nint[LossPrograms.Slots];
        fixed (R* numbers = theta, types = phi, rows = items, sums = gradients)
        {
            Seat(slots, numbers, types, rows, sums, out R* input, out R* target, out R* share, out R* loss);
            R* output = loss + Strip, values = output + model.Outputs * Strip;
            slots[LossPrograms.Output] = (nint)output;
            slots[LossPrograms.Hidden] = (nint)values;
            for (int first = 0; first < batch.Count; first += Strip)
            {
                int count = Math.Min(Strip, batch.Count - first);
                for (int e = 0; e < count; e++)
                    for (int i = 0; i < model.Inputs; i++) input[i * Strip + e] = batch.Inputs[first + e][i];
                programs.Values.Value.Run<R>(slots, count);
                for (int e = 0; e < count; e++)
                    for (int seed = 0; seed < seeds; seed++)
                    {
                        for (int o = 0; o < outputs.Length; o++) outputs[o] = R.Lane(output[o * Strip + e], seed);
                        for (int i = 0; i < hidden.Length; i++) hidden[i] = R.Lane(values[i * Strip + e], seed);
                        see(first + e, seed, outputs, hidden);
                    }
            }
        }
    }

    void Seat(nint* slots, R* numbers, R* types, R* rows, R* sums, out R* input, out R* target, out R* share, out R* loss)
    {
        input = rows;
        target = input + model.Inputs * Strip;
        share = target + model.Targets * Strip;
        loss = share + Strip;
        slots[LossPrograms.Theta] = (nint)numbers;
        slots[LossPrograms.Phi] = (nint)types;
        slots[LossPrograms.Noise] = (nint)(types + model.Phi); // none: zeros
        slots[LossPrograms.Input] = (nint)input;
        slots[LossPrograms.Target] = (nint)target;
        slots[LossPrograms.Share] = (nint)share;
        slots[LossPrograms.Loss] = (nint)loss;
        slots[LossPrograms.ThetaGradient] = (nint)sums;
    }
}

/// <summary>Is given what the network of a seed makes of an example.</summary>
delegate void SeedOutputs(int example, int seed, ReadOnlySpan<double> outputs, ReadOnlySpan<double> hidden);
