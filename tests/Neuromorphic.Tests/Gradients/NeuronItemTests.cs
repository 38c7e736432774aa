using System.Runtime.InteropServices;
using Neuromorphic.Gradients;
using Neuromorphic.Neurons;
using Neuromorphic.Numerics;
using Neuromorphic.Tape;
using Neuromorphic.Tests.Neurons;
using Xunit;

namespace Neuromorphic.Tests.Gradients;

/// <summary>A neuron's equations item by item, the form for devices, against the loops over lanes: the same bits.</summary>
public sealed unsafe class NeuronItemTests
{
    const int Stride = NeuronKernels.Tile, Items = 13;

    [Theory, MemberData(nameof(Model.Names), MemberType = typeof(Model))]
    public void Steps_and_adjoints_have_the_bits_of_the_loops(string neuron)
    {
        foreach (string surrogate in neuron == "lif" ? SurrogateRegistry.Names : ["atan"]) // each is types of its own
            foreach (ResetGradient reset in Enum.GetValues<ResetGradient>())
                foreach (NeuronOptions options in (NeuronOptions[])[new(), new() { Reset = .25 }, new() { ResetRule = ResetRule.Subtract, Integration = Integration.ExponentialEuler }])
                    NeuronRegistry.Use(neuron, new Comparison(options, surrogate, reset));
    }

    sealed record Comparison(NeuronOptions Options, string Surrogate, ResetGradient Reset) : INeuronUse<bool>
    {
        public bool With<TNeuron>() where TNeuron : struct, INeuron<TNeuron>
        {
            NeuronItems items = NeuronItems.Of(TNeuron.Name, Options, Surrogate, Reset);
            foreach (Type number in (Type[])[typeof(Lanes16), typeof(Scalar), typeof(Scalar64)])
                ((Comparer)Activator.CreateInstance(typeof(Comparer<,,,,,>).MakeGenericType(typeof(TNeuron), SurrogateRegistry.TypeOf(Surrogate), number, items.Step, items.Adjoint, items.RestAdjoint))!).Compare(Options, Reset, items.Rows);
            return true;
        }
    }

    abstract class Comparer
    {
        public abstract void Compare(NeuronOptions options, ResetGradient reset, NeuronRows rows);
    }

    sealed class Comparer<TNeuron, TSurrogate, R, TStep, TAdjoint, TRest> : Comparer
        where TNeuron : struct, INeuron<TNeuron> where TSurrogate : struct, ISurrogate where R : unmanaged, IReal<R>
        where TStep : struct, IItemKernel where TAdjoint : struct, IItemKernel where TRest : struct, IItemKernel
    {
        public override void Compare(NeuronOptions options, ResetGradient reset, NeuronRows rows)
        {
            NeuronKernels loops = NeuronKernels.Of<TNeuron, TSurrogate, R>(TNeuron.Create(options), rows.Parameters, reset, shared: false);
            AlignedMemory<R> expected = new(rows.Count * Stride), actual = new(rows.Count * Stride);
            SeededNumbers random = new(3);
            double[] lanes = new double[R.Width];
            foreach (ref R number in expected.Span)
            {
                for (int lane = 0; lane < lanes.Length; lane++) lanes[lane] = random.Between(-1.5, 1.5);
                number = R.FromLanes(lanes);
            }
            foreach (int one in (int[])[rows.Share, rows.Slope]) expected.Span.Slice(one * Stride, Stride).Fill(one == rows.Share ? .25f : 2f);
            expected.Span.CopyTo(actual.Span);
            fixed (R* loop = expected, item = actual)
            {
                R fired = 0f;
                R* start = loop;
                R* Row(int row) => start + row * Stride;
                NeuronSlots slots = new()
                {
                    Parameters = Row(NeuronRows.Parameter),
                    Before = Row(rows.Before),
                    After = Row(rows.After),
                    Current = Row(rows.Current),
                    Spike = Row(rows.Spike),
                    Mean = Row(rows.Mean),
                    Share = Row(rows.Share),
                    Fired = &fired,
                    SpikeGradient = Row(rows.SpikeGradient),
                    StateGradient = Row(rows.StateGradient),
                    ParameterGradient = Row(rows.ParameterGradient),
                    CurrentGradient = Row(rows.CurrentGradient),
                    Slope = Row(rows.Slope),
                };
                LaneBuffer<R> memory = new(item);
                loops.Step(spikes: true, means: false)((nint*)&slots, Items);
                for (int i = 0; i < Items; i++) TStep.Run<R, LaneBuffer<R>>(memory, i, Stride);
                Same(rows.Spike, 1);
                Same(rows.After, rows.States);
                loops.Adjoint((nint*)&slots, Items);
                for (int i = 0; i < Items; i++) TAdjoint.Run<R, LaneBuffer<R>>(memory, i, Stride);
                Same(rows.StateGradient, rows.States);
                Same(rows.CurrentGradient, 1);
                Same(rows.Mean, 1);
                Same(rows.ParameterGradient, rows.Parameters);
                loops.RestAdjoint((nint*)&slots, Items);
                for (int i = 0; i < Items; i++) TRest.Run<R, LaneBuffer<R>>(memory, i, Stride);
                Same(rows.ParameterGradient, rows.Parameters);
            }

            void Same(int row, int count)
            {
                for (int k = row; k < row + count; k++)
                    Assert.Equal(MemoryMarshal.AsBytes(expected.Span.Slice(k * Stride, Items)).ToArray(), MemoryMarshal.AsBytes(actual.Span.Slice(k * Stride, Items)).ToArray());
            }
        }
    }
}
