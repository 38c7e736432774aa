using System.Numerics;
using System.Runtime.CompilerServices;
using Neuromorphic.Gradients;
using Neuromorphic.Numerics;

namespace Neuromorphic.Autodiff;

/// <summary>
/// The core's kernel of a neuron and its adjoint, neurons in lanes. A tile of neurons runs through the whole sequence of a batch entry before the next one:
/// its states, kept for the way back, stay in the second cache. Between passes nothing is kept but the currents.
/// </summary>
/// <typeparam name="TNeuron">The neuron.</typeparam>
/// <typeparam name="TSurrogate">The surrogate.</typeparam>
/// <typeparam name="R">Lanes.</typeparam>
/// <typeparam name="T">The number in a lane.</typeparam>
sealed unsafe class LaneSequenceKernel<TNeuron, TSurrogate, R, T>(TNeuron neuron, int parameters) : SequenceKernel
    where TNeuron : struct, IDifferentiableNeuron<TNeuron> where TSurrogate : struct, ISurrogate where R : unmanaged, IReal<R> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // States of a tile: half of a second cache of 1 MiB. A tile has at least four groups, so that one's step runs while another's waits.
    const int TapeBytes = 1 << 19, LeastGroups = 4;

    readonly int parameters = parameters;

    /// <summary>Calls body(first neuron, neurons) for all tiles.</summary>
    static void ForTiles(SequenceShape shape, int threads, Action<int, int> body)
    {
        long groupBytes = (long)shape.Steps * TNeuron.StateSize * sizeof(R);
        int groups = (int)Math.Clamp(TapeBytes / groupBytes, LeastGroups, (shape.Neurons + R.Width - 1) / R.Width + LeastGroups), tile = groups * R.Width;
        Work.For((shape.Neurons + tile - 1) / tile, threads, index => body(index * tile, Math.Min(tile, shape.Neurons - index * tile)));
    }

    public override void Forward(SequenceShape shape, void* coefficients, void* currents, void* spikes, int threads) =>
        ForTiles(shape, threads, (first, count) => ForwardTile(shape, first, count, (T*)coefficients, (T*)currents, (T*)spikes));

    public override void Adjoint(SequenceShape shape, void* coefficients, void* currents, SpikeGradient spikes, double slope, ResetGradient reset,
        void* currentGradient, void* coefficientGradient, int threads) =>
        ForTiles(shape, threads, (first, count) => AdjointTile(shape, first, count, (T*)coefficients, (T*)currents, spikes, new(slope, reset), (T*)currentGradient, (T*)coefficientGradient));

    void ForwardTile(SequenceShape shape, int first, int count, T* coefficients, T* currents, T* spikes)
    {
        int groups = (count + R.Width - 1) / R.Width, stateSize = TNeuron.StateSize * groups;
        using NativeBlock<R> block = new(parameters * groups + stateSize);
        R* p = block.Start, state = p + parameters * groups;
        Pack(shape, first, count, coefficients, p, groups);
        for (int entry = 0; entry < shape.Batch; entry++)
        {
            Reset(p, state, groups);
            for (int step = 0; step < shape.Steps; step++)
            {
                long row = shape.Row(step, entry) + first;
                Step(p, state, groups, count, currents + row, spikes + row);
            }
        }
    }

    void AdjointTile(SequenceShape shape, int first, int count, T* coefficients, T* currents, SpikeGradient spikes, StepDerivative<R> derivative, T* currentGradient, T* coefficientGradient)
    {
        int groups = (count + R.Width - 1) / R.Width, stateSize = TNeuron.StateSize * groups, size = parameters * groups;
        using NativeBlock<R> block = new(2 * size + (shape.Steps + 1) * stateSize);
        using NativeBlock<double> totals = new(parameters * count);
        R* p = block.Start, gradient = p + size, stateGradient = gradient + size, tape = stateGradient + stateSize;
        new Span<double>(totals.Start, parameters * count).Clear();
        Pack(shape, first, count, coefficients, p, groups);
        for (int entry = 0; entry < shape.Batch; entry++)
        {
            Reset(p, tape, groups);
            for (int step = 0; step + 1 < shape.Steps; step++)
                StepOnTape(p, tape + step * stateSize, groups, count, currents + shape.Row(step, entry) + first);
            new Span<R>(gradient, size + stateSize).Clear();
            for (int step = shape.Steps - 1; step >= 0; step--)
            {
                long row = shape.Row(step, entry) + first;
                T* outer = (T*)spikes.Start + step * spikes.StepStride + entry * spikes.EntryStride + first;
                StepBack(p, tape + step * stateSize, groups, count, currents + row, outer, derivative, stateGradient, gradient, currentGradient == null ? null : currentGradient + row);
            }
            for (int group = 0; group < groups; group++) neuron.ResetAdjoint<R, LaneBuffer<R>>(new(stateGradient), new(gradient), group, groups);
            for (int k = 0; k < parameters; k++)
                for (int n = 0; n < count; n++) totals.Start[k * count + n] += double.CreateTruncating(((T*)(gradient + k * groups))[n]);
        }
        for (int k = 0; k < parameters; k++)
            for (int n = 0; n < count; n++) coefficientGradient[(long)k * shape.Neurons + first + n] = T.CreateTruncating(totals.Start[k * count + n]);
    }

    /// <summary>The coefficients [parameter][group] of a tile; lanes without a neuron are zero.</summary>
    void Pack(SequenceShape shape, int first, int count, T* coefficients, R* packed, int groups)
    {
        new Span<R>(packed, parameters * groups).Clear();
        for (int k = 0; k < parameters; k++)
            new Span<T>(coefficients + (long)k * shape.Neurons + first, count).CopyTo(new Span<T>(packed + k * groups, count));
    }

    void Reset(R* p, R* state, int groups)
    {
        for (int group = 0; group < groups; group++) neuron.Reset<R, LaneBuffer<R>, LaneBuffer<R>>(new(p), new(state), group, groups);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    void Step(R* p, R* state, int groups, int count, T* currents, T* spikes)
    {
        TNeuron model = neuron;
        int whole = count / R.Width;
        for (int group = 0; group < whole; group++)
            ((R*)spikes)[group] = model.Step<R, LaneBuffer<R>, LaneBuffer<R>>(new(p), new(state), group, groups, ((R*)currents)[group]);
        if (whole == groups) return;
        R spike = model.Step<R, LaneBuffer<R>, LaneBuffer<R>>(new(p), new(state), whole, groups, Part(currents, whole, count));
        Unsafe.CopyBlockUnaligned((R*)spikes + whole, &spike, PartBytes(whole, count));
    }

    /// <summary>From the state before a step to the one behind it on the tape.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    void StepOnTape(R* p, R* state, int groups, int count, T* currents)
    {
        TNeuron model = neuron;
        int whole = count / R.Width, size = TNeuron.StateSize * groups;
        R* next = state + size;
        for (int i = 0; i < size; i++) next[i] = state[i];
        for (int group = 0; group < whole; group++)
            model.Step<R, LaneBuffer<R>, LaneBuffer<R>>(new(p), new(next), group, groups, ((R*)currents)[group]);
        if (whole < groups) model.Step<R, LaneBuffer<R>, LaneBuffer<R>>(new(p), new(next), whole, groups, Part(currents, whole, count));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    void StepBack(R* p, R* state, int groups, int count, T* currents, T* spikes, in StepDerivative<R> derivative, R* stateGradient, R* gradient, T* currentGradient)
    {
        TNeuron model = neuron;
        int whole = count / R.Width;
        for (int group = 0; group < whole; group++)
        {
            R current = model.StepAdjoint<R, LaneBuffer<R>, LaneBuffer<R>, TSurrogate>(
                new(p), new(state), group, groups, ((R*)currents)[group], ((R*)spikes)[group], derivative, new(stateGradient), new(gradient), out _);
            if (currentGradient != null) ((R*)currentGradient)[group] = current;
        }
        if (whole == groups) return;
        R last = model.StepAdjoint<R, LaneBuffer<R>, LaneBuffer<R>, TSurrogate>(
            new(p), new(state), whole, groups, Part(currents, whole, count), Part(spikes, whole, count), derivative, new(stateGradient), new(gradient), out _);
        if (currentGradient != null) Unsafe.CopyBlockUnaligned((R*)currentGradient + whole, &last, PartBytes(whole, count));
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
