using Neuromorphic.Envs.Locomotion.Model;
using Neuromorphic.Numerics;

namespace Neuromorphic.Envs.Locomotion.Physics;

/// <summary>Mass (kg), its centre, and the second moments about the centre, a symmetric matrix (kg m^2): xx, yx, yy, zx, zy, zz.</summary>
sealed record Inertia(double Mass, Point Center, double[] Moments)
{
    public static Inertia None { get; } = new(0, default, new double[6]);

    /// <summary>Of a sphere or capsule of uniform density.</summary>
    public static Inertia Of(Geom geom, double densityScale)
    {
        double r = geom.Radius, height = 2 * geom.HalfLength, mass = densityScale * geom.Mass;
        double ends = mass * 4 * r / (4 * r + 3 * height), cylinder = mass - ends;
        double along = cylinder * r * r / 2 + ends * 2 * r * r / 5;
        double across = cylinder * (3 * r * r + height * height) / 12 + ends * (2 * r * r / 5 + height * (3 * r + 2 * height) / 8);
        return new(mass, geom.Center, Symmetric(geom.Axis, along - across, across));
    }

    /// <summary>a u u' + b I.</summary>
    static double[] Symmetric(Point u, double a, double b) =>
        [a * u.X * u.X + b, a * u.Y * u.X, a * u.Y * u.Y + b, a * u.Z * u.X, a * u.Z * u.Y, a * u.Z * u.Z + b];

    public static Inertia operator +(Inertia a, Inertia b)
    {
        double mass = a.Mass + b.Mass;
        if (mass == 0) return a;
        Point center = 1 / mass * (a.Mass * a.Center + b.Mass * b.Center);
        return new(mass, center, [.. a.About(center).Zip(b.About(center), (x, y) => x + y)]);
    }

    public Inertia Moved(Point by) => this with { Center = Center + by };

    /// <summary>Moments about another point (parallel axes).</summary>
    double[] About(Point point)
    {
        Point d = Center - point;
        return [.. Symmetric(d, -Mass, Mass * Point.Dot(d, d)).Zip(Moments, (x, y) => x + y)];
    }

    /// <summary>Principal moments and their unit directions.</summary>
    public (double Moment, Point Direction)[] Principal()
    {
        double[] values = new double[3], vectors = new double[9];
        SymmetricEigen.Decompose(Moments, values, vectors);
        return [.. Enumerable.Range(0, 3).Select(k => (values[k], new Point(vectors[3 * k], vectors[3 * k + 1], vectors[3 * k + 2])))];
    }
}
