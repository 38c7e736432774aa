using System.Runtime.CompilerServices;
using Neuromorphic.Neurons;
using Neuromorphic.Numerics;
using Neuromorphic.Policies;

namespace Neuromorphic.LearnedNeurons;

/// <summary>
/// A recurrent controller that is a Hamiltonian system with ports: places q and momenta p of some modes, H = V(q) + T(p), each a . sigma(W x + b). A step is symplectic
/// Euler, p += h (-V'(q) + B_p o), q += h (T'(p) + B_q o), then what is dissipated, p -= h r T'(p); the outputs are C (V', T') + D o + c with the gradients of the step.
/// </summary>
/// <remarks>
/// Where nothing is seen the energy falls by h r T'^2, and without dissipation (r = 0) the flow keeps volume: what was seen is not forgotten by contraction.
/// Ours, after van der Schaft's port-Hamiltonian systems. Numbers: of V units W [units, modes], b, a; the same of T; B_p [modes, observations], B_q, r [modes],
/// C [outputs, 2 modes], D [outputs, observations], c [outputs].
/// </remarks>
readonly struct PortHamiltonianKernel<TSlopes>(int observations, int modes, int units, int outputs, float step, TSlopes slopes) : IPolicyKernel where TSlopes : struct, IUnitGroups
{
    readonly TSlopes slopes = slopes;

    /// <summary>q, p, slopes, scratch, gradients of V and T, outputs.</summary>
    public int StateSize => checked(4 * modes + 2 * units + outputs);
    public int Outputs => 4 * modes + 2 * units;

    public void Reset<R, B, F, TTeam>(PolicyParameters<R, B, F> parameters, B state, TTeam team)
        where R : unmanaged, IReal<R> where B : struct, IBuffer<R> where F : struct, IBuffer<R> where TTeam : struct, ITeam
    {
        for (int i = 0; i < 2 * modes; i++) state[i] = 0f;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<R, B, F, TProbe, TTeam>(PolicyParameters<R, B, F> parameters, B state, B observation, ref TProbe probe, TTeam team)
        where R : unmanaged, IReal<R> where B : struct, IBuffer<R> where F : struct, IBuffer<R> where TProbe : struct, IProbe where TTeam : struct, ITeam
    {
        probe.BeginStep(1);
        B w = parameters.PerMember;
        int potential = 0, size = units * (modes + 2), kinetic = size, inputP = kinetic + size, inputQ = inputP + modes * observations, dissipation = inputQ + modes * observations;
        int read = dissipation + modes, through = read + outputs * 2 * modes, offset = through + outputs * observations;
        int scratch = 2 * modes, gradients = scratch + 2 * units;
        R h = step;
        EnergyGradient.Slopes<R, B, TSlopes>(w, potential, potential + units * modes, state, 0, modes, state, scratch, units, slopes, 0);
        EnergyGradient.Of<R, B>(w, potential, potential + units * (modes + 1), state, scratch, scratch + units, units, state, gradients, modes);
        Move<R, B>(w, inputP, observation, state, modes, gradients, -h, h);
        EnergyGradient.Slopes<R, B, TSlopes>(w, kinetic, kinetic + units * modes, state, modes, modes, state, scratch, units, slopes, 0);
        EnergyGradient.Of<R, B>(w, kinetic, kinetic + units * (modes + 1), state, scratch, scratch + units, units, state, gradients + modes, modes);
        Move<R, B>(w, inputQ, observation, state, 0, gradients + modes, h, h);
        for (int i = 0; i < modes; i++) state[modes + i] -= h * w[dissipation + i] * state[gradients + modes + i];
        for (int i = 0; i < modes; i++) probe.Record<R, B>(i, 0, state, state[modes + i]);
        for (int o = 0; o < outputs; o++) state[Outputs + o] = w[offset + o];
        Dense.MultiplyAdd<R, B, B>(w, read, 2 * modes, state, gradients, 2 * modes, state, Outputs, outputs);
        Dense.MultiplyAdd<R, B, B>(w, through, observations, observation, 0, observations, state, Outputs, outputs);
    }

    /// <summary>Moves momenta or places by so much of a gradient, and by what comes in.</summary>
    void Move<R, B>(B w, int input, B observation, B state, int at, int gradient, R share, R h) where R : unmanaged, IReal<R> where B : struct, IBuffer<R>
    {
        for (int i = 0; i < modes; i++)
        {
            R pushed = 0f;
            for (int k = 0; k < observations; k++) pushed = R.Fma(w[input + i * observations + k], observation[k], pushed);
            state[at + i] = R.Fma(h, pushed, R.Fma(share, state[gradient + i], state[at + i]));
        }
    }
}
