using Neuromorphic.Environments;

namespace Neuromorphic.LearnedNeurons.Tests;

/// <summary>Spaces for controllers without an environment.</summary>
static class Tasks
{
    /// <summary>Observations of a size, and actions that are the outputs.</summary>
    public static EnvironmentSpec Free(int observations, int outputs) => new()
    {
        Name = "free",
        Summary = "",
        Source = "",
        ObservationSpace = Box.Uniform(observations, -1, 1),
        ActionSpace = Box.Uniform(outputs, double.NegativeInfinity, double.PositiveInfinity),
        StateSize = 1,
        StepLimit = 10,
    };
}
