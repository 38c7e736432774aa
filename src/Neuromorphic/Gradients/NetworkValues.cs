using Neuromorphic.Numerics;
using Neuromorphic.Policies;

namespace Neuromorphic.Gradients;

/// <summary>A network's numbers as kernels read them, shared by all members: decoded once for each update.</summary>
/// <remarks>Weights lie as in the layout; neurons' parameters in tiles, [tile][parameter][neuron].</remarks>
sealed unsafe class NetworkValues<R> where R : unmanaged, IReal<R>
{
    const int Tile = Tiled<R>.Tile;

    readonly SpikingNetwork network;
    readonly FlatValues<R> flat;
    readonly KeptMemory<byte>[] neurons;

    public NetworkValues(SpikingNetwork network)
    {
        this.network = network;
        flat = new(network.Layout);
        neurons = [.. network.Layers.Select(layer => new KeptMemory<byte>(Tiled<R>.Tiles(layer.Neurons) * layer.Parameters.Count * Tile * ValueBuffer<R>.ItemSize))];
    }

    /// <summary>A slice as a matrix.</summary>
    public Weights<R> Matrix(ParameterSlice slice) => flat.Matrix(slice);
    /// <summary>A slice as a row.</summary>
    public ValueBuffer<R> Row(ParameterSlice slice) => flat.Row(slice);
    /// <summary>The parameters of a tile of neurons.</summary>
    public ValueBuffer<R> Neurons(int layer, int tile) => new ValueBuffer<R>(neurons[layer].Start).From(tile * network.Layers[layer].Parameters.Count * Tile);

    /// <summary>Reads a flat vector of search-space numbers.</summary>
    /// <exception cref="ArgumentException">It has another length than the layout.</exception>
    public void Decode(ReadOnlySpan<double> vector)
    {
        flat.Decode(vector);
        if (typeof(R) == typeof(Scalar64)) Arrange((Scalar64*)flat.All.Start);
        else Arrange((Scalar*)flat.All.Start);
    }

    void Arrange<V>(V* values) where V : unmanaged
    {
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
