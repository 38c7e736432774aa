using Xunit;

namespace Neuromorphic.Envs.Dynamics.Tests;

/// <summary>The true fields and energies.</summary>
public sealed class SystemTests
{
    public static TheoryData<IHamiltonian> Hamiltonians => [new HenonHeiles(), new IdealPendulum(), new Spring()];

    static double[] Rate(IDynamics dynamics, double[] state)
    {
        double[] rate = new double[state.Length];
        dynamics.Field(state, rate);
        return rate;
    }

    /// <summary>States that lie irregularly.</summary>
    static IEnumerable<double[]> States(int dimension) => Enumerable.Range(1, 12).Select(i => (double[])[.. Enumerable.Range(1, dimension).Select(k => .9 * Math.Sin(1.7 * i + 2.3 * k * i))]);

    [Theory, MemberData(nameof(Hamiltonians))]
    public void A_field_is_the_turned_gradient_of_its_energy(IHamiltonian system)
    {
        const double Small = 1e-5;
        int half = system.Dimension / 2;
        foreach (double[] state in States(system.Dimension))
        {
            double[] rate = Rate(system, state);
            for (int i = 0; i < system.Dimension; i++)
            {
                double[] up = [.. state], down = [.. state];
                up[i] += Small;
                down[i] -= Small;
                double slope = (system.Energy(up) - system.Energy(down)) / (2 * Small);
                Assert.Equal(i < half ? -slope : slope, rate[(i + half) % system.Dimension], 1e-9);
            }
        }
    }

    [Fact]
    public void The_field_of_van_der_Pol_is_that_of_the_reference()
    {
        foreach (int orbit in (int[])[0, 1, 2, 3])
            foreach (double[] row in Reference.Orbit("van_der_pol", orbit))
            {
                double[] rate = Rate(new VanDerPol(2.7), row[1..3]);
                Assert.Equal(row[3], rate[0], 1e-13);
                Assert.Equal(row[4], rate[1], 1e-13);
            }
    }

    [Fact]
    public void Field_and_energy_of_Henon_Heiles_are_those_of_the_reference()
    {
        HenonHeiles system = new();
        foreach (int orbit in (int[])[0, 1, 2])
            foreach (double[] row in Reference.Orbit("henon_heiles", orbit))
            {
                double[] rate = Rate(system, row[1..5]);
                Assert.Equal([row[3], row[4]], rate[..2]);
                Assert.Equal(row[5], rate[2], 1e-15);
                Assert.Equal(row[6], rate[3], 1e-15);
                Assert.Equal(row[7], system.Energy(row.AsSpan(1, 4)), 1e-15);
            }
    }

    [Theory]
    [InlineData(0), InlineData(1), InlineData(2)]
    public void Orbits_of_Henon_Heiles_are_those_of_the_reference_to_1e_6(int orbit)
    {
        HenonHeiles system = new();
        double[][] expected = Reference.Orbit("henon_heiles", orbit);
        double[][] actual = Orbit.Follow(system, new RungeKutta4(4), expected[0].AsSpan(1, 4), 21, 1, 100);
        Assert.Equal(21, expected.Length);
        for (int i = 0; i < expected.Length; i++)
            for (int k = 0; k < 4; k++) Assert.Equal(expected[i][k + 1], actual[i][k], 1e-6);
        Assert.InRange(Orbit.EnergyError(system, actual), 0, 1e-18);
    }

    [Theory]
    [InlineData(0), InlineData(1), InlineData(2), InlineData(3)]
    public void Orbits_of_van_der_Pol_are_those_of_the_reference(int orbit)
    {
        double[][] expected = Reference.Orbit("van_der_pol", orbit);
        double[][] actual = Orbit.Follow(new VanDerPol(2.7), new RungeKutta4(2), expected[0].AsSpan(1, 2), 21, 1, 1000);
        Assert.Equal(21, expected.Length);
        for (int i = 0; i < expected.Length; i++)
            for (int k = 0; k < 2; k++) Assert.Equal(expected[i][k + 1], actual[i][k], 1e-8);
    }

    [Theory]
    [InlineData(.1, 0), InlineData(-3, 5)]
    public void Van_der_Pol_comes_to_the_cycle_of_the_reference(double x, double v)
    {
        const double Step = .001;
        double[][] orbit = Orbit.Follow(new VanDerPol(2.7), new RungeKutta4(2), [x, v], 80_000, Step, 1);
        List<double> crossings = [];
        double amplitude = 0, speed = 0;
        for (int i = 40_000; i < orbit.Length; i++)
        {
            amplitude = Math.Max(amplitude, Math.Abs(orbit[i][0]));
            speed = Math.Max(speed, Math.Abs(orbit[i][1]));
            double before = orbit[i - 1][0], after = orbit[i][0];
            if (before < 0 && after >= 0) crossings.Add(Step * (i - after / (after - before)));
        }
        Assert.True(crossings.Count >= 4);
        Assert.Equal(Reference.Number("van_der_pol", "period"), (crossings[^1] - crossings[0]) / (crossings.Count - 1), 1e-6);
        Assert.Equal(Reference.Number("van_der_pol", "amplitude"), amplitude, 1e-5);
        Assert.Equal(Reference.Number("van_der_pol", "max_abs_v"), speed, 1e-5);
    }

    [Theory]
    [InlineData(.2), InlineData(.05), InlineData(.6)]
    public void The_clock_settles_into_swings_of_its_amplitude(double start)
    {
        const int Frames = 24_000;
        double[][] orbit = Orbit.Follow(new PendulumClock(), new RungeKutta4(2), [start, 0], Frames, .01, 4);
        double Swing(int first, int last) => orbit[first..last].Max(state => Math.Abs(state[0]));
        Assert.Equal(Math.Sign(PendulumClock.Amplitude - start), Math.Sign(Math.Round(Swing(400, 600) - start, 4))); // grows or dies away
        Assert.Equal(PendulumClock.Amplitude, Swing(Frames - 200, Frames), 1e-4);
    }

    [Fact]
    public void The_clock_loses_energy_but_where_it_is_pushed()
    {
        PendulumClock clock = new();
        double Power(double[] state)
        {
            double[] rate = Rate(clock, state);
            return state[1] * rate[1] + PendulumClock.Frequency * PendulumClock.Frequency * Math.Sin(state[0]) * rate[0];
        }
        Assert.True(Power([0, .6]) > 0 && Power([0, -.6]) > 0);
        Assert.Equal(-2 * PendulumClock.Damping * .36, Power([.19, .6]), 1e-12);
        Assert.Equal(.5 + 36 * (1 - Math.Cos(.3)), PendulumClock.Energy([.3, 1]), 1e-12);
    }
}
