using Neuromorphic.Numerics;

namespace Neuromorphic.Gradients;

/// <summary>How gradients are computed.</summary>
public sealed record GradientOptions
{
    /// <summary>The surrogate's name.</summary>
    public string Surrogate { get; init; } = "atan";
    /// <summary>Its slope; the surrogate's own default if not given.</summary>
    public double? Slope { get; init; }
    /// <summary>Whether gradients pass through the decision to reset.</summary>
    public ResetGradient Reset { get; init; } = ResetGradient.Detached;
    /// <summary>Gradients of state end after so many steps back, at the multiples of this number; 0 for whole sequences.</summary>
    public int Truncation { get; init; }
    /// <summary>Steps whose states are kept: longer sequences are computed again, window by window, on the way back; 0 keeps all.</summary>
    public int Window { get; init; }
}

/// <summary>How the steps of a sequence relate.</summary>
public enum StepRelation
{
    /// <summary>Each begins in the state that the last one left.</summary>
    Consecutive,
    /// <summary>Each begins in the state of rest: a sequence is then so many examples.</summary>
    Independent,
}

/// <summary>
/// Sequences of <see cref="Members"/> members through a network, forward and backward. Fill the inputs, run forward,
/// read the outputs, write their gradients, run backward; members that are not needed get inputs and gradients of zero.
/// </summary>
/// <remarks>A step is one of the environment, with all sub-steps of the neurons in it.</remarks>
public abstract unsafe class SequenceGroup
{
    /// <summary>Members of a group.</summary>
    public const int Members = LaneSums.Members;

    /// <summary>Steps for which there is memory.</summary>
    public abstract int Capacity { get; }

    /// <summary>Threads that share the group's work, as far as it can be divided: a small recurrent layer is worked on by one. The result does not depend on them.</summary>
    public int Threads { get; set; } = 1;

    /// <summary>Bytes of memory.</summary>
    public abstract long Bytes { get; }

    /// <summary>Takes the network's numbers, for all siblings: a flat vector in search space.</summary>
    public void Decode(ReadOnlySpan<double> vector)
    {
        DecodeNumbers(vector);
        GC.KeepAlive(this);
    }

    /// <summary>Another group for another thread, with sequences of its own and the same network's numbers.</summary>
    public abstract SequenceGroup Sibling();

    /// <summary>Begins sequences of a number of steps.</summary>
    public abstract void Begin(int steps);

    /// <summary>Writes the inputs of all members at a step [members, inputs].</summary>
    public void SetInputs(int step, ReadOnlySpan<float> rows)
    {
        WriteInputs(step, rows);
        GC.KeepAlive(this);
    }

    /// <summary>Writes input i of all members at a step [members].</summary>
    public void SetInput(int step, int i, ReadOnlySpan<float> values)
    {
        WriteInput(step, i, values);
        GC.KeepAlive(this);
    }

    /// <summary>From inputs to outputs, from the state of rest.</summary>
    public void Forward()
    {
        RunForward();
        GC.KeepAlive(this);
    }

    /// <summary>Reads output i of all members at a step [members].</summary>
    public void GetOutput(int step, int i, Span<double> values)
    {
        ReadOutput(step, i, values);
        GC.KeepAlive(this);
    }

    /// <summary>Writes the gradient of output i of all members at a step [members].</summary>
    public void SetOutputGradient(int step, int i, ReadOnlySpan<double> values)
    {
        WriteOutputGradient(step, i, values);
        GC.KeepAlive(this);
    }

    /// <summary>From gradients of outputs to those of everything that the network's kernels read, members summed.</summary>
    /// <param name="sums">To these they are added, in the layout's order [layout count]; slices of frozen weights are left out.</param>
    public void Backward(Span<double> sums)
    {
        RunBackward(sums);
        GC.KeepAlive(this);
    }

    /// <summary>Reads the gradient of input i of all members at a step [members], if the group was made to compute it.</summary>
    public void GetInputGradient(int step, int i, Span<double> values)
    {
        ReadInputGradient(step, i, values);
        GC.KeepAlive(this);
    }

    /// <summary>Spikes of a layer's neurons per sub-step and member of the last forward pass, the members before <paramref name="members"/> alone.</summary>
    public double MeanSpikes(int layer, int members)
    {
        double spikes = CountSpikes(layer, members);
        GC.KeepAlive(this);
        return spikes;
    }

    /// <summary>Refuses inputs of all members that are not at one of the steps, or not as many numbers.</summary>
    internal static void CheckRows(int step, int steps, int numbers, int inputs)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(step, steps);
        if (numbers != Members * inputs) throw new ArgumentException($"rows has {numbers} numbers; {Members} members of {inputs} inputs need {Members * inputs}.");
    }

    /// <summary>Refuses an input or output that is not one of so many, not at one of the steps, or not of as many members.</summary>
    internal static void CheckRow(int step, int steps, int i, int count, int members)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(step, steps);
        ArgumentOutOfRangeException.ThrowIfNegative(i);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(i, count);
        ArgumentOutOfRangeException.ThrowIfNotEqual(members, Members);
    }

    // What the methods above do. They hold the group meanwhile: pointers into its memory do not.
    private protected abstract void DecodeNumbers(ReadOnlySpan<double> vector);
    private protected abstract void WriteInputs(int step, ReadOnlySpan<float> rows);
    private protected abstract void WriteInput(int step, int i, ReadOnlySpan<float> values);
    private protected abstract void RunForward();
    private protected abstract void ReadOutput(int step, int i, Span<double> values);
    private protected abstract void WriteOutputGradient(int step, int i, ReadOnlySpan<double> values);
    private protected abstract void RunBackward(Span<double> sums);
    private protected abstract void ReadInputGradient(int step, int i, Span<double> values);
    private protected abstract double CountSpikes(int layer, int members);

    /// <summary>A group in lanes.</summary>
    /// <param name="network">The network.</param>
    /// <param name="options">How gradients are computed.</param>
    /// <param name="capacity">Steps for which there is memory.</param>
    /// <param name="inputGradients">Whether gradients of inputs are computed.</param>
    /// <param name="relation">How steps relate; independent ones are for networks without recurrent weights.</param>
    /// <param name="width">Lane width; the result does not depend on it.</param>
    /// <exception cref="ArgumentException">There is no such surrogate, or a number is not allowed.</exception>
    public static SequenceGroup Create(IGradientModel network, GradientOptions options, int capacity, bool inputGradients = false, StepRelation relation = StepRelation.Consecutive, LaneWidth? width = null) =>
        Create((width ?? LaneWidths.Preferred).NumberType(), network, options, capacity, inputGradients, relation);

    /// <summary>A group in float64: the reference.</summary>
    internal static SequenceGroup CreateReference(IGradientModel network, GradientOptions options, int capacity, StepRelation relation = StepRelation.Consecutive, bool inputGradients = true) =>
        Create(typeof(Scalar64), network, options, capacity, inputGradients, relation);

    static SequenceGroup Create(Type number, IGradientModel network, GradientOptions options, int capacity, bool inputGradients, StepRelation relation)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        if (options.Slope is { } slope && !(slope > 0 && double.IsFinite(slope))) throw new ArgumentException($"slope is {slope}; allowed is above 0.");
        if (options.Truncation < 0) throw new ArgumentException($"truncation is {options.Truncation}; allowed is 0 or more.");
        if (options.Window < 0) throw new ArgumentException($"window is {options.Window}; allowed is 0 or more.");
        if (relation == StepRelation.Independent && !network.AllowsIndependentSteps) throw new ArgumentException("Steps of a recurrent network are not independent.");
        return network.CreateGroup(number, options, capacity, inputGradients, relation);
    }
}
