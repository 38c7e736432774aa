using Neuromorphic.Environments;
using Neuromorphic.Evolution;
using Neuromorphic.Neurons;
using Neuromorphic.Numerics;
using Neuromorphic.Policies;
using Neuromorphic.Rollouts;

namespace Neuromorphic.Tests.Rollouts;

/// <summary>What a step of the test environment pays, and how it breaks for individuals that begin above 1/2.</summary>
public enum Pay
{
    /// <summary>The number that the reset drew.</summary>
    Start,
    /// <summary>The action.</summary>
    Action,
    /// <summary>As Start, but NaN in the second step.</summary>
    BreaksByReward,
    /// <summary>As Start, but the observation is infinite from the second step on.</summary>
    BreaksByObservation,
}

/// <summary>
/// Draws a number u at reset; ends after a given number of steps. Observes u, or a huge number if one is given and u is above 1/2, and the steps taken,
/// which it says it has not solved; takes an action in [-2, 6].
/// </summary>
public readonly struct TestEnvironment(int length, Pay pay, double huge = 0) : IEnvironment
{
    public EnvironmentSpec Spec => new()
    {
        Name = "test",
        Summary = "Pays what it drew.",
        Source = "Tests",
        ObservationSpace = Box.Uniform(2, double.NegativeInfinity, double.PositiveInfinity),
        ActionSpace = new Box([-2], [6]),
        StateSize = 2,
        StepLimit = 100,
        UnconvergedIndex = 1,
    };

    public void Reset<R, B, TRandom>(B state, ref TRandom random)
        where R : unmanaged, IReal<R> where B : struct, IBuffer<R> where TRandom : struct, IRandomStream<R>
    {
        state[0] = random.NextUnit();
        state[1] = 0.0;
    }

    public void Observe<R, B>(B state, B observation) where R : unmanaged, IReal<R> where B : struct, IBuffer<R>
    {
        R broken = pay == Pay.BreaksByObservation ? R.And(state[0] > .5, state[1] >= 1.0) : R.WordFrom(0);
        R seen = huge == 0 ? state[0] : R.Select(state[0] > .5, huge, state[0]);
        observation[0] = R.Select(broken, double.PositiveInfinity, seen);
        observation[1] = state[1];
    }

    public void Step<R, B, TRandom>(B state, B action, ref TRandom random, out R reward, out R terminated)
        where R : unmanaged, IReal<R> where B : struct, IBuffer<R> where TRandom : struct, IRandomStream<R>
    {
        state[1] += 1.0;
        reward = pay == Pay.Action ? action[0] : state[0];
        if (pay == Pay.BreaksByReward) reward = R.Select(R.And(state[0] > .5, state[1] >= 2.0), double.NaN, reward);
        terminated = state[1] >= length;
    }
}

/// <summary>A controller that answers with what it sees first.</summary>
public readonly struct EchoKernel : IPolicyKernel
{
    public int StateSize => 1;
    public int Outputs => 0;

    public void Reset<R, B, F, TTeam>(PolicyParameters<R, B, F> parameters, B state, TTeam team)
        where R : unmanaged, IReal<R> where B : struct, IBuffer<R> where F : struct, IBuffer<R> where TTeam : struct, ITeam
    {
    }

    public void Run<R, B, F, TProbe, TTeam>(PolicyParameters<R, B, F> parameters, B state, B observation, ref TProbe probe, TTeam team)
        where R : unmanaged, IReal<R> where B : struct, IBuffer<R> where F : struct, IBuffer<R> where TProbe : struct, IProbe where TTeam : struct, ITeam =>
        state[0] = observation[0];

    public static Policy Policy => new("echo", new ParameterLayout([]), new EchoKernel(), 0, Observations: 2, new Box([-2], [6]));

    /// <summary>A request for it: seed 5, generation 3.</summary>
    public static RolloutRequest Request(int members) => new()
    {
        Candidates = new RepeatedCandidate([], members),
        Vector = [],
        Seed = 5,
        Purpose = RandomPurpose.Training,
        Generation = 3,
        StepLimit = 100,
    };
}
