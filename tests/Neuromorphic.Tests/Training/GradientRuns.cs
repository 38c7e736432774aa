using Neuromorphic.Environments;
using Neuromorphic.Envs;
using Neuromorphic.Numerics;
using Neuromorphic.Policies;
using Neuromorphic.Training;

namespace Neuromorphic.Tests.Training;

/// <summary>Small trainings by gradients, by name.</summary>
static class GradientRuns
{
    /// <summary>A classifier of patterns: batches that fill no group of members, the last one smaller.</summary>
    public static RunConfiguration Patterns { get; } = new()
    {
        Environment = "patterns",
        Strategy = GradientTrainer.Bptt,
        Neurons = 20,
        Condition = Condition.Both,
        SubSteps = 3,
        InputScale = 2,
        StrategySettings = new() { LearningRate = .01 },
        Gradients = new() { Batch = 42 },
        Generations = 4,
        EvaluateEvery = 2,
        EvaluationEpisodes = 60,
        Seed = 8,
    };

    static readonly Dictionary<string, RunConfiguration> Configurations = new()
    {
        ["patterns"] = Patterns with
        {
            StrategySettings = new() { LearningRate = .01, WeightDecay = .1 },
            Gradients = new() { Batch = 42, Schedule = Schedule.Cosine, Warmup = .3, NeuronRate = .5 },
        },
        ["patterns, adaptive neurons"] = Patterns with
        {
            Neuron = "adaptive-lif",
            Readout = Neuromorphic.Policies.Readout.LeakyIntegrator,
            StrategySettings = new() { Optimizer = "clipup", LearningRate = .1 },
            Gradients = new() { Batch = 7, Loss = LossKind.MeanSquaredError, Schedule = Schedule.Linear },
        },
        ["patterns, recurrent layers"] = Patterns with { Neurons = 18, Layers = 2, Recurrent = true, Gradients = new() { Batch = 30 } },
        ["cartpole, layers"] = Episodes("cartpole", 30) with { Neurons = 12, Layers = 2, Condition = Condition.Both, Gradients = new() { Batch = 20 } },
        ["cartpole, baseline"] = Episodes("cartpole", 60) with { Gradients = new() { Batch = 21 } },
        ["cartpole, critic"] = Episodes("cartpole", 40) with { Gradients = new() { Batch = 33, Advantage = Advantage.Critic, Window = 7, Truncation = 11 } },
        ["pendulum, baseline"] = Episodes("pendulum", 30) with { Gradients = new() { Batch = 5 }, StrategySettings = new() { Optimizer = "sgd", Momentum = .5, LearningRate = .02 } },
        ["pendulum, critic"] = Episodes("pendulum", 20) with { Condition = Condition.Both, Gradients = new() { Batch = 18, Advantage = Advantage.Critic, Clip = 0 } },
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

    /// <summary>The state after some generations; all of them, if not given.</summary>
    public static TrainingState Train(TrainingRun run, int? generations = null)
    {
        while (run.Trainer.Generation < (generations ?? run.Configuration.Generations)) run.Trainer.RunGeneration();
        return run.Trainer.State;
    }
}
