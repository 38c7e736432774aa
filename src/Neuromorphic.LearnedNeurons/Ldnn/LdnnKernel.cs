using System.Runtime.CompilerServices;
using Neuromorphic.Neurons;
using Neuromorphic.Numerics;
using Neuromorphic.Policies;

namespace Neuromorphic.LearnedNeurons;

/// <summary>Sizes of an LDNN.</summary>
/// <param name="Observations">Numbers of an observation.</param>
/// <param name="Width">Neurons of a layer.</param>
/// <param name="Layers">Hidden layers.</param>
/// <param name="Outputs">Outputs.</param>
/// <param name="Types">Neuron types.</param>
/// <param name="Recurrent">Whether the layer sees its own last values; of one layer.</param>
/// <param name="OwnTypes">Whether members have types of their own.</param>
readonly record struct LdnnSizes(int Observations, int Width, int Layers, int Outputs, int Types, Flag Recurrent, Flag OwnTypes);

/// <summary>
/// Fully connected layers whose neurons have learned types: h = sigma_type(W h + b), a linear readout. The types share the neurons of every layer, block by block,
/// and what is left over is the last one's.
/// </summary>
/// <remarks>Numbers of types [number][type], or where members share them [type][number]; then by layer weights [width, inputs], weights from the last values [width, width], biases [width].</remarks>
readonly struct LdnnKernel<TForm>(LdnnSizes sizes, TForm form) : IPolicyKernel where TForm : struct, ITypeForm
{
    const int Rows = 8; // that a thread of a team takes at once

    readonly LdnnSizes sizes = sizes;
    readonly TForm form = form;

    /// <summary>Values of neurons by layer, those of the last step where they are seen, outputs.</summary>
    public int StateSize => checked(Last + (sizes.Recurrent ? sizes.Width : 0) + sizes.Outputs);
    public int Outputs => Last + (sizes.Recurrent ? sizes.Width : 0);
    public int Parts => (sizes.Width + Rows - 1) / Rows;

    int Last => sizes.Layers * sizes.Width;

    public void Reset<R, B, F, TTeam>(PolicyParameters<R, B, F> parameters, B state, TTeam team)
        where R : unmanaged, IReal<R> where B : struct, IBuffer<R> where F : struct, IBuffer<R> where TTeam : struct, ITeam
    {
        for (int i = team.Rank; i < sizes.Width && sizes.Recurrent; i += team.Size) state[i] = 0f;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<R, B, F, TProbe, TTeam>(PolicyParameters<R, B, F> parameters, B state, B observation, ref TProbe probe, TTeam team)
        where R : unmanaged, IReal<R> where B : struct, IBuffer<R> where F : struct, IBuffer<R> where TProbe : struct, IProbe where TTeam : struct, ITeam
    {
        probe.BeginStep(1);
        B w = parameters.PerMember;
        int width = sizes.Width, parameter = sizes.OwnTypes ? sizes.Types * form.Numbers : 0, inputs = sizes.Observations, from = 0, rows = TTeam.IsAlone ? width : Rows;
        B input = observation;
        if (sizes.Recurrent)
        {
            for (int i = team.Rank; i < width; i += team.Size) state[Last + i] = state[i];
            team.Barrier();
        }
        for (int layer = 0; layer < sizes.Layers; layer++)
        {
            int to = layer * width, biases = parameter + width * (inputs + (sizes.Recurrent ? width : 0));
            for (int first = team.Rank * rows; first < width; first += team.Size * rows)
            {
                int count = Math.Min(rows, width - first);
                for (int i = first; i < first + count; i++) state[to + i] = w[biases + i];
                Dense.MultiplyAdd<R, B, B>(w, parameter + first * inputs, inputs, input, from, inputs, state, to + first, count);
                if (sizes.Recurrent) Dense.MultiplyAdd<R, B, B>(w, parameter + width * inputs + first * width, width, state, Last, width, state, to + first, count);
                if (sizes.OwnTypes) Activate<R, B, B>(state, to, first, count, w, 1, sizes.Types);
                else Activate<R, F, B>(state, to, first, count, parameters.Shared, form.Numbers, 1);
            }
            team.Barrier();
            for (int i = 0; i < width; i++) probe.Record<R, B>(to + i, 0, state, state[to + i]);
            parameter = biases + width;
            input = state;
            from = to;
            inputs = width;
        }
        if (team.Rank != 0) return;
        for (int o = 0; o < sizes.Outputs; o++) state[Outputs + o] = w[parameter + sizes.Outputs * width + o];
        Dense.MultiplyAdd<R, B, B>(w, parameter, width, state, from, width, state, Outputs, sizes.Outputs);
    }

    /// <summary>Neurons first ... first + count - 1 of a layer, type by type.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void Activate<R, P, B>(B state, int at, int first, int count, P numbers, int nextType, int stride) where R : unmanaged, IReal<R> where P : struct, IBuffer<R> where B : struct, IBuffer<R>
    {
        for (int type = 0; type < sizes.Types; type++)
        {
            int begin = Math.Max(first, Blocks.First(type, sizes.Width, sizes.Types)), end = Math.Min(first + count, Blocks.First(type + 1, sizes.Width, sizes.Types));
            form.Apply<R, P, B>(state, at + begin, at + end, numbers, type * nextType, stride);
        }
    }
}
