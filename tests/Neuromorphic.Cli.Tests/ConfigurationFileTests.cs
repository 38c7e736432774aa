using Neuromorphic.Runs;
using Neuromorphic.Storage.Tests;
using Neuromorphic.Tests;
using Neuromorphic.Training;
using Xunit;

namespace Neuromorphic.Cli.Tests;

[Collection(ThisProcess.Collection)]
public sealed class ConfigurationFileTests : IDisposable
{
    readonly Workplace here = new(ThisProcess.Run);

    string File => here.At("run.toml");

    static ConfigurationFileTests() => Assert.NotEmpty(EnvironmentRegistry.All.Names); // registers all environments

    public void Dispose() => here.Dispose();

    IReadOnlyList<KeyValuePair<string, string>> Read(string environment = "cartpole", params IEnumerable<KeyValuePair<string, string>> given) => ConfigurationFile.Read(File, environment, given);

    [Theory]
    [InlineData("neurons = 8\nsigma = = 2\n", "line 2: not valid TOML: ")]
    [InlineData("neurons = 8\n\nneuron \"lif\"\n", "line 3: not valid TOML: ")]
    [InlineData("neurons = 8\nneurons = 9\n", "line 2: not valid TOML: The key `neurons` is already defined")]
    [InlineData("neuron = \"lif", "line 1: not valid TOML: ")]
    [InlineData("neurons = 8\n\"neuron\\", "line 2: not valid TOML: the file ends within a text, after a \\.")]
    [InlineData("# a comment\n\n  neurns = 8\n", "line 3: There is no setting 'neurns'; there are generations, stop-when-solved, episodes,")]
    [InlineData("neurons = 8\n[search]\nsigma = 1\n", "line 2: There is no section [search]; there are [environment], [policy], [policy.neuron], [strategy].")]
    [InlineData("neurons = 8\n[[search]]\n", "line 2: There is no section [search]; there are [environment], [policy], [policy.neuron], [strategy].")]
    [InlineData("neurons = 0", "line 1: neurons is '0'; allowed: 1 or more.")]
    [InlineData("neurons = 8\nneuron = \"foo\"\n", "line 2: neuron is 'foo'; allowed: adaptive-lif, adaptive-lif-ternary,")]
    [InlineData("seed = 1\nstrategy = \"pso\"\n", "line 2: strategy is 'pso'; allowed: ars, bptt, cma-es,")]
    [InlineData("seed = 1\nreadout = \"long\"\n", "line 2: readout is 'long'; allowed: spikes, leaky-integrator.")]
    [InlineData("threshold-rule = \"at-or-above\"\n\"threshold\" = -1\n", "line 2: threshold is '-1'; allowed: above 0, or normal:mean,sd,")]
    [InlineData("sigma = nan\n", "line 1: sigma is 'NaN'; allowed: above 0.")]
    [InlineData("sigma = true\n", "line 1: sigma is true; allowed: above 0.")]
    [InlineData("neurons = [1, 2]\n", "line 1: neurons is a list; allowed: 1 or more.")]
    [InlineData("neurons.hidden = 3\n", "line 1: neurons is a table; allowed: 1 or more.")]
    [InlineData("seed = 1979-05-27\n", "line 1: seed is neither text nor a number; allowed: 0 to 2^64 - 1.")]
    public void A_mistake_is_named_with_file_line_and_key(string text, string reason)
    {
        System.IO.File.WriteAllText(File, text);
        ArgumentException e = Assert.Throws<ArgumentException>(() => Read());
        Assert.StartsWith($"{File}, {reason}", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_command_refuses_such_a_file_and_leaves_no_folder()
    {
        System.IO.File.WriteAllText(File, "neurons = 8\nneurns = 9\n");
        RefusalTests.AssertRefused(here.Run("train cartpole --config run.toml --out a"), "error: run.toml, line 2: There is no setting 'neurns'; there are generations, stop-when-solved, episodes,", exitCode: 2);
        Assert.Equal([File], Directory.GetFileSystemEntries(here.Folder));
    }

    [Fact]
    public void An_unknown_key_lists_every_valid_one()
    {
        System.IO.File.WriteAllText(File, "neurns = 9\n");
        string message = Assert.Throws<ArgumentException>(() => Read()).Message;
        Assert.EndsWith($"there are {string.Join(", ", Settings.Of(new RunConfiguration()).Select(placed => placed.Setting.Name))}. Did you mean 'neurons'?", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a = ", "[", "]"), InlineData("a = ", "{b = ", "}"), InlineData("", "[a.", "")]
    public void Deep_nesting_is_refused(string start, string open, string close)
    {
        System.IO.File.WriteAllText(File, start + string.Concat(Enumerable.Repeat(open, 10_000)) + "1" + string.Concat(Enumerable.Repeat(close, 10_000)));
        string message = Assert.Throws<ArgumentException>(() => Read()).Message;
        Assert.StartsWith(File, message, StringComparison.Ordinal);
        Assert.Matches("not valid TOML: |not a file of settings: tables or lists are nested deeper than 64 times", message);
    }

    [Fact]
    public void Random_files_are_read_or_refused_by_name()
    {
        byte[] good = System.Text.Encoding.UTF8.GetBytes(ConfigurationFile.Write(Settings.Apply(new RunConfiguration(), [new("method", "bptt"), new("tau", "lognormal:3.05,0.27"), new("learned", "tau,rest")])));
        var random = new Random(7);
        int refused = 0, tried = Attacks.Count(300, 20_000);
        for (int i = 0; i < tried; i++)
        {
            byte[] file = Bytes.Corrupted(good, random);
            if (i % 3 == 0) file = Bytes.Corrupted(file, random);
            System.IO.File.WriteAllBytes(File, file);
            try
            {
                IReadOnlyList<KeyValuePair<string, string>> values = Read();
                Settings.Apply(new RunConfiguration(), values);
            }
            catch (ArgumentException e)
            {
                Assert.StartsWith(File, e.Message, StringComparison.Ordinal);
                refused++;
            }
        }
        Assert.InRange(refused, tried / 4, tried);
        TestContext.Current.SendDiagnosticMessage($"{tried} random files of settings, {refused} refused: all held");
    }

    [Fact]
    public void What_is_written_is_read()
    {
        RunConfiguration configuration = Settings.Apply(new RunConfiguration(),
        [
            new("learned", "tau,rest"), new("reset", "-0.25"), new("sigma", "0.1234567890123456"), new("seed", "18446744073709551615"), new("learning-rate", "1E-05"), new("tau", "lognormal:3.05,0.27"),
        ]);
        RunConfiguration memory = Settings.Apply(new RunConfiguration { Environment = "memory-length" }, [new("steps", "7"), new("mode", "paper"), new("policy", "mlp"), new("activation", "relu"), new("strategy", "ars")]);
        RunConfiguration gradients = Settings.Apply(new RunConfiguration(),
        [
            new("method", "bptt"), new("surrogate", "sigmoid"), new("slope", "0.1234567890123456"), new("reset-gradient", "attached"), new("truncation", "7"), new("window", "9"), new("batch", "33"), new("clip", "0"), new("neuron-rate", "1E-05"),
            new("schedule", "cosine"), new("warmup", "0.1"), new("loss", "mean-squared-error"), new("advantage", "critic"), new("discount", "1"), new("lambda", "0"), new("entropy", "0.5"), new("exploration", "2.5"), new("on-non-finite", "skip"),
        ]);
        Assert.Equal(["learning-rate", "optimizer", "momentum", "weight-decay"], Settings.Of(gradients).Where(placed => placed.Section.StartsWith("strategy", StringComparison.Ordinal) && placed.Setting.Name != "strategy")
            .Where(placed => Settings.ValueOf(gradients, placed) == placed.Setting.Default).Select(placed => placed.Setting.Name)); // all others differ
        foreach (RunConfiguration written in new[] { configuration, memory, gradients, new RunConfiguration() })
        {
            System.IO.File.WriteAllText(File, ConfigurationFile.Write(written));
            RunConfiguration read = Settings.Apply(new RunConfiguration { Environment = written.Environment }, Read(written.Environment));
            Assert.Equal(Settings.Values(written), Settings.Values(read));
            if (written.Strategy == GradientTrainer.Bptt) Assert.Equal(GradientSettings.Read(written.StrategyOptions), GradientSettings.Read(read.StrategyOptions));
            Assert.DoesNotContain("method", System.IO.File.ReadAllText(File), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("", "bptt", "bptt")]
    [InlineData("strategy = \"snes\"\n", "bptt", "bptt")]
    [InlineData("strategy = \"snes\"\n", "es", "snes")]
    [InlineData("strategy = \"bptt\"\n", "es", "pgpe")]
    public void A_method_is_short_for_a_strategy(string text, string method, string strategy)
    {
        System.IO.File.WriteAllText(File, text);
        Assert.Equal(strategy, Settings.Apply(new RunConfiguration(), [.. Read(), new("method", method)]).Strategy);
    }

    [Fact]
    public void A_list_of_names_may_be_a_TOML_array()
    {
        System.IO.File.WriteAllText(File, "learned = [\"tau\", \"rest\"]\n");
        Assert.Equal([KeyValuePair.Create("learned", "tau,rest")], Read());
    }
}
