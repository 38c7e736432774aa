using Neuromorphic.Environments;
using Neuromorphic.Numerics;
using Neuromorphic.Policies;
using Neuromorphic.Rollouts;
using Xunit;

namespace Neuromorphic.Tests.Rollouts;

/// <summary>Actions at random around outputs: their distribution, and the same ones in every lane width.</summary>
public sealed unsafe class ActionSamplerTests
{
    const int Members = 32, Steps = 1500, Draws = Members * Steps, Observations = 3;
    const int Outputs = 2; // they begin at the third number of the state

    /// <summary>What was drawn [member, step] of each number of an action: before bounds, and as the environment gets it.</summary>
    sealed record Sample(double[][] Chosen, double[][] Actions);

    static Sample Draw(Space space, double[] outputs, LaneWidth width, double deviation = .3) => width switch
    {
        LaneWidth.Scalar => Draw<Scalar>(space, outputs, deviation),
        LaneWidth.Lanes8 => Draw<Lanes8>(space, outputs, deviation),
        _ => Draw<Lanes16>(space, outputs, deviation),
    };

    static Sample Draw<R>(Space space, double[] outputs, double deviation) where R : unmanaged, IReal<R>
    {
        ActionSampler sampler = new(space, Observations, deviation);
        LaneMemory<R> lanes = new(new ParameterLayout([]), Outputs + outputs.Length, 0, Observations, space);
        AlignedMemory<R> row = new(sampler.Actions);
        Sample sample = new([.. Enumerable.Range(0, sampler.Actions).Select(_ => new double[Draws])], [.. Enumerable.Range(0, sampler.Actions).Select(_ => new double[Draws])]);
        fixed (R* numbers = lanes.Numbers, drawn = row)
        {
            EpisodeMemory<R, LaneBuffer<R>, SharedBuffer<R>> memory = lanes.Episode(numbers);
            LaneBuffer<R> state = memory.PolicyState, action = memory.Action, chosen = new(drawn);
            for (int o = 0; o < outputs.Length; o++) state[Outputs + o] = outputs[o];
            for (int first = 0; first < Members; first += R.Width)
                for (int step = 0; step < Steps; step++)
                {
                    PhiloxStream<R> stream = new(RandomKey.For(7, RandomPurpose.Actions), Word<R>.Lanes((uint)first), 2, 0, (uint)step);
                    sampler.Choose(memory, Outputs, ref stream, chosen);
                    for (int i = 0; i < sampler.Actions; i++)
                        for (int lane = 0; lane < R.Width; lane++)
                        {
                            sample.Chosen[i][(first + lane) * Steps + step] = R.Lane(chosen[i], lane);
                            sample.Actions[i][(first + lane) * Steps + step] = R.Lane(action[i], lane);
                        }
                }
        }
        return sample;
    }

    public static TheoryData<double[]> Outcomes => new((double[][])[[0, 0], [1, 0, -1, 2], [-3, .5, .5], [30, 31]]);

    [Theory, MemberData(nameof(Outcomes))]
    public void Frequencies_of_discrete_actions_follow_the_softmax(double[] outputs)
    {
        Sample sample = Draw(new Discrete(outputs.Length), outputs, LaneWidth.Lanes16);
        Assert.Equal(sample.Chosen, sample.Actions);
        for (int action = 0; action < outputs.Length; action++)
        {
            double probability = Math.Exp(outputs[action]) / outputs.Sum(Math.Exp), frequency = sample.Actions[0].Count(chosen => chosen == action) / (double)Draws;
            Assert.True(Math.Abs(frequency - probability) < 4 * Math.Sqrt(probability * (1 - probability) / Draws), $"action {action}: {frequency} of the draws, not {probability}");
        }
    }

    public static TheoryData<int, double[]> Certainties => new() { { 0, [1000, 0, -1000] }, { 2, [-1000, -990, 1000] }, { 1, [float.MinValue, float.MaxValue] } };

    [Theory, MemberData(nameof(Certainties))]
    public void An_output_far_above_the_others_is_certain(int action, double[] outputs) =>
        Assert.All(Draw(new Discrete(outputs.Length), outputs, LaneWidth.Lanes8).Actions[0], chosen => Assert.Equal(action, chosen));

    [Theory]
    [InlineData(.3)]
    [InlineData(.05)]
    [InlineData(1)]
    public void Actions_in_a_box_have_the_tangent_as_mean_the_deviation_asked_for_and_are_independent(double deviation)
    {
        double[] outputs = [0, .5, -1.5, 3, 0], low = [-1, -2, 0, -1, -5], high = [1, 6, 3, 1, -4];
        Sample sample = Draw(new Box(low, high), outputs, LaneWidth.Lanes16, deviation);
        for (int i = 0; i < outputs.Length; i++)
        {
            double[] around = [.. sample.Chosen[i].Select(chosen => (chosen - Math.Tanh(outputs[i])) / deviation)];
            Assert.InRange(around.Average(), -4 / Math.Sqrt(Draws), 4 / Math.Sqrt(Draws));
            Assert.InRange(around.Average(x => x * x), 1 - 4 * Math.Sqrt(2.0 / Draws), 1 + 4 * Math.Sqrt(2.0 / Draws));
            Assert.InRange(around.Count(x => Math.Abs(x) < 1) / (double)Draws, .6827 - .009, .6827 + .009); // a normal one: within four standard errors
            for (int j = 0; j < i; j++)
            {
                double product = around.Zip(sample.Chosen[j], (a, b) => a * (b - Math.Tanh(outputs[j])) / deviation).Average();
                Assert.InRange(product, -4 / Math.Sqrt(Draws), 4 / Math.Sqrt(Draws));
            }
            double middle = (low[i] + high[i]) / 2, half = (high[i] - low[i]) / 2;
            for (int draw = 0; draw < Draws; draw++) Assert.Equal(middle + half * Math.Clamp(sample.Chosen[i][draw], -1, 1), sample.Actions[i][draw], 1e-5);
            Assert.All(sample.Actions[i], action => Assert.InRange(action, low[i], high[i]));
        }
    }

    public static TheoryData<Space, double[]> Spaces => new() { { new Discrete(3), [.3, 0, .1] }, { new Box([-1], [1]), [.4] }, { new Box([-1, 0, -2], [1, 3, 2]), [.4, -1, 2] } };

    [Theory, MemberData(nameof(Spaces))]
    public void The_lane_width_does_not_show(Space space, double[] outputs)
    {
        Sample expected = Draw(space, outputs, LaneWidth.Scalar);
        Assert.InRange(expected.Chosen[0].Distinct().Count(), space is Discrete ? 3 : Draws / 2, Draws);
        foreach (LaneWidth width in (LaneWidth[])[LaneWidth.Lanes8, LaneWidth.Lanes16])
        {
            Sample sample = Draw(space, outputs, width);
            Assert.Equal(expected.Chosen, sample.Chosen);
            Assert.Equal(expected.Actions, sample.Actions);
        }
    }
}
