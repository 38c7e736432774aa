using Neuromorphic.Storage;
using Neuromorphic.Training;

namespace Neuromorphic.Runs.Tests;

/// <summary>An empty folder, gone afterwards.</summary>
sealed class Place : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("neuromorphic-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    public string At(params string[] names) => Path.Combine([folder, .. names]);

    /// <summary>The training in a run's folder.</summary>
    public TrainingState State(params string[] names) => CheckpointFile.Read(At([.. names, RunFolder.CheckpointName])).State;

    /// <summary>A small run that takes a moment.</summary>
    public static RunConfiguration Tiny(params IEnumerable<(string, object)> settings) =>
        Run.Configure("cartpole", [("neurons", 8), ("population", 8), ("generations", 6), ("step-limit", 60), ("evaluation-episodes", 4), ("evaluate-every", 2), ("checkpoint-every", 2), .. settings]);
}
