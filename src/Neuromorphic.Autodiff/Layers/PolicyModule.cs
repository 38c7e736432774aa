using Neuromorphic.Environments;
using Neuromorphic.Neurons;
using Neuromorphic.Numerics;
using Neuromorphic.Policies;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Neuromorphic.Autodiff;

/// <summary>
/// The core's spiking controller as a module: observations [steps, batch, observations] in, outputs [steps, batch, outputs] out, before the action is chosen.
/// What is trained here runs in the core's lanes, and the other way round: both hold the same flat vector.
/// </summary>
/// <remarks>I = W_in x; s = neuron(I), k sub-steps; y = W_out mean(s), or leaky integrators of it. Observations are taken as they are: scale them before.</remarks>
public sealed class PolicyModule : nn.Module<Tensor, Tensor>
{
    readonly SpikingPolicyOptions options;
    readonly NeuronLayer hidden;

    /// <summary>The network of a policy, with the random numbers of a seed.</summary>
    /// <param name="neuron">The model, by its name in <see cref="NeuronRegistry"/>.</param>
    /// <param name="environment">Gives the sizes of observations and outputs.</param>
    /// <param name="options">Settings of the controller; what they train has gradients.</param>
    /// <param name="layer">Settings of the gradients. Neuron options and learned parameters are those of the controller.</param>
    /// <param name="seed">Seed of the initial weights.</param>
    /// <exception cref="ArgumentException">A setting is not allowed.</exception>
    /// <exception cref="DllNotFoundException">Torch's native part cannot be loaded.</exception>
    public PolicyModule(string neuron, EnvironmentSpec environment, SpikingPolicyOptions options, NeuronLayerOptions? layer = null, ulong seed = 0) : base(nameof(PolicyModule))
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Recurrent || options.MoreLayers.Count > 0) throw new ArgumentException("A policy module has one hidden layer without recurrent weights.");
        this.options = options;
        Policy = SpikingPolicy.Create(neuron, environment, options);
        hidden = new(neuron, options.Neurons, (layer ?? new()) with { Neuron = options.Neuron, Learned = [], Shared = [.. options.Shared, .. options.SharedNetwork] });
        register_module(Hidden, hidden);
        foreach (ParameterSlice slice in Policy.Layout.Slices)
        {
            if (!IsHidden(slice)) register_parameter(slice.Name, new Parameter(zeros([.. slice.Shape.Select(size => (long)size)]).to_type((layer ?? new()).Type).DetachFromDisposeScope()));
            ParameterOf(slice).requires_grad = slice.Trained;
        }
        Load(Policy.Layout.InitialVector(seed));
    }

    const string Hidden = "hidden";

    /// <summary>The controller: its layout names every parameter, its kernel runs in lanes.</summary>
    public Policy Policy { get; }

    /// <summary>The neurons.</summary>
    public NeuronLayer Neurons => hidden;

    /// <summary>Takes all parameters from a flat vector of the policy's layout.</summary>
    /// <exception cref="ArgumentException">The vector has another length.</exception>
    public void Load(ReadOnlySpan<float> vector)
    {
        if (vector.Length != Policy.Layout.Count) throw new ArgumentException($"The vector has {vector.Length} numbers; the layout has {Policy.Layout.Count}.");
        foreach (ParameterSlice slice in Policy.Layout.Slices) Copy.Into(ParameterOf(slice), vector.Slice(slice.Offset, slice.SearchCount).ToArray());
    }

    /// <summary>All parameters as a flat vector of the policy's layout: for rollouts in lanes, for checkpoints.</summary>
    public float[] ToVector()
    {
        float[] vector = new float[Policy.Layout.Count];
        foreach (ParameterSlice slice in Policy.Layout.Slices)
        {
            float[] numbers = Copy.Of(ParameterOf(slice));
            for (int i = 0; i < slice.Count; i++) vector[slice.Offset + i] = numbers[Math.Min(i, numbers.Length - 1)];
        }
        return vector;
    }

    /// <summary>Outputs [steps, batch, outputs] of observations [steps, batch, observations].</summary>
    /// <exception cref="ArgumentException">The observations have another shape or type.</exception>
    public override Tensor forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        ParameterSlice weight = Policy.Layout[Input];
        if (input.dim() != 3 || input.shape[2] != weight.Shape[1])
            throw new ArgumentException($"Observations have the shape [{string.Join(", ", input.shape)}]; allowed is [steps, batch, {weight.Shape[1]}].");
        using DisposeScope scope = NewDisposeScope();
        Tensor currents = nn.functional.linear(input, ParameterOf(weight));
        if (options.SubSteps > 1) currents = currents.repeat_interleave(options.SubSteps, 0);
        Tensor spikes = hidden.forward(currents);
        if (options.SubSteps > 1) spikes = spikes.view(input.shape[0], options.SubSteps, input.shape[1], options.Neurons).mean([1]);
        Tensor outputs = nn.functional.linear(spikes, ParameterOf(Policy.Layout[Output]));
        return scope.MoveToOuter(options.Readout == Readout.LeakyIntegrator ? Integrate(outputs) : outputs);
    }

    /// <summary>y = y + (input - y) / tau, from zero.</summary>
    Tensor Integrate(Tensor inputs)
    {
        ParameterSlice slice = Policy.Layout[OutputTau];
        Tensor gain = TensorTransform.Values(slice.Coefficient, TensorTransform.Values(slice.Transform, ParameterOf(slice)));
        Tensor[] steps = inputs.unbind(0);
        Tensor potential = zeros_like(steps[0]);
        for (int t = 0; t < steps.Length; t++) steps[t] = potential += gain * (steps[t] - potential);
        return stack(steps);
    }

    const string Input = "input/weight", Output = "readout/weight", OutputTau = "readout/tau";

    static bool IsHidden(ParameterSlice slice) => slice.Name.StartsWith(Hidden + "/", StringComparison.Ordinal);

    Parameter ParameterOf(ParameterSlice slice) => IsHidden(slice) ? hidden.get_parameter(slice.Name[(Hidden.Length + 1)..])! : get_parameter(slice.Name)!;
}
