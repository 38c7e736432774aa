using System.Runtime.CompilerServices;
using Neuromorphic.Numerics;

namespace Neuromorphic.Neurons;

/// <summary>Leaky integrate-and-fire neuron: the <see cref="Membrane{TSpike}"/> alone.</summary>
/// <remarks>
/// Shen, Zhao, Dong, Li, Zeng (2023), "Dive into the Power of Neuronal Heterogeneity", arXiv:2305.11484, equation 2.
/// The potential starts at v_rest (the paper does not say).
/// </remarks>
public readonly struct Lif<TSpike>(NeuronOptions options) : INeuron<Lif<TSpike>> where TSpike : struct, ISpike
{
    readonly Membrane<TSpike> membrane = new(options);

    /// <inheritdoc/>
    public static string Name => "lif" + TSpike.Suffix;
    /// <inheritdoc/>
    public static int StateSize => 1;
    /// <inheritdoc/>
    public static IReadOnlyList<NeuronParameter> Parameters(NeuronOptions options) => options.MembraneParameters();
    /// <inheritdoc/>
    public static Lif<TSpike> Create(NeuronOptions options) => new(options);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Reset<R, P, B>(P parameters, B state, int neuron, int count) where R : unmanaged, IReal<R> where P : struct, IBuffer<R> where B : struct, IBuffer<R> =>
        membrane.Reset<R, P, B>(parameters, state, neuron, count);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public R Step<R, P, B>(P parameters, B state, int neuron, int count, R current) where R : unmanaged, IReal<R> where P : struct, IBuffer<R> where B : struct, IBuffer<R> =>
        membrane.Step<R, P, B>(parameters, state, neuron, count, current);
}
