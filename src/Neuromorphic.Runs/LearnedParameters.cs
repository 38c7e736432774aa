using Neuromorphic.Environments;
using Neuromorphic.Policies;
using Neuromorphic.Training;

namespace Neuromorphic.Runs;

/// <summary>What was learned of neurons.</summary>
static class LearnedParameters
{
    /// <summary>Seconds that a step of the neurons lasts: an environment's step over the sub-steps; null where that has no duration.</summary>
    public static double? NeuronStep(TrainingRun run, EnvironmentSpec environment) =>
        environment.TimeStep / (run.Configuration.Policy == "spiking" ? run.Configuration.PolicyOptions.Get(SpikingSettings.SubSteps) : 1);

    /// <summary>Membrane time constants before and after, in steps; null if they were not trained.</summary>
    public static (double[] Before, double[] After)? TimeConstants(TrainingState state) =>
        state.Layout.Slices.Any(slice => slice is { Name: SpikingPolicy.TimeConstant, Trained: true })
            ? (state.Layout.Values(SpikingPolicy.TimeConstant, state.Initial), state.Layout.Values(SpikingPolicy.TimeConstant, state.Mean))
            : null;
}
