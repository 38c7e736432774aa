using Neuromorphic.Gradients;
using Neuromorphic.Neurons;
using Neuromorphic.Numerics;
using Double = Neuromorphic.Numerics.Double;

namespace Neuromorphic.Autodiff;

/// <summary>The neuron models that can be differentiated, by their names in <see cref="NeuronRegistry"/>: each in torch's operations and as the core's kernel.</summary>
abstract class NeuronForm(string name, Func<ThresholdRule, TensorNeuron> tensors)
{
    // A new model of the core needs a line here.
    static readonly NeuronForm[] Known =
    [
        new Of<Lif<BinarySpike>>(_ => new TensorLif(new BinaryTensorSpike())),
        new Of<Lif<TernarySpike>>(_ => new TensorLif(new TernaryTensorSpike())),
        new Of<AdaptiveLif<BinarySpike>>(rule => new TensorAdaptiveLif(new BinaryTensorSpike(), rule)),
        new Of<AdaptiveLif<TernarySpike>>(rule => new TensorAdaptiveLif(new TernaryTensorSpike(), rule)),
    ];

    /// <summary>The name in <see cref="NeuronRegistry"/>.</summary>
    public string Name => name;

    /// <summary>The model in torch's operations.</summary>
    public TensorNeuron Tensors(NeuronOptions options) => tensors(options.ThresholdRule);

    /// <summary>The model of a name.</summary>
    /// <exception cref="ArgumentException">There is none; the message lists the names.</exception>
    public static NeuronForm Named(string name) => Array.Find(Known, form => form.Name == name)
        ?? throw new ArgumentException($"There is no differentiable neuron '{name}'; there are {string.Join(", ", Known.Select(form => form.Name))}.");

    /// <summary>The model's parameters, in the order of coefficients.</summary>
    public abstract IReadOnlyList<NeuronParameter> Parameters(NeuronOptions options);

    /// <summary>The fused kernel on float32 tensors.</summary>
    public abstract SequenceKernel Single(NeuronOptions options, TensorSurrogate surrogate, LaneWidth width);

    /// <summary>The fused kernel on float64 tensors.</summary>
    public abstract SequenceKernel Double(NeuronOptions options, TensorSurrogate surrogate);

    sealed class Of<TNeuron>(Func<ThresholdRule, TensorNeuron> tensors) : NeuronForm(TNeuron.Name, tensors) where TNeuron : struct, INeuron<TNeuron>
    {
        public override IReadOnlyList<NeuronParameter> Parameters(NeuronOptions options) => TNeuron.Parameters(options);

        public override SequenceKernel Single(NeuronOptions options, TensorSurrogate surrogate, LaneWidth width) => width switch
        {
            LaneWidth.Lanes16 => Kernel<Lanes16, float>(options, surrogate),
            LaneWidth.Lanes8 => Kernel<Lanes8, float>(options, surrogate),
            _ => Kernel<Scalar, float>(options, surrogate),
        };

        public override SequenceKernel Double(NeuronOptions options, TensorSurrogate surrogate) => Kernel<Double, double>(options, surrogate);

        static SequenceKernel Kernel<R, T>(NeuronOptions options, TensorSurrogate surrogate) where R : unmanaged, IReal<R> where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T> =>
            surrogate.Kernel<TNeuron, R, T>(TNeuron.Create(options), TNeuron.Parameters(options).Count);
    }
}
