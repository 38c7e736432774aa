using Neuromorphic.Environments;
using Neuromorphic.Envs;
using Neuromorphic.Neurons;
using Neuromorphic.Numerics;
using Neuromorphic.Policies;
using Xunit;

namespace Neuromorphic.Tests.Policies;

public class ParameterLayoutTests
{
    static readonly EnvironmentSpec CartPole = new CartPole().Spec;

    static ParameterLayout Spiking(SpikingPolicyOptions options) => SpikingPolicy.Create("lif", CartPole, options with { Neurons = 10 }).Layout;

    static string[] Trained(ParameterLayout layout) => [.. layout.Slices.Where(slice => slice.Trained).Select(slice => slice.Name)];

    [Fact]
    public void Vectors_of_another_length_are_refused()
    {
        ParameterLayout layout = new([new() { Name = "a", Shape = [3], Block = "a", Initial = 0, Trained = true }, new() { Name = "b", Shape = [2], Block = "b", Initial = 0 }]);
        foreach (int length in (int[])[0, 4, 6])
        {
            Assert.Equal($"The vector has {length} numbers; the layout has 5.", Assert.Throws<ArgumentException>(() => layout.Search(new float[length])).Message);
            Assert.Equal($"The vector has {length} numbers; the layout has 5.", Assert.Throws<ArgumentException>(() => layout.Values("a", new float[length])).Message);
            Assert.Equal($"The search vector has {length} numbers; the layout has 3.", Assert.Throws<ArgumentException>(() => layout.WithSearch(new float[5], new double[length])).Message);
        }
    }

    [Fact]
    public void What_no_checkpoint_could_hold_is_refused_at_once()
    {
        ParameterSlice slice = new() { Name = "a", Shape = [3], Block = "a", Initial = 1 };
        Assert.Equal("The layout has the slice a twice.", Assert.Throws<ArgumentException>(() => new ParameterLayout([slice, slice])).Message);
        Assert.Equal("a has the shape [2, 0]; allowed are sizes of 1 or more.", Assert.Throws<ArgumentException>(() => new ParameterLayout([slice with { Shape = [2, 0] }])).Message);
        Assert.Equal("a is searched by the transform euler-gain, which checkpoints do not know; allowed are identity, softplus, exp, logistic-leak, above-one-step.",
            Assert.Throws<ArgumentException>(() => new ParameterLayout([slice with { Transform = Transform.EulerGain }])).Message);
    }

    [Fact]
    public void Slices_have_the_names_shapes_and_places_of_the_documentation()
    {
        ParameterLayout layout = Spiking(new() { Readout = Readout.LeakyIntegrator });
        Assert.Equal(["hidden/tau", "hidden/threshold", "hidden/rest", "hidden/resistance", "input/weight", "readout/weight", "readout/tau"], layout.Slices.Select(slice => slice.Name));
        Assert.Equal([0, 10, 20, 30, 40, 80, 100], layout.Slices.Select(slice => slice.Offset));
        Assert.Equal([10, 10, 10, 10, 40, 20, 2], layout.Slices.Select(slice => slice.Count));
        Assert.Equal([10, 4], layout["input/weight"].Shape);
        Assert.Equal([2, 10], layout["readout/weight"].Shape);
        Assert.Equal("steps", layout["hidden/tau"].Unit);
        Assert.Equal((102, 40, 40, 62), (layout.Count, layout.TrainedCount, layout.PerMemberCount, layout.SharedCount));
    }

    [Fact]
    public void A_condition_is_a_choice_of_trained_slices()
    {
        string[] neurons = ["hidden/tau", "hidden/threshold", "hidden/rest", "hidden/resistance"], weights = ["input/weight", "readout/weight"];
        ParameterLayout neuron = Spiking(new()), weight = Spiking(new() { Condition = Condition.Weight }), both = Spiking(new() { Condition = Condition.Both });
        Assert.Equal(neurons, Trained(neuron));
        Assert.Equal(4 * 10, neuron.TrainedCount);
        Assert.Equal(weights, Trained(weight));
        Assert.Equal((4 + 2) * 10, weight.TrainedCount);
        Assert.Equal([.. neurons, .. weights], Trained(both));
        Assert.Equal((4 + 4 + 2) * 10, both.TrainedCount);
        Assert.Equal(["hidden/tau"], Trained(Spiking(new() { Learned = ["tau"] })));
        Assert.Equal(["hidden/tau", .. weights], Trained(Spiking(new() { Learned = ["tau"], Condition = Condition.Both })));
        Assert.Equal(weights, Trained(Spiking(new() { Learned = ["tau"], Condition = Condition.Weight })));
        Assert.DoesNotContain("hidden/reset", Trained(Spiking(new() { Neuron = new() { Reset = 0 } })));
        Assert.Equal(["hidden/reset"], Trained(Spiking(new() { Neuron = new() { Reset = 0 }, Learned = ["reset"] })));
    }

    [Theory]
    [InlineData(4096, 683)]
    [InlineData(6, 1)]
    [InlineData(1, 1)]
    public void The_weight_condition_matches_the_number_of_trained_parameters(int parameters, int neurons)
    {
        Assert.Equal(neurons, SpikingPolicy.MatchedNeurons(CartPole, parameters));
        int trained = SpikingPolicy.Create("lif", CartPole, new() { Neurons = neurons, Condition = Condition.Weight }).Layout.TrainedCount;
        Assert.InRange(trained, parameters - 3, parameters + 5);
    }

    [Fact]
    public void Search_and_flat_vector_go_there_and_back_and_leave_frozen_numbers_alone()
    {
        foreach (SpikingPolicyOptions options in (SpikingPolicyOptions[])[new(), new() { Condition = Condition.Both, Learned = ["threshold"] }, new() { Condition = Condition.Weight, Readout = Readout.LeakyIntegrator }])
        {
            ParameterLayout layout = Spiking(options);
            float[] vector = layout.InitialVector(3), before = [.. vector];
            double[] search = [.. Enumerable.Range(0, layout.TrainedCount).Select(i => 1000.0 + i)];
            float[] moved = layout.WithSearch(vector, search);
            Assert.Equal(before, vector);
            Assert.Equal(search, layout.Search(moved));
            Assert.Equal(vector, layout.WithSearch(moved, layout.Search(vector)));
            foreach (ParameterSlice slice in layout.Slices)
                for (int i = 0; i < slice.Count; i++)
                    Assert.Equal(slice.Trained ? 1000f + slice.SearchOffset + i : before[slice.Offset + i], moved[slice.Offset + i]);
        }
    }

    [Fact]
    public void The_initial_vector_holds_the_initial_values_and_the_random_numbers_of_the_seed()
    {
        ParameterLayout layout = SpikingPolicy.Create("lif", CartPole, new() { Neurons = 2000, InputScale = 3, ReadoutScale = 2, Neuron = new() { Tau = 5, Threshold = .7, Rest = -.1, Resistance = 2 } }).Layout;
        float[] vector = layout.InitialVector(1);
        Assert.All(layout.Values("hidden/tau", vector), value => Assert.Equal(5, value, 1e-5));
        Assert.All(layout.Values("hidden/threshold", vector), value => Assert.Equal(.7, value, 1e-6));
        Assert.All(layout.Values("hidden/rest", vector), value => Assert.Equal(-.1, value, 1e-7));
        Assert.All(layout.Values("hidden/resistance", vector), value => Assert.Equal(2, value, 1e-6));
        double[] input = layout.Values("input/weight", vector), readout = layout.Values("readout/weight", vector);
        Assert.InRange(input.Average(), -.07, .07);
        Assert.Equal(3 / Math.Sqrt(4), Math.Sqrt(input.Average(x => x * x)), .05);
        Assert.Equal(2 / Math.Sqrt(2000), Math.Sqrt(readout.Average(x => x * x)), .003);
        Assert.Equal(vector, layout.InitialVector(1));
        float[] other = layout.InitialVector(2);
        Assert.NotEqual(layout.Values("input/weight", vector), layout.Values("input/weight", other));
        Assert.Equal(vector.Length - 4 * 2000, vector[8000..].Distinct().Count());
    }

    [Fact]
    public void An_unknown_name_is_refused_with_the_names_there_are()
    {
        string message = Assert.Throws<ArgumentException>(() => Spiking(new())["hidden/tua"]).Message;
        Assert.Contains("'hidden/tua'", message, StringComparison.Ordinal);
        Assert.Contains("hidden/tau, hidden/threshold, hidden/rest, hidden/resistance, input/weight, readout/weight", message, StringComparison.Ordinal);
        message = Assert.Throws<ArgumentException>(() => Spiking(new() { Learned = ["tau", "gain"] })).Message;
        Assert.Contains("'gain'", message, StringComparison.Ordinal);
        Assert.Contains("tau, threshold, rest, resistance", message, StringComparison.Ordinal);
        message = Assert.Throws<ArgumentException>(() => SpikingPolicy.Create("liff", CartPole, new())).Message;
        foreach (string name in NeuronRegistry.Names) Assert.Contains(name, message, StringComparison.Ordinal);
    }

    [Fact]
    public void Sizes_below_one_are_refused()
    {
        Assert.Contains("neurons is 0", Assert.Throws<ArgumentException>(() => SpikingPolicy.Create("lif", CartPole, new() { Neurons = 0 })).Message, StringComparison.Ordinal);
        Assert.Contains("sub-steps is 0", Assert.Throws<ArgumentException>(() => Spiking(new() { SubSteps = 0 })).Message, StringComparison.Ordinal);
        Assert.Contains("neurons is 0", Assert.Throws<ArgumentException>(() => MlpPolicy.Create(CartPole, new MlpOptions { Neurons = 0 })).Message, StringComparison.Ordinal);
        Assert.Contains("layers is -1", Assert.Throws<ArgumentException>(() => MlpPolicy.Create(CartPole, new MlpOptions { Layers = -1 })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_recording_of_neurons_that_are_not_there_is_refused()
    {
        Assert.Contains("0 to 9", Assert.Throws<ArgumentException>(() => new Recording(10, [3, 10])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new Recording(10, [-1]));
    }
}
