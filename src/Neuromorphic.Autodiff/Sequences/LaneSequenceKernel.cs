using System.Numerics;
using System.Runtime.CompilerServices;
using Neuromorphic.Gradients;
using Neuromorphic.Neurons;
using Neuromorphic.Numerics;
using Neuromorphic.Tape;

namespace Neuromorphic.Autodiff;

/// <summary>
/// The core's kernels of a neuron, neurons in lanes. A block of neurons runs through the whole sequence of a batch entry before the next one:
/// its states, kept for the way back, stay in the second cache. Between passes nothing is kept but the currents.
/// </summary>
/// <remarks>Groups of lanes lie in tiles, [tile][variable][group], as the kernels read them.</remarks>
/// <typeparam name="TNeuron">The neuron.</typeparam>
/// <typeparam name="TSurrogate">The surrogate.</typeparam>
/// <typeparam name="R">Lanes.</typeparam>
/// <typeparam name="T">The number in a lane.</typeparam>
sealed unsafe class LaneSequenceKernel<TNeuron, TSurrogate, R, T>(TNeuron neuron, int parameters) : SequenceKernel
    where TNeuron : struct, INeuron<TNeuron> where TSurrogate : struct, ISurrogate where R : unmanaged, IReal<R> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // States of a block: half of a second cache of 1 MiB. A block has at least four groups, so that one's step runs while another's waits.
    const int TapeBytes = 1 << 19, LeastGroups = 4, Tile = NeuronKernels.Tile;

    readonly int parameters = parameters;

    /// <summary>Calls body(first neuron, neurons) for all blocks.</summary>
    static void ForBlocks(SequenceShape shape, int threads, Action<int, int> body)
    {
        long groupBytes = (long)shape.Steps * TNeuron.StateSize * sizeof(R);
        int groups = (int)Math.Clamp(TapeBytes / groupBytes, LeastGroups, (shape.Neurons + R.Width - 1) / R.Width + LeastGroups), block = groups * R.Width;
        Work.For((shape.Neurons + block - 1) / block, threads, index => body(index * block, Math.Min(block, shape.Neurons - index * block)));
    }

    public override void Forward(SequenceShape shape, void* coefficients, void* currents, void* spikes, int threads) =>
        ForBlocks(shape, threads, (first, count) => ForwardBlock(shape, first, count, (T*)coefficients, (T*)currents, (T*)spikes));

    public override void Adjoint(SequenceShape shape, void* coefficients, void* currents, SpikeGradient spikes, double slope, ResetGradient reset,
        void* currentGradient, void* coefficientGradient, int threads) =>
        ForBlocks(shape, threads, (first, count) => AdjointBlock(shape, first, count, (T*)coefficients, (T*)currents, spikes, slope, reset, (T*)currentGradient, (T*)coefficientGradient));

    NeuronKernels Kernels(ResetGradient reset) => NeuronKernels.Of<TNeuron, TSurrogate, R>(neuron, parameters, reset, shared: false);

    void ForwardBlock(SequenceShape shape, int first, int count, T* coefficients, T* currents, T* spikes)
    {
        int tiles = Tiles(count), stateSize = tiles * TNeuron.StateSize * Tile;
        using NativeBlock<R> block = new(tiles * parameters * Tile + 2 * stateSize);
        R* p = block.Start, before = p + tiles * parameters * Tile, after = before + stateSize;
        LoopKernel step = Kernels(default).Step(spikes: true, means: false);
        Pack(shape, first, count, coefficients, p, tiles);
        for (int entry = 0; entry < shape.Batch; entry++)
        {
            Reset(p, before, tiles);
            for (int t = 0; t < shape.Steps; t++)
            {
                long row = shape.Row(t, entry) + first;
                Step(step, p, before, after, count, currents + row, spikes + row);
                R* free = before;
                before = after;
                after = free;
            }
        }
    }

    void AdjointBlock(SequenceShape shape, int first, int count, T* coefficients, T* currents, SpikeGradient spikes, double slope, ResetGradient reset, T* currentGradient, T* coefficientGradient)
    {
        int tiles = Tiles(count), stateSize = tiles * TNeuron.StateSize * Tile, size = tiles * parameters * Tile;
        using NativeBlock<R> block = new(2 * size + (shape.Steps + 1) * stateSize);
        using NativeBlock<double> totals = new(parameters * count);
        R* p = block.Start, gradient = p + size, stateGradient = gradient + size, tape = stateGradient + stateSize;
        new Span<double>(totals.Start, parameters * count).Clear();
        NeuronKernels kernels = Kernels(reset);
        LoopKernel step = kernels.Step(spikes: false, means: false);
        Pack(shape, first, count, coefficients, p, tiles);
        for (int entry = 0; entry < shape.Batch; entry++)
        {
            Reset(p, tape, tiles);
            for (int t = 0; t + 1 < shape.Steps; t++)
                Step(step, p, tape + t * stateSize, tape + (t + 1) * stateSize, count, currents + shape.Row(t, entry) + first, null);
            new Span<R>(gradient, size + stateSize).Clear();
            for (int t = shape.Steps - 1; t >= 0; t--)
            {
                long row = shape.Row(t, entry) + first;
                T* outer = (T*)spikes.Start + t * spikes.StepStride + entry * spikes.EntryStride + first;
                StepBack(kernels.Adjoint, p, tape + t * stateSize, count, currents + row, outer, slope, stateGradient, gradient, currentGradient == null ? null : currentGradient + row);
            }
            for (int tile = 0; tile < tiles; tile++)
            {
                NeuronSlots slots = new() { Parameters = p + tile * parameters * Tile, StateGradient = stateGradient + tile * TNeuron.StateSize * Tile, ParameterGradient = gradient + tile * parameters * Tile };
                kernels.RestAdjoint((nint*)&slots, Tile);
            }
            for (int k = 0; k < parameters; k++)
                for (int n = 0; n < count; n++) totals.Start[k * count + n] += double.CreateTruncating(((T*)(gradient + (n / TileNeurons * parameters + k) * Tile))[n % TileNeurons]);
        }
        for (int k = 0; k < parameters; k++)
            for (int n = 0; n < count; n++) coefficientGradient[(long)k * shape.Neurons + first + n] = T.CreateTruncating(totals.Start[k * count + n]);
    }

    static int TileNeurons => Tile * R.Width;
    static int Tiles(int count) => (count + TileNeurons - 1) / TileNeurons;

    /// <summary>The coefficients of a block; lanes without a neuron are zero.</summary>
    void Pack(SequenceShape shape, int first, int count, T* coefficients, R* packed, int tiles)
    {
        new Span<R>(packed, tiles * parameters * Tile).Clear();
        for (int tile = 0; tile < tiles; tile++)
            for (int k = 0; k < parameters; k++)
                new Span<T>(coefficients + (long)k * shape.Neurons + first + tile * TileNeurons, Math.Min(TileNeurons, count - tile * TileNeurons))
                    .CopyTo(new Span<T>(packed + (tile * parameters + k) * Tile, TileNeurons));
    }

    void Reset(R* p, R* state, int tiles)
    {
        for (int tile = 0; tile < tiles; tile++)
            for (int group = 0; group < Tile; group++)
                neuron.Reset<R, LaneBuffer<R>, LaneBuffer<R>>(new(p + tile * parameters * Tile), new(state + tile * TNeuron.StateSize * Tile), group, Tile);
    }

    void Step(LoopKernel step, R* p, R* before, R* after, int count, T* currents, T* spikes)
    {
        R current, spike = default, fired = default;
        for (int tile = 0; tile * TileNeurons < count; tile++)
        {
            int states = tile * TNeuron.StateSize * Tile, left = Math.Min(TileNeurons, count - tile * TileNeurons), whole = left / R.Width;
            NeuronSlots slots = new()
            {
                Parameters = p + tile * parameters * Tile,
                Before = before + states,
                After = after + states,
                Current = currents + tile * TileNeurons,
                Spike = spikes + tile * TileNeurons,
                Fired = &fired,
            };
            step((nint*)&slots, whole);
            if (whole * R.Width == left) continue;
            current = Part(currents + tile * TileNeurons, whole, left);
            NeuronSlots last = slots with { Parameters = (R*)slots.Parameters + whole, Before = (R*)slots.Before + whole, After = (R*)slots.After + whole, Current = &current, Spike = &spike };
            step((nint*)&last, 1);
            if (spikes != null) Unsafe.CopyBlockUnaligned((R*)slots.Spike + whole, &spike, PartBytes(whole, left));
        }
    }

    void StepBack(LoopKernel adjoint, R* p, R* state, int count, T* currents, T* spikes, R slope, R* stateGradient, R* gradient, T* currentGradient)
    {
        R current, spike, share = default;
        R* unread = stackalloc R[Tile];
        for (int tile = 0; tile * TileNeurons < count; tile++)
        {
            int states = tile * TNeuron.StateSize * Tile, left = Math.Min(TileNeurons, count - tile * TileNeurons), whole = left / R.Width;
            NeuronSlots slots = new()
            {
                Parameters = p + tile * parameters * Tile,
                Before = state + states,
                Current = currents + tile * TileNeurons,
                Mean = unread,
                Share = &share,
                Slope = &slope,
                SpikeGradient = spikes + tile * TileNeurons,
                StateGradient = stateGradient + states,
                ParameterGradient = gradient + tile * parameters * Tile,
                CurrentGradient = currentGradient == null ? unread : currentGradient + tile * TileNeurons,
            };
            adjoint((nint*)&slots, whole);
            if (whole * R.Width == left) continue;
            (current, spike) = (Part(currents + tile * TileNeurons, whole, left), Part(spikes + tile * TileNeurons, whole, left));
            NeuronSlots last = slots with
            {
                Parameters = (R*)slots.Parameters + whole,
                Before = (R*)slots.Before + whole,
                Current = &current,
                SpikeGradient = &spike,
                StateGradient = (R*)slots.StateGradient + whole,
                ParameterGradient = (R*)slots.ParameterGradient + whole,
                CurrentGradient = &current,
            };
            adjoint((nint*)&last, 1);
            if (currentGradient != null) Unsafe.CopyBlockUnaligned((R*)slots.CurrentGradient + whole, &current, PartBytes(whole, left));
        }
    }

    /// <summary>The last numbers of a row, which do not fill a group; the other lanes are zero.</summary>
    static R Part(T* numbers, int group, int count)
    {
        R part = default;
        Unsafe.CopyBlockUnaligned(&part, (R*)numbers + group, PartBytes(group, count));
        return part;
    }

    static uint PartBytes(int group, int count) => (uint)((count - group * R.Width) * sizeof(T));
}
