using Neuromorphic.Envs.Locomotion.Model;
using Neuromorphic.Envs.Locomotion.Physics;
using Neuromorphic.Numerics;
using Xunit;

namespace Neuromorphic.Envs.Locomotion.Tests;

/// <summary>Robots written as MJCF and run by MuJoCo itself: the library of this machine (2.2 or later) and the WebAssembly build of npm.</summary>
public class MjcfTests
{
    public static TheoryData<string, string, string> Variants
    {
        get
        {
            TheoryData<string, string, string> data = [];
            foreach (string peer in MujocoPeer.Names)
                foreach (string name in LocomotionRegistry.Names)
                    foreach (string variant in LocomotionRegistry.Variants) data.Add(peer, name, variant);
            return data;
        }
    }

    [Theory, MemberData(nameof(Variants))]
    public void A_robot_written_as_MJCF_moves_alike_in_MuJoCo(string peer, string name, string variant)
    {
        LocomotionTask task = LocomotionRegistry.Task(name, variant);
        Compare(peer, task, Motion(task, new(task.Robot)));
    }

    [Theory, MemberData(nameof(Variants))]
    public void Random_states_of_a_robot_written_as_MJCF_accelerate_and_move_alike_in_MuJoCo(string peer, string name, string variant)
    {
        LocomotionTask task = LocomotionRegistry.Task(name, variant);
        int touchingItself = Compare(peer, task, RandomStates(task, new(task.Robot)));
        Assert.True(task.Robot.TouchesItself ? touchingItself > 100 : touchingItself == 0, $"{touchingItself} states touch themselves.");
    }

    /// <summary>Returns in how many states the robot touches itself.</summary>
    static int Compare(string peer, LocomotionTask task, List<double[]> states)
    {
        MujocoPeer mujoco = MujocoPeer.Of(peer);
        Assert.SkipWhen(mujoco.Problem != null, mujoco.Problem ?? "");
        double[][] expected = mujoco.Ask(MjcfWriter.Write(task.Robot), task.Substeps, states);
        Assert.Equal(states.Count, expected.Length);
        EngineDriver<Scalar64> driver = new(task.Robot);
        int nq = driver.Mechanism.Positions, nv = driver.Mechanism.Velocities, touching = 0, touchingItself = 0;
        for (int k = 0; k < states.Count; k++)
        {
            double[] positions = states[k][..nq];
            driver.SetAll(positions, states[k][nq..(nq + nv)], states[k][(nq + nv)..]);
            driver.Simulation.Evaluate();
            Close(expected[k][..nv], driver.InOwnFrame(driver.Read(0, driver.Map.Acceleration, nv), positions), $"{peer}, state {k}, acceleration");
            if (Gaps(driver).Any(item => item is { Contact: FloorSphere, Gap: < 0 })) touching++;
            if (Gaps(driver).Any(item => item is { Contact: CapsulePair, Gap: < 0 })) touchingItself++;
            driver.EnvironmentStep(task.Substeps);
            Close(expected[k][nv..], [.. driver.Positions(0), .. driver.Velocities(0)], $"{peer}, state {k}, state after a step");
        }
        Assert.True(touching > states.Count / 5, $"Only {touching} of {states.Count} states touch the floor.");
        return touchingItself;
    }

    static (Contact Contact, double Gap)[] Gaps(EngineDriver<Scalar64> driver) =>
        [.. driver.Mechanism.Contacts.Zip(driver.Read(0, driver.Map.Gap, driver.Mechanism.Contacts.Length))];

    static void Close(double[] expected, double[] actual, string what)
    {
        double scale = 1 + expected.Max(Math.Abs);
        for (int i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(actual[i] - expected[i]) < 1e-10 * scale, $"{what} {i}: MuJoCo {expected[i]:R}, we {actual[i]:R}");
    }

    /// <summary>States along a motion with random controls, and those controls.</summary>
    static List<double[]> Motion(LocomotionTask task, EngineDriver<Scalar64> driver)
    {
        Random random = new(7);
        driver.SetAll(task.Start, new double[driver.Mechanism.Velocities], new double[driver.Mechanism.Controls]);
        List<double[]> states = [];
        for (int k = 0; k < 60; k++)
        {
            double[] controls = [.. Enumerable.Range(0, driver.Mechanism.Controls).Select(_ => 2 * random.NextDouble() - 1)];
            states.Add([.. driver.Positions(0), .. driver.Velocities(0), .. controls]);
            driver.Write(0, driver.Map.Control, controls);
            driver.EnvironmentStep(task.Substeps);
        }
        return states;
    }

    /// <summary>Joints within and a little beyond their ranges, the root turned at random, the lowest point from 6 cm below to 1 cm above where contact begins; and controls.</summary>
    static List<double[]> RandomStates(LocomotionTask task, EngineDriver<Scalar64> driver)
    {
        Random random = new(11);
        double Uniform(double low, double high) => low + (high - low) * random.NextDouble();
        double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        Joint[] joints = [.. task.Robot.Bodies.SelectMany(pair => pair.Body.Joints)];
        List<double[]> states = [];
        while (states.Count < 2000)
        {
            double[] q = [.. joints.SelectMany(joint => joint.Kind switch
            {
                JointKind.Free => [Uniform(-2, 2), Uniform(-2, 2), 0, .. Turned()],
                JointKind.Slide => [0],
                _ => joint.Range is { } range ? (double[])[range.Low + (range.High - range.Low) * Uniform(-.1, 1.1)] : [Uniform(-Math.PI, Math.PI)],
            })];
            double[] controls = [.. Enumerable.Range(0, driver.Mechanism.Controls).Select(_ => Uniform(-1, 1))];
            driver.SetAll(q, new double[driver.Mechanism.Velocities], controls);
            driver.Simulation.Sines();
            driver.Simulation.Motion();
            (Contact Contact, double Gap)[] contacts = Gaps(driver);
            // Where the axes of capsules cross, MuJoCo's normal is a matter of rounding: its versions differ.
            if (contacts.Any(item => item.Contact is CapsulePair pair && item.Gap < -.5 * (pair.First.Radius + pair.Second.Radius))) continue;
            q[driver.Mechanism.Height.Position] = Uniform(-.06, .01) - contacts.Where(item => item.Contact is FloorSphere).Min(item => item.Gap);
            states.Add([.. q, .. Enumerable.Range(0, driver.Mechanism.Velocities).Select(_ => 2 * Normal()), .. controls]);
        }
        return states;

        double[] Turned()
        {
            Orientation turned = new Orientation(Normal(), Normal(), Normal(), Normal()).Unit;
            return [turned.W, turned.X, turned.Y, turned.Z];
        }
    }

    [Fact]
    public void Explicit_damping_is_refused() =>
        Assert.Throws<ArgumentException>(() => MjcfWriter.Write(LocomotionRegistry.Task("ant").Robot with { Integrator = Integrator.EulerExplicitDamping }));
}
