using Xunit;

namespace Neuromorphic.Envs.Tests;

public class EnvironmentRegistryTests
{
    [Fact]
    public void Every_name_makes_the_environment_that_bears_it()
    {
        Assert.Equal(7, ClassicEnvironments.Names.Count);
        foreach (string name in ClassicEnvironments.Names) Assert.Equal(name, ClassicEnvironments.Create(name).Spec.Name);
    }

    [Fact]
    public void An_unknown_name_is_answered_with_the_valid_ones()
    {
        string message = Assert.Throws<ArgumentException>(() => ClassicEnvironments.Create("CartPole")).Message;
        Assert.Contains("'CartPole'", message, StringComparison.Ordinal);
        foreach (string name in ClassicEnvironments.Names) Assert.Contains(name, message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_reach_the_environment()
    {
        MemoryLength length = (MemoryLength)ClassicEnvironments.Create("memory-length", new() { Steps = 30, Mode = MemoryLengthMode.Paper });
        Assert.Equal((30, MemoryLengthMode.Paper), (length.Steps, length.Mode));
        MemorySize size = (MemorySize)ClassicEnvironments.Create("memory-size", new() { Bits = 12 });
        Assert.Equal((12, 2), (size.Bits, size.Steps));
    }

    [Theory]
    [InlineData("cartpole", "'steps'", "takes none")]
    [InlineData("memory-length", "'bits'", "it takes: steps, mode")]
    [InlineData("memory-size", "'mode'", "it takes: steps, bits")]
    public void An_option_that_the_environment_lacks_is_refused_by_name(string name, string option, string allowed)
    {
        EnvironmentOptions options = option switch
        {
            "'steps'" => new() { Steps = 3 },
            "'bits'" => new() { Bits = 3 },
            _ => new() { Mode = MemoryLengthMode.Paper },
        };
        string message = Assert.Throws<ArgumentException>(() => ClassicEnvironments.Create(name, options)).Message;
        Assert.Contains(option, message, StringComparison.Ordinal);
        Assert.Contains(allowed, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("memory-length", 0, null, null, "steps from 1 to 1000000, not 0")]
    [InlineData("memory-length", null, null, 7, "modes BsuiteCompatible, Paper, not 7")]
    [InlineData("memory-size", null, 41, null, "bits from 1 to 40, not 41")]
    [InlineData("memory-size", -2, null, null, "steps from 1 to 1000000, not -2")]
    public void An_option_out_of_range_is_refused_with_what_is_allowed(string name, int? steps, int? bits, int? mode, string expected)
    {
        EnvironmentOptions options = new() { Steps = steps, Bits = bits, Mode = (MemoryLengthMode?)mode };
        Assert.Contains(expected, Assert.ThrowsAny<ArgumentException>(() => ClassicEnvironments.Create(name, options)).Message, StringComparison.Ordinal);
    }
}
