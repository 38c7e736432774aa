using Neuromorphic.Envs.Locomotion.Model;
using Neuromorphic.Numerics;

namespace Neuromorphic.Envs.Locomotion.Physics;

/// <summary>
/// Where the links are and how each degree of freedom moves them, along the world's axes from the root's origin:
/// so float32 is as exact a kilometre away as at the start.
/// </summary>
sealed class Posture<R> where R : unmanaged, IReal<R>
{
    readonly Vector3<R>[] origins;
    readonly Rotation<R>[] rotations;
    readonly Spatial<R>[] axes;

    Posture(Vector3<R>[] origins, Rotation<R>[] rotations, Spatial<R>[] axes)
    {
        this.origins = origins;
        this.rotations = rotations;
        this.axes = axes;
    }

    public Rotation<R> Rotation(int link) => rotations[link];
    /// <summary>The spatial velocity that a unit velocity of a degree of freedom gives all that it moves.</summary>
    public Spatial<R> Axis(int dof) => axes[dof];
    /// <summary>A point of a link.</summary>
    public Vector3<R> At(int link, Point point) => origins[link] + rotations[link] * point;
    /// <summary>The velocity that a unit velocity of a degree of freedom gives a point that it moves.</summary>
    public Vector3<R> Velocity(int dof, Vector3<R> point) => axes[dof].Linear + Vector3<R>.Cross(axes[dof].Angular, point);

    /// <summary>From positions, and the sines and cosines of the hinges.</summary>
    public static Posture<R> Of<B>(Mechanism mechanism, MemoryMap map, EngineMemory<R, B> memory) where B : struct, IBuffer<R>
    {
        int links = mechanism.Links.Length;
        Posture<R> posture = new(new Vector3<R>[links], new Rotation<R>[links], new Spatial<R>[mechanism.Velocities]);
        for (int b = 0; b < links; b++) posture.Place(mechanism, b, map, memory);
        return posture;
    }

    void Place<B>(Mechanism mechanism, int b, MemoryMap map, EngineMemory<R, B> memory) where B : struct, IBuffer<R>
    {
        Link link = mechanism.Links[b];
        origins[b] = link.Parent < 0 ? Vector3<R>.Zero : At(link.Parent, link.Anchor);
        Rotation<R> rotation = link.Parent < 0 ? Rotation<R>.Identity : rotations[link.Parent] * link.Rest;
        if (b == 0 && mechanism.IsFree)
        {
            int q = map.Position + 3;
            rotation = Rotation<R>.Of(memory[q], memory[q + 1], memory[q + 2], memory[q + 3]);
        }
        for (int i = 0; i < mechanism.Velocities; i++)
        {
            if (mechanism.Dofs[i] is var dof && dof.Link != b) continue;
            Vector3<R> axis = Vector3<R>.Of(dof.Axis);
            if (dof.Freedom == Freedom.Hinge)
            {
                axis = rotation * dof.Axis;
                rotation *= Rotation<R>.About(dof.Axis, memory[map.Sin + i], memory[map.Cos + i]);
            }
            axes[i] = dof.Freedom == Freedom.Slide ? new(Vector3<R>.Zero, axis) : new(axis, Vector3<R>.Cross(origins[b], axis));
        }
        rotations[b] = rotation;
    }

    /// <summary>Keeps what contacts need.</summary>
    public void Store<B>(MemoryMap map, EngineMemory<R, B> memory) where B : struct, IBuffer<R>
    {
        for (int b = 0; b < origins.Length; b++)
        {
            memory.Write(map.Origin + 3 * b, origins[b]);
            memory.Write(map.Rotation + 9 * b, rotations[b].X);
            memory.Write(map.Rotation + 9 * b + 3, rotations[b].Y);
            memory.Write(map.Rotation + 9 * b + 6, rotations[b].Z);
        }
        for (int i = 0; i < axes.Length; i++)
        {
            memory.Write(map.Axis + 6 * i, axes[i].Angular);
            memory.Write(map.Axis + 6 * i + 3, axes[i].Linear);
        }
    }

    /// <summary>What <see cref="Store"/> kept.</summary>
    public static Posture<R> Load<B>(Mechanism mechanism, MemoryMap map, EngineMemory<R, B> memory) where B : struct, IBuffer<R>
    {
        Rotation<R> Turned(int b) => new(memory.Vector(map.Rotation + 9 * b), memory.Vector(map.Rotation + 9 * b + 3), memory.Vector(map.Rotation + 9 * b + 6));
        return new(
            [.. Enumerable.Range(0, mechanism.Links.Length).Select(b => memory.Vector(map.Origin + 3 * b))],
            [.. Enumerable.Range(0, mechanism.Links.Length).Select(Turned)],
            [.. Enumerable.Range(0, mechanism.Velocities).Select(i => new Spatial<R>(memory.Vector(map.Axis + 6 * i), memory.Vector(map.Axis + 6 * i + 3)))]);
    }
}
