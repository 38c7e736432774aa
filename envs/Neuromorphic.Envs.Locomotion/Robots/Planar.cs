using Neuromorphic.Envs.Locomotion.Model;

namespace Neuromorphic.Envs.Locomotion.Robots;

/// <summary>What the robots of the vertical x-z plane share.</summary>
static class Planar
{
    /// <summary>Along x, along z, and a turn about y, all without armature or damping.</summary>
    /// <param name="height">Value of rootz in the pose that the model is drawn in, m.</param>
    public static Joint[] Root(double height) =>
    [
        new() { Name = "rootx", Kind = JointKind.Slide, Axis = Point.AxisX },
        new() { Name = "rootz", Kind = JointKind.Slide, Axis = Point.AxisZ, Reference = height },
        new() { Name = "rooty", Kind = JointKind.Hinge, Axis = Point.AxisY },
    ];
}
