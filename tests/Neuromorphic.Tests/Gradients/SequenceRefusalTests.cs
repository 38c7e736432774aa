using Neuromorphic.Gradients;
using Neuromorphic.Neurons;
using Neuromorphic.Policies;
using Xunit;

namespace Neuromorphic.Tests.Gradients;

/// <summary>What a group refuses, by name.</summary>
public sealed class SequenceRefusalTests
{
    const int Inputs = 3, Outputs = 2, Capacity = 4, Members = SequenceGroup.Members;

    static readonly SpikingNetwork Network = SpikingNetwork.Create("lif", Inputs, Outputs, new() { Neurons = 5 });

    static SequenceGroup Group(bool inputGradients = true)
    {
        SequenceGroup group = SequenceGroup.Create(Network, new(), Capacity, inputGradients);
        group.Decode(new double[Network.Layout.Count]);
        return group;
    }

    static void AssertRefuses<T>(string part, Action action) where T : Exception => Assert.Contains(part, Assert.Throws<T>(action).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_slope_that_is_not_above_zero(double slope) =>
        AssertRefuses<ArgumentException>($"slope is {slope}; allowed is above 0.", () => SequenceGroup.Create(Network, new() { Slope = slope }, Capacity));

    [Fact]
    public void Settings_below_zero()
    {
        AssertRefuses<ArgumentException>("truncation is -1; allowed is 0 or more.", () => SequenceGroup.Create(Network, new() { Truncation = -1 }, Capacity));
        AssertRefuses<ArgumentException>("window is -2; allowed is 0 or more.", () => SequenceGroup.Create(Network, new() { Window = -2 }, Capacity));
        AssertRefuses<ArgumentException>("There is no surrogate 'step'; there are atan, ", () => SequenceGroup.Create(Network, new() { Surrogate = "step" }, Capacity));
        AssertRefuses<ArgumentOutOfRangeException>("capacity", () => SequenceGroup.Create(Network, new(), 0));
    }

    [Theory]
    [InlineData(0, 2, "inputs is 0; allowed is 1 or more.")]
    [InlineData(3, 0, "outputs is 0; allowed is 1 or more.")]
    [InlineData(-3, 2, "inputs is -3; allowed is 1 or more.")]
    public void A_network_without_inputs_or_outputs(int inputs, int outputs, string message) =>
        AssertRefuses<ArgumentException>(message, () => SpikingNetwork.Create("lif", inputs, outputs, new() { Neurons = 5 }));

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(Capacity + 1)]
    public void Steps_beyond_the_memory(int steps) => AssertRefuses<ArgumentOutOfRangeException>("steps", () => Group().Begin(steps));

    [Fact]
    public void A_step_or_an_item_that_does_not_exist()
    {
        SequenceGroup group = Group();
        AssertRefuses<ArgumentOutOfRangeException>("step", () => group.SetInput(0, 0, new float[Members])); // nothing has begun
        group.Begin(3);
        foreach ((int step, string part) in ((int, string)[])[(-1, "step"), (3, "step")])
        {
            AssertRefuses<ArgumentOutOfRangeException>(part, () => group.SetInput(step, 0, new float[Members]));
            AssertRefuses<ArgumentOutOfRangeException>(part, () => group.GetOutput(step, 0, new double[Members]));
            AssertRefuses<ArgumentOutOfRangeException>(part, () => group.SetOutputGradient(step, 0, new double[Members]));
            AssertRefuses<ArgumentOutOfRangeException>(part, () => group.GetInputGradient(step, 0, new double[Members]));
        }
        AssertRefuses<ArgumentOutOfRangeException>("i", () => group.SetInput(0, Inputs, new float[Members]));
        AssertRefuses<ArgumentOutOfRangeException>("i", () => group.SetInput(0, -1, new float[Members]));
        AssertRefuses<ArgumentOutOfRangeException>("i", () => group.GetOutput(0, Outputs, new double[Members]));
        AssertRefuses<ArgumentOutOfRangeException>("i", () => group.SetOutputGradient(0, Outputs, new double[Members]));
        AssertRefuses<ArgumentOutOfRangeException>("i", () => group.GetInputGradient(0, Inputs, new double[Members]));
    }

    [Theory]
    [InlineData(Members - 1)]
    [InlineData(Members + 1)]
    [InlineData(0)]
    public void Another_number_of_members(int members)
    {
        SequenceGroup group = Group();
        group.Begin(Capacity);
        AssertRefuses<ArgumentOutOfRangeException>("members", () => group.SetInput(0, 0, new float[members]));
        AssertRefuses<ArgumentOutOfRangeException>("members", () => group.GetOutput(0, 0, new double[members]));
        AssertRefuses<ArgumentOutOfRangeException>("members", () => group.SetOutputGradient(0, 0, new double[members]));
        AssertRefuses<ArgumentOutOfRangeException>("members", () => group.GetInputGradient(0, 0, new double[members]));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public void A_vector_of_another_layout(int more)
    {
        int count = Network.Layout.Count, other = count + more;
        SequenceGroup group = Group();
        AssertRefuses<ArgumentException>($"vector has {other} numbers, the layout {count}.", () => group.Decode(new double[other]));
        AssertRefuses<ArgumentException>($"sums has {other} numbers, the layout {count}.", () => group.Backward(new double[other]));
        AssertRefuses<ArgumentException>($"vector has {other} numbers, the layout {count}.", () => SearchSpace.Pull(Network.Layout, new double[other], new double[count]));
        AssertRefuses<ArgumentException>($"gradient has {other} numbers, the layout {count}.", () => SearchSpace.Pull(Network.Layout, new double[count], new double[other]));
    }

    [Fact]
    public void Spikes_of_a_layer_or_of_members_that_do_not_exist()
    {
        SequenceGroup group = Group();
        group.Begin(Capacity);
        group.Forward();
        AssertRefuses<ArgumentOutOfRangeException>("layer", () => group.MeanSpikes(1, Members));
        AssertRefuses<ArgumentOutOfRangeException>("layer", () => group.MeanSpikes(-1, Members));
        AssertRefuses<ArgumentOutOfRangeException>("members", () => group.MeanSpikes(0, 0));
        AssertRefuses<ArgumentOutOfRangeException>("members", () => group.MeanSpikes(0, Members + 1));
    }

    [Fact]
    public void Gradients_of_inputs_that_were_not_asked_for()
    {
        SequenceGroup group = Group(inputGradients: false);
        group.Begin(1);
        AssertRefuses<InvalidOperationException>("The group was made without gradients of inputs.", () => group.GetInputGradient(0, 0, new double[Members]));
    }
}
