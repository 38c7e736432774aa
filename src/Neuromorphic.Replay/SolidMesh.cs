using System.Numerics;
using Neuromorphic.Bodies;

namespace Neuromorphic.Replay;

/// <summary>A triangle mesh of a rounded box, and so of capsules, spheres and boxes.</summary>
/// <remarks>A sphere is cut along its equator and along four meridians, and the eight pieces are moved to the corners of the inner box;
/// strips of quads close the gaps. Where the box is flat they have no area. Page/solid.js does the same, more finely.</remarks>
static class SolidMesh
{
    /// <summary>Quads along a quarter of a circle.</summary>
    const int Quarter = 8;
    const int Columns = 4 * (Quarter + 1), Rows = 2 * (Quarter + 1);

    /// <summary>Number of vertices.</summary>
    public const int VertexCount = Rows * Columns;

    /// <summary>Three vertices of each triangle, counter-clockwise seen from outside.</summary>
    public static int[] Indices { get; } = CreateIndices();

    /// <summary>Writes positions and normals in the body's frame.</summary>
    /// <param name="solid">The solid.</param>
    /// <param name="positions">[<see cref="VertexCount"/>]</param>
    /// <param name="normals">[<see cref="VertexCount"/>]</param>
    public static void Write(RoundedBox solid, Span<Vector3> positions, Span<Vector3> normals)
    {
        for (int row = 0; row < Rows; row++)
            for (int column = 0; column < Columns; column++)
            {
                (int upper, int i) = (row <= Quarter ? 1 : -1, row <= Quarter ? row : row - 1);
                (int quadrant, int j) = Math.DivRem(column, Quarter + 1);
                (float sine, float height) = MathF.SinCos(i * MathF.PI / (2 * Quarter));
                (float y, float x) = MathF.SinCos((quadrant * Quarter + j) * MathF.PI / (2 * Quarter));
                Vector3 normal = new(sine * x, sine * y, height);
                Vector3 corner = new(quadrant is 0 or 3 ? 1 : -1, quadrant < 2 ? 1 : -1, upper);
                int vertex = row * Columns + column;
                positions[vertex] = solid.Centre + Vector3.Transform(corner * solid.Half + solid.Radius * normal, solid.Rotation);
                normals[vertex] = Vector3.Normalize(Vector3.Transform(normal, solid.Rotation));
            }
    }

    static int[] CreateIndices()
    {
        List<int> indices = [];
        for (int row = 0; row + 1 < Rows; row++)
            for (int column = 0; column < Columns; column++)
            {
                int next = (column + 1) % Columns;
                Quad(row * Columns + column, (row + 1) * Columns + column, (row + 1) * Columns + next, row * Columns + next);
            }
        const int Corner = Quarter + 1, Last = (Rows - 1) * Columns;
        Quad(0, Corner, 2 * Corner, 3 * Corner);
        Quad(Last + 3 * Corner, Last + 2 * Corner, Last + Corner, Last);
        return [.. indices];

        void Quad(int a, int b, int c, int d) => indices.AddRange([a, b, c, a, c, d]);
    }
}
