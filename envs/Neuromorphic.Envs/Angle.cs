using System.Runtime.CompilerServices;
using Neuromorphic.Numerics;

namespace Neuromorphic.Envs;

/// <summary>Angles in radians.</summary>
static class Angle
{
    const double Turn = 2 * Math.PI;

    /// <summary>The same angle between -pi and pi. An angle that lies there already keeps its bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static R Wrap<R>(R angle) where R : unmanaged, IReal<R>
    {
        R turns = Word<R>.Truncate((R.Abs(angle) + Math.PI) * (1 / Turn)).ToReal();
        // At pi itself rounding may count a whole turn.
        turns = R.Select(R.Abs(angle) <= Math.PI, 0.0, turns);
        return angle - R.Select(angle < 0.0, -turns, turns) * Turn;
    }
}
