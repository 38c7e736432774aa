using Neuromorphic.Numerics;
using Neuromorphic.Policies;
using static Neuromorphic.Gradients.RecordedKernel;

namespace Neuromorphic.Gradients;

/// <summary>Sequences through a recorded kernel. States are kept, what is within a step is computed again on the way back.</summary>
sealed unsafe class RecordedSequenceGroup<R> : SequenceGroup where R : unmanaged, IReal<R>
{
    readonly RecordedNetwork network;
    readonly RecordedPrograms programs;
    readonly FlatValues<R> flat;
    readonly KeptMemory<R> numbers; // of the network, in every lane
    readonly int truncation;
    readonly bool independent;
    readonly RecordedRows<R> inputs, outputs, outputGradients, states;
    readonly RecordedRows<R>? inputGradients;
    readonly KeptMemory<R> stateGradients, numberGradients;
    int steps;

    public RecordedSequenceGroup(RecordedNetwork network, RecordedPrograms programs, int truncation, int capacity, bool inputGradients, StepRelation relation)
        : this(network, programs, new(network.Layout), new(network.Layout.Count), truncation, capacity, inputGradients, relation)
    {
    }

    RecordedSequenceGroup(RecordedNetwork network, RecordedPrograms programs, FlatValues<R> flat, KeptMemory<R> numbers, int truncation, int capacity, bool inputGradients, StepRelation relation)
    {
        (this.network, this.programs, this.flat, this.numbers, this.truncation) = (network, programs, flat, numbers, truncation);
        Capacity = capacity;
        independent = relation == StepRelation.Independent;
        inputs = new(network.Inputs, capacity, independent);
        outputs = new(network.Outputs, capacity, independent);
        outputGradients = new(network.Outputs, capacity, independent);
        states = new(Carried, independent ? 0 : capacity + 1, independent);
        if (inputGradients) this.inputGradients = new(network.Inputs, capacity, independent);
        stateGradients = new(Carried * Parts);
        numberGradients = new(checked(network.Layout.Count * Stride));
    }

    static int Parts => Members / R.Width;
    int Carried => network.Kernel.Carried;
    int Stride => independent ? Capacity * Parts : Parts;

    public override int Capacity { get; }
    public override long Bytes => inputs.Bytes + outputs.Bytes + outputGradients.Bytes + states.Bytes + (inputGradients?.Bytes ?? 0) + (long)sizeof(R) * (numbers.Count + stateGradients.Count + numberGradients.Count);
    public override SequenceGroup Sibling() =>
        new RecordedSequenceGroup<R>(network, programs, flat, numbers, truncation, Capacity, inputGradients != null, independent ? StepRelation.Independent : StepRelation.Consecutive);

    public override void Begin(int steps)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(steps, Capacity);
        this.steps = steps;
    }

    private protected override void DecodeNumbers(ReadOnlySpan<double> vector)
    {
        flat.Decode(vector);
        ValueBuffer<R> values = flat.All;
        for (int i = 0; i < numbers.Count; i++) numbers.Start[i] = values[i];
    }

    private protected override void WriteInputs(int step, ReadOnlySpan<float> rows)
    {
        CheckRows(step, steps, rows.Length, network.Inputs);
        for (int i = 0; i < network.Inputs; i++)
            for (int m = 0; m < Members; m++) inputs.Set(i, step, m, rows[m * network.Inputs + i]);
    }

    private protected override void WriteInput(int step, int i, ReadOnlySpan<float> values)
    {
        Check(step, i, network.Inputs, values.Length);
        for (int m = 0; m < Members; m++) inputs.Set(i, step, m, values[m]);
    }

    private protected override void ReadOutput(int step, int i, Span<double> values)
    {
        Check(step, i, network.Outputs, values.Length);
        for (int m = 0; m < Members; m++) values[m] = outputs.Get(i, step, m);
    }

    private protected override void WriteOutputGradient(int step, int i, ReadOnlySpan<double> values)
    {
        Check(step, i, network.Outputs, values.Length);
        for (int m = 0; m < Members; m++) outputGradients.Set(i, step, m, values[m]);
    }

    private protected override void ReadInputGradient(int step, int i, Span<double> values)
    {
        if (inputGradients == null) throw new InvalidOperationException("The group was made without gradients of inputs.");
        Check(step, i, network.Inputs, values.Length);
        for (int m = 0; m < Members; m++) values[m] = inputGradients.Get(i, step, m);
    }

    private protected override double CountSpikes(int layer, int members) => throw new InvalidOperationException("The spikes of a recorded kernel are not counted.");

    void Check(int step, int i, int count, int members) => CheckRow(step, steps, i, count, members);

    private protected override void RunForward()
    {
        nint* slots = stackalloc nint[programs.Slots];
        if (independent)
        {
            Seat(slots, 0);
            programs.Step.Run<R>(slots, steps * Parts);
            return;
        }
        Put(slots, Parameters, numbers.Start, 1);
        Put(slots, After, states.At(0), Parts);
        programs.Rest.Run<R>(slots, Parts);
        for (int step = 0; step < steps; step++)
        {
            Seat(slots, step);
            programs.Step.Run<R>(slots, Parts);
        }
    }

    private protected override void RunBackward(Span<double> sums)
    {
        if (sums.Length != network.Layout.Count) throw new ArgumentException($"sums has {sums.Length} numbers, the layout {network.Layout.Count}.");
        numberGradients.Span.Clear();
        nint* slots = stackalloc nint[programs.Slots];
        if (independent)
        {
            Seat(slots, 0);
            programs.StepAdjoint.Run<R>(slots, steps * Parts);
        }
        else
        {
            stateGradients.Span.Clear();
            for (int step = steps - 1; step >= 0; step--)
            {
                Seat(slots, step);
                programs.StepAdjoint.Run<R>(slots, Parts);
                if (truncation > 0 && step > 0 && step % truncation == 0) stateGradients.Span.Clear();
            }
            programs.RestAdjoint.Run<R>(slots, Parts);
        }
        AddNumbers(sums);
    }

    /// <summary>The sums of the numbers' gradients: over independent steps first, then over members.</summary>
    void AddNumbers(Span<double> sums)
    {
        int together = independent ? steps : 1;
        R* lanes = stackalloc R[Parts];
        fixed (double* sum = sums)
            for (int p = 0; p < sums.Length; p++)
            {
                R* own = numberGradients.Start + (long)p * Stride;
                for (int part = 0; part < Parts; part++)
                {
                    R total = own[part];
                    for (int step = 1; step < together; step++) total += own[step * Parts + part];
                    lanes[part] = total;
                }
                LaneSums.Add(lanes, 1, sum + p);
            }
    }

    /// <summary>The arguments at a step, or at all of them where they are independent.</summary>
    void Seat(nint* slots, int step)
    {
        Put(slots, Parameters, numbers.Start, 1);
        Put(slots, Observation, inputs.At(step), Stride);
        Put(slots, Outputs, outputs.At(step), Stride);
        Put(slots, OutputGradient, outputGradients.At(step), Stride);
        Put(slots, ParameterGradient, numberGradients.Start, Stride);
        if (inputGradients != null) Put(slots, ObservationGradient, inputGradients.At(step), Stride);
        if (independent) return;
        Put(slots, Before, states.At(step), Parts);
        Put(slots, After, states.At(step + 1), Parts);
        Put(slots, StateGradient, stateGradients.Start, Parts);
    }

    void Put(nint* slots, int kind, R* start, int stride)
    {
        for (int slot = kind; slot < programs.Slots; slot += Kinds, start += (long)Chunk * stride) slots[slot] = (nint)start;
    }
}

/// <summary>Numbers of all members over steps: [step][variable][member], or [variable][step][member] where all steps are run at once.</summary>
/// <param name="variables">Variables of a step.</param>
/// <param name="steps">Most steps.</param>
/// <param name="together">Whether all steps are run at once.</param>
sealed unsafe class RecordedRows<R>(int variables, int steps, bool together) where R : unmanaged, IReal<R>
{
    readonly KeptMemory<R> memory = new(checked(variables * steps * Parts));

    static int Parts => LaneSums.Members / R.Width;

    /// <summary>Bytes of memory.</summary>
    public long Bytes => (long)memory.Count * sizeof(R);

    /// <summary>The first variable at a step.</summary>
    public R* At(int step) => memory.Start + (long)step * (together ? 1 : variables) * Parts;

    /// <summary>Writes a member's number.</summary>
    public void Set(int variable, int step, int member, double value)
    {
        if (typeof(R) == typeof(Scalar64)) ((double*)Of(variable, step))[member] = value;
        else ((float*)Of(variable, step))[member] = (float)value;
    }

    /// <summary>Reads a member's number.</summary>
    public double Get(int variable, int step, int member) => typeof(R) == typeof(Scalar64) ? ((double*)Of(variable, step))[member] : ((float*)Of(variable, step))[member];

    R* Of(int variable, int step) => At(step) + (long)variable * (together ? steps : 1) * Parts;
}
