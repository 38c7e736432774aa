using Neuromorphic.Environments;
using Neuromorphic.Envs;
using Neuromorphic.Gradients;
using Neuromorphic.Numerics;
using Neuromorphic.Training;

namespace Neuromorphic.Tests.Training;

/// <summary>Small trainings by gradients, by name.</summary>
static class GradientRuns
{
    /// <summary>A classifier of patterns: batches that fill no group of members, the last one smaller.</summary>
    public static RunConfiguration Patterns { get; } = new RunConfiguration
    {
        Environment = "patterns",
        Strategy = GradientTrainer.Bptt,
        Generations = 4,
        EvaluateEvery = 2,
        EvaluationEpisodes = 60,
        Seed = 8,
    }.With(("neurons", 20), ("condition", "both"), ("sub-steps", 3), ("input-scale", 2), ("learning-rate", .01), ("batch", 42));

    static readonly Dictionary<string, RunConfiguration> Configurations = new()
    {
        ["patterns"] = Patterns.With(("weight-decay", .1), ("schedule", "cosine"), ("warmup", .3), ("neuron-rate", .5)),
        ["patterns, adaptive neurons"] = Patterns.With(("neuron", "adaptive-lif"), ("readout", "leaky-integrator"), ("optimizer", "clipup"), ("learning-rate", .1), ("batch", 7), ("loss", "mean-squared-error"), ("schedule", "linear")),
        ["patterns, recurrent layers"] = Patterns.With(("neurons", 18), ("layers", 2), ("recurrence", "full"), ("batch", 30)),
        ["cartpole, layers"] = Episodes("cartpole", 30).With(("neurons", 12), ("layers", 2), ("condition", "both"), ("batch", 20)),
        ["cartpole, baseline"] = Episodes("cartpole", 60).With(("batch", 21)),
        ["cartpole, critic"] = Episodes("cartpole", 40).With(("batch", 33), ("advantage", "critic"), ("window", 7), ("truncation", 11)),
        ["pendulum, baseline"] = Episodes("pendulum", 30).With(("batch", 5), ("optimizer", "sgd"), ("momentum", .5), ("learning-rate", .02)),
        ["pendulum, critic"] = Episodes("pendulum", 20).With(("condition", "both"), ("batch", 18), ("advantage", "critic"), ("clip", 0)),
    };

    public static TheoryNames Names => [.. Configurations.Keys];
    /// <summary>Those whose generations are batches of episodes.</summary>
    public static TheoryNames OfEpisodes => [.. Configurations.Keys.Where(name => !name.StartsWith("patterns", StringComparison.Ordinal))];

    static RunConfiguration Episodes(string environment, int stepLimit) => ClassicEnvironments.Configure(environment,
        [new("method", "bptt"), new("neurons", "20"), new("step-limit", $"{stepLimit}"), new("generations", "4"), new("seed", "8"), new("evaluate-every", "2"), new("evaluation-episodes", "9")]);

    public static RunConfiguration Configuration(string name) => Configurations[name];

    public static IEnvironment Environment(RunConfiguration configuration) => configuration.Environment == "patterns" ? NoisyPatterns.Task() : configuration.CreateEnvironment();

    public static TrainingRun Create(string name, int threads = 1, LaneWidth? width = null) => Create(Configuration(name), threads, width);

    public static TrainingRun Create(RunConfiguration configuration, int threads = 1, LaneWidth? width = null) => TrainingRun.Create(configuration, Environment(configuration), threads, width);

    /// <summary>A critic of a run at its beginning, for one update.</summary>
    public static Critic Critic(TrainingRun run, IEnvironment environment, int threads = 1) => new(
        PolicyRegistry.All.Find(run.Configuration.Policy).Critic(environment.Spec.ObservationSpace.Size, run.Configuration.PolicyOptions)!,
        GradientSettings.Read(run.Configuration.StrategyOptions), run.Configuration.Seed, run.StepLimit, 1, new ThreadGradients(threads));

    /// <summary>The state after some generations; all of them, if not given.</summary>
    public static TrainingState Train(TrainingRun run, int? generations = null)
    {
        while (run.Trainer.Generation < (generations ?? run.Configuration.Generations)) run.Trainer.RunGeneration();
        return run.Trainer.State;
    }
}
