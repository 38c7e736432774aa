using Neuromorphic.Environments;
using Neuromorphic.Training;

namespace Neuromorphic.Runs;

/// <summary>What a run came to.</summary>
public sealed record RunResult
{
    /// <summary>Its folder.</summary>
    public required string Folder { get; init; }
    /// <summary>Its parts.</summary>
    public required TrainingRun Run { get; init; }
    /// <summary>Its environment.</summary>
    public required IEnvironment Environment { get; init; }
    /// <summary>The training where it ended.</summary>
    public required TrainingState State { get; init; }
    /// <summary>How well the mean does on fresh episodes, or on test examples; null where the run was stopped before its end.</summary>
    public EvaluationResult? Evaluation { get; init; }
    /// <summary>Time of the training, without evaluation at the end and pictures.</summary>
    public TimeSpan TrainingTime { get; init; }
    /// <summary>Environment steps of the training, those before a resume not counted.</summary>
    public long Steps { get; init; }
    /// <summary>Whether all pictures that there are of it could be drawn.</summary>
    public bool Drawn { get; init; } = true;
    /// <summary>Whether there was nothing left to do.</summary>
    public bool NothingToDo { get; init; }
    /// <summary>Whether it was stopped before its end.</summary>
    public bool Stopped => Evaluation == null;
}
