using Neuromorphic.Numerics;

namespace Neuromorphic.Envs.Locomotion.Physics;

/// <summary>What any contact is: a pyramid of four edges n +- friction t, each a one-sided soft constraint.</summary>
/// <remarks>In the plane the second tangent does nothing: its two edges fall together, and the recorder finds that by itself.</remarks>
static class FrictionPyramid
{
    /// <summary>Jacobian, weight and target.</summary>
    /// <param name="mechanism">The robot.</param>
    /// <param name="map">Where its numbers are.</param>
    /// <param name="memory">The numbers.</param>
    /// <param name="c">The contact.</param>
    /// <param name="gap">Its gap.</param>
    /// <param name="moved">How fast a unit velocity of a degree of freedom parts what touches: along the normal and along both tangents.</param>
    public static void Prepare<R, B>(Mechanism mechanism, MemoryMap map, EngineMemory<R, B> memory, int c, R gap, Func<int, Vector3<R>> moved) where R : unmanaged, IReal<R> where B : struct, IBuffer<R>
    {
        Contact contact = mechanism.Contacts[c];
        Law law = contact.Law;
        int[] branch = mechanism.Sparsity.Branches[mechanism.LastDof(contact.Link)];
        R normal = 0.0, first = 0.0, second = 0.0;
        for (int k = 0; k < branch.Length; k++)
        {
            Vector3<R> motion = moved(branch[k]);
            for (int direction = 0; direction < 3; direction++) memory[map.JacobianRow(c, direction) + k] = motion[direction];
            R velocity = memory[map.WorldVelocity + branch[k]];
            normal += motion.X * velocity;
            first += motion.Y * velocity;
            second += motion.Z * velocity;
        }
        R impedance = Impedance.At(R.Abs(gap), law);
        memory[map.EdgeWeight + c] = R.Select(gap < 0.0, impedance / ((1.0 - impedance) * contact.EdgeWeight), 0.0);
        memory[map.EdgeTarget + 3 * c] = -law.Damping * normal - law.Stiffness * (impedance * gap);
        memory[map.EdgeTarget + 3 * c + 1] = -law.Damping * contact.Friction * first;
        memory[map.EdgeTarget + 3 * c + 2] = -law.Damping * contact.Friction * second;
    }

    /// <summary>Which edges push at the present accelerations. Returns a number that is positive where that is new.</summary>
    public static R Activate<R, B>(Mechanism mechanism, MemoryMap map, EngineMemory<R, B> memory, int c, R[] acceleration) where R : unmanaged, IReal<R> where B : struct, IBuffer<R>
    {
        R weight = memory[map.EdgeWeight + c], changed = 0.0;
        R[] edges = Edges(mechanism, map, memory, c, acceleration);
        for (int e = 0; e < 4; e++)
        {
            R active = R.Select(edges[e] < 0.0, weight, 0.0);
            changed += R.Abs(active - memory[map.EdgeActive + 4 * c + e]);
            memory[map.EdgeActive + 4 * c + e] = active;
        }
        return changed;
    }

    /// <summary>How much faster than wanted each edge accelerates: n + t1, n - t1, n + t2, n - t2. An active one pushes with its weight times the negative.</summary>
    public static R[] Edges<R, B>(Mechanism mechanism, MemoryMap map, EngineMemory<R, B> memory, int c, R[] acceleration) where R : unmanaged, IReal<R> where B : struct, IBuffer<R>
    {
        R[] residual = Along(mechanism, map, memory, c, acceleration);
        for (int direction = 0; direction < 3; direction++) residual[direction] -= memory[map.EdgeTarget + 3 * c + direction];
        return Edges(residual);
    }

    static R[] Edges<R>(R[] along) where R : unmanaged, IReal<R> => [along[0] + along[1], along[0] - along[1], along[0] + along[2], along[0] - along[2]];

    /// <summary>What a motion does along the normal, and friction times along either tangent.</summary>
    static R[] Along<R, B>(Mechanism mechanism, MemoryMap map, EngineMemory<R, B> memory, int c, R[] motion) where R : unmanaged, IReal<R> where B : struct, IBuffer<R>
    {
        Contact contact = mechanism.Contacts[c];
        int[] branch = mechanism.Sparsity.Branches[mechanism.LastDof(contact.Link)];
        R[] along = new R[3];
        for (int direction = 0; direction < 3; direction++)
        {
            R sum = 0.0;
            for (int k = 0; k < branch.Length; k++) sum += memory[map.JacobianRow(c, direction) + k] * motion[branch[k]];
            along[direction] = direction == 0 ? sum : contact.Friction * sum;
        }
        return along;
    }

    /// <summary>Adds how the cost of the edges changes from accelerations along a direction.</summary>
    public static void AddSlope<R, B>(Mechanism mechanism, MemoryMap map, EngineMemory<R, B> memory, int c, R[] acceleration, R[] direction, ref Slope<R> slope) where R : unmanaged, IReal<R> where B : struct, IBuffer<R>
    {
        R[] residual = Edges(mechanism, map, memory, c, acceleration), rate = Edges(Along(mechanism, map, memory, c, direction));
        for (int e = 0; e < 4; e++) slope.AddOneSided(memory[map.EdgeWeight + c], residual[e], rate[e]);
    }

    /// <summary>Adds J' D J to a matrix and J' D target to a right side, over the active edges.</summary>
    public static void Add<R, B>(Mechanism mechanism, MemoryMap map, EngineMemory<R, B> memory, int c, R[] matrix, R[] right) where R : unmanaged, IReal<R> where B : struct, IBuffer<R>
    {
        Contact contact = mechanism.Contacts[c];
        int[] branch = mechanism.Sparsity.Branches[mechanism.LastDof(contact.Link)];
        double mu = contact.Friction;
        R[] edge = memory.Row(map.EdgeActive + 4 * c, 4), target = memory.Row(map.EdgeTarget + 3 * c, 3);
        R first = edge[0] + edge[1], firstSkew = mu * (edge[0] - edge[1]), second = edge[2] + edge[3], secondSkew = mu * (edge[2] - edge[3]);
        R normal = first + second;
        R pushNormal = target[0] * normal + (target[1] * (edge[0] - edge[1]) + target[2] * (edge[2] - edge[3]));
        R pushFirst = target[0] * firstSkew + mu * (target[1] * first);
        R pushSecond = target[0] * secondSkew + mu * (target[2] * second);
        first *= mu * mu;
        second *= mu * mu;
        R[] n = memory.Row(map.JacobianRow(c, 0), branch.Length), t = memory.Row(map.JacobianRow(c, 1), branch.Length), s = memory.Row(map.JacobianRow(c, 2), branch.Length);
        for (int k = 0; k < branch.Length; k++)
        {
            right[branch[k]] = right[branch[k]] + n[k] * pushNormal + t[k] * pushFirst + s[k] * pushSecond;
            R forNormal = normal * n[k] + firstSkew * t[k] + secondSkew * s[k], forFirst = firstSkew * n[k] + first * t[k], forSecond = secondSkew * n[k] + second * s[k];
            for (int j = 0; j <= k; j++)
            {
                int at = mechanism.Sparsity.Index(branch[k], j);
                matrix[at] = matrix[at] + forNormal * n[j] + forFirst * t[j] + forSecond * s[j];
            }
        }
    }
}
