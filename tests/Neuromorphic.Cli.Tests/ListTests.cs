using System.Text.RegularExpressions;
using Neuromorphic.Environments;
using Neuromorphic.Gpu;
using Neuromorphic.Neurons;
using Neuromorphic.Storage.Data;
using Neuromorphic.Training;
using Xunit;

namespace Neuromorphic.Cli.Tests;

[Collection(ThisProcess.Collection)]
public sealed class ListTests : IDisposable
{
    readonly Workplace here = new(ThisProcess.Run);

    static ListTests() => Assert.NotEmpty(EnvironmentRegistry.All.Names); // registers all environments

    public void Dispose() => here.Dispose();

    [Fact]
    public void Lists_show_a_line_for_every_name()
    {
        Assert.Equal(EnvironmentRegistry.All.Names, FirstWords("envs"));
        Assert.Equal(StrategyRegistry.All.Names, FirstWords("strategies"));
        Assert.Equal(NeuronRegistry.Names, FirstWords("neurons"));
        Assert.Contains("Gymnasium CartPole-v1", here.Succeed("envs").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Environments_of_images_are_listed_without_their_images()
    {
        string[] lines = here.Succeed("envs", (DataFolder.Variable, here.At("none")), ("XDG_CACHE_HOME", here.At("none"))).Lines;
        foreach (string name in (string[])["mnist", "fashion-mnist"])
            Assert.Matches($@"^{name} +784 +Discrete\(10\) +1 +--fitness accuracy\|log-likelihood +Tell the 10 classes of 70,000 images of 28 x 28 pixels apart \(neuromorphic data get {name}\)", Assert.Single(lines, line => line.StartsWith(name + " ", StringComparison.Ordinal)));
    }

    [Fact]
    public void Devices_are_listed_or_what_is_missing_is_said()
    {
        IReadOnlyList<DeviceInfo> devices = DeviceAccelerator.List();
        if (devices.Count > 0) Assert.Equal(devices.Select(device => device.Name), FirstWords("devices"));
        else Assert.Contains("No device was found: ", here.Succeed("devices").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Help_of_train_explains_every_setting_and_ends_with_examples()
    {
        string help = here.Succeed("train --help").Output;
        AssertExplained(new() { Environment = "cartpole" }, help);
        Assert.Contains("\n\nExamples:\n  neuromorphic train cartpole\n", help, StringComparison.Ordinal);
    }

    [Fact]
    public void Help_of_train_shows_the_settings_of_what_is_chosen_and_no_others()
    {
        AssertExplained(new() { Environment = "memory-length" }, here.Succeed("train memory-length --help").Output);
        AssertExplained(new() { Environment = "cartpole" }, here.Succeed("train cartpole --help").Output);
        AssertExplained(new() { Environment = "ant" }, here.Succeed("train ant --help").Output);
        AssertExplained(new() { Policy = "mlp", Strategy = "ars" }, here.Succeed("train cartpole --policy mlp --strategy=ars --help").Output);
        AssertExplained(new RunConfiguration { Strategy = "bptt" }.With(("neuron", "adaptive-lif")), here.Succeed("train cartpole --method bptt --neuron adaptive-lif --help").Output);
    }

    [Fact]
    public void Help_of_train_says_what_a_setting_is_where_none_is_given()
    {
        Assert.Matches(@"(?m)^  --steps <[^>]+> +\[environment\] .*\[10\]", Unwrapped("train memory-length --help"));
        Assert.Matches(@"(?m)^  --sigma <[^>]+> +\[strategy\] .*\[1\]", Unwrapped("train memory-length --help")); // the preset's
        Assert.Matches(@"(?m)^  --sigma <[^>]+> +\[strategy\] .*\[0\.3\]", Unwrapped("train cartpole --help"));
        Assert.Matches(@"(?m)^  --slope <[^>]+> +\[strategy\.surrogate\] .*\[4\]", Unwrapped("train cartpole --method bptt --surrogate sigmoid --help"));
    }

    /// <summary>A line for each option.</summary>
    string Unwrapped(string command) => Regex.Replace(here.Succeed(command).Output, @"\n {10,}", " ");

    static void AssertExplained(RunConfiguration chosen, string help)
    {
        IReadOnlyList<PlacedSetting> own = Settings.Of(chosen);
        foreach (PlacedSetting placed in own.Where(placed => placed.Setting.Name != "environment"))
            Assert.Matches($@"(?m)^  (-\w, )?--{placed.Setting.Name} <[^>]+> +\[{(placed.Section == "" ? "run" : Regex.Escape(placed.Section))}\] ", help);
        foreach (string foreign in Settings.Everywhere.Keys.Except(own.Select(placed => placed.Setting.Name)).Except(["method"]))
            Assert.DoesNotMatch($@"(?m)^  (-\w, )?--{foreign} ", help);
    }

    [Fact]
    public void A_robot_is_written_as_MJCF_and_an_unknown_one_is_answered_with_the_valid_ones()
    {
        Assert.StartsWith("<mujoco model=", here.Succeed("export-mjcf hopper").Output, StringComparison.Ordinal);
        here.Succeed("export-mjcf ant --out ant.xml");
        Assert.Contains("</mujoco>", File.ReadAllText(here.At("ant.xml")), StringComparison.Ordinal);
        RefusalTests.AssertRefused(here.Run("export-mjcf cat"), "There is no robot 'cat'; valid names: ant, half-cheetah, hopper, walker2d", exitCode: 2);
    }

    [Fact]
    public void Version_is_a_number() => Assert.Matches(@"^\d+\.\d+\.\d+", here.Succeed("--version").Output);

    IEnumerable<string> FirstWords(string command) => here.Succeed(command).Lines.Skip(1).Select(line => line.Split(' ')[0]);

    [Fact]
    public void An_environment_that_cannot_be_made_does_not_hide_the_others()
    {
        List<string> warnings = [];
        EnvironmentFamily[] families = [new("broken", "Has no file.", IEnvironment (_) => throw new System.IO.IOException("no such map")), EnvironmentRegistry.All.Find("cartpole")];
        Assert.Equal(["cartpole"], ListCommands.Described(families, warnings.Add).Select(item => item.Spec.Name));
        Assert.Equal(["broken cannot be made: no such map"], warnings);
    }
}
