using Neuromorphic.Numerics;

namespace Neuromorphic.LearnedNeurons;

/// <summary>
/// Networks of any loss, by its recorded programs: as many seeds as lanes cost one run.
/// </summary>
sealed unsafe class SeedLoss<R> : ISeedLoss where R : unmanaged, IReal<R>
{
    const int Strip = 8; // examples that share a program's dispatch

    readonly ILossModel model;
    readonly LossPrograms programs;
    readonly SeedDescent<R> weights;
    readonly AlignedMemory<R> phi, items, gradients;
    readonly int seeds;

    /// <param name="model">The loss.</param>
    /// <param name="programs">Its programs, for strips of examples.</param>
    /// <param name="phi">The types' numbers, the same for all seeds.</param>
    /// <param name="initial">Weights of each seed at first.</param>
    public SeedLoss(ILossModel model, LossPrograms programs, double[] phi, double[][] initial)
    {
        (this.model, this.programs) = (model, programs);
        seeds = initial.Length;
        weights = new(initial);
        this.phi = new(phi.Length + model.Noises);
        items = new((model.Inputs + model.Targets + model.Outputs + model.Hidden + 2) * Strip);
        gradients = new(Count * Strip);
        for (int i = 0; i < phi.Length; i++) this.phi.Span[i] = phi[i];
    }

    /// <summary>Programs for these strips.</summary>
    public static LossPrograms Programs(ILossModel model) => new(model, Strip);

    int Count => model.FanIn.Count;

    public double[] ThetaOf(int seed) => weights.Of(seed);

    public double[] Update(LearningBatch[] batches, SeedOptions options, int step)
    {
        double[] losses = new double[seeds], lanes = new double[R.Width];
        int examples = batches[0].Count;
        nint* slots = stackalloc nint[LossPrograms.Slots];
        fixed (R* numbers = weights.Theta, types = phi, rows = items, sums = gradients)
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
            weights.Update(sums, Strip, options, step);
        }
        return losses;

        R Gather(Func<int, double> value)
        {
            for (int seed = 0; seed < seeds; seed++) lanes[seed] = value(seed);
            return R.FromLanes(lanes);
        }
    }

    public void Evaluate(LearningBatch batch, SeedOutputs see)
    {
        double[] outputs = new double[model.Outputs], hidden = new double[model.Hidden];
        nint* slots = stackalloc nint[LossPrograms.Slots];
        fixed (R* numbers = weights.Theta, types = phi, rows = items, sums = gradients)
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
