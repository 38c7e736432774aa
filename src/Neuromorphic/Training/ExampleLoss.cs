using Neuromorphic.Environments;
using Neuromorphic.Gradients;
using Neuromorphic.Policies;

namespace Neuromorphic.Training;

/// <summary>
/// The loss of a network over a whole data set as a function of its trained numbers, with its gradient, both in float64: what the loss landscape is looked at
/// through. It is the mean over examples of the loss that <see cref="SupervisedTrainer"/> follows.
/// </summary>
/// <remarks>Of labels it is the cross entropy, or half the squared distance from 1 for the label and 0 for the others; of targets half the squared distance. Inputs are float32, as they are stored.</remarks>
public sealed class ExampleLoss
{
    readonly ExampleNetwork network;
    readonly IInputs examples;
    readonly Judge judge;
    readonly int[] all;
    readonly double[] flat, losses, returns;

    /// <summary>The loss of a network.</summary>
    /// <param name="model">The network. The gradient of a spiking one is that of its surrogate, which is the slope of no function.</param>
    /// <param name="vector">Its flat vector, of which trained numbers are replaced [layout count].</param>
    /// <param name="examples">The data: <see cref="IExamples"/> or <see cref="ITargets"/>, at least one.</param>
    /// <param name="loss">The loss of labels.</param>
    /// <param name="threads">Threads; the result does not depend on them.</param>
    /// <param name="options">How gradients are computed; the defaults if null.</param>
    /// <exception cref="ArgumentException">There are no examples, or sizes of vector, inputs or targets are not the network's, or a label is no output.</exception>
    public ExampleLoss(IGradientModel model, ReadOnlySpan<double> vector, IInputs examples, LossKind loss = LossKind.CrossEntropy, int threads = 1, GradientOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(examples);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        if (vector.Length != model.Layout.Count) throw new ArgumentException($"vector has {vector.Length} numbers, the layout {model.Layout.Count}.", nameof(vector));
        Check(model, examples);
        Layout = model.Layout;
        IsExact = model.IsExact;
        this.examples = examples;
        flat = vector.ToArray();
        network = new(model, options ?? new(), new Float64Gradients(threads));
        judge = new(examples, loss);
        all = [.. Enumerable.Range(0, examples.Count)];
        (losses, returns) = (new double[all.Length], new double[all.Length]);
    }

    /// <summary>What the numbers are.</summary>
    public ParameterLayout Layout { get; }
    /// <summary>Trained numbers.</summary>
    public int Count => Layout.TrainedCount;

    /// <summary>Whether the gradient is that of the loss: not of spiking neurons, where a surrogate stands for the slope of a spike.</summary>
    public bool IsExact { get; }

    /// <summary>The trained numbers of the vector that it was made with [<see cref="Count"/>].</summary>
    public double[] Point()
    {
        double[] point = new double[Count];
        foreach (ParameterSlice slice in Layout.Slices)
            if (slice.Trained) flat.AsSpan(slice.Offset, slice.SearchCount).CopyTo(point.AsSpan(slice.SearchOffset));
        return point;
    }

    /// <summary>The mean loss, and its gradient. One call at a time.</summary>
    /// <param name="point">The trained numbers [<see cref="Count"/>].</param>
    /// <param name="gradient">Receives the derivatives by them [<see cref="Count"/>].</param>
    /// <exception cref="ArgumentException">One of them has another length.</exception>
    public double Gradient(ReadOnlySpan<double> point, Span<double> gradient)
    {
        double[] vector = [.. flat];
        Layout.Scatter(point, vector);
        Layout.Gather(network.Gradient(vector, examples, all, judge, losses, returns), gradient);
        double sum = 0;
        foreach (double loss in losses) sum += loss;
        return sum / losses.Length;
    }

    static void Check(IGradientModel model, IInputs examples)
    {
        if (examples.Count < 1) throw new ArgumentException("There are no examples.", nameof(examples));
        if (examples.InputSize != model.Inputs) throw new ArgumentException($"An example has {examples.InputSize} inputs, the network {model.Inputs}.", nameof(examples));
        if (examples is ITargets targets)
        {
            if (targets.TargetSize != model.Outputs) throw new ArgumentException($"A target has {targets.TargetSize} numbers, the network {model.Outputs} outputs.", nameof(examples));
        }
        else if (examples is not IExamples labelled) throw new ArgumentException($"The examples have neither labels ({nameof(IExamples)}) nor targets ({nameof(ITargets)}).", nameof(examples));
        else
            for (int i = 0; i < labelled.Count; i++)
                if (labelled.Label(i) is var label && (label < 0 || label >= model.Outputs)) throw new ArgumentException($"Example {i} is of class {label}; the network has the outputs 0 to {model.Outputs - 1}.", nameof(examples));
    }
}
