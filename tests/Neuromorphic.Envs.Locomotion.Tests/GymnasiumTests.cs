using Neuromorphic.Environments;
using Neuromorphic.Envs.Locomotion.Model;
using Neuromorphic.Envs.Locomotion.Physics;
using Neuromorphic.Numerics;
using Xunit;

namespace Neuromorphic.Envs.Locomotion.Tests;

/// <summary>The robots of Gymnasium v4 and v5 against MuJoCo.</summary>
public class GymnasiumTests
{
    public static TheoryData<string, string> Variants => Gymnasium.Variants;
    public static TheoryData<string> Names => [.. LocomotionRegistry.Names];

    static RobotEnvironment Create(string name, string variant) => new(LocomotionRegistry.Task(name, variant));

    /// <summary>State of the environment before a step; contact forces are of no consequence to it.</summary>
    static double[] StateOf(RobotEnvironment environment, Transition step)
    {
        MemoryMap map = environment.Task.Recording.Map;
        double[] state = new double[map.StateSize];
        step.Positions.CopyTo(state, map.Position);
        step.Velocities.CopyTo(state, map.Velocity);
        if (map.Measured.HasFlag(Measured.Lag)) state[map.Lag] = step.Lag;
        return state;
    }

    static void Close(double expected, double actual, double tolerance, string what) =>
        Assert.True(Math.Abs(expected - actual) <= tolerance * Math.Max(1, Math.Abs(expected)), $"{what}: MuJoCo {expected:R}, we {actual:R}");

    [Theory, MemberData(nameof(Variants))]
    public void A_step_from_any_state_is_that_of_Gymnasium_in_MuJoCo(string name, string variant)
    {
        List<Transition> steps = Gymnasium.Steps(name, variant);
        RobotEnvironment environment = Create(name, variant);
        KernelEnvironment single = new(environment);
        for (int k = 0; k < steps.Count; k++)
        {
            single.Reset(1);
            single.State = StateOf(environment, steps[k]);
            StepResult result = single.Step(steps[k].Action);
            Assert.Equal(steps[k].Observation.Length, result.Observation.Length);
            for (int i = 0; i < result.Observation.Length; i++) Close(steps[k].Observation[i], result.Observation[i], 1e-9, $"{name} {variant}, step {k}, observation {i}");
            Close(steps[k].Reward, result.Reward, 1e-9, $"{name} {variant}, step {k}, reward");
            Assert.Equal(steps[k].Terminated, result.Terminated);
        }
        Assert.Equal(60, steps.Count);
        Assert.Equal(name != "half-cheetah", steps.Exists(step => step.Terminated));
    }

    [Theory, MemberData(nameof(Names))]
    public void A_step_of_v5_is_that_of_Gymnasiums_own_file_in_a_current_MuJoCo(string name)
    {
        LocomotionTask task = LocomotionRegistry.Task(name, "gymnasium-v5");
        EngineDriver<Scalar64> driver = new(task.Robot);
        List<(Row Start, Row End)> steps = Reference.Current(driver.Mechanism);
        for (int k = 0; k < steps.Count; k++)
        {
            (Row start, Row end) = steps[k];
            double[] positions = [.. start.Positions];
            // Gymnasium's resets leave that to MuJoCo.
            if (driver.Mechanism.IsFree) (positions[3], positions[4], positions[5], positions[6]) = new Orientation(positions[3], positions[4], positions[5], positions[6]).Unit;
            driver.SetAll(positions, start.Velocities, start.Controls);
            driver.EnvironmentStep(task.Substeps);
            double[] expected = [.. end.Positions, .. end.Velocities], actual = [.. driver.Positions(0), .. driver.Velocities(0)];
            for (int i = 0; i < expected.Length; i++) Close(expected[i], actual[i], 1e-9, $"{name}, {start.Kind} {start.Trajectory}, step {k}, number {i}");
        }
        Assert.Equal(240, steps.Count);
    }

    [Theory, MemberData(nameof(Variants))]
    public void Episodes_follow_Gymnasiums_in_MuJoCo(string name, string variant)
    {
        RobotEnvironment environment = Create(name, variant);
        KernelEnvironment single = new(environment);
        int followed = 0;
        foreach (Transition step in Gymnasium.Steps(name, variant))
        {
            if (step.IsStart)
            {
                single.Reset(1);
                single.State = StateOf(environment, step);
            }
            else followed++;
            StepResult result = single.Step(step.Action);
            for (int i = 0; i < result.Observation.Length; i++) Close(step.Observation[i], result.Observation[i], 1e-6, $"{name} {variant}, observation {i}");
            Close(step.Reward, result.Reward, 1e-6, $"{name} {variant}, reward");
        }
        Assert.True(followed > 20, $"only {followed} steps were followed");
    }

    [Theory, MemberData(nameof(Variants))]
    public void A_step_in_float32_is_close_to_that_of_Gymnasium(string name, string variant)
    {
        List<Transition> steps = Gymnasium.Steps(name, variant);
        RobotEnvironment environment = Create(name, variant);
        EnvironmentSpec spec = environment.Spec;
        List<double> observations = [], rewards = [];
        foreach (Transition[] group in steps.Chunk(Lanes16.Width))
        {
            double[][] states = [.. group.Select(step => StateOf(environment, step))], actions = [.. group.Select(step => step.Action)];
            ArrayBuffer<Lanes16> state = Side(states, spec.StateSize), action = Side(actions, spec.ActionSpace.Size), observation = new(spec.ObservationSpace.Size);
            PhiloxStream<Lanes16> random = default;
            environment.Step(state, action, ref random, out Lanes16 reward, out Lanes16 _);
            environment.Observe<Lanes16, ArrayBuffer<Lanes16>>(state, observation);
            for (int lane = 0; lane < group.Length; lane++)
            {
                double[] expected = group[lane].Observation;
                observations.Add(Enumerable.Range(0, expected.Length).Max(i => Math.Abs(expected[i] - Lanes16.Lane(observation[i], lane)) / Math.Max(1, Math.Abs(expected[i]))));
                rewards.Add(Math.Abs(group[lane].Reward - Lanes16.Lane(reward, lane)));
            }
        }
        Check(observations, 1e-4, 1e-2);
        Check(rewards, 1e-5, 1e-3);

        static void Check(List<double> errors, double median, double most)
        {
            errors.Sort();
            Assert.True(errors[errors.Count / 2] < median, $"median error {errors[errors.Count / 2]:E1}");
            Assert.True(errors[errors.Count * 95 / 100] < most, $"95th percentile of the error {errors[errors.Count * 95 / 100]:E1}");
        }
    }

    /// <summary>Numbers of several individuals, one a lane; the last fills the lanes that are left.</summary>
    static ArrayBuffer<Lanes16> Side(double[][] rows, int count)
    {
        ArrayBuffer<Lanes16> buffer = new(count);
        for (int i = 0; i < count; i++) buffer[i] = Lanes16.FromLanes([.. Enumerable.Range(0, Lanes16.Width).Select(lane => rows[Math.Min(lane, rows.Length - 1)][i])]);
        return buffer;
    }

    [Fact]
    public void The_ant_of_v5_feels_the_floor_with_torso_thighs_and_shins_and_nothing_at_the_start()
    {
        List<Transition> steps = Gymnasium.Steps("ant", "gymnasium-v5");
        bool Feels(int body) => steps.Exists(step => step.Observation.Skip(27 + 6 * body).Take(6).Any(force => force != 0));
        // The torso, then of each leg: a part that is welded to it and never reaches the floor, the thigh, the shin.
        Assert.True(Feels(0));
        foreach (int part in (int[])[2, 3]) Assert.Contains(Enumerable.Range(0, 4), leg => Feels(3 * leg + part));
        KernelEnvironment environment = new(Create("ant", "gymnasium-v5"));
        Assert.All(environment.Reset(1).Observation.Skip(27), force => Assert.Equal(0, force));
        Box space = environment.Spec.ObservationSpace;
        Assert.Equal((-1, 1, double.PositiveInfinity), (space.Low[27], space.High[104], space.High[26]));
    }
}
