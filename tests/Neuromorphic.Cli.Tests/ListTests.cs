using Neuromorphic.Gpu;
using Neuromorphic.Neurons;
using Neuromorphic.Storage.Data;
using Neuromorphic.Training;
using Xunit;

namespace Neuromorphic.Cli.Tests;

public sealed class ListTests : IDisposable
{
    readonly Workplace here = new();

    public void Dispose() => here.Dispose();

    [Fact]
    public void Lists_show_a_line_for_every_name()
    {
        Assert.Equal(Tasks.Names, FirstWords("envs"));
        Assert.Equal(GradientTrainer.Strategies, FirstWords("strategies"));
        Assert.Equal(NeuronRegistry.Names, FirstWords("neurons"));
        Assert.Contains("Gymnasium CartPole-v1", here.Succeed("envs").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Environments_of_images_are_listed_without_their_images()
    {
        string[] lines = here.Succeed("envs", (DataFolder.Variable, here.At("none")), ("XDG_CACHE_HOME", here.At("none"))).Lines;
        foreach (string name in (string[])["mnist", "fashion-mnist"])
            Assert.Matches($@"^{name} +784 +Discrete\(10\) +1 +Tell the 10 classes of 70,000 images of 28 x 28 pixels apart \(neuromorphic data get {name}\)", Assert.Single(lines, line => line.StartsWith(name + " ", StringComparison.Ordinal)));
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
        foreach (Setting setting in Settings.All.Where(setting => setting.Name != "environment"))
            Assert.Matches($@"(?m)^  --{setting.Name} <[^>]+> +\[{setting.Group}\] ", help);
        Assert.Contains("\n\nExamples:\n  neuromorphic train cartpole\n", help, StringComparison.Ordinal);
    }

    [Fact]
    public void A_robot_is_written_as_MJCF_and_an_unknown_one_is_answered_with_the_valid_ones()
    {
        Assert.StartsWith("<mujoco model=", here.Succeed("export-mjcf hopper").Output, StringComparison.Ordinal);
        here.Succeed("export-mjcf ant --out ant.xml");
        Assert.Contains("</mujoco>", File.ReadAllText(here.At("ant.xml")), StringComparison.Ordinal);
        RefusalTests.AssertRefused(here.Run("export-mjcf cat"), "There is no robot 'cat'; valid names: ant, half-cheetah, hopper, walker2d");
    }

    [Fact]
    public void Version_is_a_number() => Assert.Matches(@"^\d+\.\d+\.\d+", here.Succeed("--version").Output);

    IEnumerable<string> FirstWords(string command) => here.Succeed(command).Lines.Skip(1).Select(line => line.Split(' ')[0]);
}
