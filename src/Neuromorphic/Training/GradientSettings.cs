using Neuromorphic.Environments;
using Neuromorphic.Evolution;
using Neuromorphic.Gradients;
using Neuromorphic.Policies;
using Neuromorphic.Registries;

namespace Neuromorphic.Training;

/// <summary>What a classifier's outputs are compared by.</summary>
public enum LossKind
{
    /// <summary>-ln softmax(outputs)[label].</summary>
    CrossEntropy,
    /// <summary>Half the squared distance of the outputs from 1 for the label and 0 for the others.</summary>
    MeanSquaredError,
}

/// <summary>By what the policy gradient judges an action.</summary>
public enum Advantage
{
    /// <summary>The return from there on, less its mean over the episodes of the batch at that step: REINFORCE with a baseline (Williams 1992), the paper's.</summary>
    Baseline,
    /// <summary>Generalised advantage estimation by a critic that is trained beside (Schulman et al. 2016, arXiv:1506.02438).</summary>
    Critic,
}

/// <summary>What becomes of an update whose gradient is not finite. Either way it is named, and the parameters stay as they were.</summary>
public enum NonFinite
{
    /// <summary>The update is left out and counted.</summary>
    Skip,
    /// <summary>The training ends with an error.</summary>
    Stop,
}

/// <summary>Settings of a training by gradients (strategy bptt). Defaults are ours.</summary>
public sealed record GradientSettings
{
    static readonly GradientSettings Defaults = new();
    static readonly Setting<double> LearningRateSetting = EvolutionSettings.LearningRate(.005), WeightDecaySetting = EvolutionSettings.WeightDecay(0);
    static readonly Setting<string> SurrogateSetting = Setting.Entry("surrogate", SurrogateRegistry.All, Defaults.Surrogate, "What stands in for the derivative of a spike.").Needs(Spikes);
    static readonly Setting<ResetGradient> ResetSetting = Setting.Choice("reset-gradient", Defaults.Reset, "Whether gradients pass through the decision to reset.").Needs(Spikes);
    static readonly Setting<int> TruncationSetting = Setting.Count("truncation", 0, Defaults.Truncation, "Steps after which gradients of state end; 0 for whole sequences.").Needs(run => run.Find<ControllerFacts>()?.State ?? Rewards(run));
    static readonly Setting<int> WindowSetting = Setting.Count("window", 0, Defaults.Window, "Steps whose states are kept in memory, longer sequences are computed twice; 0 keeps all.").Needs(run => Spikes(run) ?? Rewards(run));
    static readonly Setting<int?> BatchSetting = Setting.Count("batch", 1, "Examples (128 if not given) or episodes (32) of an update.");
    static readonly Setting<double> ClipSetting = Setting.Real("clip", Registries.Range.NotNegative, Defaults.Clip, "Greatest norm of a gradient; 0 for no limit.");
    static readonly Setting<double> NeuronRateSetting = Setting.Real("neuron-rate", Registries.Range.NotNegative, Defaults.NeuronRate, "Step size of neuron parameters over that of weights.").Needs(run => run.Find<ControllerFacts>()?.NeuronNumbers);
    static readonly Setting<double> WarmupSetting = Setting.Real("warmup", Registries.Range.BelowOne, Defaults.Warmup, "Share of the training in which the step size rises from zero.");
    static readonly Setting<LossKind> LossSetting = Setting.Choice("loss", Defaults.Loss, "Loss of a classifier.").Needs(run => LearnedFromOf(run) is null or LearnedFrom.Classes ? null : "tasks of classes, such as images");
    static readonly Setting<Advantage> AdvantageSetting = Setting.Choice("advantage", Defaults.Advantage, "By what an action is judged: returns less their mean at that step (REINFORCE), or a critic with generalised advantage estimation.").Needs(Rewards);
    static readonly Setting<double> DiscountSetting = Setting.Real("discount", Registries.Range.UpToOne, Defaults.Discount, "Discount of rewards per step.").Needs(Rewards);
    static readonly Setting<double> LambdaSetting = Setting.Real("lambda", Registries.Range.UpToOne, Defaults.Lambda, "Lambda of generalised advantage estimation.").Needs(run => run.Get(AdvantageSetting) == Advantage.Baseline ? "--advantage critic" : Rewards(run));
    static readonly Setting<double> EntropySetting = Setting.Real("entropy", Registries.Range.NotNegative, Defaults.Entropy, "Weight of the entropy of actions.").Needs(run => Rewards(run) ?? (run.Find<TaskFacts>() is { Discrete: false } ? "actions that are one of a few" : null));
    static readonly Setting<double> ExplorationSetting = Setting.Real("exploration", Registries.Range.Positive.InSingle, Defaults.Exploration, "Standard deviation of actions in a box whose bounds count as -1 and 1.").Needs(run => Rewards(run) ?? (run.Find<TaskFacts>() is { Discrete: true } ? "actions in a box" : null));
    static readonly Setting<NonFinite> OnNonFiniteSetting = Setting.Choice("on-non-finite", Defaults.OnNonFinite, "Whether an update whose gradient is not finite is left out or ends the training.");

    static string? Spikes(IRunFacts run) => run.Find<ControllerFacts>()?.Spikes;
    static LearnedFrom? LearnedFromOf(IRunFacts run) => run.Find<TaskFacts>()?.Learned;
    static string? Rewards(IRunFacts run) => LearnedFromOf(run) is null or LearnedFrom.Rewards ? null : "tasks of episodes with rewards";

    /// <summary>All of them, in the order of help.</summary>
    public static IReadOnlyList<Setting> All { get; } =
    [
        LearningRateSetting, EvolutionSettings.Optimizer, EvolutionSettings.Momentum, WeightDecaySetting, SurrogateSetting, ResetSetting, TruncationSetting, WindowSetting, BatchSetting, ClipSetting,
        NeuronRateSetting, EvolutionSettings.Schedule, WarmupSetting, LossSetting, AdvantageSetting, DiscountSetting, LambdaSetting, EntropySetting, ExplorationSetting, OnNonFiniteSetting,
    ];

    /// <summary>The settings that are given.</summary>
    public static GradientSettings Read(OptionSet given)
    {
        ArgumentNullException.ThrowIfNull(given);
        string surrogate = given.Get(SurrogateSetting);
        return new()
        {
            LearningRate = given.Get(LearningRateSetting),
            Optimizer = given.Get(EvolutionSettings.Optimizer),
            Momentum = given.Get(EvolutionSettings.Momentum),
            WeightDecay = given.Get(WeightDecaySetting),
            Surrogate = surrogate,
            Slope = given.Get(SurrogateRegistry.All.Find(surrogate).Slope),
            Reset = given.Get(ResetSetting),
            Truncation = given.Get(TruncationSetting),
            Window = given.Get(WindowSetting),
            Batch = given.Get(BatchSetting),
            Clip = given.Get(ClipSetting),
            NeuronRate = given.Get(NeuronRateSetting),
            Schedule = given.Get(EvolutionSettings.Schedule),
            Warmup = given.Get(WarmupSetting),
            Loss = given.Get(LossSetting),
            Advantage = given.Get(AdvantageSetting),
            Discount = given.Get(DiscountSetting),
            Lambda = given.Get(LambdaSetting),
            Entropy = given.Get(EntropySetting),
            Exploration = given.Get(ExplorationSetting),
            OnNonFinite = given.Get(OnNonFiniteSetting),
        };
    }

    /// <summary>Step size before schedule and optimiser.</summary>
    public double LearningRate { get; init; } = .005;
    /// <summary>The optimiser's name.</summary>
    public string Optimizer { get; init; } = "adam";
    /// <summary>Its momentum; its own default if not given.</summary>
    public double? Momentum { get; init; }
    /// <summary>Weight decay; parameters of neurons do not decay.</summary>
    public double WeightDecay { get; init; }
    /// <summary>The surrogate's name.</summary>
    public string Surrogate { get; init; } = "atan";
    /// <summary>Its slope; the surrogate's own default if not given.</summary>
    public double? Slope { get; init; }
    /// <summary>Whether gradients pass through the decision to reset.</summary>
    public ResetGradient Reset { get; init; } = ResetGradient.Detached;
    /// <summary>Steps after which gradients of state end; 0 for none.</summary>
    public int Truncation { get; init; }
    /// <summary>Steps whose states are kept, the rest is computed again; 0 keeps all.</summary>
    public int Window { get; init; }
    /// <summary>Examples or episodes of an update; 128 or 32.</summary>
    public int? Batch { get; init; }
    /// <summary>Greatest norm of a gradient; longer ones are shortened to it; 0 for no limit.</summary>
    public double Clip { get; init; } = 1;
    /// <summary>Step size of the neurons' parameters over that of the weights.</summary>
    public double NeuronRate { get; init; } = 1;
    /// <summary>How the step size changes.</summary>
    public Schedule Schedule { get; init; } = Schedule.Constant;
    /// <summary>Share of the training in which the step size rises from zero.</summary>
    public double Warmup { get; init; }
    /// <summary>The loss of a classifier.</summary>
    public LossKind Loss { get; init; } = LossKind.CrossEntropy;
    /// <summary>By what the policy gradient judges an action.</summary>
    public Advantage Advantage { get; init; } = Advantage.Baseline;
    /// <summary>Discount of rewards per step.</summary>
    public double Discount { get; init; } = .99;
    /// <summary>The lambda of generalised advantage estimation.</summary>
    public double Lambda { get; init; } = .95;
    /// <summary>Weight of the entropy of actions in what is maximised.</summary>
    public double Entropy { get; init; } = .01;
    /// <summary>Standard deviation of actions in a box, whose bounds count as -1 and 1, around the policy's output.</summary>
    public double Exploration { get; init; } = .3;
    /// <summary>What becomes of a gradient that is not finite.</summary>
    public NonFinite OnNonFinite { get; init; } = NonFinite.Stop;

    /// <summary>The part of it that the backward pass reads.</summary>
    internal GradientOptions Options => new() { Surrogate = Surrogate, Slope = Slope, Reset = Reset, Truncation = Truncation, Window = Window };
}
