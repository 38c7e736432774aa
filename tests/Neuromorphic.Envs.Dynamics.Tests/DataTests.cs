using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Neuromorphic.Environments;
using Neuromorphic.Training;
using Xunit;

namespace Neuromorphic.Envs.Dynamics.Tests;

/// <summary>The data sets that are made here.</summary>
public sealed class DataTests
{
    static readonly DynamicsData VanDerPol = VanDerPolData.Generate(2.7, 40, 0), Stars = HenonHeilesData.Generate(20, 0), Pendulums = OscillatorData.IdealPendulum(25, .1, 0), Springs = OscillatorData.Spring(25, .1, 0), Clock = PendulumClockData.Generate(0);

    static double Deviation(IEnumerable<double> values) => values.Average() is var mean ? Math.Sqrt(values.Average(value => (value - mean) * (value - mean))) : 0;

    public static TheoryData<string, int, int> Sizes => new() { { "van-der-pol", 16_000, 8000 }, { "henon-heiles", 1000, 1000 }, { "ideal-pendulum", 1125, 1125 }, { "spring", 750, 750 }, { "pendulum-clock", 2864, 716 } };

    static DynamicsRegression Task(string name, params (string, object)[] settings) => (DynamicsRegression)new RunConfiguration { Environment = name }.With(settings).CreateEnvironment();

    [Theory, MemberData(nameof(Sizes))]
    public void Every_set_has_its_size_and_is_the_same_again(string name, int training, int test)
    {
        DynamicsRegression task = Task(name), again = Task(name), other = Task(name, ("data-seed", 1));
        Assert.Equal((training, test), (task.Training.Count, task.Test.Count));
        Assert.Equal(Hash(task), Hash(again));
        Assert.NotEqual(Hash(task), Hash(other));
    }

    /// <summary>What data sets were when they were measured with: they may differ on no machine.</summary>
    [Theory]
    [InlineData("van-der-pol", "92bb26cb326dea9a"), InlineData("henon-heiles", "b386174f01c1c135"), InlineData("ideal-pendulum", "63bf3592a6cb9404"), InlineData("spring", "c53ffe25344aa1c8"), InlineData("pendulum-clock", "67c1a800f29533e8")]
    public void Every_set_has_the_same_bits_on_every_machine(string name, string hash) => Assert.Equal(hash, Hash(Task(name))[..16]);

    static string Hash(DynamicsRegression task)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (StateTable table in (StateTable[])[task.Training, task.Test])
            for (int i = 0; i < table.Count; i++)
                foreach (double[] row in (double[][])[table.States[i], table.Rates[i]]) hash.AppendData(MemoryMarshal.AsBytes(row.AsSpan()));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    [Fact]
    public void Rates_of_noiseless_orbits_are_the_field_and_samples_lie_on_orbits()
    {
        foreach ((DynamicsData data, int samples, double interval) in ((DynamicsData, int, double)[])[(VanDerPol, 400, .05), (Stars, 50, .4)])
            foreach (Samples set in (Samples[])[data.Training, data.Test])
                for (int i = 0; i < set.States.Length; i += 17)
                {
                    double[] rate = new double[data.Truth!.Dimension];
                    data.Truth.Field(set.States[i], rate);
                    Assert.Equal(rate, set.Rates[i]);
                    if (i % samples == samples - 1) continue;
                    double[] next = Orbit.Follow(data.Truth, new RungeKutta4(rate.Length), set.States[i], 2, interval, 400)[1];
                    for (int k = 0; k < next.Length; k++) Assert.Equal(next[k], set.States[i + 1][k], 1e-6);
                }
    }

    [Fact]
    public void Starts_of_van_der_Pol_fill_their_box_and_examples_have_deviation_1()
    {
        double[][] starts = [.. VanDerPol.Training.States.Where((_, i) => i % 400 == 0)];
        Assert.Equal(40, starts.Length);
        foreach ((int k, double bound) in ((int, double)[])[(0, 3), (1, 5)])
        {
            Assert.All(starts, state => Assert.InRange(state[k], -bound, bound));
            Assert.True(starts.Max(state => state[k]) > .8 * bound && starts.Min(state => state[k]) < -.8 * bound);
        }
        StateTable training = Task("van-der-pol").Training;
        float[] row = new float[2];
        for (int k = 0; k < 2; k++)
        {
            Assert.Equal(1, Deviation(Enumerable.Range(0, training.Count).Select(i => { training.Read(i, row); return (double)row[k]; })), 1e-6);
            Assert.Equal(1, Deviation(Enumerable.Range(0, training.Count).Select(i => { training.ReadTarget(i, row); return (double)row[k]; })), 1e-6);
        }
    }

    [Fact]
    public void Stars_have_energies_of_their_range_and_stay()
    {
        HenonHeiles truth = (HenonHeiles)Stars.Truth!;
        foreach (Samples set in (Samples[])[Stars.Training, Stars.Test])
            for (int orbit = 0; orbit < 20; orbit++)
            {
                double[][] states = set.States[(orbit * 50)..(orbit * 50 + 50)];
                Assert.InRange(truth.Energy(states[0]), .02, .16);
                Assert.InRange(Math.Max(Math.Abs(states[0][0]), Math.Abs(states[0][1])), 0, .5);
                Assert.InRange(Orbit.EnergyError(truth, states), 0, 1e-16);
                Assert.All(states, state => Assert.True(state[0] * state[0] + state[1] * state[1] < 1));
            }
    }

    [Theory]
    [InlineData("spring", .1, 1, 30), InlineData("ideal-pendulum", 1.3, 2.3, 45)]
    public void Oscillators_start_at_radii_of_their_range_and_states_alone_are_noisy(string name, double least, double greatest, int samples)
    {
        DynamicsRegression clean = Task(name, ("noise", 0)), noisy = Task(name, ("noise", .1));
        for (int orbit = 0; orbit < 25; orbit++)
        {
            double[] start = clean.Training.States[orbit * samples];
            Assert.InRange(Math.Sqrt(start[0] * start[0] + start[1] * start[1]), least, greatest);
            Assert.InRange(Orbit.EnergyError((IHamiltonian)clean.Truth!, [.. clean.Training.States.Skip(orbit * samples).Take(samples)]), 0, 1e-18);
        }
        Assert.Equal(clean.Training.Rates, noisy.Training.Rates);
        Assert.Equal(clean.Test.Rates, noisy.Test.Rates);
        Assert.Equal(.1, Deviation(clean.Training.States.Zip(noisy.Training.States, (a, b) => b[0] - a[0])), .01);
        Assert.Equal(.1, Deviation(clean.Training.States.Zip(noisy.Training.States, (a, b) => b[1] - a[1])), .01);
    }

    /// <summary>Their first start: legacy NumPy's draws .5488135, .71518937, .60276338 of seed 0.</summary>
    [Fact]
    public void Oscillators_draw_direction_and_radius_as_the_authors_do()
    {
        double q = 2 * .5488135039273248 - 1, p = 2 * .7151893663724195 - 1, radius = .6027633760716439 * .9 + .1, length = Math.Sqrt(q * q + p * p);
        double[] start = Task("spring", ("noise", 0)).Training.States[0];
        Assert.Equal(q / length * radius, start[0], 1e-15);
        Assert.Equal(p / length * radius, start[1], 1e-15);
    }

    [Fact]
    public void The_film_of_the_clock_shows_the_clock()
    {
        (double[][] states, double[][] rates) = Clock.Training;
        double[][] truth = Orbit.Follow(Clock.Truth!, new RungeKutta4(2), [.3, 0], 3600, 1.0 / 60, 32);
        Assert.Equal(states.Select(state => state[1]), rates.Select(rate => rate[0]));
        for (int k = 0; k < 2; k++) // what the filter leaves of .01 rad
            Assert.InRange(Deviation(states.Select((state, i) => state[k] - truth[i + 10][k])), 1e-3, k == 0 ? .01 : .1);
        // What the truth itself misses of the measured rates of the measured states: an error to judge learned fields by.
        double missed = Clock.Test.States.Zip(Clock.Test.Rates, (state, rate) =>
        {
            double[] field = new double[2];
            Clock.Truth!.Field(state, field);
            return ((field[0] - rate[0]) * (field[0] - rate[0]) + (field[1] - rate[1]) * (field[1] - rate[1])) / 2;
        }).Average();
        Assert.InRange(missed, 1.4, 1.6);
        Assert.InRange(Clock.Test.States.Max(state => state[0]), .19, .24);
        Assert.InRange(Clock.Training.States.Max(state => state[0]), .28, .33);
    }

    [Fact]
    public void A_learned_field_is_followed_in_the_units_of_the_system()
    {
        DynamicsRegression task = Task("van-der-pol");
        IDynamics learned = task.InUnits(new Lookup(task.Training));
        foreach (int example in (int[])[0, 33, 15_999])
        {
            double[] rate = new double[2];
            learned.Field(task.Training.States[example], rate);
            for (int k = 0; k < 2; k++) Assert.Equal(task.Training.Rates[example][k], rate[k], 1e-6 * (1 + Math.Abs(rate[k])));
        }
    }

    /// <summary>What a perfect network would say of the training examples.</summary>
    sealed class Lookup(StateTable table) : IDynamics
    {
        public int Dimension => 2;

        public void Field(ReadOnlySpan<double> state, Span<double> rate)
        {
            float[] row = new float[2];
            for (int i = 0; i < table.Count; i++)
            {
                table.Read(i, row);
                if (Math.Abs(row[0] - state[0]) + Math.Abs(row[1] - state[1]) > 1e-6) continue;
                table.ReadTarget(i, row);
                (rate[0], rate[1]) = (row[0], row[1]);
                return;
            }
            Assert.Fail("There is no such example.");
        }
    }
}
