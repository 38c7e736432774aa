using System.Runtime.CompilerServices;
using Neuromorphic.Numerics;
using Neuromorphic.Policies;

namespace Neuromorphic.Neurons;

/// <summary>
/// Leaky integrate-and-fire neuron whose threshold rises with its own recent spikes:
/// <code>u = v + k (R I - v + v_rest);  s = [u >= v_th + b a];  v' = u (1 - s) + v_reset s;  a' = a + k_a (|s| - a)</code>
/// </summary>
/// <remarks>
/// Bellec, Salaj, Subramoney, Legenstein, Maass (2018), "Long short-term memory and learning-to-learn in networks of spiking neurons",
/// arXiv:1803.09574, equations 1-2, with the membrane of <see cref="Lif{TSpike}"/>. Defaults tau_a = 20 steps and b = 1 are ours,
/// and so is |s|, which lets a ternary spike of either sign raise the threshold.
/// </remarks>
public readonly struct AdaptiveLif<TSpike> : INeuron<AdaptiveLif<TSpike>> where TSpike : struct, ISpike
{
    const int Gain = 0, Threshold = 1, Rest = 2, Resistance = 3, AdaptationGain = 4, Adaptation = 5, OwnReset = 6;

    readonly int reset;
    readonly Flag above;

    AdaptiveLif(int reset, ThresholdRule rule)
    {
        this.reset = reset;
        above = rule == ThresholdRule.Above;
    }

    /// <inheritdoc/>
    public static string Name => "adaptive-lif" + TSpike.Suffix;
    /// <inheritdoc/>
    public static int StateSize => 2;

    /// <inheritdoc/>
    public static IReadOnlyList<NeuronParameter> Parameters(NeuronOptions options)
    {
        // A threshold just above its value would be rounded away where the adaptation is added to it.
        List<NeuronParameter> parameters = (options with { ThresholdRule = ThresholdRule.AtOrAbove }).MembraneParameters();
        parameters.InsertRange(AdaptationGain,
        [
            options.TimeConstant("adaptation-tau", 20, learned: true),
            new("adaptation", 1, Transform.Identity, Coefficient.Value, Learned: true),
        ]);
        return parameters;
    }

    /// <inheritdoc/>
    public static AdaptiveLif<TSpike> Create(NeuronOptions options) => new(options.Reset is null ? Rest : OwnReset, options.ThresholdRule);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Reset<R, P, B>(P parameters, B state, int neuron, int count)
        where R : unmanaged, IReal<R> where P : struct, IBuffer<R> where B : struct, IBuffer<R>
    {
        state[neuron] = parameters[Rest * count + neuron];
        state[count + neuron] = 0.0;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public R Step<R, P, B>(P parameters, B state, int neuron, int count, R current)
        where R : unmanaged, IReal<R> where P : struct, IBuffer<R> where B : struct, IBuffer<R>
    {
        R v = state[neuron], a = state[count + neuron];
        R drive = R.Fma(parameters[Resistance * count + neuron], current, parameters[Rest * count + neuron] - v);
        R u = R.Fma(parameters[Gain * count + neuron], drive, v);
        R threshold = Risen(parameters[Adaptation * count + neuron], a, parameters[Threshold * count + neuron]);
        R spike = TSpike.Fire(u, threshold, out R fires);
        state[neuron] = R.Select(fires, parameters[reset * count + neuron], u);
        state[count + neuron] = R.Fma(parameters[AdaptationGain * count + neuron], R.Abs(spike) - a, a);
        return spike;
    }

    /// <summary>The least potential that fires: the adapted threshold, or under the strict rule the next number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    R Risen<R>(R adaptation, R a, R threshold) where R : unmanaged, IReal<R>
    {
        R risen = R.Fma(adaptation, a, threshold);
        return above ? R.BitIncrement(risen) : risen;
    }
}
