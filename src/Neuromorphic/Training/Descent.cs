using System.Numerics;
using Neuromorphic.Evolution;
using Neuromorphic.Numerics;
using Neuromorphic.Policies;

namespace Neuromorphic.Training;

/// <summary>The trained numbers of a layout on their way downhill: clipped gradients, an optimiser, a schedule.</summary>
sealed class Descent
{
    const double LargestGradient = 1e150; // the optimisers' sums of squares stay finite

    readonly ParameterLayout layout;
    readonly Optimizer optimizer;
    readonly GradientSettings settings;
    readonly long updates;
    readonly double[] flat, mean, gradient, before; // before: the trained numbers before a step
    readonly double[] rates, decays, least; // of each trained number: factor of the step size, decay in a step, smallest value
    readonly double[] done = new double[1];

    /// <param name="layout">The layout.</param>
    /// <param name="initial">The flat vector to start from.</param>
    /// <param name="settings">Optimiser, step size, clipping, schedule, rate of neurons.</param>
    /// <param name="updates">Updates of the whole training, over which the schedule runs.</param>
    /// <param name="prefix">What its names begin with, in messages and in what is saved.</param>
    public Descent(ParameterLayout layout, float[] initial, GradientSettings settings, long updates, string prefix = "")
    {
        if (layout.TrainedCount == 0) throw new ArgumentException("Nothing is trained: every parameter slice is frozen.");
        this.layout = layout;
        Prefix = prefix;
        this.settings = settings;
        this.updates = updates;
        Rate = settings.LearningRate;
        mean = layout.Search(initial);
        optimizer = Optimizer.Create(settings.Optimizer, mean.Length, Rate, settings.Momentum);
        flat = Array.ConvertAll(initial, x => (double)x);
        gradient = new double[mean.Length];
        before = new double[mean.Length];
        rates = layout.OfTrained(slice => slice.OfNeurons ? settings.NeuronRate : 1);
        decays = layout.WeightDecay(Rate * settings.WeightDecay);
        least = layout.OfTrained(slice => slice.Transform.Project(double.NegativeInfinity));
    }

    /// <summary>What its names begin with.</summary>
    public string Prefix { get; }
    /// <summary>The step size before schedule and optimiser.</summary>
    public double Rate { get; }
    /// <summary>The flat vector at this moment [layout count].</summary>
    public double[] Flat => flat;
    /// <summary>The trained numbers of it.</summary>
    public ReadOnlySpan<double> Mean => mean;
    /// <summary>Updates made.</summary>
    public long Done => (long)done[0];

    /// <summary>Makes a step against a flat gradient.</summary>
    /// <param name="flatGradient">The gradient [layout count].</param>
    /// <param name="norm">Its norm before clipping.</param>
    /// <returns>What is not finite, in words: then the trained numbers stay as they are. Null if there is nothing.</returns>
    public string? Step(double[] flatGradient, out double norm)
    {
        layout.Gather(flatGradient, gradient);
        double squares = 0;
        foreach (double value in gradient) squares += value * value;
        norm = Math.Sqrt(squares);
        if (First(gradient, LargestGradient) is >= 0 and int fault) return $"The gradient of {Prefix}{layout.Describe(fault)}, is {gradient[fault]} in update {Done + 1}";
        Rows.Scale(gradient, settings.Clip > 0 && norm > settings.Clip ? -settings.Clip / norm : -1); // optimisers climb
        mean.CopyTo(before, 0);
        optimizer.Step(mean, gradient);
        Follow(new Vector<double>(Factor()));
        if (First(mean, float.MaxValue) is >= 0 and int beyond)
        {
            double value = mean[beyond];
            before.CopyTo(mean, 0);
            return $"The value of {Prefix}{layout.Describe(beyond)}, would be {value} after update {Done + 1}, which float32 does not hold";
        }
        done[0]++;
        Restore();
        return null;
    }

    /// <summary>The first of the trained numbers' values that is greater than a limit, or not a number; -1 if there is none.</summary>
    static int First(double[] values, double limit)
    {
        for (int i = 0; i < values.Length; i++)
            if (!(Math.Abs(values[i]) <= limit)) return i;
        return -1;
    }

    /// <summary>Of the optimiser's step as much as schedule and rates allow, less the decay, and not below the smallest values.</summary>
    void Follow(Vector<double> factor)
    {
        int i = 0;
        for (; i + Vector<double>.Count <= mean.Length; i += Vector<double>.Count)
        {
            Vector<double> old = new(before, i), step = new Vector<double>(mean, i) - old - new Vector<double>(decays, i) * old;
            Vector.Max(new Vector<double>(least, i), old + factor * new Vector<double>(rates, i) * step).CopyTo(mean, i);
        }
        for (; i < mean.Length; i++) mean[i] = Math.Max(least[i], before[i] + factor[0] * rates[i] * (mean[i] - before[i] - decays[i] * before[i]));
    }

    /// <summary>The schedule's factor at this moment.</summary>
    double Factor()
    {
        double warm = settings.Warmup > 0 ? Math.Min(1, (done[0] + 1) / (settings.Warmup * updates)) : 1;
        return warm * ScheduleFactor.Of(settings.Schedule, done[0], updates);
    }

    public void Save(StateWriter state)
    {
        state.Add(Prefix + "mean", mean, Registries.Range.Single);
        state.Add(Prefix + "updates", done, Registries.Range.Updates);
        optimizer.Save(Prefix, state);
    }

    public void Load(StateReader state)
    {
        state.Take(Prefix + "mean", mean);
        state.Take(Prefix + "updates", done);
        optimizer.Load(Prefix, state);
    }

    /// <summary>The flat vector follows the trained numbers.</summary>
    public void Restore() => layout.Scatter(mean, flat);
}
