using System.Runtime.CompilerServices;
using Neuromorphic.Gradients;
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
public readonly struct AdaptiveLif<TSpike> : IDifferentiableNeuron<AdaptiveLif<TSpike>> where TSpike : struct, ISpike
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
            options.TimeConstant("adaptation-tau", options.AdaptationTau ?? 20, learned: true),
            new("adaptation", options.Adaptation ?? 1, Transform.Identity, Coefficient.Value, Learned: true),
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

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void ResetAdjoint<R, B>(B stateGradient, B parameterGradient, int neuron, int count) where R : unmanaged, IReal<R> where B : struct, IBuffer<R> =>
        parameterGradient[Rest * count + neuron] += stateGradient[neuron];

    /// <inheritdoc/>
    /// <remarks>The detached reset cuts the spike inside the reset only; through the adaptation gradients always pass.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public R StepAdjoint<R, P, B, TSurrogate>(P parameters, B state, int neuron, int count, R current, R spikeGradient, in StepDerivative<R> derivative, B stateGradient, B parameterGradient, out R spike)
        where R : unmanaged, IReal<R> where P : struct, IBuffer<R> where B : struct, IBuffer<R> where TSurrogate : struct, ISurrogate
    {
        R v = state[neuron], a = state[count + neuron];
        R gain = parameters[Gain * count + neuron], resistance = parameters[Resistance * count + neuron];
        R adaptationGain = parameters[AdaptationGain * count + neuron], adaptation = parameters[Adaptation * count + neuron];
        R drive = R.Fma(resistance, current, parameters[Rest * count + neuron] - v);
        R u = R.Fma(gain, drive, v);
        R threshold = Risen(adaptation, a, parameters[Threshold * count + neuron]);
        spike = TSpike.Fire(u, threshold, out R fires);

        R after = stateGradient[neuron], adapted = stateGradient[count + neuron];
        R gate = adaptationGain * adapted;
        if (derivative.Reset == ResetGradient.Attached) gate = R.Fma(after, parameters[reset * count + neuron] - u, gate);
        R potential = TSpike.FireAdjoint<R, TSurrogate>(u, threshold, derivative.Slope, spikeGradient, gate, out R thresholdGradient) + R.Select(fires, 0.0, after);
        R driven = gain * potential;
        parameterGradient[Gain * count + neuron] = R.Fma(potential, drive, parameterGradient[Gain * count + neuron]);
        parameterGradient[Threshold * count + neuron] += thresholdGradient;
        parameterGradient[Rest * count + neuron] += driven;
        parameterGradient[Resistance * count + neuron] = R.Fma(driven, current, parameterGradient[Resistance * count + neuron]);
        parameterGradient[AdaptationGain * count + neuron] = R.Fma(adapted, R.Abs(spike) - a, parameterGradient[AdaptationGain * count + neuron]);
        parameterGradient[Adaptation * count + neuron] = R.Fma(thresholdGradient, a, parameterGradient[Adaptation * count + neuron]);
        parameterGradient[reset * count + neuron] += R.Select(fires, after, 0.0);
        stateGradient[neuron] = potential - driven;
        stateGradient[count + neuron] = R.Fma(adaptation, thresholdGradient, adapted - adaptationGain * adapted);
        return resistance * driven;
    }
}
