using Neuromorphic.Envs.Locomotion.Model;
using Neuromorphic.Envs.Locomotion.Physics;
using Neuromorphic.Numerics;
using Xunit;

namespace Neuromorphic.Envs.Locomotion.Tests;

/// <summary>Where bodies are, against MuJoCo and against where our own engine finds contact.</summary>
public class KinematicsTests
{
    public static TheoryData<string> Models => [.. Reference.All];
    public static TheoryData<string> Brax => [.. Reference.Brax];

    [Theory, MemberData(nameof(Models))]
    public void Poses_are_those_of_the_original_files_in_MuJoCo(string model)
    {
        int states = 0;
        foreach (Facts state in Reference.States(model))
        {
            // MuJoCo's first body is the world.
            ArePoses([.. state.Numbers("xpos").Skip(3)], [.. state.Numbers("xquat").Skip(4)], Reference.RobotOf(model), state.Numbers("qpos"));
            states++;
        }
        Assert.True(states > 10);
    }

    [Fact]
    public void Poses_at_random_positions_are_those_of_the_exported_files_in_MuJoCo()
    {
        HashSet<string> models = [];
        foreach (Facts state in Reference.Poses())
        {
            string[] names = state.Text("model").Split('.');
            models.Add(state.Text("model"));
            ArePoses(state.Numbers("xpos"), state.Numbers("xquat"), LocomotionRegistry.Task(names[0], names[1]).Robot, state.Numbers("qpos"));
        }
        Assert.Equal(LocomotionRegistry.Names.Count * 2, models.Count); // the bodies of gymnasium-v5 are those of v4
    }

    static void ArePoses(double[] positions, double[] quaternions, Robot robot, double[] q)
    {
        IReadOnlyList<BodyPose> poses = Kinematics.Poses(robot, q);
        Assert.Equal(positions.Length, 3 * poses.Count);
        Assert.Equal(robot.Bodies.Count(), poses.Count);
        for (int b = 0; b < poses.Count; b++)
        {
            (Point p, Orientation o) = poses[b];
            double[] orientation = [o.W, o.X, o.Y, o.Z], expected = quaternions[(4 * b)..(4 * b + 4)];
            double sign = Math.Sign(orientation.Zip(expected).Sum(pair => pair.First * pair.Second)); // q and -q are one turn
            Assert.Equal(positions[(3 * b)..(3 * b + 3)], [p.X, p.Y, p.Z], (x, y) => Math.Abs(x - y) < 1e-12);
            Assert.Equal(expected, orientation, (x, y) => Math.Abs(x - sign * y) < 1e-12);
        }
    }

    [Theory, MemberData(nameof(Brax))]
    public void Spheres_of_contact_are_where_the_engine_finds_them(string model)
    {
        Robot robot = Reference.RobotOf(model);
        EngineDriver<Scalar64> driver = new(robot);
        Random random = new(3);
        for (int k = 0; k < 10; k++)
        {
            double[] q = [.. driver.Mechanism.DrawnPositions.Select(position => position + .6 * random.NextDouble() - .3)];
            IReadOnlyList<BodyPose> poses = Kinematics.Poses(robot, q);
            if (driver.Mechanism.IsFree) (q[3], q[4], q[5], q[6]) = poses[0].Orientation;
            driver.SetAll(q, new double[driver.Mechanism.Velocities], new double[driver.Mechanism.Controls]);
            driver.Simulation.Step();
            double[] expected = driver.Read(0, driver.Map.Gap, driver.Mechanism.Contacts.OfType<FloorSphere>().Count());
            double[] actual = [.. robot.Bodies.Zip(poses, (pair, pose) => Gaps(pair.Body, pose)).SelectMany(gaps => gaps)];
            Assert.NotEmpty(expected);
            Assert.Equal(expected, actual, (x, y) => Math.Abs(x - y) < 1e-12);
        }
    }

    /// <summary>Heights of the lowest points of the spheres that touch the floor, less the margin.</summary>
    static IEnumerable<double> Gaps(Body body, BodyPose pose) =>
        from geom in body.Geoms
        where geom.Collides
        from end in geom.HalfLength > 0 ? new double[] { 1, -1 } : [0]
        select (pose.Position + pose.Orientation * (geom.Center + end * geom.HalfLength * geom.Axis)).Z - geom.Radius - geom.Margin;

    [Fact]
    public void Too_few_positions_are_refused_and_further_numbers_are_not_read()
    {
        Robot robot = LocomotionRegistry.Task("hopper").Robot;
        Assert.Contains("'foot_joint'", Assert.Throws<ArgumentException>(() => Kinematics.Poses(robot, new double[5])).Message, StringComparison.Ordinal);
        Assert.Equal(Kinematics.Poses(robot, [1, 2, 3, 4, 5, 6]), Kinematics.Poses(robot, [1, 2, 3, 4, 5, 6, double.NaN]));
    }
}
