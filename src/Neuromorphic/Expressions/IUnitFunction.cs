using Neuromorphic.Numerics;

namespace Neuromorphic.Expressions;

/// <summary>A function of a unit's input and numbers of its own, as a kernel: lanes and devices evaluate the same source.</summary>
public interface IUnitFunction
{
    /// <summary>The function of x.</summary>
    /// <param name="x">The input.</param>
    /// <param name="parameters">A buffer that holds the unit's numbers.</param>
    /// <param name="first">Where its first one lies.</param>
    /// <param name="stride">How far on the next one lies.</param>
    static abstract R Of<R, B>(R x, B parameters, int first, int stride) where R : unmanaged, IReal<R> where B : struct, IBuffer<R>;
}
