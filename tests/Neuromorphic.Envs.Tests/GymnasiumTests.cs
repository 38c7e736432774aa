using Neuromorphic.Environments;
using Neuromorphic.Numerics;
using Xunit;

namespace Neuromorphic.Envs.Tests;

/// <summary>Every environment that Gymnasium has, against its trajectories.</summary>
public class GymnasiumTests
{
    public static TheoryData<string> Names => [.. GoldenTrajectories.Names];

    [Theory, MemberData(nameof(Names))]
    public void One_step_agrees_with_Gymnasium(string name)
    {
        KernelDriver<Scalar64> driver = new(ClassicEnvironments.Create(name));
        foreach (Trajectory trajectory in GoldenTrajectories.Of(name))
            for (int k = 0; k < trajectory.Steps.Length; k++)
            {
                Transition step = trajectory.Steps[k];
                Outcome outcome = driver.Step(step.State, step.Action);
                Close.Assert(step.Next, AsHeld(name, outcome.State), 1e-12, $"{name}, seed {trajectory.Seed}, state after step {k}");
                Close.Assert(step.Reward, outcome.Reward, 1e-12, $"{name}, seed {trajectory.Seed}, reward of step {k}");
                Assert.Equal(step.Terminated, outcome.Terminated);
            }
    }

    [Theory, MemberData(nameof(Names))]
    public void A_whole_trajectory_agrees_with_Gymnasium(string name)
    {
        KernelDriver<Scalar64> driver = new(ClassicEnvironments.Create(name));
        foreach (Trajectory trajectory in GoldenTrajectories.Of(name))
        {
            double[] state = trajectory.First;
            for (int k = 0; k < trajectory.Steps.Length; k++)
            {
                Outcome outcome = driver.Step(state, trajectory.Steps[k].Action);
                state = AsHeld(name, outcome.State);
                Close.Assert(trajectory.Steps[k].Next, state, 1e-7, $"{name}, seed {trajectory.Seed}, state after step {k}");
                Assert.Equal(trajectory.Steps[k].Terminated, outcome.Terminated);
            }
            // Gymnasium's observations are float32.
            if (trajectory.LastObservation is double[] last) Close.Assert(last, driver.Observe(state), 2e-7, $"{name}, seed {trajectory.Seed}, last observation");
        }
    }

    /// <summary>A state as Gymnasium holds it: MountainCarContinuous rounds it to float32 after each step.</summary>
    static double[] AsHeld(string name, double[] state) =>
        name == "mountain-car-continuous" ? Array.ConvertAll(state, value => (double)(float)value) : state;

    [Theory, MemberData(nameof(Names))]
    public void Float32_lanes_agree_with_Gymnasium_to_float_tolerance(string name)
    {
        Compare<Scalar>(name);
        Compare<Lanes8>(name);
        Compare<Lanes16>(name);
    }

    static void Compare<R>(string name) where R : unmanaged, IReal<R>
    {
        KernelDriver<R> driver = new(ClassicEnvironments.Create(name));
        foreach (Transition[] group in GoldenTrajectories.Of(name).SelectMany(trajectory => trajectory.Steps).Chunk(R.Width))
        {
            Outcome[] outcomes = driver.Step([.. group.Select(step => step.State)], [.. group.Select(step => step.Action)]);
            for (int lane = 0; lane < group.Length; lane++)
            {
                Close.Assert(group[lane].Next, outcomes[lane].State, 2e-6, $"{name} in {typeof(R).Name}, lane {lane}, state");
                Close.Assert(group[lane].Reward, outcomes[lane].Reward, 2e-6, $"{name} in {typeof(R).Name}, lane {lane}, reward");
                Assert.Equal(group[lane].Terminated, outcomes[lane].Terminated);
            }
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void A_seeded_reset_equals_Gymnasium_bit_for_bit(string name)
    {
        KernelEnvironment environment = new(ClassicEnvironments.Create(name));
        foreach (Trajectory trajectory in GoldenTrajectories.Of(name))
        {
            environment.Reset(trajectory.Seed);
            double[] state = environment.State;
            // Gymnasium casts this reset, and only this one, to float32.
            if (name == "acrobot") state = Array.ConvertAll(state, value => (double)(float)value);
            Assert.Equal(trajectory.First, state);
        }
    }

    [Fact]
    public void A_seeded_episode_of_the_single_environment_agrees_with_Gymnasium()
    {
        KernelEnvironment environment = new(new CartPole());
        Trajectory[] trajectories = GoldenTrajectories.Of("cartpole");
        Assert.Equal(15, trajectories.Length);
        foreach (Trajectory trajectory in trajectories)
        {
            Assert.Equal(trajectory.First, environment.Reset(trajectory.Seed).Observation);
            foreach (Transition step in trajectory.Steps)
            {
                StepResult result = environment.Step(step.Action);
                Close.Assert(step.Next, result.Observation, 1e-7, "observation");
                Assert.Equal((step.Terminated, false, 1.0), (result.Terminated, result.Truncated, result.Reward));
            }
        }
    }
}
