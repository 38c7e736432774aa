using Neuromorphic.Neurons;
using Neuromorphic.Numerics;

namespace Neuromorphic.Gradients;

/// <summary>Whether gradients pass through the decision to reset.</summary>
public enum ResetGradient
{
    /// <summary>The spike is a constant inside the reset: v' = u (1 - s) + v_reset s passes gradients to u, to v_reset, not to s. The default.</summary>
    Detached,
    /// <summary>The spike carries its surrogate there as well: dv'/du = 1 - s + (v_reset - u) g(u - v_th).</summary>
    Attached,
}

/// <summary>How a step is differentiated.</summary>
/// <param name="Slope">Slope of the surrogate.</param>
/// <param name="Reset">Whether gradients pass through the decision to reset.</param>
public readonly record struct StepDerivative<R>(R Slope, ResetGradient Reset) where R : unmanaged, IReal<R>;

/// <summary>
/// A neuron model that also knows the adjoint of its step: from gradients of what comes out to gradients of what goes in.
/// The step's inner values are computed again from the state before it, so that a forward pass keeps states and currents only.
/// </summary>
/// <remarks>Parameters here are what kernels read (gains, not time constants); <see cref="Policies.ParameterSlice"/> carries gradients on to search space.</remarks>
public interface IDifferentiableNeuron<TSelf> : INeuron<TSelf> where TSelf : struct, IDifferentiableNeuron<TSelf>
{
    /// <summary>The adjoint of <see cref="INeuron{TSelf}.Reset"/>: adds to the gradients of the parameters that the first state is made of.</summary>
    void ResetAdjoint<R, B>(B stateGradient, B parameterGradient, int neuron, int count) where R : unmanaged, IReal<R> where B : struct, IBuffer<R>;

    /// <summary>The adjoint of <see cref="INeuron{TSelf}.Step"/>.</summary>
    /// <param name="parameters">What the step read.</param>
    /// <param name="state">The state before the step.</param>
    /// <param name="neuron">The neuron.</param>
    /// <param name="count">Neurons of the population.</param>
    /// <param name="current">The step's current.</param>
    /// <param name="spikeGradient">The gradient of the spike.</param>
    /// <param name="derivative">Slope of the surrogate, kind of reset.</param>
    /// <param name="stateGradient">The gradient of the state after the step, replaced by that of the state before.</param>
    /// <param name="parameterGradient">To this the gradients of the parameters are added.</param>
    /// <param name="spike">The step's spike.</param>
    /// <returns>The gradient of the current.</returns>
    R StepAdjoint<R, P, B, TSurrogate>(P parameters, B state, int neuron, int count, R current, R spikeGradient, in StepDerivative<R> derivative, B stateGradient, B parameterGradient, out R spike)
        where R : unmanaged, IReal<R> where P : struct, IBuffer<R> where B : struct, IBuffer<R> where TSurrogate : struct, ISurrogate;
}
