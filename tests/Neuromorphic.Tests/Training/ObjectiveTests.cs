using Neuromorphic.Environments;
using Neuromorphic.Evolution;
using Neuromorphic.Gradients;
using Neuromorphic.Neurons;
using Neuromorphic.Numerics;
using Neuromorphic.Policies;
using Neuromorphic.Rollouts;
using Neuromorphic.Training;
using Xunit;

namespace Neuromorphic.Tests.Training;

/// <summary>
/// Updates against central differences of what they are to change, computed from outputs and definitions. Outputs are linear in the weights of
/// the readout, so there no surrogate stands in for a derivative: the differences must agree.
/// </summary>
public sealed class ObjectiveTests
{
    const double LearningRate = .5, Change = 1e-4;

    [Theory]
    [InlineData("cartpole, baseline")]
    [InlineData("cartpole, critic")]
    [InlineData("pendulum, baseline")]
    [InlineData("pendulum, critic")]
    public void An_update_of_a_controller_climbs_the_mean_of_advantage_times_log_probability_plus_entropy(string name)
    {
        RunConfiguration configuration = GradientRuns.Configuration(name).With(
            ("condition", "weight"), ("optimizer", "sgd"), ("momentum", 0), ("learning-rate", LearningRate), ("clip", 0), ("entropy", .2), ("exploration", .4));
        TrainingRun run = GradientRuns.Create(configuration, threads: 2);
        IEnvironment environment = GradientRuns.Environment(configuration);
        SampledEpisodes played = FirstEpisodes(configuration, run, environment);
        double[][] advantages = FirstAdvantages(configuration, run, environment, played);
        run.Trainer.RunGeneration();
        double[] after = run.Trainer.State.Strategy.Arrays["mean"];

        SpikingNetwork network = SpikingNetwork.Create(configuration.PolicyOptions.Get(SpikingSettings.Neuron), environment.Spec.ObservationSpace.Size, new ActionHead(environment.Spec.ActionSpace).Outputs, new() { Neurons = 20, Condition = Condition.Weight });
        double[] vector = Array.ConvertAll(run.Initial, x => (double)x);
        ParameterSlice readout = run.Policy.Layout["readout/weight"];
        double[] slopes = new double[readout.Count], steps = new double[readout.Count];
        for (int i = 0; i < readout.Count; i++)
        {
            slopes[i] = (Moved(i, Change) - Moved(i, -Change)) / (2 * Change);
            steps[i] = (after[readout.SearchOffset + i] - vector[readout.Offset + i]) / LearningRate;
        }
        AssertNear(slopes, steps, 2e-3);

        double Moved(int i, double by)
        {
            double[] moved = [.. vector];
            moved[readout.Offset + i] += by;
            return Objective(network, moved, played, advantages, environment.Spec.ActionSpace is Discrete, GradientSettings.Read(configuration.StrategyOptions));
        }
    }

    /// <summary>What the first generation plays.</summary>
    static SampledEpisodes FirstEpisodes(RunConfiguration configuration, TrainingRun run, IEnvironment environment)
    {
        GradientSettings settings = GradientSettings.Read(configuration.StrategyOptions);
        RolloutRequest request = new()
        {
            Candidates = new RepeatedCandidate(Array.ConvertAll(run.Policy.Layout.Search(run.Initial), x => (float)x), settings.Batch!.Value),
            Vector = run.Initial,
            Seed = configuration.Seed,
            Purpose = RandomPurpose.Training,
            Generation = 0,
            StepLimit = run.StepLimit,
            Scaling = run.Trainer.State.Scaling,
        };
        SampledEpisodes played = new(settings.Batch!.Value, run.StepLimit, environment.Spec.ObservationSpace.Size, environment.Spec.ActionSpace.Size);
        EpisodeSampler.Create(environment, run.Policy, settings.Exploration, null).Run(request, played, null, 1);
        return played;
    }

    static double[][] FirstAdvantages(RunConfiguration configuration, TrainingRun run, IEnvironment environment, SampledEpisodes played)
    {
        GradientSettings settings = GradientSettings.Read(configuration.StrategyOptions);
        double[][] advantages = settings.Advantage == Advantage.Baseline
            ? Advantages.WithoutMean(played, Advantages.Returns(played, settings.Discount))
            : Advantages.Generalised(played, GradientRuns.Critic(run, environment).Values(played), settings.Discount, settings.Lambda);
        Advantages.Normalise(played, advantages);
        return advantages;
    }

    /// <summary>The mean over all steps, in double precision.</summary>
    static double Objective(SpikingNetwork network, double[] vector, SampledEpisodes played, double[][] advantages, bool discrete, GradientSettings settings)
    {
        SequenceGroup group = SequenceGroup.CreateReference(network, new(), played.Length.Max());
        group.Decode(vector);
        double sum = 0;
        double[] values = new double[SequenceGroup.Members];
        for (int first = 0; first < played.Count; first += SequenceGroup.Members)
        {
            int count = Math.Min(SequenceGroup.Members, played.Count - first), longest = EpisodeInputs.Forward(group, played, played.Length, first, count, network.Inputs);
            for (int t = 0; t < longest; t++)
            {
                double[][] outputs = [.. Enumerable.Range(0, count).Select(_ => new double[network.Outputs])];
                for (int o = 0; o < network.Outputs; o++)
                {
                    group.GetOutput(t, o, values);
                    for (int m = 0; m < count; m++) outputs[m][o] = values[m];
                }
                for (int m = 0; m < count; m++)
                    if (t < played.Length[first + m]) sum += Term(outputs[m], played.Action(first + m, t)[0], advantages[first + m][t], discrete, settings);
            }
        }
        return sum / played.Length.Sum();
    }

    static double Term(double[] y, double action, double advantage, bool discrete, GradientSettings settings)
    {
        if (!discrete) return advantage * -.5 * Math.Pow((action - Math.Tanh(y[0])) / settings.Exploration, 2);
        double[] p = [.. y.Select(output => Math.Exp(output) / y.Sum(Math.Exp))];
        return advantage * Math.Log(p[(int)action]) - settings.Entropy * p.Sum(x => x * Math.Log(x));
    }

    [Fact]
    public void The_critic_descends_half_the_mean_squared_difference_from_its_targets()
    {
        RunConfiguration configuration = GradientRuns.Configuration("cartpole, critic");
        configuration = configuration.With(("truncation", 0)); // its outputs remember
        TrainingRun run = GradientRuns.Create(configuration);
        IEnvironment environment = GradientRuns.Environment(configuration);
        SampledEpisodes played = FirstEpisodes(configuration, run, environment);
        played.Failed[3] = true; // counts nowhere
        double discount = GradientSettings.Read(configuration.StrategyOptions).Discount;
        double[][] targets = Advantages.Returns(played, discount);
        Critic critic = GradientRuns.Critic(run, environment, threads: 2);
        double unit = Math.Min(run.StepLimit, 1 / (1 - discount));
        ParameterSlice readout = SpikingNetwork.Create("lif", environment.Spec.ObservationSpace.Size, 1, new() { Neurons = 64, Condition = Condition.Both, Readout = Readout.LeakyIntegrator }).Layout["readout/weight"];
        double[] gradient = [.. critic.Gradient(played, targets).AsSpan(readout.Offset, readout.Count)];
        double[] slopes = [.. Enumerable.Range(0, readout.Count).Select(i => (Moved(i, .125) - Moved(i, -.125)) / .25)]; // exact: the loss is quadratic
        AssertNear(slopes, gradient, 1e-3);

        double Moved(int i, double by)
        {
            ref double weight = ref critic.Descent.Flat[readout.Offset + i];
            double before = weight;
            weight += by;
            double[][] values = critic.Values(played);
            weight = before;
            return Enumerable.Range(0, played.Count).Where(e => !played.Failed[e]).Sum(e => values[e].Zip(targets[e], (value, target) => .5 * Math.Pow((value - target) / unit, 2)).Sum()) / played.SoundSteps;
        }
    }

    [Theory]
    [InlineData(LossKind.CrossEntropy)]
    [InlineData(LossKind.MeanSquaredError)]
    public void A_classifier_descends_the_mean_loss_of_its_batch(LossKind kind)
    {
        RunConfiguration configuration = GradientRuns.Patterns;
        SpikingNetwork network = SpikingNetwork.Create("lif", NoisyPatterns.Pixels, NoisyPatterns.Classes, new() { Neurons = 20, Condition = Condition.Both, SubSteps = 3, InputScale = 2 });
        ExampleNetwork classifier = new(network, new(), new ThreadGradients(2));
        IExamples examples = NoisyPatterns.Task().Training;
        int[] chosen = [.. Enumerable.Range(0, 77).Select(i => 99 - i)]; // more than a group, and not a multiple of one
        double[] vector = Array.ConvertAll(GradientRuns.Create(configuration).Initial, x => (double)x), losses = new double[chosen.Length];
        double[] returns = new double[chosen.Length];
        Judge judge = new(examples, kind);
        ParameterSlice readout = network.Layout["readout/weight"];
        double[] gradient = [.. classifier.Gradient(vector, examples, chosen, judge, losses, returns).AsSpan(readout.Offset, readout.Count)];
        Assert.Equal(chosen.Select(example => classifier.Evaluate(Array.ConvertAll(vector, x => (float)x), examples, [.. Enumerable.Range(0, 100)]).Returns[example]), returns);
        AssertNear([.. Enumerable.Range(0, readout.Count).Select(i => (Moved(i, .01) - Moved(i, -.01)) / .02)], gradient, 1e-3);

        double Moved(int i, double by)
        {
            double[] moved = [.. vector];
            moved[readout.Offset + i] += by;
            classifier.Gradient(moved, examples, chosen, judge, losses, returns);
            return losses.Average();
        }
    }

    /// <summary>Equal up to a share of the largest.</summary>
    static void AssertNear(double[] expected, double[] actual, double tolerance)
    {
        double largest = expected.Max(Math.Abs);
        Assert.True(largest > 1e-3, $"the differences are about zero: {largest}");
        Assert.All(expected.Zip(actual), pair => Assert.True(Math.Abs(pair.First - pair.Second) <= tolerance * largest, $"{pair.Second}, the difference {pair.First}, the largest {largest}"));
    }
}
