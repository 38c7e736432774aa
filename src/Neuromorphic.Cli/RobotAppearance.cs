using System.Numerics;
using Neuromorphic.Envs.Locomotion;
using Neuromorphic.Envs.Locomotion.Model;
using Neuromorphic.Replay;
using Body = Neuromorphic.Envs.Locomotion.Model.Body;

namespace Neuromorphic.Cli;

/// <summary>Robots: their geoms, left limbs in another colour than right ones.</summary>
static class RobotAppearance
{
    static readonly Color Left = Color.Vermillion, Right = Color.Sky;

    public static Appearance Of(RobotEnvironment environment)
    {
        Robot robot = environment.Robot;
        List<Neuromorphic.Replay.Body> bodies = [Drawn(robot.Root, Color.Default)];
        for (int limb = 0; limb < robot.Root.Children.Count; limb++) Draw(robot.Root.Children[limb], Colour(robot.Root.Children[limb], limb), bodies);
        return new(bodies, environment.TimeStep, state => [.. Kinematics.Poses(robot, Array.ConvertAll(state, x => (double)x)).Select(ToPose)])
        {
            FollowBody = 0,
            Actions = [.. robot.Actuators.Select(actuator => actuator.Joint.Replace("_joint", "", StringComparison.Ordinal))],
        };
    }

    static void Draw(Body body, Color color, List<Neuromorphic.Replay.Body> bodies)
    {
        bodies.Add(Drawn(body, color));
        foreach (Body child in body.Children) Draw(child, color, bodies);
    }

    /// <summary>Who walks along x has y on the left. In the plane the file's second limb is the left one, or the one in front.</summary>
    static Color Colour(Body limb, int number) => Side(limb) is var y && y != 0 ? (y > 0 ? Left : Right) : number % 2 == 1 ? Left : Right;

    static double Side(Body limb) => limb.Position.Y + limb.Geoms.Sum(geom => geom.Center.Y);

    static Neuromorphic.Replay.Body Drawn(Body body, Color color) => new(body.Name, [.. body.Geoms.Select(geom => Drawn(geom, color))]);

    static Shape Drawn(Geom geom, Color color)
    {
        Vector3 centre = ToVector(geom.Center), half = (float)geom.HalfLength * ToVector(geom.Axis);
        return geom.HalfLength > 0 ? new Capsule((float)geom.Radius, centre - half, centre + half) { Color = color } : new Sphere((float)geom.Radius, centre) { Color = color };
    }

    static Pose ToPose(BodyPose pose) => new(ToVector(pose.Position),
        new((float)pose.Orientation.X, (float)pose.Orientation.Y, (float)pose.Orientation.Z, (float)pose.Orientation.W));

    static Vector3 ToVector(Point point) => new((float)point.X, (float)point.Y, (float)point.Z);
}
