using Neuromorphic.Numerics;

namespace Neuromorphic.Envs.Locomotion.Physics;

/// <summary>Two capsules in the plane, touching where their axes are nearest, without friction.</summary>
/// <remarks>
/// MuJoCo's mjc_CapsuleCapsule. Where the axes cross, the nearest points are one and the normal is that of the plane: nothing moves along it, so nothing is pushed
/// (in MuJoCo rounding makes it another direction now and then). Axes that are parallel within 1e-6 rad touch at one place, there at up to two.
/// </remarks>
static class CapsuleContact
{
    /// <summary>Axes nearer than this cross, m.</summary>
    const double Crossing = 1e-6;

    /// <summary>Distance between the surfaces less the margin.</summary>
    public static R Gap<R>(CapsulePair pair, Posture<R> posture) where R : unmanaged, IReal<R>
    {
        (_, Vector3<R> way) = Nearest(pair, posture);
        return R.Sqrt(Vector3<R>.Dot(way, way)) - (pair.First.Radius + pair.Second.Radius + pair.Margin);
    }

    /// <summary>Jacobian, weight and target, from the posture.</summary>
    public static void Prepare<R, B>(Mechanism mechanism, MemoryMap map, EngineMemory<R, B> memory, int c) where R : unmanaged, IReal<R> where B : struct, IBuffer<R>
    {
        CapsulePair pair = (CapsulePair)mechanism.Contacts[c];
        Posture<R> posture = Posture<R>.Load(mechanism, map, memory);
        R gap = memory[map.Gap + c];
        (Vector3<R> nearest, Vector3<R> way) = Nearest(pair, posture);
        R distance = R.Sqrt(Vector3<R>.Dot(way, way));
        Vector3<R> normal = R.Select(distance < Crossing, 0.0, 1.0 / distance) * way;
        // Half-way between the two surfaces.
        Vector3<R> point = nearest + (pair.First.Radius + .5 * (gap + (R)pair.Margin)) * normal;
        int[] common = mechanism.Sparsity.Branches[mechanism.LastDof(pair.First.Link)];
        FrictionPyramid.Prepare(mechanism, map, memory, c, gap, dof => common.Contains(dof) ? Vector3<R>.Zero : new(Vector3<R>.Dot(normal, posture.Velocity(dof, point)), 0.0, 0.0));
    }

    /// <summary>The point of the first axis that is nearest to the second one, from the root's origin, and the way from there to the second one's.</summary>
    static (Vector3<R> Point, Vector3<R> Way) Nearest<R>(CapsulePair pair, Posture<R> posture) where R : unmanaged, IReal<R>
    {
        Vector3<R> first = posture.Rotation(pair.First.Link) * pair.First.Half, second = posture.Rotation(pair.Second.Link) * pair.Second.Half;
        Vector3<R> center = posture.At(pair.First.Link, pair.First.Center), apart = posture.At(pair.Second.Link, pair.Second.Center) - center;
        R product = Vector3<R>.Dot(first, second);
        // From where the lines meet, to the end if that lies beyond; from there to the second axis, and back. Parallel lines meet nowhere: any point will do.
        R along = Clip(Vector3<R>.Cross(apart, second).Y / Vector3<R>.Cross(first, second).Y);
        R other = Clip((along * product - Vector3<R>.Dot(second, apart)) / Square(pair.Second));
        along = Clip((other * product + Vector3<R>.Dot(first, apart)) / Square(pair.First));
        return (center + along * first, apart + other * second - along * first);

        R Square(Capsule capsule) => capsule.Half.Length * capsule.Half.Length;
    }

    /// <summary>Within [-1, 1]; 1 for what is no number.</summary>
    static R Clip<R>(R x) where R : unmanaged, IReal<R>
    {
        R low = R.Select(x < 1.0, x, 1.0);
        return R.Select(low > -1.0, low, -1.0);
    }
}
