using Neuromorphic.Registries;
using Neuromorphic.Training;
using Xunit;

namespace Neuromorphic.Envs.Tests;

public class ClassicEnvironmentsTests
{
    [Fact]
    public void Every_name_makes_the_environment_that_bears_it()
    {
        Assert.Equal(9, ClassicEnvironments.Names.Count);
        Assert.Equal(ClassicEnvironments.Names.Order(StringComparer.Ordinal), ClassicEnvironments.Names);
        foreach (string name in ClassicEnvironments.Names) Assert.Equal(name, ClassicEnvironments.Create(name).Spec.Name);
    }

    [Fact]
    public void An_unknown_name_is_answered_with_the_valid_ones()
    {
        string message = Assert.Throws<ArgumentException>(() => ClassicEnvironments.Create("CartPole")).Message;
        Assert.Contains("'CartPole'", message, StringComparison.Ordinal);
        foreach (string name in ClassicEnvironments.Names) Assert.Contains(name, message, StringComparison.Ordinal);
    }

    /// <summary>Options of an environment, by name.</summary>
    static OptionSet Options(string environment, params IEnumerable<(string Name, string Value)> given) => given.Aggregate(OptionSet.None, (options, item) =>
        options.With(EnvironmentRegistry.All.Find(environment).Settings.Single(setting => setting.Name == item.Name), item.Value));

    [Fact]
    public void Options_reach_the_environment()
    {
        ClassicEnvironments.Register();
        MemoryLength length = (MemoryLength)ClassicEnvironments.Create("memory-length", Options("memory-length", ("steps", "30"), ("mode", "paper")));
        Assert.Equal((30, MemoryLengthMode.Paper), (length.Steps, length.Mode));
        MemorySize size = (MemorySize)new RunConfiguration { Environment = "memory-size" }.With(("bits", 12)).CreateEnvironment();
        Assert.Equal((12, 2), (size.Bits, size.Steps));
    }

    [Theory]
    [InlineData("cartpole", "memory-length", "steps", "3", "cartpole has no setting 'steps'; it has none.")]
    [InlineData("memory-length", "memory-size", "bits", "3", "memory-length has no setting 'bits'; it has steps, mode.")]
    [InlineData("memory-size", "memory-length", "mode", "paper", "memory-size has no setting 'mode'; it has steps, bits.")]
    public void An_option_that_the_environment_lacks_is_refused_by_name(string name, string owner, string option, string value, string expected)
    {
        ClassicEnvironments.Register();
        Assert.StartsWith(expected, Assert.Throws<ArgumentException>(() => ClassicEnvironments.Create(name, Options(owner, (option, value)))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("memory-length", "steps", "0", "steps is '0'; allowed: 1 or more.")]
    [InlineData("memory-length", "steps", "1000001", "steps from 1 to 1000000, not 1000001")]
    [InlineData("memory-length", "mode", "7", "mode is '7'; allowed: bsuite-compatible, paper.")]
    [InlineData("memory-size", "bits", "41", "bits from 1 to 40, not 41")]
    [InlineData("memory-size", "steps", "-2", "steps is '-2'; allowed: 1 or more.")]
    public void An_option_out_of_range_is_refused_with_what_is_allowed(string name, string option, string value, string expected)
    {
        ClassicEnvironments.Register();
        Assert.Contains(expected, Assert.ThrowsAny<ArgumentException>(() => ClassicEnvironments.Create(name, Options(name, (option, value)))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Modes_and_sizes_that_are_not_are_refused_without_the_registry()
    {
        Assert.Contains("modes BsuiteCompatible, Paper, not 7", Assert.ThrowsAny<ArgumentException>(() => new MemoryLength(3, (MemoryLengthMode)7)).Message, StringComparison.Ordinal);
        Assert.Contains("steps from 1 to 1000000, not 0", Assert.ThrowsAny<ArgumentException>(() => new MemoryLength(0)).Message, StringComparison.Ordinal);
        Assert.Contains("steps from 1 to 1000000, not -2", Assert.ThrowsAny<ArgumentException>(() => new MemorySize(3, -2)).Message, StringComparison.Ordinal);
    }
}
