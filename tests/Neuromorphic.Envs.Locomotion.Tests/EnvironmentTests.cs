using Neuromorphic.Environments;
using Neuromorphic.Envs.Locomotion.Physics;
using Neuromorphic.Numerics;
using Xunit;

namespace Neuromorphic.Envs.Locomotion.Tests;

public class EnvironmentTests
{
    public static TheoryData<string> Names => [.. LocomotionRegistry.Names];

    [Theory, MemberData(nameof(Names))]
    public void Every_robot_is_sound(string name)
    {
        Assert.Empty(EnvironmentChecker.Check(LocomotionRegistry.Create(name), 200));
        Assert.Empty(EnvironmentChecker.Check(new KernelEnvironment(LocomotionRegistry.Create(name)), 200));
    }

    [Theory, MemberData(nameof(Gymnasium.Variants), MemberType = typeof(Gymnasium))]
    public void Every_robot_is_sound_as_in_Gymnasium(string name, string variant)
    {
        IEnvironment environment = LocomotionRegistry.Create(name, new() { Variant = variant });
        Assert.Empty(EnvironmentChecker.Check<Scalar64>(environment, 100));
        Assert.Empty(EnvironmentChecker.Check<Lanes16>(environment, 50));
    }

    [Theory]
    [InlineData("ant", "brax", 27, 8, 44)]
    [InlineData("half-cheetah", "brax", 17, 6, 28)]
    [InlineData("hopper", "brax", 11, 3, 19)]
    [InlineData("walker2d", "brax", 17, 6, 28)]
    [InlineData("ant", "gymnasium-v4", 27, 8, 45)]
    [InlineData("ant", "gymnasium-v5", 105, 8, 123)]
    [InlineData("hopper", "gymnasium-v5", 11, 3, 19)]
    [InlineData("walker2d", "gymnasium-v5", 17, 6, 28)]
    public void Sizes_are_those_of_the_literature(string name, string variant, int observations, int actions, int state)
    {
        EnvironmentSpec spec = LocomotionRegistry.Create(name, new() { Variant = variant }).Spec;
        Assert.Equal((name, observations, actions, state, 1000), (spec.Name, spec.ObservationSpace.Size, spec.ActionSpace.Size, spec.StateSize, spec.StepLimit));
    }

    [Fact]
    public void Unknown_names_are_refused_with_the_valid_ones()
    {
        Assert.Contains("ant, half-cheetah, hopper, walker2d", Assert.Throws<ArgumentException>(() => LocomotionRegistry.Create("humanoid")).Message, StringComparison.Ordinal);
        Assert.Contains("brax, gymnasium-v4, gymnasium-v5", Assert.Throws<ArgumentException>(() => LocomotionRegistry.Create("ant", new() { Variant = "v9" })).Message, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Names))]
    public void A_step_is_that_of_MuJoCo_with_the_reward_of_its_way(string name)
    {
        string model = "brax_" + name.Replace('-', '_');
        KernelEnvironment environment = new(LocomotionRegistry.Create(name));
        LocomotionTask task = LocomotionRegistry.Task(name);
        List<Row> rows = [.. Reference.Trajectories(model).Where(row => row.Kind == "c_contact")];
        int compared = 0;
        for (int k = 0; k + 1 < rows.Count; k++)
        {
            if (!rows[k + 1].Follows(rows[k])) continue;
            environment.Reset(1);
            environment.State = [.. rows[k].Positions, .. rows[k].Velocities, .. new double[rows[k].Velocities.Length + 1]];
            StepResult result = environment.Step(rows[k].Controls);
            double speed = (rows[k + 1].Positions[0] - rows[k].Positions[0]) / task.TimeStep;
            double[] actions = [.. rows[k].Controls.Select(control => Math.Clamp(control, -1, 1))];
            double expected = speed + task.Bonus - task.ControlCost * actions.Sum(a => a * a);
            Assert.Equal(expected, result.Reward, 1e-7);
            // The reference resets what is unhealthy, so what follows has been healthy.
            Assert.False(result.Terminated && k + 2 < rows.Count && rows[k + 2].Follows(rows[k + 1]));
            double[] observed = [.. rows[k + 1].Positions.Skip(task.HiddenPositions), .. rows[k + 1].Velocities.Select(v => Math.Clamp(v, -task.ObservedSpeed, task.ObservedSpeed))];
            if (task.HeightOffset != 0) observed[0] += task.HeightOffset;
            for (int i = 0; i < observed.Length; i++) Assert.Equal(observed[i], result.Observation[i], 1e-8);
            compared++;
        }
        Assert.True(compared > 150, $"only {compared} steps were compared");
    }

    [Theory]
    [InlineData("ant", 2, -5, true)]
    [InlineData("ant", 2, 1.2, true)]
    [InlineData("ant", 2, .6, false)]
    [InlineData("hopper", 2, .25, true)]
    [InlineData("hopper", 1, -.6, true)]
    [InlineData("hopper", 1, 1, false)]
    [InlineData("walker2d", 2, 1.1, true)]
    [InlineData("walker2d", 1, .9, true)]
    [InlineData("walker2d", 1, -.5, true)]
    [InlineData("walker2d", 1, .2, false)]
    [InlineData("half-cheetah", 2, 3, false)]
    public void Episodes_end_where_the_task_says(string name, int position, double value, bool ends)
    {
        KernelEnvironment environment = new(LocomotionRegistry.Create(name));
        environment.Reset(1);
        double[] state = environment.State;
        LocomotionTask task = LocomotionRegistry.Task(name);
        task.Start.CopyTo(state, 0);
        Array.Clear(state, task.Start.Length, state.Length - task.Start.Length);
        state[position] = value;
        environment.State = state;
        Assert.Equal(ends, environment.Step(new double[environment.Spec.ActionSpace.Size]).Terminated);
    }

    [Theory, MemberData(nameof(Names))]
    public void A_state_that_is_not_finite_ends_the_episode_of_its_lane_as_failed(string name)
    {
        IEnvironment environment = LocomotionRegistry.Create(name);
        EnvironmentSpec spec = environment.Spec;
        ArrayBuffer<Lanes16> state = new(spec.StateSize), whole = new(spec.StateSize), action = new(spec.ActionSpace.Size);
        PhiloxStream<Lanes16> random = new(RandomKey.For(1, RandomPurpose.Check), Word<Lanes16>.Lanes(0), 0, 0, 0);
        environment.Reset<Lanes16, ArrayBuffer<Lanes16>, PhiloxStream<Lanes16>>(state, ref random);
        for (int i = 0; i < spec.StateSize; i++) whole[i] = state[i];
        double[] lanes = [.. Enumerable.Range(0, 16).Select(lane => Lanes16.Lane(state[5], lane))];
        lanes[3] = double.NaN;
        lanes[7] = double.PositiveInfinity;
        state[5] = Lanes16.FromLanes(lanes);
        environment.Step(state, action, ref random, out Lanes16 reward, out Lanes16 terminated);
        environment.Step(whole, action, ref random, out Lanes16 soundReward, out Lanes16 _);
        Lanes16 ended = Lanes16.Select(terminated, 1.0, 0.0);
        for (int lane = 0; lane < 16; lane++)
        {
            bool broken = lane is 3 or 7;
            Assert.Equal(!broken, double.IsFinite(Lanes16.Lane(reward, lane)));
            if (broken) Assert.Equal(1, Lanes16.Lane(ended, lane));
            else Assert.Equal(Lanes16.Lane(soundReward, lane), Lanes16.Lane(reward, lane));
        }
    }

    // MuJoCo 2.2.2 says so: mj_checkPos, mj_checkVel and mj_checkAcc of the steps of physics.
    [Theory]
    [InlineData(0, 0, 1e9, false)]
    [InlineData(0, 0, 1.1e10, true)]
    [InlineData(1, 0, 1e9, false)]
    [InlineData(1, 0, 1.1e10, true)]
    [InlineData(1, 1, 1e9, false)]
    [InlineData(1, 1, -2e10, true)]
    [InlineData(1, 2, 1e6, true)]
    [InlineData(1, 3, 1e2, false)]
    [InlineData(0, 3, 1e5, true)]
    [InlineData(1, 3, 1e5, true)]
    [InlineData(0, 8, 1e7, true)]
    public void A_state_beyond_1e10_fails_as_in_MuJoCo(double height, int dof, double speed, bool fails)
    {
        KernelEnvironment cheetah = new(LocomotionRegistry.Create("half-cheetah"));
        cheetah.Reset(1);
        double[] state = new double[cheetah.State.Length];
        state[1] = height;
        state[9 + dof] = speed;
        cheetah.State = state;
        StepResult result = cheetah.Step(new double[6]);
        Assert.Equal((fails, fails), (result.Terminated, double.IsNaN(result.Reward)));
    }

    [Theory, MemberData(nameof(Names))]
    public void The_same_bits_come_from_one_thread_and_from_two(string name)
    {
        double[] alone = Play(name);
        double[][] together = new double[2][];
        Thread[] threads = [.. Enumerable.Range(0, 2).Select(i => new Thread(() => together[i] = Play(name)))];
        foreach (Thread thread in threads) thread.Start();
        foreach (Thread thread in threads) thread.Join();
        Assert.Equal(alone, together[0]);
        Assert.Equal(alone, together[1]);
        Assert.Contains(alone, value => value is not (0 or 1));
    }

    static double[] Play(string name)
    {
        IEnvironment environment = LocomotionRegistry.Create(name);
        EnvironmentSpec spec = environment.Spec;
        ArrayBuffer<Lanes8> state = new(spec.StateSize), action = new(spec.ActionSpace.Size);
        RandomKey key = RandomKey.For(5, RandomPurpose.Check);
        PhiloxStream<Lanes8> random = new(key, Word<Lanes8>.Lanes(0), 0, 0, 0);
        environment.Reset<Lanes8, ArrayBuffer<Lanes8>, PhiloxStream<Lanes8>>(state, ref random);
        for (uint step = 1; step <= 50; step++)
        {
            random = new(key, Word<Lanes8>.Lanes(0), 0, 0, step);
            for (int i = 0; i < spec.ActionSpace.Size; i++) action[i] = random.Uniform<Lanes8, PhiloxStream<Lanes8>>(-1.0, 1.0);
            environment.Step(state, action, ref random, out Lanes8 _, out Lanes8 _);
        }
        return [.. Enumerable.Range(0, spec.StateSize * 8).Select(i => Lanes8.Lane(state[i / 8], i % 8))];
    }
}
