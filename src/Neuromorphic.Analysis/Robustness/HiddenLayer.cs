using Neuromorphic.Gradients;
using Neuromorphic.Policies;

namespace Neuromorphic.Analysis;

/// <summary>Hidden neurons that can be removed: what they say is heard through matrices alone.</summary>
/// <param name="Neurons">Neurons.</param>
/// <param name="Outgoing">Matrices that multiply their outputs [any, neurons].</param>
public sealed record HiddenLayer(int Neurons, IReadOnlyList<ParameterSlice> Outgoing)
{
    /// <summary>The hidden layers of a multilayer perceptron.</summary>
    public static IReadOnlyList<HiddenLayer> Of(DenseNetwork network)
    {
        ArgumentNullException.ThrowIfNull(network);
        return [.. network.Layers.SkipLast(1).Select((layer, l) => new HiddenLayer(layer.Units, [network.Layers[l + 1].Weight]))];
    }

    /// <summary>The hidden layers of a spiking network; recurrent weights are outgoing ones too.</summary>
    public static IReadOnlyList<HiddenLayer> Of(SpikingNetwork network)
    {
        ArgumentNullException.ThrowIfNull(network);
        return [.. network.Layers.Select((layer, l) =>
        {
            ParameterSlice next = l + 1 < network.Layers.Count ? network.Layers[l + 1].Weight : network.ReadoutWeight;
            return new HiddenLayer(layer.Neurons, layer.Recurrent is { } recurrent ? [next, recurrent] : [next]);
        })];
    }
}
