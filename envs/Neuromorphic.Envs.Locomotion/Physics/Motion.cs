using Neuromorphic.Numerics;

namespace Neuromorphic.Envs.Locomotion.Physics;

/// <summary>First stage of an evaluation: from the state to M, to all forces but those of constraints, to violated limits and to distances of what may touch.</summary>
static class Motion
{
    public static void Run<R, B>(Mechanism mechanism, MemoryMap map, EngineMemory<R, B> memory) where R : unmanaged, IReal<R> where B : struct, IBuffer<R>
    {
        Posture<R> posture = Posture<R>.Of(mechanism, map, memory);
        posture.Store(map, memory);
        R[] velocity = WorldVelocity(mechanism, map, memory, posture);
        memory.Write(map.WorldVelocity, velocity);
        memory.Write(map.Mass, MassMatrix.Of(mechanism, posture));
        R[] bias = BiasForce.Of(mechanism, posture, velocity);
        memory.Write(map.Bias, bias);
        memory.Write(map.Force, Force(mechanism, map, memory, bias));
        for (int i = 0; i < mechanism.Velocities; i++) StoreLimit(mechanism, map, memory, i);
        for (int c = 0; c < mechanism.Contacts.Length; c++)
            memory[map.Gap + c] = mechanism.Contacts[c] is CapsulePair pair ? CapsuleContact.Gap(pair, posture) : FloorContact.Gap(mechanism, map, memory, (FloorSphere)mechanism.Contacts[c], posture);
    }

    static R[] WorldVelocity<R, B>(Mechanism mechanism, MemoryMap map, EngineMemory<R, B> memory, Posture<R> posture) where R : unmanaged, IReal<R> where B : struct, IBuffer<R>
    {
        R[] velocity = memory.Row(map.Velocity, mechanism.Velocities);
        if (!mechanism.IsFree) return velocity;
        Vector3<R> angular = posture.Rotation(0) * new Vector3<R>(velocity[3], velocity[4], velocity[5]);
        for (int k = 0; k < 3; k++) velocity[3 + k] = angular[k];
        return velocity;
    }

    static R[] Force<R, B>(Mechanism mechanism, MemoryMap map, EngineMemory<R, B> memory, R[] bias) where R : unmanaged, IReal<R> where B : struct, IBuffer<R>
    {
        R[] force = new R[bias.Length];
        for (int i = 0; i < force.Length; i++)
        {
            Dof dof = mechanism.Dofs[i];
            force[i] = -bias[i] - dof.Damping * memory[map.Velocity + i];
            if (dof.Stiffness != 0) force[i] -= dof.Stiffness * memory[map.Position + dof.Position];
        }
        for (int u = 0; u < mechanism.Controls; u++) force[mechanism.Drives[u].Dof] += mechanism.Drives[u].Gear * memory[map.Control + u];
        return force;
    }

    static void StoreLimit<R, B>(Mechanism mechanism, MemoryMap map, EngineMemory<R, B> memory, int i) where R : unmanaged, IReal<R> where B : struct, IBuffer<R>
    {
        if (mechanism.Dofs[i].Limit is not { } limit) return;
        R position = memory[map.Position + mechanism.Dofs[i].Position];
        R above = position - limit.Low, below = limit.High - position;
        R side = R.Select(above < below, 1.0, -1.0);
        R violation = R.Select(above < below, above, below);
        R impedance = Impedance.At(R.Abs(violation), limit.Law);
        R weight = impedance / ((1.0 - impedance) * limit.InverseWeight);
        memory[map.LimitSide + i] = side;
        memory[map.LimitWeight + i] = R.Select(violation < 0.0, weight, 0.0);
        memory[map.LimitTarget + i] = -(limit.Law.Damping * (side * memory[map.Velocity + i])) - limit.Law.Stiffness * (impedance * violation);
    }
}

/// <summary>The fraction of a violation that its constraint takes up.</summary>
static class Impedance
{
    /// <summary>Two parabolas, joined in the middle of the width.</summary>
    public static R At<R>(R depth, Law law) where R : unmanaged, IReal<R>
    {
        if (law.ImpedanceAtZero == law.ImpedanceAtWidth) return law.ImpedanceAtZero;
        R x = depth * (1 / law.Width);
        x = R.Select(x < 1.0, x, 1.0);
        R rest = 1.0 - x;
        R y = R.Select(x < .5, 2.0 * (x * x), 1.0 - 2.0 * (rest * rest));
        return (law.ImpedanceAtWidth - law.ImpedanceAtZero) * y + law.ImpedanceAtZero;
    }
}
