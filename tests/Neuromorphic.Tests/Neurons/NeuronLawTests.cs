using Neuromorphic.Neurons;
using Neuromorphic.Numerics;
using Xunit;

namespace Neuromorphic.Tests.Neurons;

/// <summary>Laws of the membrane equation over all registered models; adaptation is off where a law is the plain membrane's.</summary>
public class NeuronLawTests
{
    static Func<string, double> Neuron(double tau, double threshold = 1, double rest = 0, double resistance = 1, double adaptation = 0) => name => name switch
    {
        "tau" => tau,
        "threshold" => threshold,
        "rest" or "reset" => rest,
        "resistance" => resistance,
        "adaptation" => adaptation,
        "adaptation-tau" => 20,
        "synapse-tau" => 2,
        "refractory" => 0,
        _ => throw new ArgumentException($"The laws do not know {name}."),
    };

    /// <summary>Models whose current goes to the membrane as it is.</summary>
    public static TheoryNames Membranes => [.. NeuronRegistry.Names.Where(name => Model.Of(name).Parameters(new()).All(parameter => parameter.Name != "synapse-tau"))];

    static NeuronOptions With(Integration integration) => new() { Integration = integration };

    /// <summary>Steps from reset to spike under a constant drive x = R I + rest: ln((x - rest) / (x - threshold)) over the decay of a step, rounded up.</summary>
    static double Interval(double drive, double threshold, double rest, double decay) => Math.Log((drive - rest) / (drive - threshold)) / decay;

    [Theory]
    [MemberData(nameof(Membranes))]
    public void Rate_matches_the_analytic_rate(string name)
    {
        var random = new SeededNumbers(1);
        int compared = 0;
        for (int trial = 0; trial < 60; trial++)
        {
            double tau = random.Between(1.5, 40), threshold = random.Between(.5, 2), rest = random.Between(-.5, .3), resistance = random.Between(.5, 2);
            double current = (threshold * random.Between(1.05, 3) - rest) / resistance;
            foreach (Integration integration in Enum.GetValues<Integration>())
            {
                double decay = integration == Integration.Euler ? -Math.Log(1 - 1 / tau) : 1 / tau;
                double interval = Interval(resistance * current + rest, threshold, rest, decay);
                if (Math.Abs(interval - Math.Round(interval)) < 1e-6) continue; // rounding decides
                int[] times = Model.Of(name).Single<Scalar64>(With(integration), Neuron(tau, threshold, rest, resistance), 500, _ => current).SpikeTimes(0);
                int period = (int)Math.Ceiling(interval);
                Assert.Equal(Enumerable.Range(1, 500 / period).Select(k => k * period - 1), times);
                compared++;
            }
        }
        Assert.True(compared > 100);
    }

    [Theory]
    [MemberData(nameof(Membranes))]
    public void The_rate_of_explicit_Euler_tends_to_that_of_the_differential_equation(string name)
    {
        const double Current = 1.7;
        double exact = Interval(Current, 1, 0, 1); // in membrane time constants
        foreach (int tau in (int[])[10, 100, 1000])
        {
            int first = Model.Of(name).Single<Scalar64>(With(Integration.Euler), Neuron(tau), 5 * tau, _ => Current).SpikeTimes(0)[0];
            Assert.InRange((first + 1.0) / tau, exact - 1.0 / tau, exact + 1.0 / tau);
        }
    }

    [Theory]
    [MemberData(nameof(Membranes))]
    public void Explicit_Euler_is_of_order_one_and_exponential_Euler_exact_for_a_constant_current(string name)
    {
        // v(t) = R I (1 - exp(-t)) at t = 1 membrane time constant, far below the threshold.
        double[] error = new double[4];
        for (int k = 0; k < error.Length; k++)
        {
            int steps = 20 << k;
            double exact = .8 * (1 - Math.Exp(-1));
            double Last(Integration integration) => Model.Of(name).Single<Scalar64>(With(integration), Neuron(steps, 5), steps, _ => .8).Potentials[^1][0];
            error[k] = Math.Abs(Last(Integration.Euler) - exact);
            Assert.Equal(exact, Last(Integration.ExponentialEuler), 1e-13);
        }
        for (int k = 1; k < error.Length; k++) Assert.InRange(Math.Log2(error[k - 1] / error[k]), .97, 1.03);
    }

    [Theory]
    [MemberData(nameof(Membranes))]
    public void Both_schemes_are_of_order_one_for_a_current_that_varies(string name)
    {
        // v' = -v + sin(t): v(t) = (sin t - cos t + exp(-t)) / 2.
        double exact = (Math.Sin(2) - Math.Cos(2) + Math.Exp(-2)) / 2;
        foreach (Integration integration in Enum.GetValues<Integration>())
        {
            double[] error = new double[4];
            for (int k = 0; k < error.Length; k++)
            {
                int tau = 50 << k;
                error[k] = Math.Abs(exact - Model.Of(name).Single<Scalar64>(With(integration), Neuron(tau, 5), 2 * tau, step => Math.Sin((double)step / tau)).Potentials[^1][0]);
            }
            for (int k = 1; k < error.Length; k++) Assert.InRange(Math.Log2(error[k - 1] / error[k]), .95, 1.05);
        }
    }

    [Theory]
    [MemberData(nameof(Model.Names), MemberType = typeof(Model))]
    public void A_potential_without_input_stays_at_rest_and_without_leak_would_not(string name)
    {
        foreach (Integration integration in Enum.GetValues<Integration>())
        {
            Trace silent = Model.Of(name).Single<Scalar64>(With(integration), Neuron(5, 1, .25), 50, _ => 0);
            Assert.All(silent.Potentials, row => Assert.Equal(.25, row[0]));
            Trace pulse = Model.Of(name).Single<Scalar64>(With(integration), Neuron(5, 1, .25), 200, step => step == 0 ? 2 : 0);
            Assert.True(pulse.Potentials[0][0] > .5);
            Assert.Equal(.25, pulse.Potentials[^1][0], 1e-12);
        }
    }

    [Theory]
    [MemberData(nameof(Model.Names), MemberType = typeof(Model))]
    public void After_a_spike_the_potential_is_at_rest_or_at_the_reset_that_was_set(string name)
    {
        foreach (double? reset in (double?[])[null, -.75])
        {
            Trace trace = Model.Of(name).Single<Scalar64>(new NeuronOptions { Reset = reset }, parameter => parameter == "reset" ? reset!.Value : Neuron(3, 1, .125)(parameter), 50, _ => 2);
            int[] times = trace.SpikeTimes(0);
            Assert.True(times.Length > 5);
            Assert.All(times, time => Assert.Equal(reset ?? .125, trace.Potentials[time][0]));
        }
    }
}
