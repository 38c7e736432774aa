using Neuromorphic.Training;

namespace Neuromorphic.Storage;

/// <summary>A training between two generations, with what is needed to continue it and to know where it came from.</summary>
public sealed record Checkpoint
{
    /// <summary>What the run was made of.</summary>
    public required RunConfiguration Configuration { get; init; }
    /// <summary>Everything that the rest of the training depends on.</summary>
    public required TrainingState State { get; init; }
    /// <summary>Name and version of the program that wrote it, such as "neuromorphic 0.1.0".</summary>
    public required string Program { get; init; }
    /// <summary>Commit of the source it was built from, where known.</summary>
    public string? GitHash { get; init; }
    /// <summary>When it was written; a file holds it in UTC, to 100 ns.</summary>
    public required DateTimeOffset Created { get; init; }
}
