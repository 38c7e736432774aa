namespace Neuromorphic.Envs.Locomotion.Model;

/// <summary>A sphere, or a capsule where <see cref="HalfLength"/> is positive: it gives its body mass and may touch the floor.</summary>
public sealed record Geom
{
    /// <summary>The name in the file that it comes from.</summary>
    public required string Name { get; init; }
    /// <summary>Centre in the body's frame.</summary>
    public required Point Center { get; init; }
    /// <summary>Direction of a capsule's axis in the body's frame, length 1.</summary>
    public Point Axis { get; init; } = Point.AxisZ;
    /// <summary>From the centre to the centre of either end's half sphere, m; 0 for a sphere.</summary>
    public double HalfLength { get; init; }
    /// <summary>m.</summary>
    public required double Radius { get; init; }
    /// <summary>kg/m^3.</summary>
    public double Density { get; init; } = 1000;
    /// <summary>Coefficient of sliding friction; a contact takes the larger one of geom and floor.</summary>
    public double Friction { get; init; } = 1;
    /// <summary>Whether it touches the floor.</summary>
    public bool Collides { get; init; }
    /// <summary>Distance at which contact begins, m. Of both together, geom and floor or two geoms: MuJoCo takes the greater one of their margins, since 3.5 their sum.</summary>
    public double Margin { get; init; }
    /// <summary>Softness of its contacts.</summary>
    public Softness Softness { get; init; } = Softness.Default;

    /// <summary>A sphere.</summary>
    public static Geom Sphere(string name, Point center, double radius) => new() { Name = name, Center = center, Radius = radius };

    /// <summary>A capsule between the centres of its end spheres.</summary>
    public static Geom Capsule(string name, Point from, Point to, double radius) =>
        new() { Name = name, Center = .5 * (from + to), Axis = (from - to).Unit, HalfLength = (from - to).Length / 2, Radius = radius };

    /// <summary>A capsule around a centre, its axis turned from z about y by an angle in radians.</summary>
    public static Geom Capsule(string name, Point center, double pitch, double halfLength, double radius) =>
        new() { Name = name, Center = center, Axis = Point.Pitched(pitch), HalfLength = halfLength, Radius = radius };

    /// <summary>kg.</summary>
    public double Mass => Density * Math.PI * Radius * Radius * (2 * HalfLength + 4.0 / 3 * Radius);
}
