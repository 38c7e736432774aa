using Neuromorphic.Numerics;
using Neuromorphic.Policies;

namespace Neuromorphic.Gradients;

/// <summary>A network's numbers as kernels read them, shared by all members: decoded once for each update.</summary>
/// <remarks>Weights lie as in the layout; neurons' parameters in tiles, [tile][parameter][neuron].</remarks>
sealed unsafe class NetworkValues<R> where R : unmanaged, IReal<R>
{
    const int Tile = Tiled<R>.Tile;

    readonly SpikingNetwork network;
    readonly KeptMemory<byte> flat;
    readonly KeptMemory<byte>[] neurons;

    public NetworkValues(SpikingNetwork network)
    {
        this.network = network;
        flat = new(network.Layout.Count * ValueBuffer<R>.ItemSize);
        neurons = [.. network.Layers.Select(layer => new KeptMemory<byte>(Tiled<R>.Tiles(layer.Neurons) * layer.Parameters.Count * Tile * ValueBuffer<R>.ItemSize))];
    }

    /// <summary>A slice as a matrix.</summary>
    public Weights<R> Matrix(ParameterSlice slice) => new(Flat.From(slice.Offset), slice.Shape[1], 1);
    /// <summary>A slice as a row.</summary>
    public ValueBuffer<R> Row(ParameterSlice slice) => Flat.From(slice.Offset);
    /// <summary>The parameters of a tile of neurons.</summary>
    public ValueBuffer<R> Neurons(int layer, int tile) => new ValueBuffer<R>(neurons[layer].Start).From(tile * network.Layers[layer].Parameters.Count * Tile);

    ValueBuffer<R> Flat => new(flat.Start);

    /// <summary>Reads a flat vector of search-space numbers.</summary>
    public void Decode(ReadOnlySpan<double> vector)
    {
        if (typeof(R) == typeof(Scalar64)) Decode((Scalar64*)flat.Start, vector);
        else Decode((Scalar*)flat.Start, vector);
    }

    void Decode<V>(V* values, ReadOnlySpan<double> vector) where V : unmanaged, IReal<V>
    {
        if (typeof(V) == typeof(Scalar)) Rows.Narrow(vector, (float*)values);
        else
            for (int i = 0; i < vector.Length; i++) values[i] = vector[i];
        foreach (ParameterSlice slice in network.Layout.Slices)
        {
            if (slice.Transform == Transform.Identity && slice.Coefficient == Transform.Identity) continue;
            slice.Transform.Apply(values + slice.Offset, slice.Count);
            slice.Coefficient.Apply(values + slice.Offset, slice.Count);
        }
        for (int l = 0; l < neurons.Length; l++)
        {
            SpikingLayer layer = network.Layers[l];
            V* tiles = (V*)neurons[l].Start;
            for (int p = 0; p < layer.Parameters.Count; p++)
                for (int n = 0; n < layer.Neurons; n++)
                    tiles[(n / Tile * layer.Parameters.Count + p) * Tile + n % Tile] = values[layer.Parameters[p].Offset + n];
        }
    }
}
