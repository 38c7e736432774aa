using Neuromorphic.Gradients;
using Neuromorphic.Neurons;
using static TorchSharp.torch;

namespace Neuromorphic.Autodiff;

/// <summary>How a layer goes through a sequence.</summary>
public enum SequenceForm
{
    /// <summary>Whole sequences by the core's kernels in SIMD lanes, forward and backward. On a CUDA tensor, op by op all the same. The default.</summary>
    Fused,
    /// <summary>Step by step in torch's operations: slower, several times the memory, differentiable by torch alone.</summary>
    OpByOp,
}

/// <summary>Settings of a spiking layer.</summary>
public sealed record NeuronLayerOptions
{
    /// <summary>Options of the neuron model: integration, threshold rule, parameterization, an own reset, initial values.</summary>
    public NeuronOptions Neuron { get; init; } = new();
    /// <summary>The neuron parameters that are trained, by name; none named means all that the model learns.</summary>
    public IReadOnlyList<string> Learned { get; init; } = [];
    /// <summary>The neuron parameters of which all neurons have one number, by name.</summary>
    public IReadOnlyList<string> Shared { get; init; } = [];
    /// <summary>Seed of starts that are distributions.</summary>
    public ulong Seed { get; init; }
    /// <summary>The surrogate, by its name in <see cref="SurrogateRegistry"/>.</summary>
    public string Surrogate { get; init; } = "atan";
    /// <summary>Its slope; none means the field's default.</summary>
    public double? Slope { get; init; }
    /// <summary>Whether gradients pass through the decision to reset.</summary>
    public ResetGradient Reset { get; init; } = ResetGradient.Detached;
    /// <summary>How a sequence is gone through.</summary>
    public SequenceForm Form { get; init; } = SequenceForm.Fused;
    /// <summary>Threads of the fused form; the result does not depend on their number.</summary>
    /// <remarks>More than one allocates on other threads, which is safe inside a <see cref="TorchStep"/> only.</remarks>
    public int Threads { get; init; } = 1;
    /// <summary>Float32, or float64 for reference.</summary>
    public ScalarType Type { get; init; } = ScalarType.Float32;

    internal StepDerivative Derivative => new(TensorSurrogate.Named(Surrogate), Slope ?? SurrogateRegistry.DefaultSlope(Surrogate), Reset);
}
