using Neuromorphic.Environments;
using Neuromorphic.Numerics;
using Xunit;

namespace Neuromorphic.Envs.Tests;

/// <summary>What a lane holds after a step.</summary>
public sealed record Outcome(double[] State, double[] Observation, double Reward, bool Terminated);

/// <summary>Steps a kernel from given states: one per lane.</summary>
public sealed class KernelDriver<R>(IEnvironment environment) where R : unmanaged, IReal<R>
{
    readonly EnvironmentSpec spec = environment.Spec;

    public Outcome[] Step(IReadOnlyList<double[]> states, IReadOnlyList<double[]> actions)
    {
        ArrayBuffer<R> state = Gather(states, spec.StateSize), action = Gather(actions, spec.ActionSpace.Size), observation = new(spec.ObservationSpace.Size);
        PhiloxStream<R> random = default;
        environment.Step(state, action, ref random, out R reward, out R terminated);
        environment.Observe<R, ArrayBuffer<R>>(state, observation);
        R end = R.Select(terminated, 1.0, 0.0);
        return [.. Enumerable.Range(0, states.Count).Select(lane => new Outcome(Scatter(state, lane), Scatter(observation, lane), R.Lane(reward, lane), R.Lane(end, lane) == 1))];
    }

    public Outcome Step(double[] state, double[] action) => Step([state], [action])[0];

    public double[] Observe(double[] state)
    {
        ArrayBuffer<R> observation = new(spec.ObservationSpace.Size);
        environment.Observe<R, ArrayBuffer<R>>(Gather([state], spec.StateSize), observation);
        return Scatter(observation, 0);
    }

    static ArrayBuffer<R> Gather(IReadOnlyList<double[]> lanes, int size)
    {
        ArrayBuffer<R> buffer = new(size);
        for (int i = 0; i < size; i++) buffer[i] = R.FromLanes([.. lanes.Select(lane => lane[i])]);
        return buffer;
    }

    static double[] Scatter(ArrayBuffer<R> buffer, int lane)
    {
        double[] values = new double[buffer.Items.Length];
        for (int i = 0; i < values.Length; i++) values[i] = R.Lane(buffer[i], lane);
        return values;
    }
}

/// <summary>Comparisons that say what differs.</summary>
public static class Close
{
    /// <summary>|actual - expected| up to the tolerance times the larger of 1 and |expected|.</summary>
    public static void Assert(double expected, double actual, double tolerance, string what) =>
        Xunit.Assert.True(Math.Abs(actual - expected) <= tolerance * Math.Max(1, Math.Abs(expected)), $"{what}: expected {expected:R}, got {actual:R}");

    public static void Assert(double[] expected, double[] actual, double tolerance, string what)
    {
        Xunit.Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++) Assert(expected[i], actual[i], tolerance, $"{what}[{i}]");
    }
}
