using System.Runtime.CompilerServices;
using Neuromorphic.Expressions;
using Neuromorphic.Numerics;

namespace Neuromorphic.Policies;

/// <summary>The units of a dense layer in groups, each with an activation function of its own and so many numbers for each unit; a list of types, so that a kernel has all functions in line.</summary>
/// <remarks>Number k of unit i of a group stands at own + k count + i, the groups one behind the other.</remarks>
public interface IUnitGroups
{
    /// <summary>Numbers of all units of a layer.</summary>
    int Numbers { get; }

    /// <summary>Replaces what units first ... first + count - 1 of a layer receive by the function of it.</summary>
    /// <param name="units">Where they stand.</param>
    /// <param name="at">Where the layer's unit 0 stands.</param>
    /// <param name="first">The first unit.</param>
    /// <param name="count">Units.</param>
    /// <param name="parameters">Where numbers of units stand.</param>
    /// <param name="own">Where the layer's begin.</param>
    void Apply<R, B>(B units, int at, int first, int count, B parameters, int own) where R : unmanaged, IReal<R> where B : struct, IBuffer<R>;
}

/// <summary>The end of a list of groups.</summary>
public readonly struct NoUnits : IUnitGroups
{
    /// <inheritdoc/>
    public int Numbers => 0;

    /// <inheritdoc/>
    public void Apply<R, B>(B units, int at, int first, int count, B parameters, int own) where R : unmanaged, IReal<R> where B : struct, IBuffer<R>
    {
    }
}

/// <summary>A group of units and the groups after it.</summary>
/// <param name="start">The first unit.</param>
/// <param name="units">Units.</param>
/// <param name="numbers">Numbers of each.</param>
/// <param name="next">The groups after it.</param>
public readonly struct UnitGroup<TFunction, TNext>(int start, int units, int numbers, TNext next) : IUnitGroups where TFunction : struct, IUnitFunction where TNext : struct, IUnitGroups
{
    readonly TNext next = next;

    /// <inheritdoc/>
    public int Numbers => numbers * units + next.Numbers;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Apply<R, B>(B all, int at, int first, int count, B parameters, int own) where R : unmanaged, IReal<R> where B : struct, IBuffer<R>
    {
        int last = Math.Min(first + count, start + units);
        for (int i = Math.Max(first, start); i < last; i++) all[at + i] = TFunction.Of<R, B>(all[at + i], parameters, own + i - start, units);
        next.Apply<R, B>(all, at, first, count, parameters, own + numbers * units);
    }
}
