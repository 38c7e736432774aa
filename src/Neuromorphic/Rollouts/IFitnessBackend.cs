namespace Neuromorphic.Rollouts;

/// <summary>
/// Where members are simulated: threads of this process, a device, a cluster. The one seam through which work leaves the trainer.
/// It is an idempotent function: the same request gives the same result, so a lost answer is simply asked for again.
/// </summary>
public interface IFitnessBackend
{
    /// <summary>Simulates all candidates of a request.</summary>
    /// <param name="request">What to simulate.</param>
    /// <param name="collect">Whether sums of observations are wanted.</param>
    RolloutResult Evaluate(RolloutRequest request, bool collect);
}

/// <summary>Threads of this process; each takes the next unit of work. The result does not depend on their number.</summary>
public sealed class ThreadBackend(Rollout rollout, int observations, int threads) : IFitnessBackend
{
    /// <inheritdoc/>
    public RolloutResult Evaluate(RolloutRequest request, bool collect)
    {
        ArgumentNullException.ThrowIfNull(request);
        return rollout.Evaluate(request, observations, collect, threads);
    }
}
