using System.Runtime.CompilerServices;
using Neuromorphic.Numerics;

namespace Neuromorphic.Neurons;

/// <summary>
/// The membrane that the models have in common; its parameters are the first four, state variable 0 is its potential.
/// With gain k = dt/tau (explicit Euler) or 1 - exp(-dt/tau) (exponential Euler):
/// <code>u = v + k (R I - v + v_rest);  s = [u >= v_th];  v' = u (1 - s) + v_reset s,  or by subtraction  v' = u - v_th s</code>
/// </summary>
public readonly struct Membrane<TSpike> where TSpike : struct, ISpike
{
    const int Gain = 0, Threshold = 1, Rest = 2, Resistance = 3, Count = 4;

    // v_reset = v_rest needs no parameter of its own: the kernel then reads the same one twice.
    readonly int reset;
    readonly Flag subtract;

    /// <summary>The membrane of a model.</summary>
    /// <param name="options">The model's options.</param>
    /// <param name="others">Parameters that the model has besides.</param>
    public Membrane(NeuronOptions options, int others = 0)
    {
        ArgumentNullException.ThrowIfNull(options);
        reset = options.Reset is null ? Rest : Count + others;
        subtract = options.ResetRule == ResetRule.Subtract;
    }

    /// <summary>Puts one neuron's potential at rest, and the model's other state variables at 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Reset<R, P, B>(P parameters, B state, int neuron, int count, int others = 0) where R : unmanaged, IReal<R> where P : struct, IBuffer<R> where B : struct, IBuffer<R>
    {
        state[neuron] = parameters[Rest * count + neuron];
        for (int k = 1; k <= others; k++) state[k * count + neuron] = 0.0;
    }

    /// <summary>The potential u after a current.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public R Charge<R, P, B>(P parameters, B state, int neuron, int count, R current) where R : unmanaged, IReal<R> where P : struct, IBuffer<R> where B : struct, IBuffer<R>
    {
        R v = state[neuron];
        R drive = R.Fma(parameters[Resistance * count + neuron], current, parameters[Rest * count + neuron] - v);
        return R.Fma(parameters[Gain * count + neuron], drive, v);
    }

    /// <summary>The threshold.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public R ThresholdOf<R, P>(P parameters, int neuron, int count) where R : unmanaged, IReal<R> where P : struct, IBuffer<R> => parameters[Threshold * count + neuron];

    /// <summary>Resets the neurons that fire.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Discharge<R, P, B>(P parameters, B state, int neuron, int count, R potential, R threshold, R fires) where R : unmanaged, IReal<R> where P : struct, IBuffer<R> where B : struct, IBuffer<R>
    {
        R after = parameters[reset * count + neuron];
        if (subtract) after = TSpike.Subtract(potential, threshold);
        state[neuron] = R.Select(fires, after, potential);
    }

    /// <summary>A step from a current to a spike.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public R Step<R, P, B>(P parameters, B state, int neuron, int count, R current) where R : unmanaged, IReal<R> where P : struct, IBuffer<R> where B : struct, IBuffer<R>
    {
        R u = Charge<R, P, B>(parameters, state, neuron, count, current), threshold = ThresholdOf<R, P>(parameters, neuron, count);
        R spike = TSpike.Fire(u, threshold, out R fires);
        Discharge<R, P, B>(parameters, state, neuron, count, u, threshold, fires);
        return spike;
    }
}
