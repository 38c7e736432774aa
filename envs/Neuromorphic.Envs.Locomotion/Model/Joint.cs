namespace Neuromorphic.Envs.Locomotion.Model;

/// <summary>What a joint lets its body do against the parent.</summary>
public enum JointKind
{
    /// <summary>Everything: position and unit quaternion (w, x, y, z); three linear velocities in the world's frame, three angular ones in the body's.</summary>
    Free,
    /// <summary>Move along an axis.</summary>
    Slide,
    /// <summary>Turn about an axis.</summary>
    Hinge,
}

/// <summary>A joint, as MJCF describes it.</summary>
public sealed record Joint
{
    /// <summary>The name in the file that it comes from.</summary>
    public required string Name { get; init; }
    /// <summary>What it permits.</summary>
    public required JointKind Kind { get; init; }
    /// <summary>In the body's frame, length 1.</summary>
    public Point Axis { get; init; } = Point.AxisZ;
    /// <summary>Anchor of a hinge in the body's frame.</summary>
    public Point Position { get; init; }
    /// <summary>Its value in the pose that the model is drawn in, m or rad.</summary>
    public double Reference { get; init; }
    /// <summary>Lowest and highest value, m or rad; none if it is not limited.</summary>
    public (double Low, double High)? Range { get; init; }
    /// <summary>Spring towards 0, N/m or N m/rad.</summary>
    public double Stiffness { get; init; }
    /// <summary>N s/m or N m s/rad.</summary>
    public double Damping { get; init; }
    /// <summary>Inertia of the rotor, kg or kg m^2.</summary>
    public double Armature { get; init; }
    /// <summary>Softness of its limits.</summary>
    public Softness Softness { get; init; } = Softness.Default;
}
