namespace Neuromorphic.Envs.Locomotion.Model;

/// <summary>Where a body's frame is, m, and how it is turned.</summary>
public readonly record struct BodyPose(Point Position, Orientation Orientation);

/// <summary>
/// Where the positions of a state put the bodies of a robot. What MuJoCo calls xpos and xquat; in double precision and apart from the engine,
/// which welds bodies, turns frames and counts from the root.
/// </summary>
public static class Kinematics
{
    /// <summary>The pose of every body, in the order of <see cref="Robot.Bodies"/>.</summary>
    /// <param name="robot">The robot.</param>
    /// <param name="positions">The positions of its joints, body by body; a free joint has seven, the others one. Numbers behind them are not read.</param>
    /// <exception cref="ArgumentException">There are fewer positions than the joints have.</exception>
    public static IReadOnlyList<BodyPose> Poses(Robot robot, ReadOnlySpan<double> positions)
    {
        ArgumentNullException.ThrowIfNull(robot);
        List<BodyPose> poses = [];
        Place(robot.Root, new(default, Orientation.Identity), ref positions, poses);
        return poses;
    }

    static void Place(Body body, BodyPose parent, ref ReadOnlySpan<double> positions, List<BodyPose> poses)
    {
        BodyPose pose = new(parent.Position + parent.Orientation * body.Position, parent.Orientation);
        foreach (Joint joint in body.Joints) pose = Move(pose, joint, Take(ref positions, joint));
        poses.Add(pose);
        foreach (Body child in body.Children) Place(child, pose, ref positions, poses);
    }

    static BodyPose Move(BodyPose pose, Joint joint, ReadOnlySpan<double> q)
    {
        switch (joint.Kind)
        {
            case JointKind.Free:
                return new(new(q[0], q[1], q[2]), new Orientation(q[3], q[4], q[5], q[6]).Unit);
            case JointKind.Slide:
                return pose with { Position = pose.Position + (q[0] - joint.Reference) * (pose.Orientation * joint.Axis) };
            default:
                // The anchor stays where it is.
                Orientation turned = pose.Orientation * Orientation.About(joint.Axis, q[0] - joint.Reference);
                return new(pose.Position + pose.Orientation * joint.Position - turned * joint.Position, turned);
        }
    }

    static ReadOnlySpan<double> Take(ref ReadOnlySpan<double> positions, Joint joint)
    {
        int count = joint.Kind == JointKind.Free ? 7 : 1;
        if (positions.Length < count) throw new ArgumentException($"The positions end before joint '{joint.Name}', which has {count}.", nameof(positions));
        ReadOnlySpan<double> own = positions[..count];
        positions = positions[count..];
        return own;
    }
}
