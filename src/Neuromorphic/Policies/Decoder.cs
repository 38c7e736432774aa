using System.Runtime.CompilerServices;
using Neuromorphic.Numerics;

namespace Neuromorphic.Policies;

/// <summary>
/// How a group of numbers that are searched becomes a group of numbers that kernels read, as a kernel: a choice among functions, a table made of a
/// small network's numbers. Lanes and devices decode with the same source. What maps each number by itself is a <see cref="Transform"/>.
/// </summary>
public interface IDecoder
{
    /// <summary>Numbers of a group that are searched.</summary>
    int Inputs { get; }
    /// <summary>Numbers of a group that kernels read.</summary>
    int Outputs { get; }

    /// <summary>Decodes a group. Number k of it stands at from + k * stride, and goes to the place to + k * stride of another memory.</summary>
    /// <param name="search">What is searched.</param>
    /// <param name="from">The group's first number there.</param>
    /// <param name="values">What kernels read.</param>
    /// <param name="to">The group's first number there.</param>
    /// <param name="stride">Groups of the slice.</param>
    /// <param name="random">Numbers in [0, 1) of this group, generation and pair of mirrored members (or member, where there are no pairs); each is one half in evaluations.</param>
    void Decode<R, B, TRandom>(B search, int from, B values, int to, int stride, ref TRandom random)
        where R : unmanaged, IReal<R> where B : struct, IBuffer<R> where TRandom : struct, IRandomStream<R>;
}

/// <summary>The way back through a decoder, for gradients.</summary>
/// <param name="search">What is searched [inputs, groups].</param>
/// <param name="gradient">The gradient of what kernels read, which becomes that of what is searched, in place [as many, groups].</param>
/// <param name="groups">Groups.</param>
public delegate void DecoderAdjoint(ReadOnlySpan<double> search, Span<double> gradient, int groups);

/// <summary>Decodes the groups of a slice [inputs, groups] to values [outputs, groups].</summary>
public abstract unsafe class Decoder
{
    /// <summary>Numbers of a group that are searched.</summary>
    public abstract int Inputs { get; }
    /// <summary>Numbers of a group that kernels read.</summary>
    public abstract int Outputs { get; }
    /// <summary>The kernel: an <see cref="IDecoder"/>.</summary>
    public abstract object Kernel { get; }
    /// <summary>The way back, where there is one.</summary>
    public DecoderAdjoint? Adjoint { get; private init; }

    /// <summary>A decoder by its kernel.</summary>
    /// <param name="kernel">The kernel.</param>
    /// <param name="adjoint">The way back, if there is one; inputs and outputs are then as many.</param>
    public static Decoder Of<TKernel>(TKernel kernel, DecoderAdjoint? adjoint = null) where TKernel : struct, IDecoder
    {
        if (kernel.Inputs < 1) throw new ArgumentException($"A decoder has {kernel.Inputs} inputs; allowed is 1 or more.", nameof(kernel));
        if (kernel.Outputs < 1) throw new ArgumentException($"A decoder has {kernel.Outputs} outputs; allowed is 1 or more.", nameof(kernel));
        if (adjoint != null && kernel.Inputs != kernel.Outputs) throw new ArgumentException($"A decoder with a way back has {kernel.Inputs} inputs and {kernel.Outputs} outputs; allowed: as many.", nameof(adjoint));
        return new OfKernel<TKernel>(kernel) { Adjoint = adjoint };
    }

    /// <summary>Decodes a slice; the two memories are apart.</summary>
    /// <param name="search">What is searched [inputs, groups].</param>
    /// <param name="values">What kernels read [outputs, groups].</param>
    /// <param name="groups">Groups.</param>
    /// <param name="slice">The slice's place in the layout: each has random numbers of its own.</param>
    /// <param name="draws">The random numbers.</param>
    public abstract void Apply<R>(R* search, R* values, int groups, int slice, DecoderDraws<R> draws) where R : unmanaged, IReal<R>;

    sealed class OfKernel<TKernel>(TKernel kernel) : Decoder where TKernel : struct, IDecoder
    {
        public override int Inputs => kernel.Inputs;
        public override int Outputs => kernel.Outputs;
        public override object Kernel => kernel;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public override void Apply<R>(R* search, R* values, int groups, int slice, DecoderDraws<R> draws)
        {
            for (int group = 0; group < groups; group++)
            {
                DecoderRandom<R> random = draws.Of(slice, group);
                kernel.Decode<R, LaneBuffer<R>, DecoderRandom<R>>(new(search), group, new(values), group, groups, ref random);
            }
        }
    }
}

/// <summary>The random numbers of decoders in a generation; none are drawn by default.</summary>
/// <param name="key">The key.</param>
/// <param name="generation">The generation.</param>
/// <param name="paired">Whether members 2k and 2k + 1 share theirs.</param>
public readonly struct DecoderDraws(RandomKey key, uint generation, bool paired)
{
    readonly RandomKey key = key;
    readonly uint generation = generation;
    readonly Flag paired = paired, drawn = true;

    /// <summary>Those of some members.</summary>
    public DecoderDraws<R> Of<R>(Word<R> members) where R : unmanaged, IReal<R> => drawn ? new(key, paired ? members >>> 1 : members, generation) : default;
}

/// <summary>The random numbers of all decoders of a lane group; where none are drawn, each is one half.</summary>
/// <param name="key">The key.</param>
/// <param name="direction">The pair of mirrored members, or the member: what shares a direction shares its draws.</param>
/// <param name="generation">The generation.</param>
public readonly struct DecoderDraws<R>(RandomKey key, Word<R> direction, uint generation) where R : unmanaged, IReal<R>
{
    readonly RandomKey key = key;
    readonly Word<R> direction = direction;
    readonly uint generation = generation;
    readonly Flag drawn = true;

    /// <summary>Those of a group.</summary>
    public DecoderRandom<R> Of(int slice, int group) => new(new(key, direction, generation, (uint)slice, (uint)group), drawn);
}

/// <summary>The random numbers of a group.</summary>
public struct DecoderRandom<R>(PhiloxStream<R> stream, Flag drawn) : IRandomStream<R> where R : unmanaged, IReal<R>
{
    PhiloxStream<R> stream = stream;
    readonly Flag drawn = drawn;

    /// <inheritdoc/>
    public R NextUnit() => drawn ? stream.NextUnit() : .5;

    /// <inheritdoc/>
    public void NextUnits(out R first, out R second, out R third, out R fourth)
    {
        if (drawn) stream.NextUnits(out first, out second, out third, out fourth);
        else first = second = third = fourth = .5;
    }
}
