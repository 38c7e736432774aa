using Neuromorphic.Neurons;
using Neuromorphic.Numerics;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Neuromorphic.Autodiff;

/// <summary>
/// A layer of the core's spiking neurons as a module: currents [steps, batch, neurons] in, spikes of the same shape out. Every sequence begins in the state of rest.
/// </summary>
/// <remarks>
/// Each parameter of the neuron (tau, threshold, rest, resistance, ...) is a registered parameter [neurons], or [1] where it is shared, in the core's search space,
/// the number that a <see cref="Policies.ParameterLayout"/> holds; <see cref="Values"/> are the physical ones. On the processor spikes have the bits of a <see cref="NeuronPopulation"/>.
/// </remarks>
public sealed class NeuronLayer : nn.Module<Tensor, Tensor>
{
    readonly IReadOnlyList<NeuronParameter> described;
    readonly SequenceModel model;
    readonly NeuronLayerOptions options;

    /// <summary>A layer that begins as the neuron options say.</summary>
    /// <param name="neuron">The model, by its name in <see cref="NeuronRegistry"/>.</param>
    /// <param name="neurons">Neurons.</param>
    /// <param name="options">Settings.</param>
    /// <exception cref="ArgumentException">A name is unknown (the message lists what there is), a number out of range or the type not a float.</exception>
    /// <exception cref="DllNotFoundException">Torch's native part cannot be loaded.</exception>
    public NeuronLayer(string neuron, int neurons, NeuronLayerOptions? options = null) : base(Started(neuron))
    {
        this.options = options ?? new();
        if (neurons < 1) throw new ArgumentException($"neurons is {neurons}; allowed is 1 or more.");
        if (this.options.Threads < 1) throw new ArgumentException($"threads is {this.options.Threads}; allowed is 1 or more.");
        if (this.options.Slope is <= 0 or double.NaN) throw new ArgumentException($"slope is {this.options.Slope}; allowed are numbers above 0.");
        if (this.options.Type is not (ScalarType.Float32 or ScalarType.Float64)) throw new ArgumentException($"type is {this.options.Type}; allowed are Float32 and Float64.");
        NeuronForm form = NeuronForm.Named(neuron);
        Neurons = neurons;
        described = form.Parameters(this.options.Neuron);
        model = new(form, this.options.Neuron, this.options.Derivative, this.options.Threads);
        foreach (string name in this.options.Learned.Concat(this.options.Shared)) Find(name);
        for (int p = 0; p < described.Count; p++)
        {
            NeuronParameter parameter = described[p];
            double[] values = parameter.Begin(this.options.Shared.Contains(parameter.Name) ? 1 : neurons, this.options.Seed, p);
            bool trained = this.options.Learned.Count == 0 ? parameter.Learned : this.options.Learned.Contains(parameter.Name);
            Tensor initial = tensor(Array.ConvertAll(values, parameter.Transform.Inverse), dtype: this.options.Type).DetachFromDisposeScope();
            register_parameter(parameter.Name, new Parameter(initial, trained));
        }
    }

    /// <summary>Neurons.</summary>
    public int Neurons { get; }
    /// <summary>The parameters that every neuron has a value of.</summary>
    public IEnumerable<string> ParameterNames => described.Select(parameter => parameter.Name);

    /// <summary>Spikes [steps, batch, neurons] of currents of that shape.</summary>
    /// <exception cref="ArgumentException">The currents have another shape or type.</exception>
    public override Tensor forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (input.dim() != 3 || input.shape[2] != Neurons)
            throw new ArgumentException($"Currents have the shape [{string.Join(", ", input.shape)}]; allowed is [steps, batch, {Neurons}].");
        using DisposeScope scope = NewDisposeScope();
        Tensor coefficients = stack(Coefficients());
        if (input.dtype != coefficients.dtype) throw new ArgumentException($"Currents are {input.dtype}, the layer's parameters {coefficients.dtype}.");
        bool fused = options.Form == SequenceForm.Fused && SequenceModel.CanFuse(input);
        if (input.numel() == 0) return scope.MoveToOuter(zeros_like(input));
        return scope.MoveToOuter(fused ? SequenceFunction.Spikes(input, coefficients, model) : model.RunOpByOp(input, coefficients));
    }

    /// <summary>The state of rest of a batch.</summary>
    public NeuronLayerState Begin(long batch)
    {
        Tensor[] coefficients = Coefficients();
        return new(coefficients, model.Reset(coefficients, batch));
    }

    /// <summary>Advances by one step, op by op, and gives its spikes [batch, neurons].</summary>
    public Tensor Step(NeuronLayerState state, Tensor current)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(current);
        return model.Step(state.Coefficients, state.Variables, current);
    }

    /// <summary>The physical values of a parameter, in units of the core: tau in steps.</summary>
    /// <exception cref="ArgumentException">There is no such parameter.</exception>
    public double[] Values(string name)
    {
        NeuronParameter parameter = Find(name);
        using DisposeScope scope = NewDisposeScope();
        return [.. Registered(name).detach().expand(Neurons).cpu().to_type(ScalarType.Float64).data<double>().Select(parameter.Transform.Value)];
    }

    /// <summary>Sets a parameter of all neurons to physical values.</summary>
    /// <exception cref="ArgumentException">There is no such parameter, the number of values is not that of the neurons, or a value is out of the parameter's range.</exception>
    public void Set(string name, ReadOnlySpan<double> values)
    {
        NeuronParameter parameter = Find(name);
        if (values.Length != Neurons) throw new ArgumentException($"{name} has {values.Length} values for {Neurons} neurons.");
        int own = (int)Registered(name).numel();
        double[] search = new double[own];
        for (int n = 0; n < Neurons; n++)
            if (values[n] != values[Math.Min(n, own - 1)]) throw new ArgumentException($"{name} is one number for all neurons, but {values[n]} of neuron {n} is not that of the first.");
        for (int n = 0; n < own; n++)
        {
            search[n] = parameter.Transform.Inverse(values[n]);
            if (!double.IsFinite(search[n])) throw new ArgumentException($"{name} of neuron {n} is {values[n]}, which {parameter.Transform.Formula} does not reach.");
        }
        Copy.Into(Registered(name), search);
    }

    Tensor[] Coefficients() =>
        [.. described.Select(parameter => TensorTransform.Values(parameter.Coefficient, TensorTransform.Values(parameter.Transform, Registered(parameter.Name))).expand(Neurons))];

    Parameter Registered(string name) => get_parameter(name)!;

    NeuronParameter Find(string name) => NeuronParameter.Find(described, name);

    static string Started(string neuron)
    {
        TorchNative.Load();
        return neuron;
    }
}
