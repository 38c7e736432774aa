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
        foreach (ParameterSlice slice in layout.Slices)
        {
            if (slice.PerMember) continue;
            float* values = shared + slice.BufferOffset;
            vector.Slice(slice.Offset, slice.Count).CopyTo(new Span<float>(values, slice.Count));
            slice.Transform.Apply((Scalar*)values, slice.Count);
            slice.Coefficient.Apply((Scalar*)values, slice.Count);
        }
    }

    /// <summary>Writes the frozen slices of the buffer [PerMemberCount] with one value per member. They do not change between members.</summary>
    public static void DecodeFrozen<R>(ParameterLayout layout, ReadOnlySpan<float> vector, R* perMember) where R : unmanaged, IReal<R>
    {
        foreach (ParameterSlice slice in layout.Slices)
        {
            if (!slice.PerMember || slice.Trained) continue;
            R* values = perMember + slice.BufferOffset;
            for (int i = 0; i < slice.Count; i++) values[i] = vector[slice.Offset + i];
            slice.Transform.Apply(values, slice.Count);
            slice.Coefficient.Apply(values, slice.Count);
        }
    }

    /// <summary>Writes the trained slices of that buffer from the members' search vectors x[item][lane].</summary>
    public static void DecodeTrained<R>(ParameterLayout layout, R* search, R* perMember) where R : unmanaged, IReal<R>
    {
        foreach (ParameterSlice slice in layout.Slices)
        {
            if (!slice.Trained) continue;
            R* values = perMember + slice.BufferOffset;
            int own = slice.SearchCount;
            for (int i = 0; i < own; i++) values[i] = search[slice.SearchOffset + i];
            slice.Transform.Apply(values, own);
            slice.Coefficient.Apply(values, own);
            for (int i = own; i < slice.Count; i++) values[i] = values[0];
        }
    }
}
