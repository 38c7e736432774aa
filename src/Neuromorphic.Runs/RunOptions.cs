using Neuromorphic.Environments;
using Neuromorphic.Policies;
using Neuromorphic.Rollouts;
using Neuromorphic.Storage;
using Neuromorphic.Training;

namespace Neuromorphic.Runs;

/// <summary>How a run is made, and who hears of it. None of this changes its result, except that a run may be stopped early.</summary>
public sealed record RunOptions
{
    /// <summary>Threads; those of the machine if not given. The result does not depend on them.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Makes the place where members are simulated, such as a device; threads of this process if not given.</summary>
    public Func<IEnvironment, Policy, IFitnessBackend>? Backend { get; init; }

    /// <summary>Hears that the folder is begun and the training starts.</summary>
    public Action<TrainingRun>? OnBegin { get; init; }

    /// <summary>Hears of every generation, and what was measured in it beside returns.</summary>
    public Action<GenerationReport, IReadOnlyDictionary<string, double>>? OnGeneration { get; init; }

    /// <summary>Hears of every evaluation of the mean: generations completed, mean return on fresh episodes.</summary>
    public Action<int, double>? OnEvaluation { get; init; }

    /// <summary>Is asked after every generation whether the training is to stop there; what is complete is saved, and can be resumed.</summary>
    public Func<bool>? Stop { get; init; }

    /// <summary>Hears the result before pictures are drawn.</summary>
    public Action<RunResult>? OnResult { get; init; }

    /// <summary>Whether pictures are drawn at the end; `plot` draws them later.</summary>
    public bool Pictures { get; init; } = true;

    /// <summary>Hears what went wrong and was passed over; standard error if not given.</summary>
    public Action<string> OnWarning { get; init; } = warning => Console.Error.WriteLine($"warning: {warning}");

    /// <summary>Hears what else there is to know, such as a lock that was taken over; nobody if not given.</summary>
    public Action<string>? OnNote { get; init; }

    /// <summary>A run's parts, at its beginning or in a state that was saved.</summary>
    internal TrainingRun Create(RunConfiguration configuration, IEnvironment environment, TrainingState? state)
    {
        WarmStart? start = configuration.From == null ? null : state != null ? new(state.Initial, null) : Begin(configuration, environment, configuration.From);
        TrainingRun run = Backend == null ? TrainingRun.Create(configuration, environment, Threads, start: start) : TrainingRun.Create(configuration, environment, Backend, Threads, start);
        if (state != null) run.Trainer.Load(state);
        return run;
    }

    static WarmStart Begin(RunConfiguration configuration, IEnvironment environment, string from)
    {
        TrainingState state = CheckpointFile.Read(RunFolder.FindCheckpoint(from)).State;
        if (state.Layout.Difference(TrainingRun.CreatePolicy(configuration, environment.Spec).Layout) is { } difference)
            throw new ArgumentException($"from is {from}, whose controller is another one: {difference}.");
        return new(state.Mean, state.Normalizer);
    }
}
