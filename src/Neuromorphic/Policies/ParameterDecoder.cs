using Neuromorphic.Numerics;

namespace Neuromorphic.Policies;

/// <summary>The decoded parameters of a lane group: what varies between members, and what all share.</summary>
public readonly struct PolicyParameters<R, B, F>(B perMember, F shared) where R : unmanaged, IReal<R> where B : struct, IBuffer<R> where F : struct, IBuffer<R>
{
    /// <summary>Values of blocks with trained slices, one for each member.</summary>
    public readonly B PerMember = perMember;
    /// <summary>Values of blocks that are wholly frozen.</summary>
    public readonly F Shared = shared;
}

/// <summary>Turns search vectors into the numbers that kernels read.</summary>
public static unsafe class ParameterDecoder
{
    /// <summary>Writes the shared buffer [SharedCount].</summary>
    public static void DecodeShared(ParameterLayout layout, ReadOnlySpan<float> vector, float* shared)
    {
        for (int s = 0; s < layout.Slices.Count; s++)
            if (layout.Slices[s] is { PerMember: false } slice) DecodeFrozen(slice, s, vector, (Scalar*)shared + slice.BufferOffset);
    }

    /// <summary>Writes the frozen slices of the buffer [PerMemberCount] with one value per member. They do not change between members.</summary>
    public static void DecodeFrozen<R>(ParameterLayout layout, ReadOnlySpan<float> vector, R* perMember) where R : unmanaged, IReal<R>
    {
        for (int s = 0; s < layout.Slices.Count; s++)
            if (layout.Slices[s] is { PerMember: true, Trained: false } slice) DecodeFrozen(slice, s, vector, perMember + slice.BufferOffset);
    }

    static void DecodeFrozen<R>(ParameterSlice slice, int index, ReadOnlySpan<float> vector, R* values) where R : unmanaged, IReal<R>
    {
        ReadOnlySpan<float> numbers = vector.Slice(slice.Offset, slice.Count);
        if (slice.Decoder is { } decoder)
        {
            fixed (R* search = Spread<R>(numbers)) decoder.Apply(search, values, slice.Shape[1], index, default);
            return;
        }
        for (int i = 0; i < numbers.Length; i++) values[i] = numbers[i];
        DecodeEach(slice, values, slice.Count);
    }

    static AlignedMemory<R> Spread<R>(ReadOnlySpan<float> numbers) where R : unmanaged, IReal<R>
    {
        AlignedMemory<R> lanes = new(numbers.Length);
        for (int i = 0; i < numbers.Length; i++) lanes.Span[i] = numbers[i];
        return lanes;
    }

    static void DecodeEach<R>(ParameterSlice slice, R* values, int count) where R : unmanaged, IReal<R>
    {
        slice.Transform.Apply(values, count);
        slice.Coefficient.Apply(values, count);
    }

    /// <summary>Writes the trained slices of that buffer from the members' search vectors x[item][lane].</summary>
    /// <param name="layout">The layout.</param>
    /// <param name="search">The search vectors [TrainedCount].</param>
    /// <param name="perMember">The buffer [PerMemberCount].</param>
    /// <param name="draws">The random numbers of decoders.</param>
    public static void DecodeTrained<R>(ParameterLayout layout, R* search, R* perMember, DecoderDraws<R> draws = default) where R : unmanaged, IReal<R>
    {
        for (int s = 0; s < layout.Slices.Count; s++)
        {
            ParameterSlice slice = layout.Slices[s];
            if (!slice.Trained) continue;
            R* values = perMember + slice.BufferOffset;
            if (slice.Decoder is { } decoder)
            {
                decoder.Apply(search + slice.SearchOffset, values, slice.Shape[1], s, draws);
                continue;
            }
            int own = slice.SearchCount;
            for (int i = 0; i < own; i++) values[i] = search[slice.SearchOffset + i];
            DecodeEach(slice, values, own);
            for (int i = own; i < slice.Count; i++) values[i] = values[0];
        }
    }
}
