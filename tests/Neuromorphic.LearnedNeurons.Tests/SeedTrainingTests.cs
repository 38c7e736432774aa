using Neuromorphic.Environments;
using Neuromorphic.Expressions;
using Neuromorphic.Numerics;
using Xunit;

namespace Neuromorphic.LearnedNeurons.Tests;

/// <summary>Seeds side by side: each as if it were alone, in any width of lanes and on any number of threads; dense networks by hand as by the recorded loss.</summary>
public sealed class SeedTrainingTests
{
    static readonly int[] Seeds = [.. Enumerable.Range(0, 21)];

    static IReadOnlyList<NeuronType> Types { get; } = [.. TypeLearning.Begin(2, Expression.Parse("sin(x)"), .5, 3, seed: 4), new(Expression.Parse("relu(x)"), 0, [0])];

    static SeedOutcome[] Run(SeedOptions options, int[] seeds, int threads = 1, LaneWidth? width = null) => SeedTraining.Run(new(9, 7), Types, new Spirals(203), new Spirals(61), options, seeds, threads, width);

    public static TheoryData<SeedOptimizer> Optimizers => new(Enum.GetValues<SeedOptimizer>());

    [Theory, MemberData(nameof(Optimizers))]
    public void A_seed_learns_as_if_it_were_alone(SeedOptimizer optimizer)
    {
        SeedOptions options = new() { Steps = 13, Batch = 27, Optimizer = optimizer, LastRate = .001 };
        SeedOutcome[] expected = Run(options, Seeds, width: LaneWidth.Scalar);
        Same(expected, Run(options, Seeds, threads: 3, LaneWidth.Lanes8));
        Same(expected, Run(options, Seeds, threads: 2, LaneWidth.Lanes16));
        Same(expected[17..18], Run(options, [17]));
        Assert.NotEqual(expected[0].Theta, expected[1].Theta);
    }

    static void Same(SeedOutcome[] expected, SeedOutcome[] found)
    {
        Assert.Equal(expected.Length, found.Length);
        foreach ((SeedOutcome one, SeedOutcome other) in expected.Zip(found))
        {
            Assert.Equal((one.Seed, one.Loss, one.Score), (other.Seed, other.Loss, other.Score));
            Assert.Equal(one.Theta, other.Theta);
            for (int i = 0; i < one.Hidden.Length; i++) Assert.Equal(one.Hidden[i], other.Hidden[i]);
        }
    }

    [Theory]
    [InlineData(true), InlineData(false)]
    public void Dense_networks_learn_as_by_the_recorded_loss(bool classes)
    {
        TypeFunction[] types = [new(Expression.Parse("sin(x)"), .5, 3, 0), new(Expression.Parse("tanh(x)"), .5, 2, 10), new(Expression.Parse("relu(x)"))];
        double[] phi = [.. NeuronType.Initial(3, new(1, 2), 0), .. NeuronType.Initial(2, new(1, 2), 1)];
        DenseLoss model = new([3, 8, 7, 2], types, classes);
        double[][] initial = [.. Enumerable.Range(0, 3).Select(seed => Weights.Initial(model, InitialWeights.Uniform, (ulong)seed, 0))];
        DenseSeeds<Lanes8> written = new(model, phi, initial);
        SeedLoss<Lanes8> recorded = new(model, SeedLoss<Lanes8>.Programs(model), phi, initial);
        SeedOptions options = new() { Optimizer = SeedOptimizer.Sgd, Rate = .3 };
        LearningBatch[][] batches = [.. Enumerable.Range(0, 3).Select(seed => Weights.Batches(LearningBatch.Of(new Spirals(200), 2), 21, 6, (ulong)seed, 0).ToArray())];
        for (int step = 0; step < 6; step++)
        {
            LearningBatch[] own = [.. batches.Select(batch => batch[step])];
            double[] found = written.Update(own, options, step), expected = recorded.Update(own, options, step);
            for (int seed = 0; seed < 3; seed++) Assert.Equal(expected[seed], found[seed], 1e-5);
        }
        for (int seed = 0; seed < 3; seed++)
        {
            double[] expected = recorded.ThetaOf(seed), found = written.ThetaOf(seed);
            Assert.True(expected.Zip(initial[seed]).Max(pair => Math.Abs(pair.First - pair.Second)) > .05);
            for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], found[i], 1e-5);
        }
        List<double[]> seen = [], wanted = [];
        written.Evaluate(batches[0][0], (_, _, outputs, hidden) => seen.Add([.. outputs, .. hidden]));
        recorded.Evaluate(batches[0][0], (_, _, outputs, hidden) => wanted.Add([.. outputs, .. hidden]));
        Assert.Equal(63, seen.Count);
        for (int i = 0; i < seen.Count; i++)
            for (int k = 0; k < seen[i].Length; k++) Assert.Equal(wanted[i][k], seen[i][k], 1e-4);
    }

    [Fact]
    public void Two_spirals_are_learned()
    {
        SeedOutcome[] outcomes = Run(new() { Steps = 300, Batch = 50, Rate = .02 }, Seeds);
        Assert.True(outcomes.Average(outcome => outcome.Score) > .9, $"{outcomes.Average(outcome => outcome.Score)}");
    }

    [Fact]
    public void What_is_not_allowed_is_named()
    {
        Assert.Equal("batch is 204; allowed is 1 to 203.", Assert.Throws<ArgumentException>(() => Run(new() { Batch = 204 }, [0])).Message);
        Assert.Equal("There are no neuron types; allowed: one or more.", Assert.Throws<ArgumentException>(() => SeedTraining.Run(new(3), [], new Spirals(9), new Spirals(9), new() { Batch = 3 }, [0], 1)).Message);
        Assert.Equal("A Hamiltonian network is taught fields: targets as long as inputs, an even number; here are 3 inputs and 2 classes.", Assert.Throws<ArgumentException>(() => SeedTraining.Run(new(3) { Hamiltonian = true }, Types, new Spirals(9), new Spirals(9), new() { Batch = 3 }, [0], 1)).Message);
    }
}
