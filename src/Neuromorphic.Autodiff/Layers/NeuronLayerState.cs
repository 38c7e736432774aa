using static TorchSharp.torch;

namespace Neuromorphic.Autodiff;

/// <summary>The state of a layer between steps, for networks that must go step by step: recurrent ones.</summary>
public sealed class NeuronLayerState
{
    readonly Tensor[] variables;

    internal NeuronLayerState(Tensor[] coefficients, Tensor[] variables)
    {
        Coefficients = coefficients;
        this.variables = variables;
    }

    /// <summary>Membrane potentials [batch, neurons].</summary>
    public Tensor Potential => variables[0];
    internal IReadOnlyList<Tensor> Coefficients { get; }
    internal Tensor[] Variables => variables;
}
