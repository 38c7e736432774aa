using System.Numerics;
using Neuromorphic.Neurons;
using Neuromorphic.Numerics;

namespace Neuromorphic.Autodiff;

/// <summary>A neuron model of <see cref="NeuronRegistry"/>, in torch's operations and as the core's kernels.</summary>
abstract class NeuronForm
{
    /// <summary>The model of a name.</summary>
    /// <exception cref="ArgumentException">There is none; the message lists the names.</exception>
    public static NeuronForm Named(string name) => NeuronRegistry.Use(name, default(Naming));

    readonly struct Naming : INeuronUse<NeuronForm>
    {
        public NeuronForm With<TNeuron>() where TNeuron : struct, INeuron<TNeuron> => new Of<TNeuron>();
    }

    /// <summary>The name in <see cref="NeuronRegistry"/>.</summary>
    public abstract string Name { get; }

    /// <summary>The model in torch's operations.</summary>
    public abstract TensorNeuron Tensors(NeuronOptions options);

    /// <summary>The model's parameters, in the order of coefficients.</summary>
    public abstract IReadOnlyList<NeuronParameter> Parameters(NeuronOptions options);

    /// <summary>The fused kernel on float32 tensors.</summary>
    public abstract SequenceKernel Single(NeuronOptions options, TensorSurrogate surrogate, LaneWidth width);

    /// <summary>The fused kernel on float64 tensors.</summary>
    public abstract SequenceKernel Double(NeuronOptions options, TensorSurrogate surrogate);

    sealed class Of<TNeuron> : NeuronForm where TNeuron : struct, INeuron<TNeuron>
    {
        public override string Name => TNeuron.Name;

        public override TensorNeuron Tensors(NeuronOptions options) => TensorNeuron.Of(TNeuron.Create(options));

        public override IReadOnlyList<NeuronParameter> Parameters(NeuronOptions options) => TNeuron.Parameters(options);

        public override SequenceKernel Single(NeuronOptions options, TensorSurrogate surrogate, LaneWidth width) => width switch
        {
            LaneWidth.Lanes16 => Kernel<Lanes16, float>(options, surrogate),
            LaneWidth.Lanes8 => Kernel<Lanes8, float>(options, surrogate),
            _ => Kernel<Scalar, float>(options, surrogate),
        };

        public override SequenceKernel Double(NeuronOptions options, TensorSurrogate surrogate) => Kernel<Scalar64, double>(options, surrogate);

        static SequenceKernel Kernel<R, T>(NeuronOptions options, TensorSurrogate surrogate) where R : unmanaged, IReal<R> where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
            surrogate.Kernel<TNeuron, R, T>(TNeuron.Create(options), TNeuron.Parameters(options).Count);
    }
}
