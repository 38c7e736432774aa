using Neuromorphic.Environments;
using Neuromorphic.Envs.Locomotion.Model;
using Neuromorphic.Envs.Locomotion.Physics;
using Neuromorphic.Envs.Locomotion.Programs;
using Neuromorphic.Numerics;
using Neuromorphic.Tape;
using Xunit;

namespace Neuromorphic.Envs.Locomotion.Tests;

/// <summary>Laws that hold without any reference.</summary>
public class LawTests
{
    public static TheoryData<string> Models => [.. Reference.All];
    public static TheoryData<string> Names => [.. LocomotionRegistry.Names];

    static Body Frictionless(Body body) => body with
    {
        Joints = [.. body.Joints.Select(joint => joint with { Damping = 0 })],
        Children = [.. body.Children.Select(Frictionless)],
    };

    [Theory, MemberData(nameof(Models))]
    public void A_robot_that_swings_without_friction_keeps_its_energy(string model)
    {
        Robot robot = Reference.RobotOf(model);
        robot = robot with { Root = Frictionless(robot.Root), Integrator = Integrator.RungeKutta4, TimeStep = 5e-4 };
        EngineDriver<Scalar64> driver = new(robot);
        driver.Constrain("a_free");
        Row start = Reference.Trajectories(model).First(row => row.Kind == "a_free");
        driver.SetAll(start.Positions, start.Velocities, new double[start.Controls.Length]);
        double before = Energy(driver), kinetic = 0;
        for (int i = 0; i < 2000; i++)
        {
            driver.Simulation.Step();
            kinetic = Math.Max(kinetic, Kinetic(driver));
        }
        Assert.True(kinetic > 1, "it does not move");
        Assert.Equal(before, Energy(driver), 1e-7 * kinetic);
    }

    static double Kinetic(EngineDriver<Scalar64> driver)
    {
        driver.Simulation.Evaluate();
        double[] velocity = driver.Velocities(0);
        double[,] mass = driver.Mass(0, driver.Positions(0));
        double energy = 0;
        for (int i = 0; i < velocity.Length; i++)
            for (int j = 0; j < velocity.Length; j++) energy += .5 * velocity[i] * mass[i, j] * velocity[j];
        return energy;
    }

    static double Energy(EngineDriver<Scalar64> driver)
    {
        double energy = Kinetic(driver);
        Mechanism mechanism = driver.Mechanism;
        double[] positions = driver.Positions(0);
        Posture<Scalar64> posture = Posture<Scalar64>.Of(mechanism, driver.Map, Copy(driver));
        for (int b = 0; b < mechanism.Links.Length; b++)
            energy += mechanism.Links[b].Mass * Robot.Gravity * (positions[mechanism.Height.Position] + posture.At(b, mechanism.Links[b].Center).Z.Value);
        foreach (Dof dof in mechanism.Dofs) energy += .5 * dof.Stiffness * positions[dof.Position] * positions[dof.Position];
        return energy;
    }

    static EngineMemory<Scalar64, ArrayBuffer<Scalar64>> Copy(EngineDriver<Scalar64> driver) =>
        new(new ArrayBuffer<Scalar64>(Array.ConvertAll(driver.Read(0, 0, driver.Map.Count), x => (Scalar64)x)));

    [Theory, MemberData(nameof(Names))]
    public void A_robot_a_kilometre_away_moves_as_at_the_start(string name)
    {
        IEnvironment environment = LocomotionRegistry.Create(name);
        EnvironmentSpec spec = environment.Spec;
        int hidden = LocomotionRegistry.Task(name).HiddenPositions == 2 ? 2 : 1;
        ArrayBuffer<Lanes16> here = new(spec.StateSize), away = new(spec.StateSize), action = new(spec.ActionSpace.Size);
        RandomKey key = RandomKey.For(3, RandomPurpose.Check);
        PhiloxStream<Lanes16> random = new(key, Word<Lanes16>.Lanes(0), 0, 0, 0);
        environment.Reset<Lanes16, ArrayBuffer<Lanes16>, PhiloxStream<Lanes16>>(here, ref random);
        for (int i = 0; i < spec.StateSize; i++) away[i] = i < hidden ? here[i] + 1000.0 : here[i];
        for (uint step = 1; step <= 30; step++)
        {
            random = new(key, Word<Lanes16>.Lanes(0), 0, 0, step);
            for (int i = 0; i < spec.ActionSpace.Size; i++) action[i] = random.Uniform<Lanes16, PhiloxStream<Lanes16>>(-1.0, 1.0);
            environment.Step(here, action, ref random, out Lanes16 rewardHere, out Lanes16 _);
            environment.Step(away, action, ref random, out Lanes16 rewardAway, out Lanes16 _);
            for (int lane = 0; lane < 16; lane++)
            {
                Assert.Equal(Lanes16.Lane(rewardHere, lane), Lanes16.Lane(rewardAway, lane));
                for (int i = hidden; i < spec.StateSize; i++) Assert.Equal(Lanes16.Lane(here[i], lane), Lanes16.Lane(away[i], lane));
            }
        }
    }

    [Theory, MemberData(nameof(Models))]
    public void The_recorded_equations_give_what_the_equations_give_themselves(string model)
    {
        EngineDriver<Scalar64> driver = new(Reference.RobotOf(model));
        foreach (Facts state in Reference.States(model))
        {
            driver.SetAll(state.Numbers("qpos"), state.Numbers("qvel"), state.Numbers("ctrl"));
            driver.Simulation.Evaluate();
            EngineMemory<Scalar64, ArrayBuffer<Scalar64>> memory = Copy(driver);
            Motion.Run(driver.Mechanism, driver.Map, memory);
            foreach ((int first, int count) in new[] { (driver.Map.Bias, driver.Mechanism.Velocities), (driver.Map.Gap, driver.Mechanism.Contacts.Length) })
                for (int i = first; i < first + count; i++)
                    Assert.Equal(memory[i].Value, driver.Read(0, i, 1)[0], 1e-11);
        }
    }

    [Theory]
    [InlineData(1e-9), InlineData(.1), InlineData(1.9), InlineData(2.1), InlineData(8), InlineData(34), InlineData(100), InlineData(1e4)]
    public void A_turn_of_any_size_in_a_step_is_the_exponential_of_its_rotation(double angle)
    {
        Check<Scalar64>(1e-15);
        Check<Lanes16>(5e-7);

        void Check<R>(double tolerance) where R : unmanaged, IReal<R>
        {
            EngineDriver<R> driver = new(Reference.RobotOf("brax_ant"));
            double[] axis = [2 / 7.0, -3 / 7.0, 6 / 7.0], positions = [0, 0, 5, 1, 0, 0, 0, .. new double[8]], velocities = new double[14];
            for (int k = 0; k < 3; k++) velocities[3 + k] = angle / driver.Mechanism.Robot.TimeStep * axis[k];
            driver.SetAll(positions, velocities, new double[8]);
            driver.Simulation.Evaluate();
            for (int lane = 0; lane < R.Width; lane++) driver.Write(lane, driver.Map.Acceleration, new double[14]);
            driver.Simulation.Integrate();
            double[] actual = driver.Positions(R.Width - 1), expected = [Math.Cos(.5 * angle), .. axis.Select(x => Math.Sin(.5 * angle) * x)];
            for (int k = 0; k < 4; k++) Assert.Equal(expected[k], actual[3 + k], tolerance * (1 + angle));
        }
    }

    [Fact]
    public void In_the_plane_the_edges_across_it_are_one()
    {
        RobotRecording recording = new(MechanismCompiler.Compile(Reference.RobotOf("brax_hopper")));
        Equations stage = recording.Activate(1, 0b11);
        Assert.Equal(2 * 3, stage.Stores.Keys.Count(address => address >= recording.Map.EdgeActive && address < recording.Map.Changed));
    }

    [Fact]
    public void A_robot_that_the_engine_does_not_cover_is_refused()
    {
        Robot hopper = Reference.RobotOf("brax_hopper");
        Robot fixedRoot = hopper with { Root = hopper.Root with { Joints = [] } };
        Assert.Contains("one free joint, or slides along x and z and a hinge about y", Assert.Throws<ArgumentException>(() => MechanismCompiler.Compile(fixedRoot)).Message, StringComparison.Ordinal);
        Robot loose = hopper with { Actuators = [new("elbow", 1)] };
        Assert.Contains("drives none of its joints", Assert.Throws<ArgumentException>(() => MechanismCompiler.Compile(loose)).Message, StringComparison.Ordinal);
    }
}
