using Neuromorphic.Environments;
using Neuromorphic.Numerics;
using Neuromorphic.Policies;

namespace Neuromorphic.Rollouts;

/// <summary>
/// Examples that all members see, in front of a matrix that none of them has of its own: its products are computed once for all of them. What members
/// then run is the same controller from these products on, in the same task seen through them; the bits are those of the whole controller.
/// </summary>
sealed class SharedInput
{
    readonly InputCurrents currents;
    readonly ParameterSlice weights;
    readonly Rollout rollout;
    readonly LastVector last = new();

    SharedInput(InputCurrents currents, ParameterSlice weights, Rollout rollout)
    {
        this.currents = currents;
        this.weights = weights;
        this.rollout = rollout;
    }

    /// <summary>That of a task and a controller; null where there is none.</summary>
    public static SharedInput? Of(IEnvironment environment, Policy policy, LaneWidth? width)
    {
        if (environment is not ISupervisedTask task || policy.Kernel is not IDrivenKernel { Driven: { } driven }) return null;
        ParameterSlice weights = policy.Layout[SpikingPolicy.InputWeight];
        InputCurrents currents = new(task.TrainingInputs, weights.Shape[0]);
        return task.WithInputs(currents) is { } seen ? new(currents, weights, Rollout.Create(seen, policy with { Kernel = driven, Observations = currents.InputSize }, width)) : null;
    }

    /// <summary>Bytes that it takes; 0 where there is none.</summary>
    public static double BytesOf(ISupervisedTask? task, Policy policy) =>
        task != null && policy.Kernel is IDrivenKernel { Driven: not null } ? InputCurrents.BytesOf(task.TrainingInputs, policy.Layout[SpikingPolicy.InputWeight].Shape[0]) : 0;

    /// <summary>Whether members of a request see the same examples, as they are.</summary>
    public static bool Serves(RolloutRequest request, bool collect) => request.Randomness == EpisodeRandomness.Common && request.Candidates.Count > 1 && request.Scaling == null && !collect;

    /// <summary>The rollout from the products on, for a flat vector whose matrix is used.</summary>
    public Rollout For(float[] vector)
    {
        if (last.Take(vector)) currents.Use(vector.AsSpan(weights.Offset, weights.Count));
        currents.MakeRoom();
        return rollout;
    }
}
