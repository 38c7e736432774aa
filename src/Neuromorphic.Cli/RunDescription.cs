using System.Globalization;
using Neuromorphic.Analysis;
using Neuromorphic.Environments;
using Neuromorphic.Runs;
using Neuromorphic.Training;

namespace Neuromorphic.Cli;

/// <summary>Runs and results in a line.</summary>
static class RunDescription
{
    const string Bars = " ▁▂▃▄▅▆▇█";

    /// <summary>What is about to be trained.</summary>
    public static string Of(TrainingRun run)
    {
        RunConfiguration c = run.Configuration;
        return string.Create(CultureInfo.InvariantCulture, $"{Controller(run)}, {run.Policy.Layout.TrainedCount:N0} trained numbers, {c.Strategy} with {run.Trainer.Effort}, seed {c.Seed}");
    }

    /// <summary>What acts where.</summary>
    public static string Controller(TrainingRun run) => $"{run.Configuration.Environment}: {run.Policy.Description}";

    /// <summary>What an evaluation gave.</summary>
    public static string Of(EvaluationResult evaluation, IEnvironment where)
    {
        EnvironmentSpec environment = where.Spec;
        if (where is IRegression) return string.Create(CultureInfo.InvariantCulture, $"mean squared error on {evaluation.Episodes:N0} test points: {-evaluation.Mean:G4}");
        if (where is IClassification) return string.Create(CultureInfo.InvariantCulture, $"accuracy on {evaluation.Episodes:N0} test examples: {100 * evaluation.Mean:F2} %");
        string solved = environment.SolvedReturn is not { } goal ? ""
            : string.Create(CultureInfo.InvariantCulture, $" ({(evaluation.Mean >= goal ? "solved" : "not solved")}: the task asks for {goal})");
        string failed = evaluation.Failed == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"; {evaluation.Failed} episodes FAILED with a number that is not finite");
        string unconverged = evaluation.Unconverged == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"; {evaluation.Unconverged} solves of its physics DID NOT CONVERGE");
        return string.Create(CultureInfo.InvariantCulture, $"mean return of {evaluation.Episodes} fresh episodes: {Output.Short(evaluation.Mean)}, standard deviation {Output.Short(evaluation.Deviation)}{solved}{failed}{unconverged}");
    }

    /// <summary>The time constants before and after, with a histogram between one step and a hundred; null if none were trained.</summary>
    public static string? TimeConstants(TrainingRun run, EnvironmentSpec environment)
    {
        TrainingState state = run.Trainer.State;
        if (LearnedParameters.TimeConstants(state) is not var (before, after)) return null;
        double low = Summary.Quantile(after, .1), high = Summary.Quantile(after, .9);
        string duration = LearnedParameters.NeuronStep(run, environment) is { } step ? string.Create(CultureInfo.InvariantCulture, $" of {1000 * step:G4} ms, {1000 * step * low:G3} to {1000 * step * high:G3} ms") : "";
        double steps = (double)run.StepLimit * (run.Configuration.Policy == "spiking" ? run.Configuration.PolicyOptions.Get(Policies.SpikingSettings.SubSteps) : 1), beyond = (double)after.Count(tau => tau > steps) / after.Length;
        string longer = steps > 1 && beyond >= .05 ? string.Create(CultureInfo.InvariantCulture, $", {100 * beyond:F0} % longer than an episode of {steps:N0}, which hardly tells them apart") : "";
        return string.Create(CultureInfo.InvariantCulture,
            $"membrane time constants: median {Output.Short(Summary.Quantile(before, .5))} -> {Output.Short(Summary.Quantile(after, .5))}, 10-90 % {Output.Short(low)} to {Output.Short(high)} steps{duration}{longer};  1 {Histogram(after)} 100");
    }

    /// <summary>Bars of equal width in the logarithm.</summary>
    static string Histogram(double[] values)
    {
        const int Bins = 24;
        int[] counts = new int[Bins];
        foreach (double value in values) counts[Math.Clamp((int)(Math.Log10(value) / 2 * Bins), 0, Bins - 1)]++;
        int top = Math.Max(1, counts.Max());
        return string.Concat(counts.Select(count => Bars[(int)Math.Ceiling((double)count / top * (Bars.Length - 1))]));
    }
}
