using System.Numerics;
using Neuromorphic.Evolution;
using Neuromorphic.Numerics;
using Neuromorphic.Policies;

namespace Neuromorphic.Training;

/// <summary>The trained numbers of a layout on their way downhill: clipped gradients, an optimiser, a schedule.</summary>
sealed class Descent
{
    readonly ParameterLayout layout;
    readonly Optimizer optimizer;
    readonly GradientSettings settings;
    readonly long updates;
    readonly double[] flat, mean, gradient, before; // before: the trained numbers before a step
    readonly double[] rates, decays, least; // of each trained number: factor of the step size, decay in a step, smallest value
    readonly double[] done = new double[1];

    /// <param name="layout">The layout.</param>
    /// <param name="initial">The flat vector to start from.</param>
    /// <param name="strategy">Optimiser, step size, momentum, weight decay.</param>
    /// <param name="settings">Clipping, schedule, rate of neurons.</param>
    /// <param name="updates">Updates of the whole training, over which the schedule runs.</param>
    public Descent(ParameterLayout layout, float[] initial, StrategySettings strategy, GradientSettings settings, long updates)
    {
        if (layout.TrainedCount == 0) throw new ArgumentException("Nothing is trained: every parameter slice is frozen.");
        string[] given = [.. strategy.Given.Except(["learning-rate", "optimizer", "momentum", "weight-decay"])];
        if (given.Length > 0) throw new ArgumentException($"{GradientTrainer.Bptt} takes no {given[0]}; it takes: learning-rate, optimizer, momentum, weight-decay.");
        this.layout = layout;
        this.settings = settings;
        this.updates = updates;
        Rate = strategy.LearningRate ?? .005;
        mean = layout.Search(initial);
        optimizer = Optimizer.Create(strategy.Optimizer ?? "adam", mean.Length, Rate, strategy.Momentum);
        flat = Array.ConvertAll(initial, x => (double)x);
        gradient = new double[mean.Length];
        before = new double[mean.Length];
        rates = new double[mean.Length];
        decays = new double[mean.Length];
        least = new double[mean.Length];
        foreach (ParameterSlice slice in layout.Slices)
        {
            if (!slice.Trained) continue;
            bool neurons = slice.Block == "neurons";
            rates.AsSpan(slice.SearchOffset, slice.Count).Fill(neurons ? settings.NeuronRate : 1);
            decays.AsSpan(slice.SearchOffset, slice.Count).Fill(neurons ? 0 : Rate * (strategy.WeightDecay ?? 0));
            least.AsSpan(slice.SearchOffset, slice.Count).Fill(slice.Transform.Project(double.NegativeInfinity));
        }
    }

    /// <summary>The step size before schedule and optimiser.</summary>
    public double Rate { get; }
    /// <summary>The flat vector at this moment [layout count].</summary>
    public double[] Flat => flat;
    /// <summary>The trained numbers of it.</summary>
    public ReadOnlySpan<double> Mean => mean;
    /// <summary>Updates made.</summary>
    public long Done => (long)done[0];

    /// <summary>Where a flat gradient is not finite, in words; null if it is finite.</summary>
    public string? Fault(double[] gradient)
    {
        foreach (ParameterSlice slice in layout.Slices)
        {
            if (!slice.Trained) continue;
            for (int i = 0; i < slice.Count; i++)
                if (!double.IsFinite(gradient[slice.Offset + i])) return $"The gradient of {slice.Name}, number {i} of {slice.Count}, is {gradient[slice.Offset + i]} in update {Done + 1}";
        }
        return null;
    }

    /// <summary>Makes a step against a finite flat gradient. Gives its norm before clipping.</summary>
    public double Step(double[] flatGradient)
    {
        foreach (ParameterSlice slice in layout.Slices)
            if (slice.Trained) flatGradient.AsSpan(slice.Offset, slice.Count).CopyTo(gradient.AsSpan(slice.SearchOffset));
        double squares = 0;
        foreach (double value in gradient) squares += value * value;
        double norm = Math.Sqrt(squares), scale = settings.Clip > 0 && norm > settings.Clip ? settings.Clip / norm : 1;
        Rows.Scale(gradient, -scale); // optimisers climb
        mean.CopyTo(before, 0);
        optimizer.Step(mean, gradient);
        Follow(new Vector<double>(Factor()));
        done[0]++;
        Restore();
        return norm;
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
        double progress = Math.Min(1, done[0] / Math.Max(1, updates));
        double warm = settings.Warmup > 0 ? Math.Min(1, (done[0] + 1) / (settings.Warmup * updates)) : 1;
        return warm * settings.Schedule switch
        {
            Schedule.Linear => 1 - progress,
            Schedule.Cosine => .5 * (1 + Math.Cos(Math.PI * progress)),
            _ => 1,
        };
    }

    public void Save(string prefix, StateWriter state)
    {
        state.Add(prefix + "mean", mean);
        state.Add(prefix + "updates", done);
        optimizer.Save(prefix, state);
    }

    public void Load(string prefix, StateReader state)
    {
        state.Take(prefix + "mean", mean);
        state.Take(prefix + "updates", done);
        optimizer.Load(prefix, state);
    }

    /// <summary>The flat vector follows the trained numbers.</summary>
    public void Restore()
    {
        foreach (ParameterSlice slice in layout.Slices)
            if (slice.Trained) mean.AsSpan(slice.SearchOffset, slice.Count).CopyTo(flat.AsSpan(slice.Offset));
    }
}
