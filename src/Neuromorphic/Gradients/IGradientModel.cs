using Neuromorphic.Policies;

namespace Neuromorphic.Gradients;

/// <summary>
/// A network as gradients see it: its numbers and, for groups of sequences, the way forward and back. It is on the layout of a controller, whose outputs
/// it gives bit for bit.
/// </summary>
public interface IGradientModel
{
    /// <summary>Every number of it.</summary>
    ParameterLayout Layout { get; }
    /// <summary>Numbers of an input.</summary>
    int Inputs { get; }
    /// <summary>Numbers of an output.</summary>
    int Outputs { get; }
    /// <summary>Whether a step may also begin in the state of rest, so that a sequence is so many examples (<see cref="StepRelation.Independent"/>).</summary>
    bool AllowsIndependentSteps { get; }
    /// <summary>Whether gradients are those of the outputs: not where a surrogate stands in for the derivative of a spike.</summary>
    bool IsExact { get; }

    /// <summary>Bytes that a group of sequences in float32 takes, about, before there is one.</summary>
    /// <param name="options">How gradients are computed.</param>
    /// <param name="capacity">Steps for which there is memory.</param>
    double BytesOf(GradientOptions options, int capacity);

    /// <summary>A group of sequences in a number type.</summary>
    /// <param name="number">The number type: lanes, one float32, or float64.</param>
    /// <param name="options">How gradients are computed.</param>
    /// <param name="capacity">Steps for which there is memory.</param>
    /// <param name="inputGradients">Whether gradients of inputs are computed.</param>
    /// <param name="relation">How steps relate.</param>
    /// <exception cref="ArgumentException">A number is not allowed.</exception>
    SequenceGroup CreateGroup(Type number, GradientOptions options, int capacity, bool inputGradients, StepRelation relation);
}
