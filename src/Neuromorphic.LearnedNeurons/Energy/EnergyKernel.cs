using System.Runtime.CompilerServices;
using Neuromorphic.Neurons;
using Neuromorphic.Numerics;
using Neuromorphic.Policies;

namespace Neuromorphic.LearnedNeurons;

/// <summary>What becomes of the gradient of an energy.</summary>
public enum EnergyMap
{
    /// <summary>A matrix that is learned, and an offset: u = P grad H + c.</summary>
    Learned,
    /// <summary>Chosen components, one for each output.</summary>
    Selected,
    /// <summary>The field of Hamilton's equations: (dH/dp, -dH/dq) of z = (q, p).</summary>
    Solenoidal,
    /// <summary>The gradient itself.</summary>
    Conservative,
    /// <summary>The gradient of one energy and the Hamiltonian field of another: a field with sources and vortices (Helmholtz).</summary>
    Both,
}

/// <summary>
/// A controller that is the gradient of an energy, H(o) = a . sigma(W o + b), so that grad H = W^T (a sigma'(W o + b)): two products with one matrix, no state.
/// Scratch: slopes of units, gradients, outputs.
/// </summary>
/// <remarks>
/// Greydanus, Dzamba, Yosinski (2019), "Hamiltonian neural networks", arXiv:1906.01563, for the field; as a controller: ours.
/// Numbers: of units; W [width, observations], b [width], a [energies, width]; with a learned map P [outputs, observations], c [outputs].
/// </remarks>
readonly struct EnergyKernel<TSlopes>(int observations, int width, int outputs, EnergyMap map, int first, TSlopes slopes) : IPolicyKernel where TSlopes : struct, IUnitGroups
{
    readonly TSlopes slopes = slopes;

    public int StateSize => checked((1 + Energies) * width + Energies * observations + outputs);
    public int Outputs => (1 + Energies) * width + Energies * observations;

    int Energies => map == EnergyMap.Both ? 2 : 1;

    public void Reset<R, B, F, TTeam>(PolicyParameters<R, B, F> parameters, B state, TTeam team)
        where R : unmanaged, IReal<R> where B : struct, IBuffer<R> where F : struct, IBuffer<R> where TTeam : struct, ITeam
    {
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<R, B, F, TProbe, TTeam>(PolicyParameters<R, B, F> parameters, B state, B observation, ref TProbe probe, TTeam team)
        where R : unmanaged, IReal<R> where B : struct, IBuffer<R> where F : struct, IBuffer<R> where TProbe : struct, IProbe where TTeam : struct, ITeam
    {
        probe.BeginStep(1);
        B w = parameters.PerMember;
        int weight = slopes.Numbers, bias = weight + width * observations, energy = bias + width, gradients = (1 + Energies) * width;
        EnergyGradient.Slopes<R, B, TSlopes>(w, weight, bias, observation, 0, observations, state, 0, width, slopes, 0);
        for (int i = 0; i < width; i++) probe.Record<R, B>(i, 0, state, state[i]);
        for (int e = 0; e < Energies; e++)
            EnergyGradient.Of<R, B>(w, weight, energy + e * width, state, 0, (1 + e) * width, width, state, gradients + e * observations, observations);
        int p = energy + width, half = observations / 2;
        for (int o = 0; o < outputs; o++)
            state[Outputs + o] = map switch
            {
                EnergyMap.Learned => w[p + outputs * observations + o],
                EnergyMap.Selected => state[gradients + first + o],
                EnergyMap.Conservative => state[gradients + o],
                EnergyMap.Solenoidal => Vortex<R, B>(state, gradients, o, half),
                _ => state[gradients + o] + Vortex<R, B>(state, gradients + observations, o, half),
            };
        if (map == EnergyMap.Learned) Dense.MultiplyAdd<R, B, B>(w, p, observations, state, gradients, observations, state, Outputs, outputs);
    }

    static R Vortex<R, B>(B state, int gradient, int o, int half) where R : unmanaged, IReal<R> where B : struct, IBuffer<R> => o < half ? state[gradient + half + o] : -state[gradient + o - half];
}

/// <summary>The gradient of a . sigma(W x + b), in two steps.</summary>
static class EnergyGradient
{
    /// <summary>sigma'(W x + b) of every unit.</summary>
    public static void Slopes<R, B, TSlopes>(B numbers, int weight, int bias, B x, int at, int inputs, B state, int to, int width, TSlopes slopes, int own)
        where R : unmanaged, IReal<R> where B : struct, IBuffer<R> where TSlopes : struct, IUnitGroups
    {
        for (int i = 0; i < width; i++) state[to + i] = numbers[bias + i];
        Dense.MultiplyAdd<R, B, B>(numbers, weight, inputs, x, at, inputs, state, to, width);
        slopes.Apply<R, B>(state, to, 0, width, numbers, own);
    }

    /// <summary>W^T (a sigma'), by way of scratch memory for a sigma'.</summary>
    public static void Of<R, B>(B numbers, int weight, int energy, B state, int slopes, int scratch, int width, B to, int gradient, int inputs)
        where R : unmanaged, IReal<R> where B : struct, IBuffer<R>
    {
        for (int i = 0; i < width; i++) state[scratch + i] = numbers[energy + i] * state[slopes + i];
        for (int i = 0; i < inputs; i++) to[gradient + i] = 0f;
        Dense.TransposedMultiplyAdd<R, B, B>(numbers, weight, inputs, state, scratch, width, to, gradient, inputs);
    }
}
