using Neuromorphic.Neurons;
using Neuromorphic.Numerics;
using Xunit;

namespace Neuromorphic.Tests.Neurons;

/// <summary>Laws of heterogeneous populations over all registered models.</summary>
public class HeterogeneityTests
{
    const int Neurons = 64, Steps = 200;

    /// <summary>Every neuron its own values, within the ranges that a search visits.</summary>
    internal static Func<string, int, double> Heterogeneous(double adaptation = 1, double rest = .2) => (name, n) =>
    {
        double u = new SeededNumbers((ulong)(1000 * name.Length + n)).Between(0, 1);
        return name switch
        {
            "tau" => 1.5 + 20 * u,
            "adaptation-tau" => 5 + 30 * u,
            "synapse-tau" => 1.5 + 5 * u,
            "refractory" => 3 * u,
            "threshold" => .5 + u,
            "rest" => rest * (2 * u - 1),
            "resistance" => .5 + 1.5 * u,
            "adaptation" => adaptation * u,
            _ => throw new ArgumentException($"The laws do not know {name}."),
        };
    };

    /// <summary>Mean 1, a swing of 1.5 and a phase for each neuron and member.</summary>
    static double Drive(int step, int neuron, int member) => 1 + 1.5 * Math.Sin(.11 * step + .7 * neuron + 1.3 * member);

    [Theory]
    [MemberData(nameof(Model.Names), MemberType = typeof(Model))]
    public void At_least_half_of_the_neurons_fire_and_none_in_every_step(string name)
    {
        Trace trace = Model.Of(name).Run<Scalar64>(new(), Heterogeneous(), Neurons, Steps, Drive)[0];
        int[] counts = [.. Enumerable.Range(0, Neurons).Select(n => trace.SpikeTimes(n).Length)];
        Assert.True(counts.Count(count => count > 0) >= Neurons / 2, $"{counts.Count(count => count > 0)} of {Neurons} fire");
        Assert.True(counts.Max() < Steps);
        Assert.True(counts.Distinct().Count() > 10, "heterogeneous neurons differ in their rates");
    }

    [Theory]
    [MemberData(nameof(Model.Names), MemberType = typeof(Model))]
    public void Reset_equals_a_fresh_start(string name)
    {
        LaneGroup<Scalar> population = Model.Of(name).Create<Scalar>(new(), Heterogeneous(), Neurons);
        population.Reset();
        Trace first = population.Run(Steps, Drive)[0];
        Trace further = population.Run(Steps, Drive)[0];
        population.Reset();
        Trace again = population.Run(Steps, Drive)[0];
        Assert.Equal(first.Potentials, again.Potentials);
        Assert.Equal(first.Spikes, again.Spikes);
        Assert.NotEqual(first.Potentials, further.Potentials);
    }

    [Theory]
    [MemberData(nameof(Model.Names), MemberType = typeof(Model))]
    public void Bits_are_equal_over_lane_widths_and_lanes_do_not_see_each_other(string name)
    {
        Model model = Model.Of(name);
        foreach (NeuronOptions options in (NeuronOptions[])[new(), new() { Integration = Integration.ExponentialEuler, ThresholdRule = ThresholdRule.Above }])
        {
            Trace[] eight = model.Run<Lanes8>(options, Heterogeneous(), Neurons, Steps, Drive), sixteen = model.Run<Lanes16>(options, Heterogeneous(), Neurons, Steps, Drive);
            for (int member = 0; member < 16; member++)
            {
                Trace alone = model.Run<Scalar>(options, Heterogeneous(), Neurons, Steps, Drive, member)[0];
                Assert.Equal(alone.Potentials, sixteen[member].Potentials);
                Assert.Equal(alone.Spikes, sixteen[member].Spikes);
                if (member >= 8) continue;
                Assert.Equal(alone.Potentials, eight[member].Potentials);
                Assert.Equal(alone.Spikes, eight[member].Spikes);
            }
        }
    }

    [Theory]
    [InlineData("lif", "adaptive-lif")]
    [InlineData("lif-ternary", "adaptive-lif-ternary")]
    public void Without_adaptation_the_adaptive_model_is_the_plain_one_bit_for_bit(string plain, string adaptive)
    {
        Trace a = Model.Of(plain).Run<Scalar>(new(), Heterogeneous(), Neurons, Steps, Drive)[0];
        Trace b = Model.Of(adaptive).Run<Scalar>(new(), Heterogeneous(adaptation: 0), Neurons, Steps, Drive)[0];
        Assert.Equal(a.Potentials, b.Potentials);
        Assert.Equal(a.Spikes, b.Spikes);
        Trace c = Model.Of(adaptive).Run<Scalar>(new(), Heterogeneous(), Neurons, Steps, Drive)[0];
        Assert.NotEqual(a.Spikes, c.Spikes);
    }

    [Theory]
    [InlineData("adaptive-lif", 1)]
    [InlineData("adaptive-lif-ternary", 1)]
    [InlineData("adaptive-lif-ternary", -1)]
    public void An_adaptive_rate_falls_under_constant_drive_of_either_sign(string name, int sign)
    {
        int[] times = Model.Of(name).Single<Scalar64>(new(), parameter => parameter switch
        {
            "rest" => 0,
            "adaptation-tau" => 30,
            "tau" => 4,
            _ => 1,
        }, 400, _ => sign * 3).SpikeTimes(0);
        int[] intervals = [.. times.Zip(times.Skip(1), (a, b) => b - a)];
        Assert.True(intervals[^1] > intervals[0], $"the interval grows from {intervals[0]} to {intervals[^1]}");
        Assert.True(times.Count(time => time < 30) > 1.2 * times.Count(time => time is >= 100 and < 130));
    }

    [Theory]
    [InlineData("lif-ternary")]
    [InlineData("adaptive-lif-ternary")]
    public void Ternary_neurons_at_rest_zero_answer_the_opposite_current_with_the_opposite(string name)
    {
        Trace there = Model.Of(name).Run<Scalar>(new(), Heterogeneous(rest: 0), Neurons, Steps, Swing)[0];
        Trace back = Model.Of(name).Run<Scalar>(new(), Heterogeneous(rest: 0), Neurons, Steps, (step, n, member) => -Swing(step, n, member))[0];
        Assert.Contains(there.Spikes, row => row.Contains(1) && row.Contains(-1));
        for (int step = 0; step < Steps; step++)
        {
            Assert.Equal(there.Potentials[step].Select(v => -v), back.Potentials[step]);
            Assert.Equal(there.Spikes[step].Select(s => -s), back.Spikes[step]);
        }

        static double Swing(int step, int neuron, int member) => 2.5 * Math.Sin(.11 * step + .7 * neuron + 1.3 * member);
    }

    [Theory]
    [MemberData(nameof(Model.Names), MemberType = typeof(Model))]
    public void Only_ternary_models_send_negative_spikes(string name)
    {
        Trace trace = Model.Of(name).Run<Scalar>(new(), Heterogeneous(), Neurons, Steps, (step, n, member) => -Drive(step, n, member))[0];
        Assert.Equal(name.EndsWith("-ternary", StringComparison.Ordinal), trace.Spikes.Any(row => row.Contains(-1)));
        Assert.All(trace.Spikes, row => Assert.All(row, spike => Assert.Contains(spike, (double[])[-1, 0, 1])));
    }
}
