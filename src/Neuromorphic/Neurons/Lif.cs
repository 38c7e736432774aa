using System.Runtime.CompilerServices;
using Neuromorphic.Numerics;

namespace Neuromorphic.Neurons;

/// <summary>
/// Leaky integrate-and-fire neuron. With gain k = dt/tau (explicit Euler) or 1 - exp(-dt/tau) (exponential Euler):
/// <code>u = v + k (R I - v + v_rest);  s = [u >= v_th];  v' = u (1 - s) + v_reset s</code>
/// </summary>
/// <remarks>
/// Shen, Zhao, Dong, Li, Zeng (2023), "Dive into the Power of Neuronal Heterogeneity", arXiv:2305.11484, equation 2.
/// The potential starts at v_rest (the paper does not say).
/// </remarks>
public readonly struct Lif<TSpike> : INeuron<Lif<TSpike>> where TSpike : struct, ISpike
{
    const int Gain = 0, Threshold = 1, Rest = 2, Resistance = 3, OwnReset = 4;

    // v_reset = v_rest needs no parameter of its own: the kernel then reads the same one twice.
    readonly int reset;

    Lif(int reset) => this.reset = reset;

    /// <inheritdoc/>
    public static string Name => "lif" + TSpike.Suffix;
    /// <inheritdoc/>
    public static int StateSize => 1;
    /// <inheritdoc/>
    public static IReadOnlyList<NeuronParameter> Parameters(NeuronOptions options) => options.MembraneParameters();
    /// <inheritdoc/>
    public static Lif<TSpike> Create(NeuronOptions options) => new(options.Reset is null ? Rest : OwnReset);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Reset<R, P, B>(P parameters, B state, int neuron, int count)
        where R : unmanaged, IReal<R> where P : struct, IBuffer<R> where B : struct, IBuffer<R> =>
        state[neuron] = parameters[Rest * count + neuron];

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public R Step<R, P, B>(P parameters, B state, int neuron, int count, R current)
        where R : unmanaged, IReal<R> where P : struct, IBuffer<R> where B : struct, IBuffer<R>
    {
        R v = state[neuron];
        R drive = R.Fma(parameters[Resistance * count + neuron], current, parameters[Rest * count + neuron] - v);
        R u = R.Fma(parameters[Gain * count + neuron], drive, v);
        R spike = TSpike.Fire(u, parameters[Threshold * count + neuron], out R fires);
        state[neuron] = R.Select(fires, parameters[reset * count + neuron], u);
        return spike;
    }
}
