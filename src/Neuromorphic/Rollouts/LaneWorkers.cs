using System.Collections.Concurrent;
using Neuromorphic.Environments;
using Neuromorphic.Numerics;
using Neuromorphic.Policies;

namespace Neuromorphic.Rollouts;

/// <summary>Lane groups that are not at work: each has its memory and an environment of its own, and serves one thread at a time.</summary>
sealed class LaneWorkers<R, TEnvironment, TKernel> where R : unmanaged, IReal<R> where TEnvironment : struct, IEnvironment where TKernel : struct, IPolicyKernel
{
    readonly Func<TEnvironment> create;
    readonly Policy policy;
    readonly ConcurrentBag<(LaneMemory<R>, EpisodeKernel<Apart<TEnvironment>, TKernel>)> idle = [];

    /// <param name="create">Makes an environment.</param>
    /// <param name="policy">The policy.</param>
    /// <exception cref="ArgumentException">The policy was made for other spaces.</exception>
    public LaneWorkers(Func<TEnvironment> create, Policy policy)
    {
        (this.create, this.policy) = (create, policy);
        EnvironmentSpec spec = create().Spec;
        policy.Check(spec.ObservationSpace, spec.ActionSpace);
    }

    (LaneMemory<R>, EpisodeKernel<Apart<TEnvironment>, TKernel>) Make()
    {
        TEnvironment environment = create();
        EnvironmentSpec spec = environment.Spec;
        return (new(policy, spec), new(new(environment), AgentKernel<TKernel>.Of(policy, spec.ObservationSpace, spec.ActionSpace)));
    }

    /// <summary>One for the calling thread.</summary>
    public (LaneMemory<R> Memory, EpisodeKernel<Apart<TEnvironment>, TKernel> Kernel) Take() => idle.TryTake(out var worker) ? worker : Make();

    /// <summary>Takes it back.</summary>
    public void Give((LaneMemory<R>, EpisodeKernel<Apart<TEnvironment>, TKernel>) worker) => idle.Add(worker);
}
