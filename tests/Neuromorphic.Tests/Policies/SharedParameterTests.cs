using Neuromorphic.Envs;
using Neuromorphic.Gradients;
using Neuromorphic.Neurons;
using Neuromorphic.Numerics;
using Neuromorphic.Policies;
using Neuromorphic.Tests.Gradients;
using Neuromorphic.Tests.Rollouts;
using Neuromorphic.Tests.Training;
using Neuromorphic.Training;
using Xunit;

namespace Neuromorphic.Tests.Policies;

/// <summary>A shared parameter is one number of the search, whatever the model, the layers and the method.</summary>
public class SharedParameterTests
{
    static readonly string[] Shared = ["tau", "threshold"], SharedNetwork = ["rest"];

    public static TheoryData<string, int> Cases
    {
        get
        {
            TheoryData<string, int> cases = [];
            foreach (string neuron in NeuronRegistry.Names)
                for (int layers = 1; layers <= 3; layers++) cases.Add(neuron, layers);
            return cases;
        }
    }

    static SpikingPolicyOptions Options(int layers) => new() { Neurons = 4, MoreLayers = ((int[])[3, 20])[..(layers - 1)], Condition = Condition.Both };

    static SpikingNetwork Network(string neuron, int layers, bool shared) =>
        SpikingNetwork.Create(neuron, 2, 3, shared ? Options(layers) with { Shared = Shared, SharedNetwork = SharedNetwork } : Options(layers));

    static string Parameter(ParameterSlice slice) => slice.Name[(slice.Name.IndexOf('/', StringComparison.Ordinal) + 1)..];

    [Theory, MemberData(nameof(Cases))]
    public void A_shared_parameter_is_one_number_of_the_search_and_the_same_in_all_neurons(string neuron, int layers)
    {
        ParameterLayout own = Network(neuron, layers, shared: false).Layout, shared = Network(neuron, layers, shared: true).Layout;
        int neurons = own.Slices.Where(slice => Parameter(slice) == "tau" && slice.OfNeurons).Sum(slice => slice.Count);
        Assert.Equal(own.TrainedCount - 3 * neurons + 2 * layers + 1, shared.TrainedCount);
        Assert.Equal(own.Count, shared.Count);

        double[] search = [.. Enumerable.Range(0, shared.TrainedCount).Select(i => 100.0 + i)];
        float[] vector = shared.WithSearch(shared.InitialVector(1), search);
        Assert.Equal(search, shared.Search(vector));
        HashSet<float> seen = [];
        foreach (ParameterSlice slice in shared.Slices)
        {
            float[] numbers = [.. vector.AsSpan(slice.Offset, slice.Count).ToArray().Distinct()];
            Assert.Equal(slice.SearchCount, numbers.Length);
            Assert.Equal(slice.Scope, Shared.Contains(Parameter(slice)) && slice.OfNeurons ? ParameterScope.Layer : SharedNetwork.Contains(Parameter(slice)) ? ParameterScope.Network : ParameterScope.Own);
            bool again = slice.Scope == ParameterScope.Network && slice.Name.StartsWith("hidden", StringComparison.Ordinal) && !slice.Name.StartsWith("hidden/", StringComparison.Ordinal);
            foreach (float number in numbers) Assert.Equal(!again, seen.Add(number));
        }
        Assert.Equal(shared.TrainedCount, seen.Count);
        for (int item = 0; item < shared.TrainedCount; item++) Assert.Contains(", number ", shared.Describe(item), StringComparison.Ordinal);
        Assert.Equal("hidden/tau, number 0 of 1", shared.Describe(0));
    }

    [Theory, MemberData(nameof(Cases))]
    public unsafe void Kernels_read_what_they_would_read_of_neurons_that_happen_to_be_equal(string neuron, int layers)
    {
        ParameterLayout own = Network(neuron, layers, shared: false).Layout, shared = Network(neuron, layers, shared: true).Layout;
        Assert.Equal(own.PerMemberCount, shared.PerMemberCount);
        SeededNumbers random = new(5);
        Lanes16[] search = new Lanes16[shared.TrainedCount], equal = new Lanes16[own.TrainedCount], expected = new Lanes16[own.PerMemberCount], actual = new Lanes16[own.PerMemberCount];
        for (int i = 0; i < search.Length; i++) search[i] = Lanes16.FromLanes([.. Enumerable.Range(0, 16).Select(_ => (double)(float)random.Normal())]);
        foreach ((ParameterSlice from, ParameterSlice to) in shared.Slices.Zip(own.Slices))
            for (int i = 0; i < to.Count; i++) equal[to.SearchOffset + i] = search[from.SearchOffset + (from.Scope == ParameterScope.Own ? i : 0)];
        fixed (Lanes16* s = search, e = equal, a = expected, b = actual)
        {
            ParameterDecoder.DecodeTrained(own, e, a);
            ParameterDecoder.DecodeTrained(shared, s, b);
        }
        for (int i = 0; i < expected.Length; i++)
            for (int lane = 0; lane < 16; lane++) Assert.Equal(Lanes16.Lane(expected[i], lane), Lanes16.Lane(actual[i], lane));
    }

    [Theory, MemberData(nameof(Cases))]
    public void Its_gradient_is_the_sum_of_the_neurons_gradients(string neuron, int layers)
    {
        const int Steps = 9;
        SpikingNetwork own = Network(neuron, layers, shared: false), shared = Network(neuron, layers, shared: true);
        double[] Gradient(SpikingNetwork network)
        {
            SequenceTrial trial = new(network, Steps, seed: 3);
            shared.Layout.Scatter(Search(shared.Layout, trial.Vector), trial.Vector); // equal where they are shared
            double[] sums = trial.Run(SequenceGroup.CreateReference(network, new(), Steps)).Sums;
            SearchSpace.Pull(network.Layout, trial.Vector, sums);
            return sums;
        }
        double[] flat = Gradient(own), search = new double[shared.Layout.TrainedCount];
        shared.Layout.Gather(Gradient(shared), search);
        double[] expected = new double[search.Length];
        for (int s = shared.Layout.Slices.Count - 1; s >= 0; s--) // another order than the layout's
        {
            ParameterSlice slice = shared.Layout.Slices[s];
            for (int i = slice.Count - 1; i >= 0; i--) expected[slice.SearchOffset + (slice.Scope == ParameterScope.Own ? i : 0)] += flat[slice.Offset + i];
        }
        for (int i = 0; i < search.Length; i++) Assert.Equal(expected[i], search[i], 1e-9 * (1 + Math.Abs(expected[i])));
        foreach (string name in (string[])["hidden/tau", "hidden/threshold", "hidden/rest"]) Assert.NotEqual(0, search[shared.Layout[name].SearchOffset]);
    }

    static double[] Search(ParameterLayout layout, double[] vector) => layout.Search(Array.ConvertAll(vector, x => (float)x));

    static readonly RunConfiguration Gradients = GradientRuns.Patterns.With(
        ("neuron", "adaptive-lif"), ("neurons", 18), ("layers", 2), ("shared", "tau,adaptation"), ("shared-network", "threshold"),
        ("tau", "lognormal:1,0.3"), ("rest", Start.Normal(0, .1)), ("adaptation-tau", Start.Values(Enumerable.Range(0, 36).Select(i => 5 + .5 * i))));

    static readonly RunConfiguration Evolution = ClassicEnvironments.Configure("cartpole",
    [
        new("neurons", "13"), new("population", "22"), new("step-limit", "60"), new("generations", "4"), new("seed", "8"), new("evaluate-every", "2"), new("evaluation-episodes", "9"), new("layers", "2"),
        new("shared", "tau,threshold"), new("shared-network", "resistance"), new("tau", "uniform:2,6"), new("rest", "normal:0,0.1"),
    ]);

    [Theory, InlineData(true), InlineData(false)]
    public void A_training_is_the_same_for_any_threads_and_lanes_and_after_a_stop(bool gradients)
    {
        RunConfiguration configuration = gradients ? Gradients : Evolution;
        TrainingState expected = GradientRuns.Train(GradientRuns.Create(configuration, 1, LaneWidth.Scalar));
        foreach (ParameterSlice slice in expected.Layout.Slices)
        {
            float[] before = expected.Initial[slice.Offset..(slice.Offset + slice.Count)], after = expected.Mean[slice.Offset..(slice.Offset + slice.Count)];
            if (slice.Scope != ParameterScope.Own) Assert.Single(after.Distinct());
            Assert.Equal(slice.Trained, !before.SequenceEqual(after));
        }
        foreach (LaneWidth width in Enum.GetValues<LaneWidth>())
            foreach (int threads in (int[])[1, 3]) TrainerTests.Equal(expected, GradientRuns.Train(GradientRuns.Create(configuration, threads, width)));
        TrainingRun continued = GradientRuns.Create(configuration, 2);
        continued.Trainer.Load(GradientRuns.Train(GradientRuns.Create(configuration), 2));
        TrainerTests.Equal(expected, GradientRuns.Train(continued));
    }

    [Fact]
    public void What_is_shared_may_stay_as_it_begins()
    {
        ParameterLayout layout = SpikingPolicy.Create("lif", new CartPole().Spec, new() { Neurons = 9, Shared = ["tau"], Learned = ["threshold"], Neuron = new() { Tau = Start.Parse("uniform:2,30") } }).Layout;
        Assert.Equal(9, layout.TrainedCount);
        Assert.Single(layout.Values("hidden/tau", layout.InitialVector(1)).Distinct());
        Assert.NotEqual(layout.Values("hidden/tau", layout.InitialVector(1)), layout.Values("hidden/tau", layout.InitialVector(2)));
    }

    [Fact]
    public void A_state_of_another_scope_is_refused()
    {
        TrainingState state = GradientRuns.Train(GradientRuns.Create(Gradients), 1);
        Assert.Contains("hidden/tau is one number for a layer, not a number for each value", Assert.Throws<ArgumentException>(
            () => GradientRuns.Create(Gradients.With(("shared", ""))).Trainer.Load(state)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_critic_has_neurons_of_its_own()
    {
        RunConfiguration configuration = GradientRuns.Configuration("cartpole, critic").With(("shared", "tau"), ("tau", Start.Values(3)), ("rest", Start.Values(Enumerable.Range(0, 20).Select(i => .01 * i))));
        TrainingState state = GradientRuns.Train(GradientRuns.Create(configuration), 1);
        Assert.Equal(3 * 20 + 1, state.Layout.TrainedCount);
        Assert.True(state.Strategy.Arrays["critic/mean"].Length > 4 * 64);
    }
}
