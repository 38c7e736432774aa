using Neuromorphic.Environments;
using Neuromorphic.Expressions;
using Neuromorphic.Numerics;
using Xunit;

namespace Neuromorphic.LearnedNeurons.Tests;

/// <summary>The worth of given weights is that of the seed that they come from.</summary>
public sealed class SeedScoreTests
{
    static readonly NetworkShape Shape = new(7, 5);
    static readonly NeuronType[] Types = [new(Expression.Parse("sin(x)"), .5, NeuronType.Initial(3, new RandomKey(1, 2), 0)), new(Expression.Parse("relu(x)"), 0, 0.0)];
    static readonly SeedOptions Options = new() { Steps = 20, Batch = 10 };

    [Theory, InlineData(true), InlineData(false)]
    public void The_score_of_weights_is_that_of_the_seed_they_come_from(bool labelled)
    {
        IInputs examples = labelled ? new Quadrants() : new Products();
        SeedOutcome[] outcomes = SeedTraining.Run(Shape, Types, examples, examples, Options, [0, 1, 2, 7, 9], 2);
        double[][] networks = [.. outcomes.Select(outcome => outcome.Theta)];
        double[] scores = SeedTraining.Score(Shape, Types, examples, networks, 1);
        Assert.Equal(outcomes.Select(outcome => outcome.Score), scores);
        Assert.Equal(5, scores.Distinct().Count());
        Assert.Equal(scores, SeedTraining.Score(Shape, Types, examples, networks, 3, LaneWidth.Scalar));
    }

    [Fact]
    public void Weights_of_another_network_are_refused() =>
        Assert.Contains("3 weights", Assert.Throws<ArgumentException>(() => SeedTraining.Score(Shape, Types, new Products(), [new double[3]], 1)).Message, StringComparison.Ordinal);

    class Places : IInputs
    {
        public int Count => 121;
        public int InputSize => 2;
        public void Read(int example, Span<float> input) => (input[0], input[1]) = (example % 11 / 5f - 1.1f, example / 11 / 5f - 1.1f);
    }

    sealed class Quadrants : Places, IExamples
    {
        public int Label(int example) => (example % 11 > 5 ? 1 : 0) + (example / 11 > 5 ? 2 : 0);
    }

    sealed class Products : Places, ITargets
    {
        public int TargetSize => 1;

        public void ReadTarget(int example, Span<float> target)
        {
            Span<float> input = stackalloc float[2];
            Read(example, input);
            target[0] = input[0] * input[1];
        }
    }
}
