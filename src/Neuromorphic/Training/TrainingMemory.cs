using System.Globalization;
using Neuromorphic.Environments;
using Neuromorphic.Evolution;
using Neuromorphic.Gradients;
using Neuromorphic.Numerics;
using Neuromorphic.Policies;
using Neuromorphic.Rollouts;

namespace Neuromorphic.Training;

/// <summary>The memory that a training takes, from its sizes alone: what cannot fit is refused before anything of it is asked for.</summary>
static class TrainingMemory
{
    /// <summary>Copies of the flat vector: start, mean, best, the one in requests, and those of a checkpoint while it is written.</summary>
    const int Vectors = 8;
    /// <summary>Copies of the strategy's rows: its own, and those of a checkpoint while it is written and read back.</summary>
    const int Rows = 3;
    /// <summary>Sums of gradients that are kept apart, and their total.</summary>
    const int Sums = 17;

    /// <summary>Bytes that can still be had without taking them from others.</summary>
    public static double Free
    {
        get
        {
            GCMemoryInfo info = GC.GetGCMemoryInfo(GCKind.Any);
            return Math.Max(0, info.TotalAvailableMemoryBytes - (double)info.MemoryLoadBytes);
        }
    }

    /// <summary>Refuses what does not fit.</summary>
    /// <param name="bytes">What is needed.</param>
    /// <param name="free">What is free.</param>
    /// <exception cref="InsufficientMemoryException">It does not fit; the message says both.</exception>
    public static void Require(double bytes, double free)
    {
        if (!(bytes <= free)) throw new InsufficientMemoryException($"The training needs {Text(bytes)} of memory, {Text(free)} are free; choose fewer neurons, layers, members, episodes, steps or threads.");
    }

    static string Text(double bytes) => bytes >= 1e9 ? string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:N1} GB") : string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:N0} MB");

    /// <summary>Bytes of a training whose members are simulated in lanes of this process.</summary>
    /// <param name="configuration">Its settings.</param>
    /// <param name="environment">What is known of its environment.</param>
    /// <param name="policy">Its controller.</param>
    /// <param name="model">The controller as gradients see it; asked for where they are computed.</param>
    /// <param name="threads">Threads.</param>
    /// <param name="width">Lane width; null for the widest.</param>
    /// <param name="task">Its examples, where it has them.</param>
    public static double Of(RunConfiguration configuration, EnvironmentSpec environment, Policy policy, Lazy<IGradientModel> model, int threads, LaneWidth? width, ISupervisedTask? task)
    {
        ParameterLayout layout = policy.Layout;
        int stepLimit = configuration.StepLimit ?? environment.StepLimit;
        StrategyFamily strategy = StrategyRegistry.All.Find(configuration.Strategy);
        double lanes = threads * LaneBytes(policy, environment, width);
        double bytes = (double)Vectors * sizeof(float) * layout.Count + Rows * strategy.BytesOf(layout.TrainedCount, configuration.StrategyOptions) + lanes;
        if (strategy is EvolutionFamily) bytes += SharedInput.BytesOf(task, policy);
        if (strategy is EvolutionFamily evolution)
            bytes += (double)evolution.MembersOf(layout.TrainedCount, configuration.StrategyOptions) * configuration.Episodes * (3 * sizeof(long));
        if (strategy is EvolutionFamily && task == null) return bytes;
        IGradientModel network = model.Value;
        GradientSettings settings = strategy is EvolutionFamily ? new() : GradientSettings.Read(configuration.StrategyOptions);
        double sums = (double)Sums * sizeof(double) * layout.Count;
        if (task != null) return bytes + sums + threads * network.BytesOf(settings.Options, network.AllowsIndependentSteps ? ExampleNetwork.Together : 1);
        int episodes = settings.Batch ?? PolicyGradientTrainer.DefaultBatch;
        double groups = Math.Min(threads, Math.Ceiling((double)episodes / SequenceGroup.Members));
        double kept = (double)episodes * (stepLimit + 1.0) * (environment.ObservationSpace.Size + environment.ActionSpace.Size + 1) * sizeof(float);
        return bytes + sums + kept + groups * network.BytesOf(settings.Options, stepLimit) * (settings.Advantage == Advantage.Critic ? 2 : 1);
    }

    /// <summary>Bytes of a lane group.</summary>
    /// <exception cref="ArgumentException">It is longer than an array can be.</exception>
    static double LaneBytes(Policy policy, EnvironmentSpec environment, LaneWidth? width)
    {
        int lanes = (int)LaneWidths.From(width)[^1];
        double numbers = (double)policy.Layout.TrainedCount + policy.Layout.PerMemberCount + policy.Kernel.StateSize + environment.StateSize + 6.0 * environment.ObservationSpace.Size + environment.ActionSpace.Size;
        double bytes = sizeof(float) * (lanes * numbers + policy.Layout.SharedCount);
        return bytes <= Array.MaxLength ? bytes
            : throw new ArgumentException($"A group of {lanes} members needs {Text(bytes)} in one piece; {Text(Array.MaxLength)} are the most. Choose fewer neurons or layers.");
    }
}
