using System.Numerics;

namespace Neuromorphic.Bodies;

/// <summary>What is seen of a body: a solid in the body's frame, lengths in metres.</summary>
public abstract record Shape
{
    private protected Shape() { }

    /// <summary>Its colour, or null for <see cref="Color.Default"/>.</summary>
    public Color? Color { get; init; }

    /// <summary>This solid as a box with rounded edges, which every shape here is.</summary>
    internal abstract RoundedBox Rounded { get; }

    /// <summary>What is wrong with its numbers, or null.</summary>
    internal abstract string? Fault { get; }

    private protected static bool Finite(Vector3 vector) => float.IsFinite(vector.X + vector.Y + vector.Z);
}

/// <summary>All points within a radius of a segment.</summary>
public sealed record Capsule(float Radius, Vector3 From, Vector3 To) : Shape
{
    internal override RoundedBox Rounded
    {
        get
        {
            Vector3 axis = To - From;
            float length = axis.Length();
            return new((From + To) / 2, length == 0 ? Quaternion.Identity : FromVertical(axis / length), new(0, 0, length / 2), Radius);
        }
    }

    /// <summary>The shortest rotation that takes z to a direction of length 1.</summary>
    static Quaternion FromVertical(Vector3 direction) =>
        direction.Z < -0.999999f ? new Quaternion(1, 0, 0, 0) : Quaternion.Normalize(new(-direction.Y, direction.X, 0, 1 + direction.Z));

    internal override string? Fault =>
        !(Radius > 0 && float.IsFinite(Radius)) ? $"the capsule's radius is {Radius}, which is not a positive length"
        : !Finite(From) || !Finite(To) ? "an end of the capsule is not finite" : null;
}

/// <summary>A ball.</summary>
public sealed record Sphere(float Radius, Vector3 Centre) : Shape
{
    internal override RoundedBox Rounded => new(Centre, Quaternion.Identity, Vector3.Zero, Radius);

    internal override string? Fault =>
        !(Radius > 0 && float.IsFinite(Radius)) ? $"the sphere's radius is {Radius}, which is not a positive length"
        : !Finite(Centre) ? "the sphere's centre is not finite" : null;
}

/// <summary>A box, drawn with slightly rounded edges.</summary>
/// <param name="HalfSizes">Half of its size along its own axes.</param>
/// <param name="Centre">Its centre in the body's frame.</param>
public sealed record Cuboid(Vector3 HalfSizes, Vector3 Centre) : Shape
{
    /// <summary>From the box's axes to the body's, a unit quaternion.</summary>
    public Quaternion Rotation { get; init; } = Quaternion.Identity;

    internal override RoundedBox Rounded
    {
        get
        {
            float radius = 0.12f * MathF.Min(HalfSizes.X, MathF.Min(HalfSizes.Y, HalfSizes.Z));
            return new(Centre, Quaternion.Normalize(Rotation), HalfSizes - new Vector3(radius), radius);
        }
    }

    internal override string? Fault =>
        !(HalfSizes.X > 0 && HalfSizes.Y > 0 && HalfSizes.Z > 0 && Finite(HalfSizes)) ? $"the cuboid's half sizes are {HalfSizes.X}, {HalfSizes.Y}, {HalfSizes.Z}, which are not all positive lengths"
        : !Finite(Centre) ? "the cuboid's centre is not finite"
        : !(MathF.Abs(Rotation.Length() - 1) < Pose.Tolerance) ? $"the cuboid's rotation has length {Rotation.Length()}, not 1" : null;
}

/// <summary>All points within a radius of a box that may be flat, a segment or a point.</summary>
/// <param name="Centre">Centre in the body's frame.</param>
/// <param name="Rotation">From the box's axes to the body's.</param>
/// <param name="Half">Half sizes of the box within.</param>
/// <param name="Radius">How far the surface is from the box within.</param>
readonly record struct RoundedBox(Vector3 Centre, Quaternion Rotation, Vector3 Half, float Radius);
