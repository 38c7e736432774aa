using Neuromorphic.Envs;
using Neuromorphic.Evolution;
using Neuromorphic.Tests.Training;
using Neuromorphic.Training;
using Xunit;

namespace Neuromorphic.Storage.Tests;

/// <summary>Small real trainings.</summary>
static class Sample
{
    static readonly KeyValuePair<string, string>[] Small =
    [
        new("neurons", "8"), new("population", "8"), new("step-limit", "60"), new("episodes", "1"), new("episode-sampling", "independent"),
        new("evaluation-episodes", "4"), new("evaluate-every", "2"), new("seed", "18446744073709551615"),
    ];

    static readonly Dictionary<string, (string Environment, (string, string)[] Settings)> Trainings = Build();

    /// <summary>Names of trainings that differ in environment, policy, strategy, optimiser and normalisation.</summary>
    public static TheoryData<string> Names => [.. Trainings.Keys];

    static Dictionary<string, (string, (string, string)[])> Build()
    {
        ClassicEnvironments.Register();
        Dictionary<string, (string, (string, string)[])> trainings = new()
        {
            ["spiking, normalised"] = ("cartpole", [("learned", "tau,threshold"), ("reset", "0.1"), ("readout", "leaky-integrator")]),
            ["adaptive neurons, clipup"] = ("cartpole", [("neuron", "adaptive-lif"), ("optimizer", "clipup"), ("condition", "both")]),
            ["mlp, not normalised"] = ("cartpole", [("policy", "mlp"), ("normalization", "off"), ("optimizer", "sgd"), ("momentum", "0.5")]),
            ["formulas"] = ("cartpole", [("policy", "mlp"), ("activation", "x*sigmoid(P0*x); P1*tanh(P0*x)")]),
            ["formulas, gradients"] = ("cartpole", [("method", "bptt"), ("batch", "5"), ("policy", "mlp"), ("activation", "x*sigmoid(P0*x); relu"), ("advantage", "critic")]),
            ["ldnn"] = ("cartpole", [("policy", "ldnn"), ("units", "3"), ("degree", "6"), ("neurons", "8"), ("recurrence", "full")]),
            ["ldnn, kept types, gradients"] = ("cartpole", [("method", "bptt"), ("batch", "5"), ("policy", "ldnn"), ("types", "sin(x); tanh(2*x)-0.1*x"), ("form", "spline"), ("segments", "6")]),
            ["energy"] = ("pendulum", [("policy", "energy"), ("map", "selected"), ("first", "1"), ("activation", "P0*sin(P1*x); tanh(x)")]),
            ["port-hamiltonian"] = ("cartpole", [("policy", "port-hamiltonian"), ("modes", "3"), ("neurons", "4"), ("dissipation", "lognormal:-2,0.5")]),
            ["memory-length"] = ("memory-length", [("steps", "5"), ("mode", "paper"), ("step-limit", "20")]),
            ["pendulum"] = ("pendulum", [("evaluate-every", "0")]),
            ["gradients, baseline"] = ("cartpole", [("method", "bptt"), ("batch", "5"), ("optimizer", "clipup"), ("schedule", "cosine"), ("generations", "5")]),
            ["gradients, critic"] = ("cartpole", [("method", "bptt"), ("batch", "5"), ("advantage", "critic"), ("condition", "both"), ("warmup", "0.5"), ("generations", "5")]),
            ["gradients in a box"] = ("pendulum", [("method", "bptt"), ("batch", "18"), ("advantage", "critic"), ("optimizer", "sgd"), ("momentum", "0.5"), ("exploration", "0.5")]),
            ["gradients of examples"] = ("patterns", [("method", "bptt"), ("batch", "42"), ("condition", "both"), ("sub-steps", "3"), ("normalization", "off"), ("weight-decay", "0.1"), ("loss", "mean-squared-error"), ("schedule", "linear")]),
            ["shared parameters, starts"] = ("cartpole", [("layers", "2"), ("shared", "tau"), ("shared-network", "threshold"), ("tau", "values:3.25,7"), ("rest", "normal:0,0.1"), ("resistance", "lognormal:0,0.3")]),
            ["shared parameters, gradients"] = ("cartpole", [("method", "bptt"), ("batch", "5"), ("layers", "2"), ("neuron", "adaptive-lif"), ("shared", "adaptation"), ("shared-network", "tau"), ("tau", "uniform:2,9"), ("adaptation-tau", "values:2,3,4,5,6,7,8,9,2,3,4,5,6,7,8,9")]),
        };
        foreach (string name in StrategyRegistry.All.Entries.OfType<EvolutionFamily>().Select(family => family.Name)) trainings[name] = ("cartpole", [("strategy", name)]);
        return trainings;
    }

    public static TrainingRun Run(string name)
    {
        (string environment, (string, string)[] settings) = Trainings[name];
        RunConfiguration configuration = new() { Environment = environment };
        IEnumerable<KeyValuePair<string, string>> all = [new("sigma", "0.3"), new("normalization", "running"), .. Small, .. settings.Select(setting => KeyValuePair.Create(setting.Item1, setting.Item2))];
        bool gradients = settings.Contains(("method", "bptt"));
        configuration = Settings.Apply(configuration, all.Where(setting => !gradients || setting.Key is not ("population" or "sigma" or "step-limit")));
        if (gradients) configuration = configuration.With(("step-limit", 12), ("learning-rate", .02));
        else if (StrategyRegistry.All.Find(configuration.Strategy).Settings.Any(setting => setting.Name == "learning-rate")) configuration = configuration.With(("learning-rate", .15));
        return Run(configuration);
    }

    public static TrainingRun Run(RunConfiguration configuration) =>
        TrainingRun.Create(configuration, configuration.Environment == "patterns" ? NoisyPatterns.Task() : configuration.CreateEnvironment(), threads: 1);

    /// <summary>A checkpoint of a training after some generations.</summary>
    public static Checkpoint After(int generations, string name = "spiking, normalised")
    {
        TrainingRun run = Run(name);
        for (int i = 0; i < generations; i++) run.Trainer.RunGeneration();
        return Of(run);
    }

    public static Checkpoint Of(TrainingRun run) => new()
    {
        Configuration = run.Configuration,
        State = run.Trainer.State,
        Program = "neuromorphic 0.1.0",
        GitHash = "905510e0c0ffee",
        Created = new DateTimeOffset(2026, 3, 14, 17, 9, 26, TimeSpan.FromHours(2)).AddTicks(1234567),
    };
}
