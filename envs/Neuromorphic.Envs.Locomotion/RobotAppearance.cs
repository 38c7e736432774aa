using System.Numerics;
using Neuromorphic.Bodies;
using Neuromorphic.Envs.Locomotion.Model;
using Body = Neuromorphic.Envs.Locomotion.Model.Body;

namespace Neuromorphic.Envs.Locomotion;

/// <summary>Robots: their geoms, limbs of one side in another colour than those of the other.</summary>
static class RobotAppearance
{
    public static Appearance Of(Robot robot)
    {
        List<Neuromorphic.Bodies.Body> bodies = [Drawn(robot.Root, Color.Default)];
        foreach (Body limb in robot.Root.Children) Draw(limb, Look(limb).Color, bodies);
        return new(bodies, state => [.. Kinematics.Poses(robot, Array.ConvertAll(state, x => (double)x)).Select(ToPose)])
        {
            FollowBody = 0,
            Legend = robot.Root.Children.Count < 2 ? "" : string.Join(", ", robot.Root.Children.Select(limb => Look(limb).Legend).Distinct()),
            Actions = [.. robot.Actuators.Select(actuator => actuator.Joint.Replace("_joint", "", StringComparison.Ordinal))],
        };
    }

    /// <summary>Where a limb is on a robot that walks along x, by where it hangs; limbs that hang at one point in the plane say it by their names.</summary>
    static (string Legend, Color Color) Look(Body limb)
    {
        Point place = limb.Geoms.Aggregate(limb.Position, (sum, geom) => sum + geom.Center);
        return place.Y != 0 ? (place.Y > 0 ? ("left orange", Color.Vermillion) : ("right light blue", Color.Sky))
            : place.X != 0 ? (place.X > 0 ? ("front orange", Color.Vermillion) : ("back light blue", Color.Sky))
            : limb.Name.Contains("left", StringComparison.Ordinal) ? ("left orange", Color.Vermillion) : ("right light blue", Color.Sky);
    }

    static void Draw(Body body, Color color, List<Neuromorphic.Bodies.Body> bodies)
    {
        bodies.Add(Drawn(body, color));
        foreach (Body child in body.Children) Draw(child, color, bodies);
    }

    static Neuromorphic.Bodies.Body Drawn(Body body, Color color) => new(body.Name, [.. body.Geoms.Select(geom => Drawn(geom, color))]);

    static Shape Drawn(Geom geom, Color color)
    {
        Vector3 centre = ToVector(geom.Center), half = (float)geom.HalfLength * ToVector(geom.Axis);
        return geom.HalfLength > 0 ? new Capsule((float)geom.Radius, centre - half, centre + half) { Color = color } : new Sphere((float)geom.Radius, centre) { Color = color };
    }

    static Pose ToPose(BodyPose pose) => new(ToVector(pose.Position),
        new((float)pose.Orientation.X, (float)pose.Orientation.Y, (float)pose.Orientation.Z, (float)pose.Orientation.W));

    static Vector3 ToVector(Point point) => new((float)point.X, (float)point.Y, (float)point.Z);
}
