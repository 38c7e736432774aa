using Neuromorphic.Numerics;
using Neuromorphic.Policies;

namespace Neuromorphic.Gradients;

/// <summary>A network's numbers as kernels read them, in the order of the layout, shared by all members: decoded once for each update.</summary>
/// <remarks>A decoder that is trained by gradients gives as many numbers as are searched, so that both have one layout.</remarks>
sealed unsafe class FlatValues<R>(ParameterLayout layout) where R : unmanaged, IReal<R>
{
    readonly KeptMemory<byte> flat = new(layout.Count * ValueBuffer<R>.ItemSize);

    /// <summary>All of them.</summary>
    public ValueBuffer<R> All => new(flat.Start);
    /// <summary>A slice as a matrix.</summary>
    public Weights<R> Matrix(ParameterSlice slice) => new(All.From(slice.Offset), slice.Shape[1], 1);
    /// <summary>A slice as a row.</summary>
    public ValueBuffer<R> Row(ParameterSlice slice) => All.From(slice.Offset);

    /// <summary>Reads a flat vector of search-space numbers.</summary>
    /// <exception cref="ArgumentException">It has another length than the layout.</exception>
    public void Decode(ReadOnlySpan<double> vector)
    {
        if (vector.Length != layout.Count) throw new ArgumentException($"vector has {vector.Length} numbers, the layout {layout.Count}.");
        if (typeof(R) == typeof(Scalar64)) Decode((Scalar64*)flat.Start, vector);
        else Decode((Scalar*)flat.Start, vector);
    }

    void Decode<V>(V* values, ReadOnlySpan<double> vector) where V : unmanaged, IReal<V>
    {
        if (typeof(V) == typeof(Scalar)) Rows.Narrow(vector, (float*)values);
        else
            for (int i = 0; i < vector.Length; i++) values[i] = vector[i];
        for (int s = 0; s < layout.Slices.Count; s++)
        {
            ParameterSlice slice = layout.Slices[s];
            if (slice.Decoder is { } decoder)
            {
                V[] search = new Span<V>(values + slice.Offset, slice.Count).ToArray();
                fixed (V* from = search) decoder.Apply(from, values + slice.Offset, slice.Shape[1], s, default);
                continue;
            }
            if (slice.Transform == Transform.Identity && slice.Coefficient == Transform.Identity) continue;
            slice.Transform.Apply(values + slice.Offset, slice.Count);
            slice.Coefficient.Apply(values + slice.Offset, slice.Count);
        }
    }
}
