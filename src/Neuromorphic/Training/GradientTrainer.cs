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

    /// <summary>All strategies that a run may have: evolution strategies and gradients.</summary>
    public static IReadOnlyList<string> Strategies { get; } = [.. StrategyRegistry.Names.Append(Bptt).Order(StringComparer.Ordinal)];

    readonly Dictionary<string, double> measures = [];

    private protected GradientTrainer(SpikingNetwork network, Policy policy, int observations, float[] initial, IFitnessBackend backend, TrainerOptions options, GradientSettings settings, Descent descent)
        : base(policy, observations, initial, backend, options)
    {
        Network = network;
        Settings = settings;
        Descent = descent;
    }

    private protected SpikingNetwork Network { get; }
    private protected GradientSettings Settings { get; }
    private protected Descent Descent { get; }

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, double> Measures => measures;

    private protected override string Name => Bptt;
    private protected override ReadOnlySpan<double> Mean => Descent.Mean;

    private protected override StrategyState SaveStrategy()
    {
        StateWriter state = new();
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

    private protected virtual void Save(StateWriter state) => Descent.Save("", state);
    private protected virtual void Load(StateReader state) => Descent.Load("", state);

    /// <summary>Takes note of a number of this generation beside its returns.</summary>
    private protected void Measure(string name, double value) => measures[name] = value;

    /// <summary>Steps downhill, or leaves a gradient that is not finite out and says so. Gives the number of updates left out.</summary>
    /// <exception cref="GradientException">The gradient is not finite, and the settings ask to stop.</exception>
    private protected int Step(Descent descent, double[] gradient)
    {
        if (descent.Fault(gradient) is not { } fault)
        {
            Measure("gradient-norm", descent.Step(gradient));
            return 0;
        }
        if (Settings.OnNonFinite == NonFinite.Stop) throw new GradientException($"{fault}; the parameters are those before this update. A lower --learning-rate or --clip may help; --on-non-finite skip leaves such updates out.");
        Warning = fault + ": this update was left out";
        return 1;
    }
}
