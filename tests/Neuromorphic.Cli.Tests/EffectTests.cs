using Neuromorphic.Environments;
using Neuromorphic.Evolution;
using Neuromorphic.Registries;
using Neuromorphic.Training;
using Xunit;

namespace Neuromorphic.Cli.Tests;

/// <summary>A setting that is given changes the bits of the result, or is refused by name.</summary>
public class EffectTests
{
    static readonly Dictionary<string, (string Environment, (string, string)[] Settings)> Runs = new()
    {
        ["pgpe"] = ("cartpole", [("population", "4")]),
        ["pgpe, weights"] = ("cartpole", [("population", "8"), ("condition", "weight")]),
        ["openai-es, both"] = ("pendulum", [("strategy", "openai-es"), ("population", "4"), ("condition", "both"), ("readout", "leaky-integrator")]),
        ["snes, two layers"] = ("cartpole", [("strategy", "snes"), ("population", "4"), ("layers", "2"), ("episodes", "2"), ("threshold", "0.2"), ("input-scale", "4")]),
        ["ars, perceptron"] = ("cartpole", [("strategy", "ars"), ("population", "4"), ("policy", "mlp"), ("activation", "tanh")]),
        ["sep-cma-es, linear"] = ("pendulum", [("strategy", "sep-cma-es"), ("policy", "mlp"), ("layers", "0")]),
        ["gradients"] = ("cartpole", [("method", "bptt"), ("batch", "3"), ("learning-rate", "0.1")]),
        ["gradients, weights, critic"] = ("pendulum", [("method", "bptt"), ("batch", "3"), ("condition", "weight"), ("advantage", "critic"), ("learning-rate", "0.1")]),
        ["gradients, both, sub-steps"] = ("cartpole", [("method", "bptt"), ("batch", "3"), ("condition", "both"), ("sub-steps", "2"), ("learning-rate", "0.1")]),
        ["gradients, perceptron"] = ("cartpole", [("method", "bptt"), ("batch", "3"), ("policy", "mlp"), ("learning-rate", "0.1")]),
        ["ldnn"] = ("cartpole", [("population", "8"), ("policy", "ldnn"), ("units", "4"), ("neurons", "9")]),
        ["ldnn, kept types"] = ("pendulum", [("population", "8"), ("policy", "ldnn"), ("types", "sin(x); tanh(x)"), ("form", "table"), ("neurons", "9")]),
        ["energy, gradients"] = ("cartpole", [("method", "bptt"), ("batch", "3"), ("policy", "energy"), ("map", "selected"), ("learning-rate", "0.1")]),
        ["port-hamiltonian"] = ("cartpole", [("population", "8"), ("policy", "port-hamiltonian"), ("modes", "2"), ("neurons", "4")]),
        ["port-hamiltonian, gradients"] = ("cartpole", [("method", "bptt"), ("batch", "3"), ("policy", "port-hamiltonian"), ("modes", "2"), ("neurons", "4"), ("learning-rate", "0.1")]),
        ["gradients of numbers"] = ("function", [("method", "bptt"), ("batch", "7")]),
    };

    /// <summary>Other values than those of any run above, of which one at least should make a difference.</summary>
    static readonly Dictionary<string, string[]> Others = new()
    {
        ["generations"] = ["9"],
        ["episodes"] = ["3"],
        ["step-limit"] = ["7"],
        ["seed"] = ["5"],
        ["evaluation-episodes"] = ["13"],
        ["evaluate-every"] = ["2"],
        ["neurons"] = ["5"],
        ["layers"] = ["3"],
        ["learned"] = ["tau"],
        ["shared"] = ["tau,threshold,rest,resistance"],
        ["shared-network"] = ["tau,threshold,rest,resistance"],
        ["sub-steps"] = ["3"],
        ["readout-tau"] = ["9"],
        ["input-scale"] = ["2.7"],
        ["readout-scale"] = ["3"],
        ["tau"] = ["5"],
        ["threshold"] = ["0.37"],
        ["rest"] = ["0.4"],
        ["resistance"] = ["3"],
        ["reset"] = ["-0.7"],
        ["population"] = ["6"],
        ["sigma"] = ["0.7"],
        ["learning-rate"] = ["0.9"],
        ["sigma-learning-rate"] = ["0.9"],
        ["momentum"] = ["0.3"],
        ["weight-decay"] = ["0.3"],
        ["elite"] = ["1"],
        ["activation"] = ["relu"],
        ["types"] = ["x; tanh(x)"],
        ["learned-types"] = ["3"],
        ["base"] = ["tanh(x)"],
        ["kappa"] = ["0.9"],
        ["units"] = ["5"],
        ["type-rate"] = ["0.9"],
        ["degree"] = ["3"],
        ["segments"] = ["5"],
        ["limit"] = ["1"],
        ["first"] = ["1"],
        ["modes"] = ["3"],
        ["time-step"] = ["0.2"],
        ["dissipation"] = ["0.7"],
        ["slope"] = ["0.3"],
        ["truncation"] = ["1"],
        ["window"] = ["3"],
        ["batch"] = ["5"],
        ["clip"] = ["0.00001"],
        ["neuron-rate"] = ["3"],
        ["warmup"] = ["0.9"],
        ["discount"] = ["0.3"],
        ["lambda"] = ["0.2"],
        ["entropy"] = ["0.9"],
        ["exploration"] = ["3"],
        ["target"] = ["cos(x)"],
        ["low"] = ["-3"],
        ["high"] = ["3"],
        ["points"] = ["20"],
    };

    /// <summary>What changes no bits by its nature: how long, where it begins, what is kept, when files are written, and what is done where something fails, all members earn the same, or a potential is the threshold to the last bit.</summary>
    static readonly string[] WithoutBits = ["generations", "stop-when-solved", "from", "window", "checkpoint-every", "keep", "on-non-finite", "standstill", "threshold-rule"];

    public static TheoryData<string> Names => [.. Runs.Keys];

    [Theory, MemberData(nameof(Names))]
    public void A_setting_changes_the_bits_or_is_refused(string name)
    {
        (string environment, (string, string)[] settings) = Runs[name];
        KeyValuePair<string, string>[] given = [.. Given(environment, settings)];
        RunConfiguration configuration = Settings.Configure(environment, given);
        byte[] before = Result(configuration);
        List<string> silent = [];
        foreach (PlacedSetting placed in Settings.Of(configuration))
        {
            Setting setting = placed.Setting;
            if (WithoutBits.Contains(setting.Name) || setting.Name is "environment" or "policy" or "strategy") continue;
            string now = Settings.ValueOf(configuration, placed) ?? "";
            string[] others = Others.GetValueOrDefault(setting.Name) ?? [.. setting.Allowed.Split(", ").Where(word => word != now)];
            if (!others.Any(other => Changes(setting.Name, other))) silent.Add(setting.Name);
        }
        Assert.Empty(silent);

        bool Changes(string setting, string other)
        {
            KeyValuePair<string, string>[] changed = [.. given.Where(value => value.Key != setting), new(setting, other)];
            try
            {
                RunConfiguration otherwise = Settings.Configure(environment, changed);
                Settings.RequireEffect(otherwise, changed.Select(value => value.Key), TaskFacts.Of(otherwise.CreateEnvironment()));
                return !before.AsSpan().SequenceEqual(Result(otherwise));
            }
            catch (ArgumentException e)
            {
                Assert.Contains(setting, e.Message, StringComparison.Ordinal);
                return true;
            }
        }
    }

    static IEnumerable<KeyValuePair<string, string>> Given(string environment, (string, string)[] settings)
    {
        bool gradients = settings.Contains(("method", "bptt")), layers = settings.Contains(("layers", "0"));
        foreach ((string key, string value) in settings) yield return new(key, value);
        if (!layers) yield return new("neurons", "6");
        if (environment != "function") yield return new("step-limit", "25");
        if (!gradients) yield return new("sigma", "0.5");
        yield return new("evaluation-episodes", "2");
        yield return new("evaluate-every", "1");
        yield return new("generations", "3");
    }

    /// <summary>What two generations come to, in bits.</summary>
    static byte[] Result(RunConfiguration configuration)
    {
        TrainingRun run = TrainingRun.Create(configuration, configuration.CreateEnvironment(), threads: 1);
        for (int i = 0; i < 2; i++) run.Trainer.RunGeneration();
        TrainingState state = run.Trainer.State;
        MemoryStream bits = new();
        using (BinaryWriter writer = new(bits))
        {
            foreach (float value in (float[])[.. state.Mean, .. state.Best]) writer.Write(value);
            foreach ((_, double[] row) in state.Strategy.Arrays.OrderBy(row => row.Key, StringComparer.Ordinal))
                foreach (double value in row) writer.Write(value);
            foreach (double value in state.Normalizer?.Mean ?? []) writer.Write(value);
            foreach (GenerationReport report in state.History)
            {
                writer.Write(report.Mean);
                writer.Write(report.Steps);
                writer.Write(report.Evaluation ?? double.NaN);
            }
        }
        return bits.ToArray();
    }

    [Theory]
    [InlineData("readout-tau 5", "readout-tau has no effect here: it is for --readout leaky-integrator.")]
    [InlineData("condition weight learned tau", "learned has no effect here: it is for --condition neuron or both.")]
    [InlineData("strategy openai-es weight-decay 0.1", "weight-decay has no effect here: it is for weights: --condition weight or both.")]
    [InlineData("policy mlp layers 0 neurons 9", "neurons has no effect here: it is for hidden layers.")]
    [InlineData("method bptt policy mlp surrogate sigmoid", "surrogate has no effect here: it is for neurons with a state: --policy spiking.")]
    [InlineData("method bptt policy mlp neuron-rate 3", "neuron-rate has no effect here: it is for activation functions with numbers, P0, P1, ....")]
    [InlineData("method bptt lambda 0.5", "lambda has no effect here: it is for --advantage critic.")]
    [InlineData("episodes 1 episode-sampling antithetic", "episode-sampling has no effect here: it is for --episodes 2 or more.")]
    public void A_setting_without_effect_is_named_with_what_it_is_for(string settings, string reason)
    {
        KeyValuePair<string, string>[] given = [.. settings.Split(' ').Chunk(2).Select(pair => KeyValuePair.Create(pair[0], pair[1]))];
        Assert.Equal(reason, Assert.Throws<ArgumentException>(() => Settings.Configure("cartpole", given)).Message);
    }
}
