using Neuromorphic.Neurons;
using Neuromorphic.Numerics;
using Xunit;

namespace Neuromorphic.Tests.Neurons;

/// <summary>Populations that run whole sequences do what their neurons do one by one.</summary>
public class PopulationSequenceTests
{
    const int Neurons = 37, Steps = 60;

    static readonly LaneWidth[] Widths = [LaneWidth.Scalar, LaneWidth.Lanes8, LaneWidth.Lanes16];

    /// <summary>All models, each with members that leave no, one and several lane groups incomplete.</summary>
    public static TheoryData<string, int> Sizes
    {
        get
        {
            TheoryData<string, int> sizes = [];
            foreach (string name in NeuronRegistry.Names)
                foreach (int members in (int[])[1, 7, 16, 33]) sizes.Add(name, members);
            return sizes;
        }
    }

    static double Value(string parameter, int n)
    {
        double u = new SeededNumbers((ulong)(100 * parameter.Length + n)).Between(0, 1);
        return parameter switch
        {
            "tau" => 1.5 + 10 * u,
            "adaptation-tau" => 5 + 30 * u,
            "rest" => .2 * u - .1,
            _ => .5 + u,
        };
    }

    /// <summary>Of both signs, so that ternary neurons send both spikes.</summary>
    static float Current(int step, int neuron, int member) => (float)(.3 + 2 * Math.Sin(.11 * step + .7 * neuron + 1.3 * member));

    static NeuronPopulation Create(string name, int members, LaneWidth width, int neurons = Neurons, NeuronOptions? options = null)
    {
        NeuronPopulation population = NeuronRegistry.CreatePopulation(name, neurons, members, options, width);
        foreach (string parameter in population.ParameterNames) population.Set(parameter, [.. Enumerable.Range(0, neurons).Select(n => Value(parameter, n))]);
        population.Reset();
        return population;
    }

    static float[] Currents(int members, int neurons = Neurons, int steps = Steps)
    {
        float[] currents = new float[steps * neurons * members];
        for (int i = 0; i < currents.Length; i++) currents[i] = Current(i / members / neurons, i / members % neurons, i % members);
        return currents;
    }

    static (float[] Spikes, float[] Potentials) Run(NeuronPopulation population, ReadOnlySpan<float> currents, int threads = 1)
    {
        float[] spikes = new float[currents.Length], potentials = new float[currents.Length];
        population.Run(currents, spikes, potentials, threads);
        return (spikes, potentials);
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void A_sequence_equals_its_neurons_stepped_one_by_one_bit_for_bit_at_any_lane_width(string name, int members)
    {
        Trace[] alone = [.. Enumerable.Range(0, members).Select(member =>
            Model.Of(name).Run<Scalar>(new(), Value, Neurons, Steps, (step, n, m) => Current(step, n, m), member)[0])];
        Assert.True(alone.Sum(trace => trace.Spikes.Sum(row => row.Sum(Math.Abs))) > Steps * Neurons * members / 50.0, "too silent to tell anything");
        foreach (LaneWidth width in Widths)
        {
            (float[] spikes, float[] potentials) = Run(Create(name, members, width), Currents(members));
            for (int i = 0; i < spikes.Length; i++)
            {
                (int step, int n, int member) = (i / members / Neurons, i / members % Neurons, i % members);
                if (spikes[i] == alone[member].Spikes[step][n] && potentials[i] == alone[member].Potentials[step][n]) continue;
                Assert.Fail($"{width}, step {step}, neuron {n}, member {member}: {spikes[i]} and {potentials[i]}, stepped {alone[member].Spikes[step][n]} and {alone[member].Potentials[step][n]}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Model.Names), MemberType = typeof(Model))]
    public void Threads_and_lane_widths_do_not_show(string name)
    {
        const int Many = 160, Members = 1037, Some = 5; // more than one tile on one thread
        float[] currents = Currents(Members, Many, Some), first = currents[..(Many * Members)];
        (float[] Spikes, float[] Potentials) expected = Run(Create(name, Members, LaneWidth.Scalar, Many), currents);
        float[] expectedCounts = new float[first.Length];
        Create(name, Members, LaneWidth.Scalar, Many).Count(first, Some, expectedCounts);
        foreach (LaneWidth width in Widths)
            foreach (int threads in (int[])[1, 2, 4])
            {
                (float[] spikes, float[] potentials) = Run(Create(name, Members, width, Many), currents, threads);
                Assert.True(expected.Spikes.AsSpan().SequenceEqual(spikes), $"spikes, {width}, {threads} threads");
                Assert.True(expected.Potentials.AsSpan().SequenceEqual(potentials), $"potentials, {width}, {threads} threads");
                float[] counts = new float[first.Length];
                Create(name, Members, width, Many).Count(first, Some, counts, threads);
                Assert.True(expectedCounts.AsSpan().SequenceEqual(counts), $"counts, {width}, {threads} threads");
            }
    }

    [Theory]
    [MemberData(nameof(Model.Names), MemberType = typeof(Model))]
    public void A_sequence_cut_in_two_equals_one_and_reset_begins_anew(string name)
    {
        const int Members = 7, Cut = 23 * Neurons * Members;
        float[] currents = Currents(Members);
        NeuronPopulation population = Create(name, Members, LaneWidth.Lanes8);
        (float[] Spikes, float[] Potentials) whole = Run(population, currents);
        population.Reset();
        (float[] Spikes, float[] Potentials) head = Run(population, currents.AsSpan(0, Cut)), tail = Run(population, currents.AsSpan(Cut));
        Assert.Equal(whole.Potentials, head.Potentials.Concat(tail.Potentials));
        Assert.Equal(whole.Spikes, head.Spikes.Concat(tail.Spikes));
        Assert.NotEqual(whole.Potentials, Run(population, currents).Potentials);
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Counts_are_the_sums_of_the_spikes_under_the_same_current_and_leave_the_same_state(string name, int members)
    {
        float[] current = Currents(members, steps: 1), currents = [.. Enumerable.Repeat(current, Steps).SelectMany(row => row)];
        foreach (LaneWidth width in Widths)
        {
            NeuronPopulation counting = Create(name, members, width), running = Create(name, members, width);
            float[] counts = new float[current.Length], sums = new float[current.Length];
            Array.Fill(counts, 5); // counts are added to what is there
            counting.Count(current, Steps - 1, counts);
            counting.Count(current, 1, counts);
            float[] spikes = Run(running, currents).Spikes;
            for (int i = 0; i < spikes.Length; i++) sums[i % sums.Length] += spikes[i];
            Assert.Equal(sums, counts.Select(count => count - 5));
            Assert.Equal(name.EndsWith("-ternary", StringComparison.Ordinal), sums.Any(sum => sum < 0));
            Assert.True(sums.Max() > 2);
            Assert.Equal(Run(running, currents).Potentials, Run(counting, currents).Potentials);
        }
    }

    [Fact]
    public void Results_that_are_not_wanted_change_nothing()
    {
        float[] currents = Currents(7), spikes = new float[currents.Length], potentials = new float[currents.Length];
        (float[] Spikes, float[] Potentials) both = Run(Create("lif", 7, LaneWidth.Lanes16), currents);
        Create("lif", 7, LaneWidth.Lanes16).Run(currents, spikes);
        Create("lif", 7, LaneWidth.Lanes16).Run(currents, [], potentials);
        Assert.Equal(both.Spikes, spikes);
        Assert.Equal(both.Potentials, potentials);
    }

    [Fact]
    public void Options_reach_the_kernel()
    {
        float[] currents = Currents(16);
        float[] Potentials(NeuronOptions options) => Run(Create("lif", 16, LaneWidth.Lanes16, options: options), currents).Potentials;
        float[] euler = Potentials(new());
        Assert.NotEqual(euler, Potentials(new() { Integration = Integration.ExponentialEuler }));
        Assert.NotEqual(euler, Potentials(new() { Reset = -1 }));
    }

    [Fact]
    public void Wrong_sizes_and_names_are_refused_with_what_is_allowed()
    {
        static void Refuses(string part, Action call) => Assert.Contains(part, Assert.Throws<ArgumentException>(call).Message, StringComparison.Ordinal);
        NeuronPopulation population = NeuronRegistry.CreatePopulation("lif", 3, 2);
        Refuses("neurons is 0; allowed is 1 or more", () => NeuronRegistry.CreatePopulation("lif", 0, 2));
        Refuses("members is -1; allowed is 1 or more", () => NeuronRegistry.CreatePopulation("lif", 3, -1));
        Refuses("there are adaptive-lif, adaptive-lif-ternary, current-lif, lif, lif-ternary, refractory-lif.", () => NeuronRegistry.CreatePopulation("izhikevich", 3, 2));
        Refuses("'adaptation'; it has tau, threshold, rest, resistance", () => population.Set("adaptation", [1, 1, 1]));
        Refuses("tau has 2 values for 3 neurons", () => population.Set("tau", [1, 1]));
        Refuses("currents has 13 numbers", () => population.Run(new float[13], []));
        Refuses("spikes has 6 numbers, currents 12", () => population.Run(new float[12], new float[6]));
        Refuses("potentials has 6 numbers, currents 12", () => population.Run(new float[12], [], new float[6]));
        Refuses("steps is -1; allowed is 0 or more", () => population.Count(new float[6], -1, new float[6]));
        Refuses("3 neurons times 2 members need 6", () => population.Count(new float[12], 1, new float[12]));
        Refuses("counts has 5 numbers, currents 6", () => population.Count(new float[6], 1, new float[5]));
    }
}
