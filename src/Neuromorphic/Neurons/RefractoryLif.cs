using System.Runtime.CompilerServices;
using Neuromorphic.Numerics;

namespace Neuromorphic.Neurons;

/// <summary>Leaky integrate-and-fire neuron that neither receives nor fires while c > 0: <code>c' = refractory where it fires, else max(c - 1, 0)</code> with the <see cref="Membrane{TSpike}"/>.</summary>
/// <remarks>Gerstner, Kistler, Naud, Paninski (2014), "Neuronal Dynamics", section 1.3.1. The default period, 2 steps, is ours; only evolution finds it, as comparisons have no derivative.</remarks>
public readonly struct RefractoryLif<TSpike>(NeuronOptions options) : INeuron<RefractoryLif<TSpike>> where TSpike : struct, ISpike
{
    readonly Membrane<TSpike> membrane = new(options, others: 1);

    /// <inheritdoc/>
    public static string Name => "refractory-lif" + TSpike.Suffix;
    /// <inheritdoc/>
    public static int StateSize => 2;
    /// <inheritdoc/>
    public static IReadOnlyList<NeuronParameter> Parameters(NeuronOptions options) => options.MembraneParameters(new NeuronParameter("refractory", options.Start("refractory", 2), Transform.Identity, Transform.Identity, Learned: true, "steps", "the refractory period", Least: 0));
    /// <inheritdoc/>
    public static RefractoryLif<TSpike> Create(NeuronOptions options) => new(options);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Reset<R, P, B>(P parameters, B state, int neuron, int count) where R : unmanaged, IReal<R> where P : struct, IBuffer<R> where B : struct, IBuffer<R> =>
        membrane.Reset<R, P, B>(parameters, state, neuron, count, others: 1);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public R Step<R, P, B>(P parameters, B state, int neuron, int count, R current) where R : unmanaged, IReal<R> where P : struct, IBuffer<R> where B : struct, IBuffer<R>
    {
        R c = state[count + neuron], free = c <= 0.0, threshold = membrane.ThresholdOf<R, P>(parameters, neuron, count);
        R u = membrane.Charge<R, P, B>(parameters, state, neuron, count, R.Select(free, current, 0.0));
        R spike = R.Select(free, TSpike.Fire(u, threshold, out R fires), 0.0);
        fires = R.And(fires, free);
        membrane.Discharge<R, P, B>(parameters, state, neuron, count, u, threshold, fires);
        state[count + neuron] = R.Select(fires, parameters[4 * count + neuron], Real.Max<R>(c - 1.0, 0.0));
        return spike;
    }
}
