using Neuromorphic.Storage;
using Neuromorphic.Tests;
using Neuromorphic.Training;
using Xunit;

namespace Neuromorphic.Cli.Tests;

/// <summary>
/// Runs of version 0.1 (6a53f70), in Golden/version01: config.toml, metrics.csv and checkpoint of two generations, resumed.csv as that version
/// went on to four. Of a run's options see its configuration.
/// </summary>
[Collection(ThisProcess.Collection)]
public sealed class Version01Tests : IDisposable
{
    readonly Workplace here = new(ThisProcess.Run);

    static Version01Tests() => Assert.NotEmpty(EnvironmentRegistry.All.Names); // registers environments, and with them their settings

    public void Dispose() => here.Dispose();

    public static TheoryData<string, string> Runs => new([("es", "cartpole"), ("bptt", "cartpole"), ("mlp", "pendulum"), ("recurrent", "memory-length"), ("robot", "hopper"),
        ("ars", "cartpole"), ("snes", "acrobot"), ("cma-es", "cartpole"), ("sep-cma-es", "mountain-car"), ("images", "mnist")]);

    /// <summary>Where the images are that a run needs, if it needs any.</summary>
    static (string, string)[] DataOf(string environment) => environment == "mnist" ? [ImageTrainingTests.Data(environment)] : [];

    static string Golden(string run, string file) => Path.Combine(Repository.Root, "tests", "Neuromorphic.Cli.Tests", "Golden", "version01", run, file);

    [Theory, MemberData(nameof(Runs))]
    public void A_configuration_file_gives_the_run_that_it_gave(string run, string environment)
    {
        (string, string)[] data = DataOf(environment);
        File.Copy(Golden(run, "config.toml"), here.At("old.toml"));
        here.Succeed($"train {environment} --config old.toml --out a", data);
        AssertSameMetrics(Golden(run, "metrics.csv"), here.At("a", "metrics.csv"));
        Checkpoint expected = CheckpointFile.Read(Golden(run, "checkpoint.msgpack")), actual = CheckpointFile.Read(here.At("a", "checkpoint.msgpack"));
        Assert.Equal(expected.State.Initial, actual.State.Initial);
        Assert.Equal(expected.State.Mean, actual.State.Mean);
        Assert.Equal(expected.State.Strategy.Arrays.Keys.Order(), actual.State.Strategy.Arrays.Keys.Order());
        Assert.All(expected.State.Strategy.Arrays, row => Assert.Equal(row.Value, actual.State.Strategy.Arrays[row.Key]));
        Assert.Equal(Training.Settings.Values(actual.Configuration), Training.Settings.Values(expected.Configuration));

        here.Succeed($"train {environment} --config a/config.toml --out b", data); // as it is written now
        AssertSameMetrics(Golden(run, "metrics.csv"), here.At("b", "metrics.csv"));
        Assert.Equal(here.Bytes("a", "config.toml"), here.Bytes("b", "config.toml"));
    }

    [Theory, MemberData(nameof(Runs))]
    public void A_checkpoint_goes_on_as_it_went_on(string run, string environment)
    {
        (string, string)[] data = DataOf(environment);
        Directory.CreateDirectory(here.At("a"));
        File.Copy(Golden(run, "checkpoint.msgpack"), here.At("a", "checkpoint.msgpack"));
        Assert.Contains(environment, here.Succeed("inspect a", data).Output, StringComparison.Ordinal);
        here.Succeed("evaluate a --episodes 3", data);
        here.Succeed("resume a --generations 4", data);
        AssertSameMetrics(Golden(run, "resumed.csv"), here.At("a", "metrics.csv"));
    }

    [Fact]
    public void A_file_that_names_what_is_not_chosen_is_read_and_a_name_that_never_was_is_refused()
    {
        File.WriteAllText(here.At("old.toml"), "neurons = 8\nactivation = \"relu\"\nslope = 3\nelite = 2\nvariant = \"brax\"\n");
        here.Succeed("train cartpole --config old.toml --generations 0 --out a");
        Assert.DoesNotContain("activation", File.ReadAllText(here.At("a", "config.toml")), StringComparison.Ordinal);
        here.Succeed("train cartpole --config old.toml --strategy ars --generations 0 --out b"); // now it is
        Assert.Contains("\nelite = 2\n", File.ReadAllText(here.At("b", "config.toml")), StringComparison.Ordinal);
        here.Succeed("train cartpole --config old.toml --method bptt --surrogate sigmoid --generations 0 --out c");
        Assert.Contains("[strategy.surrogate]\nname = \"sigmoid\"\nslope = 3\n", File.ReadAllText(here.At("c", "config.toml")), StringComparison.Ordinal);
        File.WriteAllText(here.At("old.toml"), "neurons = 8\nactivatoin = \"relu\"\n");
        RefusalTests.AssertRefused(here.Run("train cartpole --config old.toml --out d"), "error: old.toml, line 2: There is no setting 'activatoin'; there are generations,", exitCode: 2);
    }

    /// <summary>Bits of all columns but that of solves that did not converge.</summary>
    static void AssertSameMetrics(string expected, string actual)
    {
        Assert.EndsWith(",unconverged", File.ReadLines(expected).First(), StringComparison.Ordinal);
        Assert.Equal(Columns(expected), Columns(actual));

        static IEnumerable<string> Columns(string path) => File.ReadLines(path).Select(line => string.Join(',', line.Split(',').Take(7)));
    }
}
