using Neuromorphic.Environments;
using Neuromorphic.Evolution;
using Neuromorphic.Gradients;
using Neuromorphic.Numerics;
using Neuromorphic.Policies;
using Neuromorphic.Rollouts;

namespace Neuromorphic.Training;

/// <summary>
/// Trains a controller by the policy gradient. A generation is a batch of episodes with actions chosen at random, an episode in a lane,
/// and one update back through the time of the whole episodes.
/// </summary>
/// <remarks>
/// What is maximised is the mean over steps of advantage times ln probability of the action, plus a share of the actions' entropy.
/// Evaluations take the likeliest action. Advantages are brought to mean zero and deviation one in every batch (ours).
/// </remarks>
public sealed class PolicyGradientTrainer : GradientTrainer
{
    internal const int DefaultBatch = 32;

    readonly EpisodeSampler sampler;
    readonly IGradientBatch batch;
    readonly Critic? critic;
    readonly EnvironmentSpec environment;
    readonly bool discrete;
    readonly int episodes;

    internal PolicyGradientTrainer(IGradientModel network, TrainingParts parts, GradientSettings settings)
        : base(network, parts.Policy, network.Inputs, parts.Initial, parts.Backend, parts.Options, settings, parts.Configuration.Generations)
    {
        environment = parts.Environment;
        discrete = environment.ActionSpace is Discrete;
        episodes = settings.Batch ?? DefaultBatch;
        if (episodes == 1 && settings.Advantage == Advantage.Baseline)
            throw new ArgumentException("batch is 1; the baseline is the mean of a batch, from which a single episode never differs, so nothing would be learned. Allowed: a batch of 2 or more, or --advantage critic.");
        Threads = parts.Threads;
        int limit = parts.Options.StepLimit;
        sampler = parts.Single is { } single ? EpisodeSampler.Create(single, parts.Policy, settings.Exploration) : EpisodeSampler.Create(parts.Lanes!, parts.Policy, settings.Exploration, parts.Width);
        batch = parts.Gradients.CreateBatch(network, settings.Options, limit);
        if (settings.Advantage == Advantage.Critic)
            critic = new(parts.Family.Critic(network.Inputs, parts.Configuration.PolicyOptions), settings, parts.Configuration.Seed, limit, parts.Configuration.Generations, parts.Gradients);
    }

    int Threads { get; }

    /// <inheritdoc/>
    public override string Effort => $"{episodes} episodes an update";

    private protected override void Save(StateWriter state)
    {
        base.Save(state);
        critic?.Descent.Save(state);
    }

    private protected override void Load(StateReader state)
    {
        base.Load(state);
        critic?.Descent.Load(state);
    }

    private protected override void LoadStrategy(StrategyState state)
    {
        base.LoadStrategy(state);
        critic?.Descent.Restore();
    }

    private protected override Outcome Learn(int generation, ObservationScaling? scaling)
    {
        RepeatedCandidate candidates = new(ToSingle(Descent.Mean), episodes);
        SampledEpisodes played = new(episodes, Options.StepLimit, Network.Inputs, discrete ? 1 : environment.ActionSpace.Size);
        ObservationSums? sums = scaling == null ? null : new(episodes, Network.Inputs);
        sampler.Run(Request(candidates, RandomPurpose.Training, generation, scaling) with { Sampling = EpisodeSampling.Independent }, played, sums, Threads);
        double[] returns = [.. Enumerable.Range(0, episodes).Select(played.Return)];
        int failed = played.Failed.Count(failed => failed);
        float[] vector = ToSingle(Descent.Flat);
        if (failed < episodes) failed += Update(played);
        (double mean, _) = Moments(returns);
        return new(returns, failed, played.Length.Sum(length => (long)length), sums, mean, () => vector) { Unconverged = played.Unconverged.Sum() };
    }

    int Update(SampledEpisodes played)
    {
        double[][] advantages, targets = Advantages.Returns(played, Settings.Discount);
        if (critic == null) advantages = Advantages.WithoutMean(played, targets);
        else
        {
            double[][] values = critic.Values(played);
            advantages = Advantages.Generalised(played, values, Settings.Discount, Settings.Lambda);
            targets = [.. advantages.Select((row, e) => (double[])[.. row.Select((advantage, t) => advantage + values[e][t])])];
        }
        Advantages.Normalise(played, advantages);
        double[] entropies = new double[played.Count];
        double[] gradient = batch.Run(Descent.Flat, played.Count, (group, first, count) =>
        {
            int longest = EpisodeInputs.Forward(group, played, played.Length, first, count, Network.Inputs);
            SetGradients(group, played, first, count, longest, advantages, entropies);
        });
        int skipped = Step(Descent, gradient);
        Measure("entropy", entropies.Sum() / played.SoundSteps);
        if (critic != null) skipped += Step(critic.Descent, critic.Gradient(played, targets));
        return skipped;
    }

    /// <summary>Gradients of the loss, a mean over all steps of episodes that did not fail.</summary>
    void SetGradients(SequenceGroup group, SampledEpisodes played, int first, int count, int longest, double[][] advantages, double[] entropies)
    {
        const int Members = SequenceGroup.Members;
        int outputs = Network.Outputs;
        long steps = played.SoundSteps;
        double[] rows = new double[outputs * Members], own = new double[outputs], gradient = new double[outputs];
        for (int t = 0; t < longest; t++)
        {
            for (int o = 0; o < outputs; o++) group.GetOutput(t, o, rows.AsSpan(o * Members, Members));
            for (int m = 0; m < Members; m++)
            {
                int episode = first + m;
                bool counts = m < count && t < played.Length[episode] && !played.Failed[episode];
                for (int o = 0; o < outputs; o++) own[o] = rows[o * Members + m];
                if (counts) entropies[episode] += Loss(own, played.Action(episode, t), advantages[episode][t], gradient);
                for (int o = 0; o < outputs; o++) rows[o * Members + m] = counts ? gradient[o] / steps : 0;
            }
            for (int o = 0; o < outputs; o++) group.SetOutputGradient(t, o, rows.AsSpan(o * Members, Members));
        }
    }

    double Loss(double[] outputs, ReadOnlySpan<float> action, double advantage, double[] gradient) =>
        discrete ? PolicyLoss.Discrete(outputs, (int)action[0], advantage, Settings.Entropy, gradient) : PolicyLoss.Box(outputs, action, advantage, Settings.Exploration, gradient);
}
