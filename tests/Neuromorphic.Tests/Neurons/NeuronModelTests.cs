using Neuromorphic.Neurons;
using Neuromorphic.Numerics;
using Xunit;

namespace Neuromorphic.Tests.Neurons;

/// <summary>What sets the models apart.</summary>
public class NeuronModelTests
{
    static Func<string, double> Values(params (string Name, double Value)[] given) => name => Array.Find(given, pair => pair.Name == name) is { Name: not null } pair ? pair.Value : name switch
    {
        "tau" => 4,
        "threshold" or "resistance" => 1,
        "rest" => 0,
        _ => throw new ArgumentException($"{name} was not given."),
    };

    [Fact]
    public void A_synapse_spreads_a_pulse_over_its_time_constant()
    {
        // v and i are linear below the threshold: v is the sum over all earlier i of gain (1 - gain)^age, i itself (1 - 1/tau_syn)^age.
        Trace trace = Model.Of("current-lif").Single<Scalar64>(new(), Values(("synapse-tau", 5), ("threshold", 100)), 40, step => step == 0 ? 3 : 0);
        for (int t = 0; t < 40; t++)
        {
            double expected = Enumerable.Range(0, t + 1).Sum(s => 3 * Math.Pow(.8, s) * .25 * Math.Pow(.75, t - s));
            Assert.Equal(expected, trace.Potentials[t][0], 1e-12);
        }
    }

    [Fact]
    public void A_synapse_of_one_step_is_none()
    {
        double Drive(int step) => 1 + Math.Sin(step);
        Trace synapse = Model.Of("current-lif").Single<Scalar64>(new(), Values(("synapse-tau", 1)), 60, Drive), none = Model.Of("lif").Single<Scalar64>(new(), Values(), 60, Drive);
        Assert.Equal(none.Potentials, synapse.Potentials);
        Assert.True(none.SpikeTimes(0).Length > 5);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(3.5)]
    public void After_a_spike_a_neuron_rests_for_its_period(double period)
    {
        int[] times = Model.Of("refractory-lif").Single<Scalar64>(new(), Values(("refractory", period)), 60, _ => 9).SpikeTimes(0);
        Assert.Equal(Enumerable.Range(0, times.Length).Select(k => k * (1 + (int)Math.Ceiling(period))), times);
        Assert.True(times.Length > 10);
    }

    [Fact]
    public void A_neuron_that_rests_receives_nothing_and_leaks()
    {
        Trace trace = Model.Of("refractory-lif").Single<Scalar64>(new() { Reset = .5 }, Values(("refractory", 3), ("reset", .5)), 4, _ => 9);
        Assert.Equal([.5, .5 * .75, .5 * .75 * .75, .5 * .75 * .75 * .75], trace.Potentials.Select(row => row[0]));
        Assert.Equal([1.0, 0, 0, 0], trace.Spikes.Select(row => row[0]));
    }

    [Theory]
    [InlineData("lif", 1)]
    [InlineData("lif-ternary", 1)]
    [InlineData("lif-ternary", -1)]
    [InlineData("adaptive-lif", 1)]
    [InlineData("current-lif", 1)]
    [InlineData("refractory-lif", 1)]
    public void Subtraction_keeps_what_lies_beyond_the_threshold(string name, int sign)
    {
        Func<string, double> values = Values(("adaptation", 0), ("adaptation-tau", 20), ("synapse-tau", 1), ("refractory", 0));
        Trace trace = Model.Of(name).Single<Scalar64>(new() { ResetRule = ResetRule.Subtract }, values, 1, _ => sign * 6);
        Assert.Equal((sign, sign * (6 * .25 - 1)), (trace.Spikes[0][0], trace.Potentials[0][0]));
    }

    [Fact]
    public void A_reset_by_subtraction_has_no_value() =>
        Assert.Contains("needs no reset potential", Assert.Throws<ArgumentException>(() => Model.Of("lif").Parameters(new() { ResetRule = ResetRule.Subtract, Reset = 0 })).Message, StringComparison.Ordinal);
}
