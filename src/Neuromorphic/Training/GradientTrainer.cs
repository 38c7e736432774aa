using Neuromorphic.Evolution;
using Neuromorphic.Gradients;
using Neuromorphic.Policies;
using Neuromorphic.Rollouts;

namespace Neuromorphic.Training;

/// <summary>Trains a spiking network along gradients through time.</summary>
public abstract class GradientTrainer : Trainer
{
    /// <summary>The strategy's name.</summary>
    public const string Bptt = "bptt";

    /// <summary>What it is, in one sentence with its source.</summary>
    public const string Summary = "No evolution: gradients through time, surrogates for the derivative of spikes (Neftci, Mostafa, Zenke 2019); spiking policies.";

    /// <summary>All strategies that a run may have: evolution strategies and gradients.</summary>
    public static IReadOnlyList<string> Strategies { get; } = [.. StrategyRegistry.Names.Append(Bptt).Order(StringComparer.Ordinal)];

    readonly Dictionary<string, double> measures = [];

    private protected GradientTrainer(SpikingNetwork network, Policy policy, int observations, float[] initial, IFitnessBackend backend, TrainerOptions options, RunConfiguration configuration, long updates)
        : base(policy, observations, initial, backend, options)
    {
        if (Foreign(configuration) is { } foreign) throw new ArgumentException($"{Bptt} takes no {foreign}; it takes: {string.Join(", ", Taken)}, and what help lists under Gradients.");
        Network = network;
        Settings = configuration.Gradients;
        Descent = new(network.Layout, initial, configuration.StrategySettings, configuration.Gradients, updates);
    }

    static string[] Taken { get; } = ["learning-rate", "optimizer", "momentum", "weight-decay"];

    /// <summary>A setting that only evolution strategies have.</summary>
    static string? Foreign(RunConfiguration configuration) =>
        configuration.StrategySettings.Given.Except(Taken).FirstOrDefault()
        ?? (configuration.Episodes != 1 ? "episodes"
        : configuration.Randomness != EpisodeRandomness.Independent ? "randomness"
        : configuration.EpisodeSampling != EpisodeSampling.Independent ? "episode-sampling" : null);

    private protected SpikingNetwork Network { get; }
    private protected GradientSettings Settings { get; }
    private protected Descent Descent { get; }

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, double> Measures => measures;

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
        StateReader reader = new(Name, state);
        Load(reader);
        reader.Commit();
        Descent.Restore();
    }

    private protected virtual void Save(StateWriter state) => Descent.Save(state);
    private protected virtual void Load(StateReader state) => Descent.Load(state);

    /// <summary>Takes note of a number of this generation beside its returns.</summary>
    private protected void Measure(string name, double value) => measures[name] = value;

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
