using System.Runtime.CompilerServices;
using Neuromorphic.Numerics;

namespace Neuromorphic.Neurons;

/// <summary>
/// Leaky integrate-and-fire neuron whose threshold rises with its own recent spikes:
/// <code>s = [u >= v_th + b a];  a' = a + k_a (|s| - a)</code>
/// </summary>
/// <remarks>
/// Bellec, Salaj, Subramoney, Legenstein, Maass (2018), "Long short-term memory and learning-to-learn in networks of spiking neurons",
/// arXiv:1803.09574, equations 1-2, with the <see cref="Membrane{TSpike}"/>. Defaults tau_a = 20 steps and b = 1 are ours,
/// and so is |s|, which lets a ternary spike of either sign raise the threshold.
/// </remarks>
public readonly struct AdaptiveLif<TSpike> : INeuron<AdaptiveLif<TSpike>> where TSpike : struct, ISpike
{
    const int AdaptationGain = 4, Adaptation = 5;

    readonly Membrane<TSpike> membrane;
    readonly Flag above;

    AdaptiveLif(NeuronOptions options)
    {
        membrane = new(options, others: 2);
        above = options.ThresholdRule == ThresholdRule.Above;
    }

    /// <inheritdoc/>
    public static string Name => "adaptive-lif" + TSpike.Suffix;
    /// <inheritdoc/>
    public static int StateSize => 2;

    /// <inheritdoc/>
    /// <remarks>A threshold just above its value would be rounded away where the adaptation is added to it.</remarks>
    public static IReadOnlyList<NeuronParameter> Parameters(NeuronOptions options) => (options with { ThresholdRule = ThresholdRule.AtOrAbove }).MembraneParameters(
        options.TimeConstant("adaptation-tau", 20, learned: true, "the time constant of the adaptive threshold"),
        new("adaptation", options.Start("adaptation", 1), Transform.Identity, Transform.Identity, Learned: true, Meaning: "the rise of the threshold by a spike"));

    /// <inheritdoc/>
    public static AdaptiveLif<TSpike> Create(NeuronOptions options) => new(options);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Reset<R, P, B>(P parameters, B state, int neuron, int count) where R : unmanaged, IReal<R> where P : struct, IBuffer<R> where B : struct, IBuffer<R> =>
        membrane.Reset<R, P, B>(parameters, state, neuron, count, others: 1);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public R Step<R, P, B>(P parameters, B state, int neuron, int count, R current) where R : unmanaged, IReal<R> where P : struct, IBuffer<R> where B : struct, IBuffer<R>
    {
        R a = state[count + neuron], u = membrane.Charge<R, P, B>(parameters, state, neuron, count, current);
        R threshold = R.Fma(parameters[Adaptation * count + neuron], a, membrane.ThresholdOf<R, P>(parameters, neuron, count));
        if (above) threshold = R.BitIncrement(threshold);
        R spike = TSpike.Fire(u, threshold, out R fires);
        membrane.Discharge<R, P, B>(parameters, state, neuron, count, u, threshold, fires);
        state[count + neuron] = R.Fma(parameters[AdaptationGain * count + neuron], R.Abs(spike) - a, a);
        return spike;
    }
}
