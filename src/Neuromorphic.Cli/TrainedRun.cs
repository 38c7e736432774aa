using Neuromorphic.Environments;
using Neuromorphic.Rollouts;
using Neuromorphic.Storage;
using Neuromorphic.Training;

namespace Neuromorphic.Cli;

/// <summary>A checkpoint made real: environment, controller and trainer in the state that it holds.</summary>
sealed record TrainedRun(Checkpoint Checkpoint, IEnvironment Environment, TrainingRun Run)
{
    /// <summary>Reads a checkpoint.</summary>
    /// <param name="path">The file, or the folder of its run.</param>
    /// <param name="compute">Where the work is done.</param>
    public static TrainedRun Load(string path, Compute compute)
    {
        Checkpoint checkpoint = CheckpointFile.Read(RunFolder.FindCheckpoint(path));
        IEnvironment environment = Tasks.Create(checkpoint.Configuration);
        TrainingRun run = compute.CreateRun(checkpoint.Configuration, environment);
        run.Trainer.Load(checkpoint.State);
        return new(checkpoint, environment, run);
    }

    /// <summary>Fresh episodes of the mean of the search, or of the best member seen.</summary>
    /// <param name="best">Whether it is the best member that plays.</param>
    /// <param name="episodes">Number of episodes.</param>
    /// <param name="seed">Their seed; the run's own if not given.</param>
    public RolloutRequest Request(bool best, int episodes, ulong? seed) =>
        Run.EvaluationRequest(best ? Checkpoint.State.Best : Checkpoint.State.Mean, Checkpoint.State.Scaling, episodes, seed ?? Checkpoint.Configuration.Seed);

    /// <summary>How well it does, on fresh episodes or on test examples.</summary>
    /// <param name="best">Whether it is the best member that is evaluated.</param>
    /// <param name="episodes">Number of episodes or examples; 100, or all examples, if not given.</param>
    /// <param name="seed">Their seed; the run's own if not given.</param>
    public EvaluationResult Evaluate(bool best, int? episodes, ulong? seed) =>
        Run.Evaluate(best ? Checkpoint.State.Best : Checkpoint.State.Mean, Checkpoint.State.Scaling, episodes ?? (Environment is IClassification task ? task.Test.Count : 100), seed ?? Checkpoint.Configuration.Seed);
}
