using System.Runtime.CompilerServices;
using Neuromorphic.Neurons;
using Neuromorphic.Numerics;

namespace Neuromorphic.Policies;

/// <summary>
/// Fully connected layers of equal width whose units have their activations in groups, h = f(W h + b), and a linear readout y = W h + b.
/// No state; scratch: [layers, width][outputs], where a probe finds each unit's activation.
/// </summary>
/// <remarks>Parameters: of units [layer][group][number][unit]; then by layer weights [width, inputs], biases [width].</remarks>
public readonly struct DenseKernel<TGroups>(int observations, int width, int layers, int outputs, TGroups groups) : IPolicyKernel where TGroups : struct, IUnitGroups
{
    const int Rows = 8; // that a thread of a team takes at once

    readonly TGroups groups = groups;

    /// <inheritdoc/>
    public int StateSize => checked(layers * width + outputs);

    /// <inheritdoc/>
    public int Outputs => layers * width;

    /// <inheritdoc/>
    public int Parts => layers == 0 ? 1 : (width + Rows - 1) / Rows;

    /// <inheritdoc/>
    public void Reset<R, B, F, TTeam>(PolicyParameters<R, B, F> parameters, B state, TTeam team)
        where R : unmanaged, IReal<R> where B : struct, IBuffer<R> where F : struct, IBuffer<R> where TTeam : struct, ITeam
    {
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<R, B, F, TProbe, TTeam>(PolicyParameters<R, B, F> parameters, B state, B observation, ref TProbe probe, TTeam team)
        where R : unmanaged, IReal<R> where B : struct, IBuffer<R> where F : struct, IBuffer<R> where TProbe : struct, IProbe where TTeam : struct, ITeam
    {
        probe.BeginStep(1);
        B w = parameters.PerMember;
        int parameter = layers * groups.Numbers, inputs = observations, from = 0;
        int rows = TTeam.IsAlone ? width : Rows;
        B input = observation;
        for (int layer = 0; layer < layers; layer++)
        {
            int to = layer * width;
            for (int first = team.Rank * rows; first < width; first += team.Size * rows)
            {
                int count = Math.Min(rows, width - first);
                Affine<R, B>(w, parameter, width, input, from, inputs, state, to, first, count);
                groups.Apply<R, B>(state, to, first, count, w, layer * groups.Numbers);
            }
            team.Barrier();
            for (int i = 0; i < width; i++) probe.Record<R, B>(to + i, 0, state, state[to + i]);
            parameter += width * (inputs + 1);
            input = state;
            from = to;
            inputs = width;
        }
        if (team.Rank == 0) Affine<R, B>(w, parameter, outputs, input, from, inputs, state, layers * width, 0, outputs);
    }

    /// <summary>Rows first ... first + count - 1 of a layer: to = W from + b.</summary>
    static void Affine<R, B>(B w, int parameter, int rows, B input, int from, int inputs, B state, int to, int first, int count)
        where R : unmanaged, IReal<R> where B : struct, IBuffer<R>
    {
        for (int i = first; i < first + count; i++) state[to + i] = w[parameter + rows * inputs + i];
        Dense.MultiplyAdd<R, B, B>(w, parameter + first * inputs, inputs, input, from, inputs, state, to + first, count);
    }
}
