using System.Runtime.CompilerServices;
using Neuromorphic.Numerics;

namespace Neuromorphic.Neurons;

/// <summary>Leaky integrate-and-fire neuron behind an exponential synapse: <code>i' = i - k_syn i + I;  u = v + k (R i' - v + v_rest)</code> with the <see cref="Membrane{TSpike}"/>.</summary>
/// <remarks>Norse's LIF and snnTorch's Synaptic decay i likewise; the default tau_syn, 5 steps, is Norse's 5 ms.</remarks>
public readonly struct CurrentLif<TSpike>(NeuronOptions options) : INeuron<CurrentLif<TSpike>> where TSpike : struct, ISpike
{
    readonly Membrane<TSpike> membrane = new(options, others: 1);

    /// <inheritdoc/>
    public static string Name => "current-lif" + TSpike.Suffix;
    /// <inheritdoc/>
    public static int StateSize => 2;
    /// <inheritdoc/>
    public static IReadOnlyList<NeuronParameter> Parameters(NeuronOptions options) => options.MembraneParameters(options.TimeConstant("synapse-tau", 5, learned: true, "the time constant of the synapse"));
    /// <inheritdoc/>
    public static CurrentLif<TSpike> Create(NeuronOptions options) => new(options);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Reset<R, P, B>(P parameters, B state, int neuron, int count) where R : unmanaged, IReal<R> where P : struct, IBuffer<R> where B : struct, IBuffer<R> =>
        membrane.Reset<R, P, B>(parameters, state, neuron, count, others: 1);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public R Step<R, P, B>(P parameters, B state, int neuron, int count, R current) where R : unmanaged, IReal<R> where P : struct, IBuffer<R> where B : struct, IBuffer<R>
    {
        R before = state[count + neuron], synapse = R.Fma(-parameters[4 * count + neuron], before, before) + current;
        state[count + neuron] = synapse;
        return membrane.Step<R, P, B>(parameters, state, neuron, count, synapse);
    }
}
