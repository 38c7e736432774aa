using System.Numerics;
using Neuromorphic.Bodies;
using Xunit;

namespace Neuromorphic.Replay.Tests;

/// <summary>The mesh of every shape lies on its surface, is closed and looks outwards.</summary>
public class SolidMeshTests
{
    static readonly Shape Ball = new Sphere(0.5f, new(1, 2, 3));
    static readonly Shape Rod = new Capsule(0.2f, new(0, 1, 0), new(2, 1, -1));
    static readonly Shape Falling = new Capsule(0.2f, new(0, 0, 3), Vector3.Zero);
    static readonly Shape Brick = new Cuboid(new(1, 0.5f, 0.25f), new(0, 0, 1)) { Rotation = Quaternion.CreateFromAxisAngle(Vector3.Normalize(Vector3.One), 1) };

    public static TheoryData<string, double> Volumes => new()
    {
        { nameof(Ball), Sphere(0.5) },
        { nameof(Rod), Sphere(0.2) + Math.PI * 0.04 * Math.Sqrt(5) },
        { nameof(Falling), Sphere(0.2) + Math.PI * 0.04 * 3 },
        { nameof(Brick), 8 * 1 * 0.5 * 0.25 },
    };

    static double Sphere(double radius) => 4 * Math.PI / 3 * radius * radius * radius;

    static Shape Of(string name) => name switch { nameof(Ball) => Ball, nameof(Rod) => Rod, nameof(Falling) => Falling, _ => Brick };

    /// <summary>Positive, because triangles are counter-clockwise from outside; a little less than the solid's, because chords are inside.</summary>
    [Theory, MemberData(nameof(Volumes))]
    public void The_volume_within_is_that_of_the_solid(string name, double volume)
    {
        Vector3[] positions = Positions(Of(name), out _);
        double sum = 0;
        int[] indices = SolidMesh.Indices;
        for (int i = 0; i < indices.Length; i += 3)
            sum += Vector3.Dot(positions[indices[i]], Vector3.Cross(positions[indices[i + 1]], positions[indices[i + 2]])) / 6.0;
        Assert.InRange(sum / volume, 0.975, 1.0);
    }

    [Fact]
    public void Every_vertex_of_a_capsule_is_a_radius_away_from_its_segment_along_the_normal()
    {
        Capsule rod = (Capsule)Rod;
        Vector3[] positions = Positions(rod, out Vector3[] normals);
        Vector3 axis = rod.To - rod.From;
        for (int i = 0; i < positions.Length; i++)
        {
            Vector3 nearest = rod.From + Math.Clamp(Vector3.Dot(positions[i] - rod.From, axis) / axis.LengthSquared(), 0, 1) * axis;
            Assert.Equal(rod.Radius, Vector3.Distance(positions[i], nearest), 1e-5f);
            Assert.True(Vector3.Distance(nearest + rod.Radius * normals[i], positions[i]) < 1e-5f);
        }
    }

    /// <summary>Each edge is passed once in each direction, wherever vertices at one place are one vertex.</summary>
    [Fact]
    public void The_surface_is_closed()
    {
        HashSet<(int, int)> edges = [];
        int[] indices = SolidMesh.Indices;
        for (int i = 0; i < indices.Length; i += 3)
            for (int k = 0; k < 3; k++) Assert.True(edges.Add((indices[i + k], indices[i + (k + 1) % 3])));
        Vector3[] positions = Positions(Brick, out _);
        foreach ((int a, int b) in edges)
            Assert.True(edges.Contains((b, a)) || Vector3.Distance(positions[a], positions[b]) < 1e-5f || edges.Any(edge => Same(edge.Item1, b) && Same(edge.Item2, a)), $"The edge from {a} to {b} is open.");

        bool Same(int i, int j) => Vector3.Distance(positions[i], positions[j]) < 1e-5f;
    }

    static Vector3[] Positions(Shape shape, out Vector3[] normals)
    {
        Vector3[] positions = new Vector3[SolidMesh.VertexCount];
        normals = new Vector3[SolidMesh.VertexCount];
        SolidMesh.Write(shape.Rounded, positions, normals);
        return positions;
    }
}
