using Neuromorphic.Evolution;
using Neuromorphic.Policies;
using Neuromorphic.Registries;
using Neuromorphic.Rollouts;
using Neuromorphic.Training;
using Xunit;

namespace Neuromorphic.Storage.Tests;

public class RoundTripTests
{
    public static TheoryData<string> Names => Sample.Names;

    [Theory, MemberData(nameof(Names))]
    public void Every_field_of_a_training_comes_back(string name)
    {
        Checkpoint written = Sample.After(3, name), read = CheckpointFile.Deserialize(CheckpointFile.Serialize(written));
        Assert.Equal(3, read.State.Generation);
        AssertEqual(written, read);
    }

    [Fact]
    public void Texts_of_strategy_and_policy_are_kept()
    {
        if (!StrategyRegistry.All.Has("genome")) StrategyRegistry.All.Add(new EvolutionFamily("genome", "Has texts.", start => new Genome(start)));
        TrainingRun run = Sample.Run(Sample.Run("formulas").Configuration with { Strategy = "genome", StrategyOptions = OptionSet.None });
        TrainingState read = CheckpointFile.Deserialize(CheckpointFile.Serialize(Sample.Of(run))).State;
        Assert.Equal(Genome.Texts, read.Strategy.Texts.ToDictionary());
        Assert.Equal([new("group1/activation", "x*sigmoid(P0*x)"), new("group2/activation", "P1*tanh(P0*x)")], read.PolicyTexts);
    }

    /// <summary>A strategy that stays where it is, with texts.</summary>
    sealed class Genome(EvolutionStart start) : Strategy
    {
        public static readonly Dictionary<string, string> Texts = new() { ["genome"] = "(add x (mul P0 x))\n\u03b1", ["empty"] = "" };

        public override string Name => "genome";
        public override int PopulationSize => 2;
        public override ReadOnlySpan<double> Mean => start.Mean;
        public override Candidates Ask(int generation) => new ListedCandidates([start.Mean, start.Mean]);

        protected override void Update(int generation, ReadOnlySpan<double> fitness)
        {
        }

        protected override void Save(StateWriter state)
        {
            foreach ((string name, string text) in Texts) state.Add(name, text);
        }

        protected override void Load(StateReader state)
        {
            foreach ((string name, string text) in Texts) state.Take(name, read => Assert.Equal(text, read));
        }
    }

    [Fact]
    public void A_training_before_its_first_generation_comes_back()
    {
        Checkpoint written = Sample.After(0) with { GitHash = null }, read = CheckpointFile.Deserialize(CheckpointFile.Serialize(written));
        Assert.Null(read.GitHash);
        Assert.True(double.IsNaN(read.State.BestFitness));
        AssertEqual(written, read);
    }

    [Fact]
    public void A_history_may_hold_what_was_not_measured_and_what_was_not_finite()
    {
        Checkpoint written = Sample.After(3);
        GenerationReport[] history =
        [
            new(1, double.NaN, double.NaN, double.NaN, int.MaxValue, long.MaxValue - 5, double.NaN),
            new(2, double.PositiveInfinity, -0.0, double.Epsilon, 0, 0, null),
            new(3, 1, 2, 3, 4, 5, double.NegativeInfinity),
        ];
        written = written with { State = written.State with { Steps = long.MaxValue, History = history, BestEvaluation = null } };
        AssertEqual(written, CheckpointFile.Deserialize(CheckpointFile.Serialize(written)));
    }

    [Theory, MemberData(nameof(Names))]
    public void A_training_continued_from_a_file_ends_in_the_same_bits(string name)
    {
        TrainingRun whole = Sample.Run(name);
        for (int i = 0; i < 5; i++) whole.Trainer.RunGeneration();

        Checkpoint half = CheckpointFile.Deserialize(CheckpointFile.Serialize(Sample.After(2, name)));
        TrainingRun continued = Sample.Run(half.Configuration);
        continued.Trainer.Load(half.State);
        for (int i = 0; i < 3; i++) continued.Trainer.RunGeneration();

        Assert.NotEqual(whole.Initial, whole.Trainer.State.Mean);
        Assert.Equal(CheckpointFile.Serialize(Sample.Of(whole)), CheckpointFile.Serialize(Sample.Of(continued)));
    }

    [Theory, MemberData(nameof(Names))]
    public void The_same_checkpoint_gives_the_same_bytes(string name)
    {
        byte[] first = CheckpointFile.Serialize(Sample.After(2, name));
        Assert.Equal(first, CheckpointFile.Serialize(Sample.After(2, name)));
        Assert.Equal(first, CheckpointFile.Serialize(CheckpointFile.Deserialize(first)));
    }

    [Fact]
    public void A_file_is_compact()
    {
        Checkpoint checkpoint = Sample.After(3);
        int numbers = checkpoint.State.Layout.Count * 3 * sizeof(float) + checkpoint.State.Strategy.Arrays.Values.Sum(row => row.Length) * sizeof(double);
        Assert.InRange(CheckpointFile.Serialize(checkpoint).Length, numbers, numbers + 3500);
    }

    /// <summary>A value for every setting of gradients, other than the default.</summary>
    static readonly Dictionary<string, string> Gradients = new()
    {
        ["learning-rate"] = "0.25",
        ["optimizer"] = "sgd",
        ["momentum"] = "0.75",
        ["weight-decay"] = "0.125",
        ["surrogate"] = "sigmoid",
        ["slope"] = "0.1234567890123456",
        ["reset-gradient"] = "attached",
        ["truncation"] = "7",
        ["window"] = "9",
        ["batch"] = "33",
        ["clip"] = "0",
        ["neuron-rate"] = "1E-05",
        ["schedule"] = "cosine",
        ["warmup"] = "0.1",
        ["loss"] = "mean-squared-error",
        ["advantage"] = "critic",
        ["discount"] = "1",
        ["lambda"] = "0",
        ["entropy"] = "0.5",
        ["exploration"] = "2.5",
        ["on-non-finite"] = "skip",
    };

    [Fact]
    public void Every_setting_of_gradients_comes_back_and_the_method_only_as_strategy()
    {
        Assert.Equal(Settings.Of(new RunConfiguration { Strategy = "bptt" }).Where(placed => placed.Section.StartsWith("strategy", StringComparison.Ordinal)).Select(placed => placed.Setting.Name), ["strategy", .. Gradients.Keys]);
        IReadOnlyList<KeyValuePair<string, string>> defaults = Settings.Values(new RunConfiguration { Strategy = "bptt" });
        RunConfiguration configuration = Settings.Apply(Settings.Apply(Sample.Run("gradients, critic").Configuration, [new("strategy", "pgpe"), new("method", "bptt")]), Gradients);
        Checkpoint written = Sample.Of(Sample.Run(configuration));
        foreach ((string name, string value) in Gradients)
        {
            Assert.DoesNotContain(KeyValuePair.Create(name, value), defaults);
            Assert.Contains(KeyValuePair.Create(name, value), Settings.Values(configuration));
        }
        byte[] bytes = CheckpointFile.Serialize(written);
        Checkpoint read = CheckpointFile.Deserialize(bytes);
        Assert.Equal(Settings.Values(configuration), Settings.Values(read.Configuration));
        Assert.Equal(GradientSettings.Read(configuration.StrategyOptions), GradientSettings.Read(read.Configuration.StrategyOptions));
        Assert.Equal("bptt", read.Configuration.Strategy);
        Assert.DoesNotContain("method", Settings.Values(read.Configuration).Select(pair => pair.Key));
        Assert.Equal(-1, bytes.AsSpan().IndexOf("method"u8));
    }

    [Theory]
    [InlineData("neurons", "9", "hidden/tau has the shape [8], not [9]")]
    [InlineData("learned", "tau", "hidden/threshold is trained, not frozen")]
    [InlineData("shared", "tau", "hidden/tau is a number for each value, not one number for a layer")]
    [InlineData("tau", "uniform:2,3", "began at other parameters")]
    [InlineData("condition", "both", "input/weight is frozen, not trained")]
    [InlineData("parameterization", "direct", "hidden/tau has the transform logistic-leak, not above-one-step")]
    [InlineData("readout", "spikes", "it has the slice readout/tau, which the other lacks")]
    [InlineData("neuron", "adaptive-lif", "slice 4 is hidden/reset, not hidden/")]
    [InlineData("policy", "mlp", "slice 0 is hidden/tau, not hidden1/weight")]
    [InlineData("environment", "acrobot", "input/weight has the shape [8, 4], not [8, 6]")]
    [InlineData("seed", "1", "began at other parameters")]
    [InlineData("normalization", "off", "another normalisation")]
    [InlineData("strategy", "snes", "belongs to the strategy pgpe, not to snes")]
    public void A_state_of_another_run_is_refused_with_the_first_difference(string setting, string text, string reason)
    {
        Checkpoint saved = CheckpointFile.Deserialize(CheckpointFile.Serialize(Sample.After(2)));
        TrainingRun other = Sample.Run(Elsewhere(saved.Configuration, setting, text));
        Assert.Contains(reason, Assert.Throws<ArgumentException>(() => other.Trainer.Load(saved.State)).Message, StringComparison.Ordinal);
        Assert.Equal(0, other.Trainer.Generation);
        Assert.Equal(other.Initial, other.Trainer.State.Mean);
    }

    /// <summary>The same with another setting; what only the former policy or strategy has stays behind.</summary>
    static RunConfiguration Elsewhere(RunConfiguration configuration, string setting, string text)
    {
        KeyValuePair<string, string>[] values = [.. Settings.Values(configuration).Where(value => value.Key != setting), new(setting, text)];
        string[] choices = setting == "policy" ? ["environment", "policy", "strategy"] : ["environment", "policy", "strategy", "neuron"];
        RunConfiguration chosen = Settings.Apply(new RunConfiguration(), values.IntersectBy(choices, value => value.Key));
        return Settings.Apply(new RunConfiguration(), values.IntersectBy(Settings.Of(chosen).Select(placed => placed.Setting.Name), value => value.Key));
    }

    static void AssertEqual(Checkpoint expected, Checkpoint actual)
    {
        Assert.Equal(Settings.Values(expected.Configuration), Settings.Values(actual.Configuration));
        Assert.Equal((expected.Program, expected.GitHash, expected.Created), (actual.Program, actual.GitHash, actual.Created));
        Assert.Equal(TimeSpan.Zero, actual.Created.Offset);
        TrainingState saved = expected.State, read = actual.State;
        Assert.Equal((saved.Generation, saved.StrategyName, saved.Steps), (read.Generation, read.StrategyName, read.Steps));
        AssertBits([saved.BestFitness], [read.BestFitness]);
        Assert.Equal(saved.Initial.Select(BitConverter.SingleToInt32Bits), read.Initial.Select(BitConverter.SingleToInt32Bits));
        Assert.Equal(saved.Mean.Select(BitConverter.SingleToInt32Bits), read.Mean.Select(BitConverter.SingleToInt32Bits));
        Assert.Equal(saved.Best.Select(BitConverter.SingleToInt32Bits), read.Best.Select(BitConverter.SingleToInt32Bits));
        AssertScaling(saved.BestScaling, read.BestScaling);
        Assert.Equal((saved.BestEvaluation?.Generation, saved.BestEvaluation?.Evaluation), (read.BestEvaluation?.Generation, read.BestEvaluation?.Evaluation));
        Assert.Equal(saved.BestEvaluation?.Vector, read.BestEvaluation?.Vector);
        AssertScaling(saved.BestEvaluation?.Scaling, read.BestEvaluation?.Scaling);
        Assert.Equal(saved.Strategy.Arrays.Keys.Order(StringComparer.Ordinal), read.Strategy.Arrays.Keys.Order(StringComparer.Ordinal));
        foreach ((string name, double[] row) in saved.Strategy.Arrays) AssertBits(row, read.Strategy.Arrays[name]);
        Assert.Equal(saved.Normalizer == null, read.Normalizer == null);
        if (saved.Normalizer != null)
        {
            AssertBits([saved.Normalizer.Count, .. saved.Normalizer.Mean, .. saved.Normalizer.Squares], [read.Normalizer!.Count, .. read.Normalizer.Mean, .. read.Normalizer.Squares]);
            Assert.NotEmpty(read.Normalizer.Mean);
        }
        Assert.Equal(saved.History, read.History);
        Assert.Null(saved.Layout.Difference(read.Layout));
        // All but coefficients and decoders, which follow from the configuration.
        ParameterLayout plain = new(saved.Layout.Slices.Select(slice => slice with { Decoder = null }));
        foreach ((ParameterSlice slice, ParameterSlice same) in plain.Slices.Zip(read.Layout.Slices)) Assert.Equal(slice with { Shape = [], Coefficient = same.Coefficient }, same with { Shape = [] });
    }

    static void AssertScaling(ObservationScaling? expected, ObservationScaling? actual)
    {
        Assert.Equal(expected?.Mean, actual?.Mean);
        Assert.Equal(expected?.Scale, actual?.Scale);
    }

    static void AssertBits(IEnumerable<double> expected, IEnumerable<double> actual) =>
        Assert.Equal(expected.Select(BitConverter.DoubleToInt64Bits), actual.Select(BitConverter.DoubleToInt64Bits));
}
