using System.Runtime.CompilerServices;
using Neuromorphic.Numerics;

namespace Neuromorphic.Neurons;

/// <summary>A population of one model in one number type. To a kernel every neuron is a population of one, so that its numbers lie together.</summary>
sealed unsafe class LanePopulation<TNeuron, R> : NeuronPopulation where TNeuron : struct, INeuron<TNeuron> where R : unmanaged, IReal<R>
{
    // State of a tile: what stays in a second cache of 1 MiB beside the currents that pass through. Longer reads of currents are faster ones.
    const int TileBytes = 1 << 19;
    const int Chains = 4; // lane groups whose steps are interleaved

    readonly TNeuron neuron;
    readonly int groups;
    readonly AlignedMemory<R> state; // [neuron][group][variable]

    public LanePopulation(int neurons, int members, NeuronOptions options, ulong seed) : base(neurons, members, TNeuron.Parameters(options), seed)
    {
        neuron = TNeuron.Create(options);
        groups = (members + R.Width - 1) / R.Width;
        state = new(neurons * groups * TNeuron.StateSize);
        Reset();
    }

    /// <summary>Where the parameters of neurons and the states of cells begin; cell = neuron * groups + group.</summary>
    readonly struct Numbers(float* parameters, R* states, int parameterCount, int groups)
    {
        public readonly float* Parameters = parameters;
        public readonly R* States = states;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public SharedBuffer<R> ParametersOf(int cell) => new(Parameters + cell / groups * parameterCount);
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public LaneBuffer<R> StateOf(int cell) => new(States + cell * TNeuron.StateSize);
    }

    public override void Reset() => ForTiles(1, (numbers, first, count) =>
    {
        for (int cell = first * groups; cell < (first + count) * groups; cell++)
            neuron.Reset<R, SharedBuffer<R>, LaneBuffer<R>>(numbers.ParametersOf(cell), numbers.StateOf(cell), 0, 1);
    });

    private protected override void Run(int steps, float* currents, float* spikes, float* potentials, int threads) =>
        ForTiles(threads, (numbers, first, count) => RunTile(numbers, first, count, steps, currents, spikes, potentials));

    private protected override void Count(int steps, float* currents, float* counts, int threads) =>
        ForTiles(threads, (numbers, first, count) => CountTile(numbers, first, count, steps, currents, counts));

    delegate void Tile(Numbers numbers, int first, int count);

    /// <summary>Calls body(numbers, first neuron, neurons) for all tiles: at least one for each thread, as far as there are neurons.</summary>
    void ForTiles(int threads, Tile body)
    {
        int share = Math.Max(1, Neurons / Math.Max(1, threads)), tile = Math.Clamp(TileBytes / (groups * TNeuron.StateSize * sizeof(R)), 1, share);
        fixed (float* parameters = shared)
        fixed (R* states = state)
        {
            Numbers numbers = new(parameters, states, ParameterCount, groups);
            Work.For((Neurons + tile - 1) / tile, threads, index => body(numbers, index * tile, Math.Min(tile, Neurons - index * tile)));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void RunTile(Numbers numbers, int first, int count, int steps, float* currents, float* spikes, float* potentials)
    {
        TNeuron model = neuron;
        int whole = Members / R.Width, perNeuron = ParameterCount, members = Members;
        bool rest = whole < groups;
        for (int t = 0; t < steps; t++)
        {
            long row = ((long)t * Neurons + first) * members;
            float* p = numbers.Parameters + first * perNeuron;
            R* s = numbers.States + first * groups * TNeuron.StateSize;
            for (int n = 0; n < count; n++, row += members, p += perNeuron)
            {
                for (int group = 0; group < whole; group++, s += TNeuron.StateSize)
                {
                    R spike = model.Step<R, SharedBuffer<R>, LaneBuffer<R>>(new(p), new(s), 0, 1, ((R*)(currents + row))[group]);
                    if (spikes != null) ((R*)(spikes + row))[group] = spike;
                    if (potentials != null) ((R*)(potentials + row))[group] = *s;
                }
                if (!rest) continue;
                StepRest(p, s, members - whole * R.Width, row + whole * R.Width, currents, spikes, potentials);
                s += TNeuron.StateSize;
            }
        }
    }

    /// <summary>One step of the last members of a neuron, which do not fill a group.</summary>
    void StepRest(float* p, R* s, int count, long at, float* currents, float* spikes, float* potentials)
    {
        R current = default;
        uint bytes = (uint)count * sizeof(float);
        Unsafe.CopyBlockUnaligned(&current, currents + at, bytes);
        R spike = neuron.Step<R, SharedBuffer<R>, LaneBuffer<R>>(new(p), new(s), 0, 1, current);
        if (spikes != null) Unsafe.CopyBlockUnaligned(spikes + at, &spike, bytes);
        if (potentials != null) Unsafe.CopyBlockUnaligned(potentials + at, s, bytes);
    }

    void CountTile(Numbers numbers, int first, int count, int steps, float* currents, float* counts)
    {
        R* drive = stackalloc R[Chains], sum = stackalloc R[Chains];
        int end = (first + count) * groups;
        for (int cell = first * groups; cell < end; cell += Chains)
        {
            int cells = Math.Min(Chains, end - cell);
            if (Members % R.Width == 0)
            {
                // All groups are full: their numbers lie as those of the members do.
                CountCells(numbers, cell, cells, steps, (R*)currents + cell, (R*)counts + cell);
                continue;
            }
            for (int i = 0; i < cells; i++) (drive[i], sum[i]) = (Load(currents, cell + i), Load(counts, cell + i));
            CountCells(numbers, cell, cells, steps, drive, sum);
            for (int i = 0; i < cells; i++) Store(counts, cell + i, sum[i]);
        }
    }

    void CountCells(Numbers numbers, int cell, int cells, int steps, R* drive, R* sum)
    {
        if (cells == Chains) CountFour(numbers, cell, steps, drive, sum);
        else
            for (int i = 0; i < cells; i++) CountOne(numbers, cell + i, steps, drive + i, sum + i);
    }

    /// <summary>All steps of four lane groups: each waits for its own last step, and meanwhile the others run.</summary>
    /// <remarks>A method of its own, without calls, so that currents and sums stay in registers.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    void CountFour(Numbers numbers, int cell, int steps, R* drive, R* sum)
    {
        TNeuron model = neuron;
        SharedBuffer<R> pa = numbers.ParametersOf(cell), pb = numbers.ParametersOf(cell + 1), pc = numbers.ParametersOf(cell + 2), pd = numbers.ParametersOf(cell + 3);
        LaneBuffer<R> sa = numbers.StateOf(cell), sb = numbers.StateOf(cell + 1), sc = numbers.StateOf(cell + 2), sd = numbers.StateOf(cell + 3);
        R ia = drive[0], ib = drive[1], ic = drive[2], id = drive[3], a = sum[0], b = sum[1], c = sum[2], d = sum[3];
        for (int t = 0; t < steps; t++)
        {
            a += model.Step<R, SharedBuffer<R>, LaneBuffer<R>>(pa, sa, 0, 1, ia);
            b += model.Step<R, SharedBuffer<R>, LaneBuffer<R>>(pb, sb, 0, 1, ib);
            c += model.Step<R, SharedBuffer<R>, LaneBuffer<R>>(pc, sc, 0, 1, ic);
            d += model.Step<R, SharedBuffer<R>, LaneBuffer<R>>(pd, sd, 0, 1, id);
        }
        (sum[0], sum[1], sum[2], sum[3]) = (a, b, c, d);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void CountOne(Numbers numbers, int cell, int steps, R* drive, R* sum)
    {
        TNeuron model = neuron;
        SharedBuffer<R> p = numbers.ParametersOf(cell);
        LaneBuffer<R> s = numbers.StateOf(cell);
        R i = *drive, a = *sum;
        for (int t = 0; t < steps; t++) a += model.Step<R, SharedBuffer<R>, LaneBuffer<R>>(p, s, 0, 1, i);
        *sum = a;
    }

    /// <summary>The numbers of a lane group [neurons, groups] out of [neurons, members]; lanes without a member are zero.</summary>
    R Load(float* numbers, int cell)
    {
        R result = default;
        Unsafe.CopyBlockUnaligned(&result, At(numbers, cell, out uint bytes), bytes);
        return result;
    }

    void Store(float* numbers, int cell, R value) => Unsafe.CopyBlockUnaligned(At(numbers, cell, out uint bytes), &value, bytes);

    float* At(float* numbers, int cell, out uint bytes)
    {
        int member = cell % groups * R.Width;
        bytes = (uint)Math.Min(R.Width, Members - member) * sizeof(float);
        return numbers + (long)(cell / groups) * Members + member;
    }
}
