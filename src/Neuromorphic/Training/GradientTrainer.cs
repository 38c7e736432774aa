using Neuromorphic.Environments;
using Neuromorphic.Evolution;
using Neuromorphic.Gradients;
using Neuromorphic.Numerics;
using Neuromorphic.Policies;
using Neuromorphic.Registries;
using Neuromorphic.Rollouts;

namespace Neuromorphic.Training;

/// <summary>Trains a network along gradients through time.</summary>
public abstract class GradientTrainer : Trainer
{
    /// <summary>The strategy's name.</summary>
    public const string Bptt = "bptt";

    private protected GradientTrainer(IGradientModel network, Policy policy, int observations, float[] initial, IFitnessBackend backend, TrainerOptions options, GradientSettings settings, long updates)
        : base(policy, observations, initial, backend, options)
    {
        Network = network;
        Settings = settings;
        Descent = new(network.Layout, initial, settings, updates);
    }

    private protected IGradientModel Network { get; }
    private protected GradientSettings Settings { get; }
    private protected Descent Descent { get; }

    private protected override string Name => Bptt;
    private protected override string Remedy => "--learning-rate";
    private protected override ReadOnlySpan<double> Mean => Descent.Mean;

    private protected override StrategyState SaveStrategy()
    {
        StateCollector state = new();
        Save(state);
        return state.State;
    }

    private protected override void LoadStrategy(StrategyState state)
    {
        StateReader reader = new(Name, state, Save);
        Load(reader);
        reader.Commit();
        Descent.Restore();
    }

    private protected virtual void Save(StateWriter state) => Descent.Save(state);
    private protected virtual void Load(StateReader state) => Descent.Load(state);

    /// <summary>Steps downhill, or leaves an update that is not finite out and says so. Gives the number of updates left out.</summary>
    /// <exception cref="TrainingException">It is not finite, and the settings ask to stop.</exception>
    private protected int Step(Descent descent, double[] gradient)
    {
        string? fault = descent.Step(gradient, out double norm);
        Measure(descent.Prefix + "gradient-norm", norm);
        if (fault == null) return 0;
        if (Settings.OnNonFinite == NonFinite.Stop) throw new TrainingException($"{fault}; the parameters are those before this update. A lower --learning-rate or --clip may help; --on-non-finite skip leaves such updates out.");
        Warning ??= fault + ": this update was left out";
        return 1;
    }
}

/// <summary>What a run is made of, for a trainer.</summary>
/// <param name="Configuration">Its settings.</param>
/// <param name="Environment">What is known of its environment.</param>
/// <param name="Lanes">The environment, where it runs in lanes.</param>
/// <param name="Single">Makes the environment, where it is written against the single face.</param>
/// <param name="Policy">The controller.</param>
/// <param name="Family">Its kind.</param>
/// <param name="Network">It as gradients see it.</param>
/// <param name="Initial">Its flat vector before training.</param>
/// <param name="Backend">Where members are simulated.</param>
/// <param name="Options">Settings of the trainer.</param>
/// <param name="Gradients">Where gradients are computed.</param>
/// <param name="Examples">Examples through the network, where the task has them.</param>
/// <param name="Threads">Threads; the result does not depend on them.</param>
/// <param name="Width">Lane width; the result does not depend on it.</param>
sealed record TrainingParts(RunConfiguration Configuration, EnvironmentSpec Environment, IEnvironment? Lanes, Func<GymEnvironment>? Single, Policy Policy, PolicyFamily Family, Lazy<IGradientModel> Network, float[] Initial, IFitnessBackend Backend,
    TrainerOptions Options, IGradientBackend Gradients, ExampleNetwork? Examples, int Threads, LaneWidth? Width);

/// <summary>Gradients through time.</summary>
sealed class GradientFamily() : TrainerFamily(GradientTrainer.Bptt, "No evolution: gradients through time, surrogates for the derivative of spikes (Neftci, Mostafa, Zenke 2019).", GradientSettings.All)
{
    /// <summary>Trained numbers and what is made of them in a step, in double precision; a critic's are about as many.</summary>
    internal override double BytesOf(int dimension, OptionSet options) => sizeof(double) * 12.0 * dimension * (GradientSettings.Read(options).Advantage == Advantage.Critic ? 2 : 1);

    internal override double[] MeanOf(SavedStrategy saved)
    {
        GradientSettings settings = GradientSettings.Read(saved.Options);
        List<Descent> descents = [new(saved.Layout, saved.Initial, settings, updates: 1)];
        // How many numbers a critic has, the environment says, which is not here: their rows agree among themselves.
        if (settings.Advantage == Advantage.Critic && saved.State.Arrays.TryGetValue("critic/mean", out double[]? numbers))
            descents.Add(new(new([new() { Name = "critic", Shape = [numbers.Length], Block = "weights", Initial = 0, Trained = true }]), new float[numbers.Length], settings, updates: 1, "critic/"));
        StateReader reader = new(Name, saved.State, writer => descents.ForEach(descent => descent.Save(writer)));
        descents.ForEach(descent => descent.Load(reader));
        reader.Commit();
        return descents[0].Mean.ToArray();
    }

    public override Trainer Create(TrainingParts parts)
    {
        RunConfiguration configuration = parts.Configuration;
        Require(configuration.StrategyOptions);
        string? foreign = configuration.Episodes != 1 ? "episodes"
            : configuration.Randomness != EpisodeRandomness.Independent ? "randomness"
            : configuration.EpisodeSampling != EpisodeSampling.Independent ? "episode-sampling" : null;
        if (foreign != null) throw new ArgumentException($"{Name} has no {foreign}, which is for members of a generation; allowed: the default.");
        IGradientModel network = parts.Network.Value;
        if (network.Layout.Slices.FirstOrDefault(slice => slice.Decoder is { Adjoint: null }) is { } drawn)
            throw new ArgumentException($"{Name} cannot train {drawn.Name}, which is decoded without a gradient; allowed with mlp: --selection fixed, softmax.");
        GradientSettings settings = GradientSettings.Read(configuration.StrategyOptions);
        return parts.Lanes is ISupervisedTask examples ? new SupervisedTrainer(network, parts, examples, settings) : new PolicyGradientTrainer(network, parts, settings);
    }
}
