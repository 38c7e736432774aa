using Neuromorphic.Gradients;
using Neuromorphic.Neurons;
using Neuromorphic.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace Neuromorphic.Autodiff;

/// <summary>A neuron model with its options and derivative: what a layer computes, in both forms.</summary>
sealed unsafe class SequenceModel
{
    readonly SequenceKernel single, doubled;
    readonly StepDerivative derivative;
    readonly TensorNeuron tensors;
    readonly int threads;

    public SequenceModel(NeuronForm form, NeuronOptions options, StepDerivative derivative, int threads)
    {
        this.derivative = derivative;
        this.threads = threads;
        tensors = form.Tensors(options);
        single = form.Single(options, derivative.Surrogate, LaneWidths.Preferred);
        doubled = form.Double(options, derivative.Surrogate);
    }

    /// <summary>Whether the fused form can take a tensor: float32 or float64 on the processor.</summary>
    public static bool CanFuse(Tensor currents) => currents.device_type == DeviceType.CPU && currents.dtype is ScalarType.Float32 or ScalarType.Float64;

    /// <summary>The state of rest, op by op. Coefficients are [neurons] each.</summary>
    public Tensor[] Reset(IReadOnlyList<Tensor> coefficients, long batch) => tensors.Reset(coefficients, batch);

    /// <summary>One step, op by op: the entries of the state are replaced.</summary>
    public Tensor Step(IReadOnlyList<Tensor> coefficients, Tensor[] state, Tensor current) => tensors.Step(coefficients, state, current, derivative);

    /// <summary>Spikes [steps, batch, neurons], op by op.</summary>
    public Tensor RunOpByOp(Tensor currents, Tensor coefficients)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor[] rows = coefficients.unbind(0), state = tensors.Reset(rows, currents.shape[1]), spikes = currents.unbind(0);
        for (int t = 0; t < spikes.Length; t++)
        {
            using DisposeScope step = NewDisposeScope();
            Tensor current = spikes[t];
            Tensor[] before = [.. state];
            spikes[t] = step.MoveToOuter(tensors.Step(rows, state, current, derivative));
            step.MoveToOuter(state);
            current.Dispose();
            if (t > 0)
                foreach (Tensor old in before) old.Dispose();
        }
        return scope.MoveToOuter(stack(spikes));
    }

    /// <summary>Spikes of contiguous currents, without a graph.</summary>
    public Tensor Forward(Tensor currents, Tensor coefficients)
    {
        Tensor spikes = empty_like(currents);
        Kernel(currents).Forward(Shape(currents), Memory.Of(coefficients), Memory.Of(currents), Memory.Of(spikes), threads);
        GC.KeepAlive((currents, coefficients, spikes));
        return spikes;
    }

    /// <summary>Gradients of currents (null if they are not wanted) and coefficients, without a graph.</summary>
    public (Tensor? Currents, Tensor Coefficients) Adjoint(Tensor currents, Tensor coefficients, Tensor spikeGradient, bool wanted)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor? currentGradient = wanted ? empty_like(currents) : null;
        Tensor coefficientGradient = empty_like(coefficients), outer = Compact(spikeGradient, currents.dtype);
        SpikeGradient spikes = new((nint)Memory.Of(outer), Stride(spikeGradient, outer, 0), Stride(spikeGradient, outer, 1));
        Kernel(currents).Adjoint(Shape(currents), Memory.Of(coefficients), Memory.Of(currents), spikes, derivative.Slope, derivative.Reset,
            currentGradient is null ? null : Memory.Of(currentGradient), Memory.Of(coefficientGradient), threads);
        GC.KeepAlive((currents, coefficients, outer, currentGradient, coefficientGradient));
        return (currentGradient is null ? null : scope.MoveToOuter(currentGradient), scope.MoveToOuter(coefficientGradient));
    }

    SequenceKernel Kernel(Tensor currents) => currents.dtype == ScalarType.Float64 ? doubled : single;

    static SequenceShape Shape(Tensor currents) => new(checked((int)currents.shape[0]), checked((int)currents.shape[1]), checked((int)currents.shape[2]));

    /// <summary>A contiguous tensor of what differs: a step, or a batch entry, that repeats (stride 0) is there once.</summary>
    static Tensor Compact(Tensor gradient, ScalarType type)
    {
        for (int dimension = 0; dimension < 2; dimension++)
            if (gradient.stride(dimension) == 0) gradient = gradient.narrow(dimension, 0, 1);
        return gradient.to_type(type).contiguous();
    }

    static long Stride(Tensor gradient, Tensor compact, int dimension) => gradient.stride(dimension) == 0 ? 0 : dimension == 0 ? compact.shape[1] * compact.shape[2] : compact.shape[2];
}
