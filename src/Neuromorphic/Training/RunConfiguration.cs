using System.Globalization;
using Neuromorphic.Environments;
using Neuromorphic.Registries;
using Neuromorphic.Rollouts;

namespace Neuromorphic.Training;

/// <summary>
/// Everything that determines the result of a run: environment, policy and strategy by name with a set of options each, and what all runs have.
/// What is not given has its default.
/// </summary>
public sealed record RunConfiguration
{
    /// <summary>The environment's name.</summary>
    public string Environment { get; init; } = "cartpole";
    /// <summary>Options of the environment.</summary>
    public OptionSet EnvironmentOptions { get; init; } = OptionSet.None;

    /// <summary>The kind of controller.</summary>
    public string Policy { get; init; } = "spiking";
    /// <summary>Options of the controller, those of its neuron model among them.</summary>
    public OptionSet PolicyOptions { get; init; } = OptionSet.None;

    /// <summary>The strategy's name: an evolution strategy, or bptt for gradients.</summary>
    public string Strategy { get; init; } = "pgpe";
    /// <summary>Options of the strategy.</summary>
    public OptionSet StrategyOptions { get; init; } = OptionSet.None;

    /// <summary>What all runs have.</summary>
    internal OptionSet Common { get; init; } = OptionSet.None;

    /// <summary>Generations.</summary>
    public int Generations { get => Common.Get(CommonSettings.Generations); init => Common = Common.With(CommonSettings.Generations, value); }
    /// <summary>Steps after which an episode is truncated; the environment's own if not given.</summary>
    public int? StepLimit { get => Common.Get(CommonSettings.StepLimit); init => Common = Common.With(CommonSettings.StepLimit, value); }
    /// <summary>Episodes of each member in a generation.</summary>
    public int Episodes { get => Common.Get(CommonSettings.Episodes); init => Common = Common.With(CommonSettings.Episodes, value); }
    /// <summary>Which random numbers members meet.</summary>
    public EpisodeRandomness Randomness { get => Common.Get(CommonSettings.Randomness); init => Common = Common.With(CommonSettings.Randomness, value); }
    /// <summary>How the episodes of a member relate.</summary>
    public EpisodeSampling EpisodeSampling { get => Common.Get(CommonSettings.EpisodeSampling); init => Common = Common.With(CommonSettings.EpisodeSampling, value); }
    /// <summary>Whether observations are scaled.</summary>
    public Normalization Normalization { get => Common.Get(CommonSettings.Normalization); init => Common = Common.With(CommonSettings.Normalization, value); }
    /// <summary>Seed of everything random.</summary>
    public ulong Seed { get => Common.Get(CommonSettings.Seed); init => Common = Common.With(CommonSettings.Seed, value); }
    /// <summary>Fresh episodes of an evaluation.</summary>
    public int EvaluationEpisodes { get => Common.Get(CommonSettings.EvaluationEpisodes); init => Common = Common.With(CommonSettings.EvaluationEpisodes, value); }
    /// <summary>Generations between evaluations of the mean; 0 for none.</summary>
    public int EvaluateEvery { get => Common.Get(CommonSettings.EvaluateEvery); init => Common = Common.With(CommonSettings.EvaluateEvery, value); }
    /// <summary>Generations between checkpoints.</summary>
    public int CheckpointEvery { get => Common.Get(CommonSettings.CheckpointEvery); init => Common = Common.With(CommonSettings.CheckpointEvery, value); }

    /// <summary>Whether the training ends with the first evaluation that reaches the return from which its task counts as solved.</summary>
    public bool StopWhenSolved { get => Common.Get(CommonSettings.StopWhenSolved); init => Common = Common.With(CommonSettings.StopWhenSolved, value); }
    /// <summary>Earlier checkpoints that are kept beside the last one.</summary>
    public int Keep { get => Common.Get(CommonSettings.Keep); init => Common = Common.With(CommonSettings.Keep, value); }
    /// <summary>The run, by its folder or checkpoint, at whose mean the training begins; null for numbers of its own.</summary>
    public string? From { get => Common.Get(CommonSettings.From); init => Common = Common.With(CommonSettings.From, value); }

    /// <summary>The same with other settings, by name, wherever each belongs: to the run, its environment, its policy or its strategy.</summary>
    /// <exception cref="ArgumentException">None of them has such a setting, or a value is not allowed.</exception>
    public RunConfiguration With(params IEnumerable<(string Name, object Value)> settings) =>
        Settings.Apply(this, settings.Select(setting => KeyValuePair.Create(setting.Name, Convert.ToString(setting.Value, CultureInfo.InvariantCulture) ?? "")));

    /// <summary>The environment that it names, with its options; one that is written against the single face as a lane of its own.</summary>
    /// <exception cref="ArgumentException">There is no such environment, or none has been registered yet, or an option is foreign or not allowed.</exception>
    public IEnvironment CreateEnvironment() => EnvironmentRegistry.All.Find(Environment).Create(EnvironmentOptions);
}

/// <summary>The settings that all runs have.</summary>
static class CommonSettings
{
    public static readonly Setting<int> Generations = Setting.Count("generations", 0, 100, "Generations.");
    public static readonly Setting<int?> StepLimit = Setting.Count("step-limit", 1, "Steps after which an episode is truncated; the environment's own if not given.")
        .Needs(run => run.Find<TaskFacts>()?.Learned is null or LearnedFrom.Rewards ? null : "tasks of episodes; how long an example is seen is --sub-steps");
    public static readonly Setting<int> Episodes = Setting.Count("episodes", 1, 1, "Episodes of each member in a generation; its fitness is their mean return.");
    public static readonly Setting<EpisodeRandomness> Randomness = Setting.Choice("randomness", EpisodeRandomness.Independent, "Whether all members of a generation meet common random numbers.");
    public static readonly Setting<EpisodeSampling> EpisodeSampling = Setting.Choice("episode-sampling", Rollouts.EpisodeSampling.Independent, "Whether a member's episodes come in mirrored pairs (antithetic variates).")
        .Needs(run => run.Get(Episodes) == 1 ? "--episodes 2 or more" : null);
    public static readonly Setting<Normalization> Normalization = Setting.Choice("normalization", Training.Normalization.Off, "Whether observations are scaled by their running mean and standard deviation.");
    public static readonly Setting<ulong> Seed = Setting.Of("seed", "0 to 2^64 - 1", 0ul, "Seed of everything random: the same seed gives the same bits.",
        text => ulong.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture), value => value.ToString(CultureInfo.InvariantCulture));
    public static readonly Setting<int> EvaluationEpisodes = Setting.Count("evaluation-episodes", 1, 100, "Fresh episodes of an evaluation.");
    public static readonly Setting<int> EvaluateEvery = Setting.Count("evaluate-every", 0, 10, "Generations between evaluations of the mean parameters; 0 for none.");
    public static readonly Setting<int> CheckpointEvery = Setting.Count("checkpoint-every", 1, 10, "Generations between checkpoints.");

    public static readonly Setting<bool> StopWhenSolved = Setting.Flag("stop-when-solved", "Ends the training with the first evaluation that reaches the return from which the task counts as solved.")
        .Needs(run => run.Get(EvaluateEvery) == 0 ? "--evaluate-every 1 or more" : run.Find<TaskFacts>() is { Spec.SolvedReturn: null } ? "tasks with a return from which they count as solved" : null);
    public static readonly Setting<int> Keep = Setting.Count("keep", 0, 0, "Earlier checkpoints that are kept beside the last one, as checkpoint-<generation>.msgpack.");
    public static readonly Setting<string?> From = Setting.Of<string?>("from", "the folder of a run, or a checkpoint", null, "A run of the same controller at whose mean the training begins; its scaling of observations goes on.",
        text => text.Trim() == "" ? throw new FormatException() : text, text => text);

    public static readonly IReadOnlyList<Setting> All = [Generations, StopWhenSolved, Episodes, StepLimit, Normalization, Randomness, EpisodeSampling, Seed, From, EvaluationEpisodes, EvaluateEvery, CheckpointEvery, Keep];
}
