using System.Globalization;
using Neuromorphic.Evolution;
using Neuromorphic.Gradients;
using Neuromorphic.Neurons;
using Neuromorphic.Policies;
using Neuromorphic.Rollouts;
using static Neuromorphic.Training.SettingText;

namespace Neuromorphic.Training;

/// <summary>
/// All settings of a run, once: the command line, configuration files, the configuration inside a checkpoint and the help are made from this table.
/// </summary>
public static class Settings
{
    /// <summary>The settings in the order of help.</summary>
    public static IReadOnlyList<Setting> All { get; } =
    [
        new("environment", "Environment", "a name that `neuromorphic envs` lists", "The task.", c => c.Environment, (c, t) => c with { Environment = t }),
        Count("steps", "Environment", 1, "Length of a memory task.", c => c.Steps, (c, v) => c with { Steps = v }),
        new("mode", "Environment", "paper, bsuite-compatible", "Wording of memory-length: the paper's, or that of bsuite's code.", c => c.Mode, (c, t) => t is "paper" or "bsuite-compatible" ? c with { Mode = t } : throw new FormatException()),
        Count("bits", "Environment", 1, "Bits of memory-size.", c => c.Bits, (c, v) => c with { Bits = v }),
        new("variant", "Environment", "brax, gymnasium-v4, gymnasium-v5", "Variant of a robot: as in Brax (the default), as in Gymnasium v4 on MuJoCo 2, or as in Gymnasium v5 on a current MuJoCo (3.5 or later).", c => c.Variant, (c, t) => c with { Variant = t }),
        Count("step-limit", "Environment", 1, "Steps after which an episode is truncated.", c => c.StepLimit, (c, v) => c with { StepLimit = v }),

        new("policy", "Policy", "spiking, mlp", "Kind of controller.", c => c.Policy, (c, t) => t is "spiking" or "mlp" ? c with { Policy = t } : throw new FormatException()),
        new("neuron", "Policy", string.Join(", ", NeuronRegistry.Names), "Neuron model.", c => c.Neuron, (c, t) => NeuronRegistry.Names.Contains(t) ? c with { Neuron = t } : throw new FormatException()),
        Count("neurons", "Policy", 1, "Hidden neurons; 1024, or for the weight condition as many as give it the same number of parameters.", c => c.Neurons, (c, v) => c with { Neurons = v }),
        Choice("condition", "Policy", "What is trained: every neuron's own parameters, the weights, or both.", c => c.Condition, (c, v) => c with { Condition = v }),
        Names("learned", "Neuron parameters that are trained, such as tau,threshold; all if not given.", c => c.Learned, (c, v) => c with { Learned = v }),
        Names("shared", "Neuron parameters of which all neurons of a layer have one number, trained or not.", c => c.Shared, (c, v) => c with { Shared = v }),
        Names("shared-network", "Neuron parameters of which all neurons of all layers have one number.", c => c.SharedNetwork, (c, v) => c with { SharedNetwork = v }),
        Count("sub-steps", "Policy", 1, "Steps of the neurons within a step of the environment.", c => c.SubSteps, (c, v) => c with { SubSteps = v }),
        Choice("readout", "Policy", "Outputs are linear in spikes, or potentials of leaky integrators.", c => c.Readout, (c, v) => c with { Readout = v }),
        Real("readout-tau", "Policy", Positive, "above 0", "Time constant of leaky integrators at the output, in steps.", c => c.ReadoutTau, (c, v) => c with { ReadoutTau = v }),
        Real("input-scale", "Policy", Positive, "above 0", "Scale of the random input weights; 1 is N(0, 1/fan_in).", c => c.InputScale, (c, v) => c with { InputScale = v }),
        Real("readout-scale", "Policy", Positive, "above 0", "Scale of the random readout weights; 1 is N(0, 1/neurons).", c => c.ReadoutScale, (c, v) => c with { ReadoutScale = v }),
        Choice("integration", "Policy", "Integration of the membrane equation.", c => c.NeuronOptions.Integration, (c, v) => c with { NeuronOptions = c.NeuronOptions with { Integration = v } }),
        Choice("threshold-rule", "Policy", "Whether a neuron fires at its threshold or only above it.", c => c.NeuronOptions.ThresholdRule, (c, v) => c with { NeuronOptions = c.NeuronOptions with { ThresholdRule = v } }),
        Choice("reset-rule", "Policy", "Whether a spike sets the potential to a value or subtracts the threshold.", c => c.NeuronOptions.ResetRule, (c, v) => c with { NeuronOptions = c.NeuronOptions with { ResetRule = v } }),
        Choice("parameterisation", "Policy", "How searched numbers become neuron parameters.", c => c.NeuronOptions.Parameterisation, (c, v) => c with { NeuronOptions = c.NeuronOptions with { Parameterisation = v } }),
        Begin("tau", Tau, "above 1", "Initial membrane time constant, in steps. A value, a distribution (drawn again where a number is not allowed), values, or a file with a number for each neuron: layer after layer, or one for each layer or network where it is shared.", o => o.Tau, (o, v) => o with { Tau = v }),
        Begin("threshold", Positive, "above 0", "Initial threshold. As --tau.", o => o.Threshold, (o, v) => o with { Threshold = v }),
        Begin("rest", Number, "a number", "Initial resting potential. As --tau.", o => o.Rest, (o, v) => o with { Rest = v }),
        Begin("resistance", Positive, "above 0", "Initial membrane resistance. As --tau.", o => o.Resistance, (o, v) => o with { Resistance = v }),
        Begin("adaptation", Number, "a number", "Initial rise of an adaptive threshold; the model's own, 1, if not given. As --tau.", o => o.Adaptation, (o, v) => o with { Adaptation = v }),
        Begin("adaptation-tau", Tau, "above 1", "Initial time constant of an adaptive threshold, in steps; the model's own, 20, if not given. As --tau.", o => o.AdaptationTau, (o, v) => o with { AdaptationTau = v }),
        Begin("synapse-tau", Tau, "above 1", "Initial time constant of an exponential synapse, in steps; the model's own, 5, if not given. As --tau.", o => o.SynapseTau, (o, v) => o with { SynapseTau = v }),
        Begin("refractory", NotNegative, "0 or more", "Initial refractory period, in steps; the model's own, 2, if not given. As --tau.", o => o.Refractory, (o, v) => o with { Refractory = v }),
        Real("reset", "Policy", Number, "a number", "Potential after a spike; the neuron's resting potential if not given.", c => c.NeuronOptions.Reset, (c, v) => c with { NeuronOptions = c.NeuronOptions with { Reset = v } }),
        Count("layers", "Policy", 0, "Hidden layers: 2 of an mlp (0 for a linear policy), 1 of spiking neurons.", c => c.Layers, (c, v) => c with { Layers = v }),
        new("recurrence", "Policy", "none, full", "Whether spiking layers also receive their own last spikes.", c => c.Recurrent ? "full" : null,
            (c, t) => t is "none" or "full" ? c with { Recurrent = t == "full" } : throw new FormatException()),
        Choice("activation", "Policy", "Nonlinearity of an mlp.", c => c.Activation, (c, v) => c with { Activation = v }),

        new("strategy", "Search", string.Join(", ", GradientTrainer.Strategies), "Evolution strategy, or bptt: gradients through time with surrogates for the spikes' derivative.",
            c => c.Strategy, (c, t) => GradientTrainer.Strategies.Contains(t) ? c with { Strategy = t } : throw new FormatException()),
        new("method", "Search", "es, bptt", "Short for a strategy: bptt, or es for the default evolution strategy.",
            _ => null, (c, t) => t switch { "bptt" => c with { Strategy = t }, "es" => c.Strategy == GradientTrainer.Bptt ? c with { Strategy = new RunConfiguration().Strategy } : c, _ => throw new FormatException() }),
        Count("generations", "Search", 0, "Generations.", c => c.Generations, (c, v) => c with { Generations = v }),
        Count("population", "Search", 2, "Members of a generation.", c => c.StrategySettings.Population, (c, v) => With(c, s => s with { Population = v })),
        Count("episodes", "Search", 1, "Episodes of each member in a generation; its fitness is their mean return.", c => c.Episodes, (c, v) => c with { Episodes = v }),
        Real("sigma", "Search", Positive, "above 0", "Initial standard deviation of the search.", c => c.StrategySettings.Sigma, (c, v) => With(c, s => s with { Sigma = v })),
        Real("learning-rate", "Search", Positive, "above 0", "Step size of the mean.", c => c.StrategySettings.LearningRate, (c, v) => With(c, s => s with { LearningRate = v })),
        Real("sigma-learning-rate", "Search", NotNegative, "0 or more", "Step size of the standard deviations.", c => c.StrategySettings.SigmaLearningRate, (c, v) => With(c, s => s with { SigmaLearningRate = v })),
        new("optimizer", "Search", "adam, clipup, sgd", "How a gradient becomes a step.", c => c.StrategySettings.Optimizer, (c, t) => With(c, s => s with { Optimizer = t })),
        Real("momentum", "Search", NotNegative, "0 to below 1", "Momentum of the optimiser.", c => c.StrategySettings.Momentum, (c, v) => With(c, s => s with { Momentum = v })),
        Real("weight-decay", "Search", NotNegative, "0 or more", "Weight decay; parameters of neurons do not decay.", c => c.StrategySettings.WeightDecay, (c, v) => With(c, s => s with { WeightDecay = v })),
        Count("elite", "Search", 1, "Directions that an update of ars uses.", c => c.StrategySettings.Elite, (c, v) => With(c, s => s with { Elite = v })),
        Choice("randomness", "Search", "Whether all members of a generation meet common random numbers.", c => c.Randomness, (c, v) => c with { Randomness = v }),
        Choice("episode-sampling", "Search", "Whether a member's episodes come in mirrored pairs (antithetic variates).", c => c.EpisodeSampling, (c, v) => c with { EpisodeSampling = v }),
        Choice("normalization", "Search", "Whether observations are scaled by their running mean and standard deviation.", c => c.Normalization, (c, v) => c with { Normalization = v }),

        new("surrogate", "Gradients", string.Join(", ", SurrogateRegistry.Names), "What stands in for the derivative of a spike.",
            c => c.Gradients.Surrogate, (c, t) => SurrogateRegistry.Names.Contains(t) ? Gradients(c, g => g with { Surrogate = t }) : throw new FormatException()),
        Real("slope", "Gradients", Positive, "above 0", "Slope of the surrogate; its own default if not given.", c => c.Gradients.Slope, (c, v) => Gradients(c, g => g with { Slope = v })),
        Choice("reset-gradient", "Gradients", "Whether gradients pass through the decision to reset.", c => c.Gradients.Reset, (c, v) => Gradients(c, g => g with { Reset = v })),
        Count("truncation", "Gradients", 0, "Steps after which gradients of state end; 0 for whole sequences.", c => c.Gradients.Truncation, (c, v) => Gradients(c, g => g with { Truncation = v })),
        Count("window", "Gradients", 0, "Steps whose states are kept in memory, longer sequences are computed twice; 0 keeps all.", c => c.Gradients.Window, (c, v) => Gradients(c, g => g with { Window = v })),
        Count("batch", "Gradients", 1, "Examples (128 if not given) or episodes (32) of an update.", c => c.Gradients.Batch, (c, v) => Gradients(c, g => g with { Batch = v })),
        Real("clip", "Gradients", NotNegative, "0 or more", "Greatest norm of a gradient; 0 for no limit.", c => c.Gradients.Clip, (c, v) => Gradients(c, g => g with { Clip = v })),
        Real("neuron-rate", "Gradients", NotNegative, "0 or more", "Step size of neuron parameters over that of weights.", c => c.Gradients.NeuronRate, (c, v) => Gradients(c, g => g with { NeuronRate = v })),
        Choice("schedule", "Gradients", "How the step size changes over the training.", c => c.Gradients.Schedule, (c, v) => Gradients(c, g => g with { Schedule = v })),
        Real("warmup", "Gradients", Share, "0 to below 1", "Share of the training in which the step size rises from zero.", c => c.Gradients.Warmup, (c, v) => Gradients(c, g => g with { Warmup = v })),
        Choice("loss", "Gradients", "Loss of a classifier.", c => c.Gradients.Loss, (c, v) => Gradients(c, g => g with { Loss = v })),
        Choice("advantage", "Gradients", "By what an action is judged: returns less their mean at that step (REINFORCE), or a critic with generalised advantage estimation.", c => c.Gradients.Advantage, (c, v) => Gradients(c, g => g with { Advantage = v })),
        Real("discount", "Gradients", UpToOne, "0 to 1", "Discount of rewards per step.", c => c.Gradients.Discount, (c, v) => Gradients(c, g => g with { Discount = v })),
        Real("lambda", "Gradients", UpToOne, "0 to 1", "Lambda of generalised advantage estimation.", c => c.Gradients.Lambda, (c, v) => Gradients(c, g => g with { Lambda = v })),
        Real("entropy", "Gradients", NotNegative, "0 or more", "Weight of the entropy of actions.", c => c.Gradients.Entropy, (c, v) => Gradients(c, g => g with { Entropy = v })),
        Real("exploration", "Gradients", Positive, "above 0", "Standard deviation of actions in a box whose bounds count as -1 and 1.", c => c.Gradients.Exploration, (c, v) => Gradients(c, g => g with { Exploration = v })),
        Choice("on-non-finite", "Gradients", "Whether an update whose gradient is not finite is left out or ends the training.", c => c.Gradients.OnNonFinite, (c, v) => Gradients(c, g => g with { OnNonFinite = v })),

        new("seed", "Run", "0 to 2^64 - 1", "Seed of everything random: the same seed gives the same bits.", c => c.Seed.ToString(CultureInfo.InvariantCulture), (c, t) => c with { Seed = ulong.Parse(t, NumberStyles.None, CultureInfo.InvariantCulture) }),
        Count("evaluation-episodes", "Run", 1, "Fresh episodes of an evaluation.", c => c.EvaluationEpisodes, (c, v) => c with { EvaluationEpisodes = v }),
        Count("evaluate-every", "Run", 0, "Generations between evaluations of the mean parameters; 0 for none.", c => c.EvaluateEvery, (c, v) => c with { EvaluateEvery = v }),
        Count("checkpoint-every", "Run", 1, "Generations between checkpoints.", c => c.CheckpointEvery, (c, v) => c with { CheckpointEvery = v }),
    ];

    /// <summary>The setting of a name.</summary>
    /// <exception cref="ArgumentException">There is none; the message lists the names.</exception>
    public static Setting Find(string name) => All.FirstOrDefault(setting => setting.Name == name)
        ?? throw new ArgumentException($"There is no setting '{name}'; there are {string.Join(", ", All.Select(setting => setting.Name))}.");

    /// <summary>A configuration with settings applied in order, by name.</summary>
    /// <exception cref="ArgumentException">A name is unknown, or a value is not allowed.</exception>
    public static RunConfiguration Apply(RunConfiguration configuration, IEnumerable<KeyValuePair<string, string>> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        foreach ((string name, string text) in values) configuration = Find(name).Apply(configuration, text);
        return configuration;
    }

    /// <summary>The configuration of an environment: its preset for what is asked for, then the given settings.</summary>
    /// <param name="environment">The environment's name.</param>
    /// <param name="preset">The preset for a configuration with the given settings alone: for its strategy, its condition.</param>
    /// <param name="values">The given settings.</param>
    /// <exception cref="ArgumentException">A name is unknown, or a value is not allowed.</exception>
    public static RunConfiguration Configure(string environment, Func<RunConfiguration, IEnumerable<KeyValuePair<string, string>>> preset, IEnumerable<KeyValuePair<string, string>> values)
    {
        ArgumentNullException.ThrowIfNull(preset);
        RunConfiguration start = new() { Environment = environment };
        return Apply(Apply(start, preset(Apply(start, values))), values);
    }

    /// <summary>Every value that a configuration holds, by name, in the table's order.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Values(RunConfiguration configuration) =>
        [.. from setting in All let text = setting.Get(configuration) where text != null select KeyValuePair.Create(setting.Name, text)];

    static RunConfiguration With(RunConfiguration configuration, Func<StrategySettings, StrategySettings> change) =>
        configuration with { StrategySettings = change(configuration.StrategySettings) };

    static RunConfiguration Gradients(RunConfiguration configuration, Func<GradientSettings, GradientSettings> change) =>
        configuration with { Gradients = change(configuration.Gradients) };

    static double Share(string text) => Number(text) is >= 0 and < 1 and var value ? value : throw new FormatException();

    static double UpToOne(string text) => Number(text) is >= 0 and <= 1 and var value ? value : throw new FormatException();

    static double Tau(string text) => Number(text) is > 1 and var value ? value : throw new FormatException();

    static Setting Count(string name, string group, int smallest, string description, Func<RunConfiguration, int?> get, Func<RunConfiguration, int, RunConfiguration> set) =>
        new(name, group, $"{smallest} or more", description, c => Write(get(c)), (c, text) => set(c, Integer(text, smallest)));

    static Setting Real(string name, string group, Func<string, double> read, string allowed, string description, Func<RunConfiguration, double?> get, Func<RunConfiguration, double, RunConfiguration> set) =>
        new(name, group, allowed, description, c => Write(get(c)), (c, text) => set(c, read(text)));

    static Setting Names(string name, string description, Func<RunConfiguration, IReadOnlyList<string>> get, Func<RunConfiguration, IReadOnlyList<string>, RunConfiguration> set) =>
        new(name, "Policy", "parameter names joined by commas", description, c => get(c).Count == 0 ? null : string.Join(',', get(c)),
            (c, text) => set(c, text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)));

    /// <summary>How a neuron parameter begins.</summary>
    static Setting Begin(string name, Func<string, double> read, string allowed, string description, Func<NeuronOptions, Start?> get, Func<NeuronOptions, Start, NeuronOptions> set) =>
        new(name, "Policy", $"{allowed}, or {Start.Forms}", description, c => get(c.NeuronOptions)?.ToString(), (c, text) => c with { NeuronOptions = set(c.NeuronOptions, Begin(text, read)) });

    static Start Begin(string text, Func<string, double> read)
    {
        if (text.StartsWith('@')) return Start.Read(text[1..]);
        Start start = Start.Parse(text);
        return start.Value == null ? start : read(text);
    }

    static Setting Choice<T>(string name, string group, string description, Func<RunConfiguration, T> get, Func<RunConfiguration, T, RunConfiguration> set) where T : struct, Enum =>
        new(name, group, string.Join(", ", Choices<T>()), description, c => Write(get(c)), (c, text) => set(c, SettingText.Choice<T>(text)));
}
