using Neuromorphic.Envs;
using Neuromorphic.Neurons;
using Neuromorphic.Policies;
using Xunit;

namespace Neuromorphic.Tests.Neurons;

/// <summary>Values that a neuron cannot have are refused where its parameters are made, whoever asks for them.</summary>
public class NeuronOptionsTests
{
    static readonly Dictionary<string, Func<NeuronOptions, double, NeuronOptions>> Settings = new()
    {
        ["tau"] = (options, value) => options with { Tau = value },
        ["threshold"] = (options, value) => options with { Threshold = value },
        ["rest"] = (options, value) => options with { Rest = value },
        ["resistance"] = (options, value) => options with { Resistance = value },
        ["reset"] = (options, value) => options with { Reset = value },
    };

    [Theory]
    [InlineData("tau", .5, "tau is 0.5 steps, which 1 + exp(-x) never gives; allowed: above 1.")]
    [InlineData("tau", 1, "tau is 1 steps, which 1 + exp(-x) never gives; allowed: above 1.")]
    [InlineData("tau", double.NaN, "tau is NaN steps")]
    [InlineData("threshold", 0, "threshold is 0, which ln(1 + exp(x)) never gives; allowed: above 0.")]
    [InlineData("threshold", -1, "threshold is -1")]
    [InlineData("threshold", 1e39, "threshold is 1E+39")]
    [InlineData("rest", double.PositiveInfinity, "rest is Infinity, which x never gives; allowed: any number.")]
    [InlineData("resistance", 0, "resistance is 0, which exp(x) never gives; allowed: above 0.")]
    [InlineData("reset", 1e300, "reset is 1E+300")]
    public void A_value_that_no_neuron_can_have_is_refused_with_what_is_allowed(string name, double value, string message)
    {
        foreach (string neuron in NeuronRegistry.Names)
            Assert.StartsWith(message, Assert.Throws<ArgumentException>(() => NeuronRegistry.CreatePopulation(neuron, 3, 1, Settings[name](new(), value))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_time_constant_searched_directly_begins_where_it_may_stay() =>
        Assert.Equal("tau is 1.0005 steps, which max(x, 1.001) never gives; allowed: 1.001 or more.", Assert.Throws<ArgumentException>(
            () => NeuronRegistry.CreatePopulation("lif", 3, 1, new() { Tau = 1.0005, Parameterization = Parameterization.Direct })).Message);

    [Theory]
    [InlineData(.5, "readout-tau is 0.5 steps")]
    [InlineData(-1, "readout-tau is -1 steps")]
    [InlineData(double.NaN, "readout-tau is NaN steps")]
    public void A_readout_has_a_time_constant_above_a_step(double tau, string message) =>
        AssertRefused(message, new() { Neurons = 3, Readout = Readout.LeakyIntegrator, ReadoutTau = tau });

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(-1)]
    [InlineData(1e39)]
    public void Scales_of_weights_are_numbers_that_float32_holds(double scale)
    {
        AssertRefused("input-scale is ", new() { Neurons = 3, InputScale = scale });
        AssertRefused("readout-scale is ", new() { Neurons = 3, ReadoutScale = scale });
    }

    static void AssertRefused(string message, SpikingPolicyOptions options) => Assert.StartsWith(message, Assert.Throws<ArgumentException>(
        () => SpikingPolicy.Create("lif", ClassicEnvironments.Create("cartpole").Spec, options)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("tau", 1.0001)]
    [InlineData("tau", 1e6)]
    [InlineData("threshold", 1e-9)]
    [InlineData("threshold", 1e-17)]
    [InlineData("threshold", 1e6)]
    [InlineData("rest", -70)]
    [InlineData("resistance", 1e-9)]
    [InlineData("resistance", 1e9)]
    public void Ordinary_values_far_from_one_are_taken(string name, double value)
    {
        foreach (Parameterization parameterization in Enum.GetValues<Parameterization>())
            if ((name, value, parameterization) != ("tau", 1.0001, Parameterization.Direct))
                NeuronRegistry.CreatePopulation("lif", 3, 1, Settings[name](new() { Parameterization = parameterization }, value));
    }
}
