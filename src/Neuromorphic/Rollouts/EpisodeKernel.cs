using System.Runtime.CompilerServices;
using Neuromorphic.Environments;
using Neuromorphic.Neurons;
using Neuromorphic.Numerics;
using Neuromorphic.Policies;

namespace Neuromorphic.Rollouts;

/// <summary>Where an episode lives: an individual for each lane, or the individual of a thread of a device.</summary>
/// <param name="Parameters">The policy's decoded parameters.</param>
/// <param name="PolicyState">State and scratch of the policy.</param>
/// <param name="State">State of the environment.</param>
/// <param name="Observation">What the policy sees.</param>
/// <param name="Action">What it does.</param>
/// <param name="Scaling">Shared: mean and factor of observations, middle and half width of a box of actions.</param>
/// <param name="Sums">Sums of observations: for each a compensated sum and one of squares, two numbers each; last their count.</param>
readonly record struct EpisodeMemory<R, B, F>(PolicyParameters<R, B, F> Parameters, B PolicyState, B State, B Observation, B Action, F Scaling, B Sums)
    where R : unmanaged, IReal<R> where B : struct, IBuffer<R> where F : struct, IBuffer<R>;

/// <summary>The random numbers of an episode: a stream for each step, step 0 being the reset.</summary>
readonly struct EpisodeRandom<R>(RandomKey key, Word<R> member, uint generation, uint episode, uint mirror) where R : unmanaged, IReal<R>
{
    readonly Word<R> member = member;

    /// <summary>The same episode of another member.</summary>
    public EpisodeRandom<R> Of(Word<R> other) => new(key, other, generation, episode, mirror);

    public PhiloxStream<R> At(uint step) => new(key, member, generation, episode, step, mirror);
}

/// <summary>What an episode gave.</summary>
/// <param name="Rewards">Sum of rewards.</param>
/// <param name="Length">Steps.</param>
/// <param name="Failed">A mask: an observation, an output or a reward was not finite.</param>
/// <param name="Unconverged">What the environment could not solve to the end.</param>
/// <param name="Alive">A mask: the steps were used up.</param>
readonly record struct EpisodeResult<R>(CompensatedSum<R> Rewards, R Length, R Failed, R Unconverged, R Alive) where R : unmanaged, IReal<R>;

/// <summary>A lane is an individual: agent and environment run together, a whole episode without leaving the core or the device.</summary>
readonly struct EpisodeKernel<TEnvironment, TPolicy>(TEnvironment environment, AgentKernel<TPolicy> agent)
    where TEnvironment : struct, IEnvironment where TPolicy : struct, IPolicyKernel
{
    readonly int counter = environment.Spec.UnconvergedIndex ?? -1;

    /// <summary>Runs until every individual's episode has ended, with the best action at each step and nobody watching.</summary>
    public void Run<R, B, F, TTeam>(in EpisodeMemory<R, B, F> memory, EpisodeRandom<R> random, int stepLimit, bool scale, bool collect, TTeam team, out EpisodeResult<R> result)
        where R : unmanaged, IReal<R> where B : struct, IBuffer<R> where F : struct, IBuffer<R> where TTeam : struct, ITeam
    {
        GreedyRule<R, B, F> rule = agent.Greedy<R, B, F>();
        NoObserver<R, B, F> observer = default;
        Run(memory, random, stepLimit, scale, collect, team, ref rule, ref observer, out result);
    }

    /// <summary>Runs until every individual's episode has ended. The first thread of a team plays the environment, and knows the results.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<R, B, F, TTeam, TRule, TObserver>(in EpisodeMemory<R, B, F> memory, EpisodeRandom<R> random, int stepLimit, bool scale, bool collect, TTeam team,
        ref TRule rule, ref TObserver observer, out EpisodeResult<R> result)
        where R : unmanaged, IReal<R> where B : struct, IBuffer<R> where F : struct, IBuffer<R> where TTeam : struct, ITeam
        where TRule : struct, IActionRule<R, B, F> where TObserver : struct, IEpisodeObserver<R, B, F>
    {
        R alive = Real.All<R>(), none = 0f;
        if (team.Rank > 0) alive = none;
        CompensatedSum<R> rewards = default;
        R length = 0f, failed = 0f, unconverged = 0f;
        agent.Reset(memory, team);
        if (team.Rank == 0)
        {
            PhiloxStream<R> first = random.At(0);
            environment.Reset<R, B, PhiloxStream<R>>(memory.State, ref first);
            observer.Began(memory);
        }
        for (int step = 0; step < stepLimit; step++)
        {
            R finite = none;
            if (team.Rank == 0)
            {
                finite = Observe(memory);
                observer.Observed(memory);
                if (collect) agent.Collect(memory, R.And(alive, finite));
            }
            R sound = agent.Run(memory, scale, ref observer, team);
            if (team.Rank == 0)
            {
                agent.Act(memory, step, ref rule);
                Step(memory, random.At((uint)step + 1), out R reward, out R terminated);
                R broken = R.And(alive, Real.Not(R.And(R.And(finite, sound), Real.IsFinite(reward))));
                observer.Stepped(memory, step, alive, reward, terminated, broken);
                failed = R.Or(failed, broken);
                rewards.Add(R.Select(alive, reward, 0f));
                length += R.Select(alive, 1f, 0f);
                if (counter >= 0) unconverged = R.Select(alive, memory.State[counter], unconverged);
                alive = R.And(alive, Real.Not(R.Or(terminated, broken)));
            }
            if (!team.Any(alive)) break;
        }
        result = new(rewards, length, failed, unconverged, alive);
    }

    /// <summary>What the policy would see next. The mask says whether all of it is finite.</summary>
    public R Look<R, B, F>(in EpisodeMemory<R, B, F> memory, bool scale)
        where R : unmanaged, IReal<R> where B : struct, IBuffer<R> where F : struct, IBuffer<R>
    {
        R finite = Observe(memory);
        if (scale) agent.Scale(memory);
        return finite;
    }

    /// <summary>What is seen of the state. The mask says whether all of it is finite.</summary>
    R Observe<R, B, F>(in EpisodeMemory<R, B, F> memory)
        where R : unmanaged, IReal<R> where B : struct, IBuffer<R> where F : struct, IBuffer<R>
    {
        environment.Observe<R, B>(memory.State, memory.Observation);
        return agent.IsObservationFinite(memory);
    }

    void Step<R, B, F>(in EpisodeMemory<R, B, F> memory, PhiloxStream<R> random, out R reward, out R terminated)
        where R : unmanaged, IReal<R> where B : struct, IBuffer<R> where F : struct, IBuffer<R> =>
        environment.Step(memory.State, memory.Action, ref random, out reward, out terminated);
}

/// <summary>
/// An environment whose stages are compiled apart from the loop around them, each within the number of locals up to which a processor's JIT
/// inlines: acrobot takes three times as long otherwise. Compilers of devices inline everything, and get the environment itself.
/// </summary>
readonly struct Apart<TEnvironment>(TEnvironment environment) : IEnvironment where TEnvironment : struct, IEnvironment
{
    const MethodImplOptions Stage = MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining;

    public EnvironmentSpec Spec => environment.Spec;

    [MethodImpl(Stage)]
    public void Reset<R, B, TRandom>(B state, ref TRandom random) where R : unmanaged, IReal<R> where B : struct, IBuffer<R> where TRandom : struct, IRandomStream<R> =>
        environment.Reset<R, B, TRandom>(state, ref random);

    [MethodImpl(Stage)]
    public void Observe<R, B>(B state, B observation) where R : unmanaged, IReal<R> where B : struct, IBuffer<R> =>
        environment.Observe<R, B>(state, observation);

    [MethodImpl(Stage)]
    public void Step<R, B, TRandom>(B state, B action, ref TRandom random, out R reward, out R terminated)
        where R : unmanaged, IReal<R> where B : struct, IBuffer<R> where TRandom : struct, IRandomStream<R> =>
        environment.Step(state, action, ref random, out reward, out terminated);
}
