using System.Numerics;
using System.Runtime.InteropServices;
using Neuromorphic.Bodies;
using SharpGLTF.Schema2;

namespace Neuromorphic.Replay;

/// <summary>Meshes and materials of a glTF model; what is the same is stored once.</summary>
sealed class GltfMeshes(ModelRoot model)
{
    static readonly Color GroundColor = Color.FromHex("#DDE1E6");

    readonly Dictionary<Color, Material> materials = [];
    readonly Accessor triangles = Indices(model, SolidMesh.Indices);

    /// <summary>A mesh with one primitive for each shape of a body.</summary>
    public Mesh Of(Body body)
    {
        Mesh mesh = model.CreateMesh(body.Name);
        Vector3[] positions = new Vector3[SolidMesh.VertexCount], normals = new Vector3[SolidMesh.VertexCount];
        foreach (Shape shape in body.Shapes)
        {
            SolidMesh.Write(shape.Rounded, positions, normals);
            Add(mesh, positions, normals, triangles, shape.Color ?? Color.Default);
        }
        return mesh;
    }

    /// <summary>A rectangle of the plane z = 0.</summary>
    public Mesh Ground((Vector2 Low, Vector2 High) extent)
    {
        Mesh mesh = model.CreateMesh("ground");
        (Vector2 low, Vector2 high) = extent;
        Vector3[] corners = [new(low, 0), new(high.X, low.Y, 0), new(high, 0), new(low.X, high.Y, 0)];
        Add(mesh, corners, [Vector3.UnitZ, Vector3.UnitZ, Vector3.UnitZ, Vector3.UnitZ], Indices(model, [0, 1, 2, 0, 2, 3]), GroundColor);
        return mesh;
    }

    void Add(Mesh mesh, Vector3[] positions, Vector3[] normals, Accessor indices, Color color)
    {
        MeshPrimitive primitive = mesh.CreatePrimitive();
        primitive.DrawPrimitiveType = PrimitiveType.TRIANGLES;
        primitive.SetVertexAccessor("POSITION", Vectors(positions));
        primitive.SetVertexAccessor("NORMAL", Vectors(normals));
        primitive.SetIndexAccessor(indices);
        primitive.Material = Of(color);
    }

    Material Of(Color color)
    {
        if (materials.TryGetValue(color, out Material? known)) return known;
        Material material = model.CreateMaterial(color.ToString());
        material.InitializePBRMetallicRoughness();
        MaterialChannel channel = material.FindChannel("BaseColor")!.Value;
        channel.Color = color.Linear;
        material.FindChannel("MetallicRoughness")!.Value.SetFactor("MetallicFactor", 0);
        material.FindChannel("MetallicRoughness")!.Value.SetFactor("RoughnessFactor", 0.5f);
        return materials[color] = material;
    }

    Accessor Vectors(Vector3[] values)
    {
        byte[] bytes = LittleEndian.Write<float>(MemoryMarshal.Cast<Vector3, float>(values));
        Accessor accessor = model.CreateAccessor();
        accessor.SetVertexData(model.UseBufferView(bytes, 0, bytes.Length, 0, BufferMode.ARRAY_BUFFER), 0, values.Length, new SharpGLTF.Memory.AttributeFormat(DimensionType.VEC3));
        return accessor;
    }

    static Accessor Indices(ModelRoot model, int[] values)
    {
        byte[] bytes = LittleEndian.Write<ushort>(Array.ConvertAll(values, value => (ushort)value));
        Accessor accessor = model.CreateAccessor();
        accessor.SetIndexData(model.UseBufferView(bytes, 0, bytes.Length, 0, BufferMode.ELEMENT_ARRAY_BUFFER), 0, values.Length, IndexEncodingType.UNSIGNED_SHORT);
        return accessor;
    }
}
