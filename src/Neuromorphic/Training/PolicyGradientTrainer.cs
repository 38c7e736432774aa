using Neuromorphic.Environments;
using Neuromorphic.Evolution;
using Neuromorphic.Gradients;
using Neuromorphic.Numerics;
using Neuromorphic.Policies;
using Neuromorphic.Rollouts;

namespace Neuromorphic.Training;

/// <summary>
/// Trains a spiking controller by the policy gradient. A generation is a batch of episodes with actions chosen at random, an episode in a lane,
/// and one update back through the time of the whole episodes.
/// </summary>
/// <remarks>
/// What is maximised is the mean over steps of advantage times ln probability of the action, plus a share of the actions' entropy.
/// Evaluations take the likeliest action. Advantages are brought to mean zero and deviation one in every batch (ours).
/// </remarks>
public sealed class PolicyGradientTrainer : GradientTrainer
{
    const int DefaultBatch = 32;

    readonly EpisodeSampler sampler;
    readonly BatchGradient batch;
    readonly Critic? critic;
    readonly EnvironmentSpec environment;
    readonly bool discrete;
    readonly int episodes;

    internal PolicyGradientTrainer(SpikingNetwork network, Policy policy, IEnvironment environment, float[] initial, IFitnessBackend backend, TrainerOptions options, RunConfiguration configuration, int threads, LaneWidth? width)
        : base(network, policy, network.Inputs, initial, backend, options, configuration.Gradients, new(network.Layout, initial, configuration.StrategySettings, configuration.Gradients, configuration.Generations))
    {
        this.environment = environment.Spec;
        discrete = this.environment.ActionSpace is Discrete;
        episodes = configuration.Gradients.Batch ?? DefaultBatch;
        Threads = threads;
        sampler = EpisodeSampler.Create(environment, policy, configuration.Gradients.Exploration, width);
        batch = new(network, configuration.Gradients.Options, options.StepLimit, threads, width);
        if (configuration.Gradients.Advantage == Advantage.Critic) critic = new(configuration, network.Inputs, options.StepLimit, configuration.Generations, threads, width);
    }

    int Threads { get; }

    /// <inheritdoc/>
    public override string Effort => $"{episodes} episodes an update";

    private protected override void Save(StateWriter state)
    {
        base.Save(state);
        critic?.Descent.Save("critic/", state);
    }

    private protected override void Load(StateReader state)
    {
        base.Load(state);
        critic?.Descent.Load("critic/", state);
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
        long steps = played.Length.Sum(length => (long)length);
        float[] vector = Array.ConvertAll(Descent.Flat, x => (float)x);
        if (failed < episodes) failed += Update(played, steps);
        (double mean, _) = Moments(returns, population: true);
        return new(returns, failed, steps, sums, mean, () => vector);
    }

    int Update(SampledEpisodes played, long steps)
    {
        double[][] advantages, targets = Advantages.Returns(played, Settings.Discount);
        if (critic == null) advantages = Advantages.WithoutMean(played, targets);
        else
        {
            double[][] values = critic.Values(played);
            advantages = Advantages.Generalised(played, values, Settings.Discount, Settings.Lambda);
            targets = [.. advantages.Select((row, e) => (double[])[.. row.Select((advantage, t) => advantage + values[e][t])])];
        }
        Advantages.Normalise(advantages);
        double[] entropies = new double[played.Count];
        double[] gradient = batch.Run(Descent.Flat, played.Count, (group, first, count) =>
        {
            int longest = EpisodeInputs.Forward(group, played, first, count, Network.Inputs);
            SetGradients(group, played, first, count, longest, advantages, steps, entropies);
        });
        int skipped = Step(Descent, gradient);
        Measure("entropy", entropies.Sum() / steps);
        if (critic != null) skipped += Step(critic.Descent, critic.Gradient(played, targets));
        return skipped;
    }

    /// <summary>Gradients of -(advantage ln probability + weight entropy), a mean over all steps.</summary>
    void SetGradients(SequenceGroup group, SampledEpisodes played, int first, int count, int longest, double[][] advantages, long steps, double[] entropies)
    {
        const int Members = SequenceGroup.Members;
        int outputs = Network.Outputs;
        double[] rows = new double[outputs * Members], own = new double[outputs], gradient = new double[outputs];
        for (int t = 0; t < longest; t++)
        {
            for (int o = 0; o < outputs; o++) group.GetOutput(t, o, rows.AsSpan(o * Members, Members));
            for (int m = 0; m < Members; m++)
            {
                int episode = first + m;
                bool counts = m < count && t < played.Length[episode] && !played.Failed[episode];
                for (int o = 0; o < outputs; o++) own[o] = rows[o * Members + m];
                if (counts) entropies[episode] += discrete ? Discrete(own, (int)played.Action(episode, t)[0], advantages[episode][t], gradient) : Box(own, played.Action(episode, t), advantages[episode][t], gradient);
                for (int o = 0; o < outputs; o++) rows[o * Members + m] = counts ? gradient[o] / steps : 0;
            }
            for (int o = 0; o < outputs; o++) group.SetOutputGradient(t, o, rows.AsSpan(o * Members, Members));
        }
    }

    /// <summary>For the softmax of outputs: d(-A ln p_a)/dy = A (p - 1_a), and dH/dy = -p (ln p + H). Gives the entropy.</summary>
    double Discrete(double[] outputs, int action, double advantage, double[] gradient)
    {
        Span<double> probabilities = stackalloc double[outputs.Length];
        double logarithm = Losses.Softmax(outputs, probabilities), entropy = 0;
        for (int o = 0; o < outputs.Length; o++) entropy -= probabilities[o] * (outputs[o] - logarithm);
        for (int o = 0; o < outputs.Length; o++)
            gradient[o] = advantage * (probabilities[o] - (o == action ? 1 : 0)) + Settings.Entropy * probabilities[o] * (outputs[o] - logarithm + entropy);
        return entropy;
    }

    /// <summary>For a normal distribution around tanh(y): d(-A ln p)/dy = -A (a - tanh y) / deviation^2 (1 - tanh^2 y). Its entropy is constant.</summary>
    double Box(double[] outputs, ReadOnlySpan<float> action, double advantage, double[] gradient)
    {
        double variance = Settings.Exploration * Settings.Exploration;
        for (int o = 0; o < outputs.Length; o++)
        {
            double mean = Math.Tanh(outputs[o]);
            gradient[o] = -advantage * (action[o] - mean) / variance * (1 - mean * mean);
        }
        return outputs.Length * .5 * Math.Log(2 * Math.PI * Math.E * variance);
    }
}
