using Neuromorphic.Numerics;

namespace Neuromorphic.Envs.Locomotion.Physics;

/// <summary>What the floor does to each body in the last evaluation: MuJoCo's cfrc_ext, after mj_rnePostConstraint.</summary>
static class ContactForce
{
    /// <summary>The robot's centre of mass, about which moments are taken.</summary>
    public static void Center<R, B>(Mechanism mechanism, MemoryMap map, EngineMemory<R, B> memory) where R : unmanaged, IReal<R> where B : struct, IBuffer<R>
    {
        Posture<R> posture = Posture<R>.Load(mechanism, map, memory);
        double mass = mechanism.Links.Sum(link => link.Mass);
        Vector3<R> center = Vector3<R>.Zero;
        for (int b = 0; b < mechanism.Links.Length; b++) center += (R)(mechanism.Links[b].Mass / mass) * posture.At(b, mechanism.Links[b].Center);
        memory.Write(map.Center, center);
    }

    /// <summary>Adds the force of a contact to that on its body.</summary>
    public static void Add<R, B>(Mechanism mechanism, MemoryMap map, EngineMemory<R, B> memory, int c) where R : unmanaged, IReal<R> where B : struct, IBuffer<R>
    {
        FloorSphere contact = mechanism.Contacts[c] as FloorSphere ?? throw new ArgumentException($"Forces between parts of {mechanism.Robot.Name} are not measured.", nameof(mechanism));
        Posture<R> posture = Posture<R>.Load(mechanism, map, memory);
        R[] edges = FrictionPyramid.Edges(mechanism, map, memory, c, memory.Row(map.Acceleration, mechanism.Velocities));
        for (int e = 0; e < 4; e++) edges[e] = -(memory[map.EdgeActive + 4 * c + e] * edges[e]);
        (R tx, R ty) = FloorContact.Tangent(mechanism, contact, posture);
        R along = contact.Friction * (edges[0] - edges[1]), across = contact.Friction * (edges[2] - edges[3]);
        Vector3<R> force = new(along * tx - across * ty, along * ty + across * tx, edges[0] + edges[1] + (edges[2] + edges[3]));
        Vector3<R> moment = Vector3<R>.Cross(FloorContact.Point(contact, posture, memory[map.Gap + c]) - memory.Vector(map.Center), force);
        int body = map.ContactForce + 6 * contact.Body;
        memory.Write(body, memory.Vector(body) + moment);
        memory.Write(body + 3, memory.Vector(body + 3) + force);
    }
}
