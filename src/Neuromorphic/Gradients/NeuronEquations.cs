using Neuromorphic.Neurons;
using Neuromorphic.Numerics;
using Neuromorphic.Policies;
using Neuromorphic.Tape;

namespace Neuromorphic.Gradients;

/// <summary>A model's step as formulas, from its tape: v is the potential, w further state variables, I the current, s the spike, a dash what follows the step.</summary>
public static class NeuronEquations
{
    /// <summary>The equations of a model's step, as its kernel computes them: a line each.</summary>
    /// <param name="neuron">The model's name.</param>
    /// <param name="style">How they are written.</param>
    /// <param name="options">Options of the model.</param>
    /// <exception cref="ArgumentException">No model has the name.</exception>
    public static IReadOnlyList<string> Of(string neuron, FormulaStyle style = FormulaStyle.Text, NeuronOptions? options = null) => NeuronRegistry.Use(neuron, new Writing(options ?? new(), style));

    sealed record Writing(NeuronOptions Options, FormulaStyle Style) : INeuronUse<IReadOnlyList<string>>
    {
        public IReadOnlyList<string> With<TNeuron>() where TNeuron : struct, INeuron<TNeuron> => Write<TNeuron>(Options, Style);
    }

    static IReadOnlyList<string> Write<TNeuron>(NeuronOptions options, FormulaStyle style) where TNeuron : struct, INeuron<TNeuron>
    {
        IReadOnlyList<NeuronParameter> parameters = TNeuron.Parameters(options);
        return Formula.Write(NeuronKernels.RecordStep(TNeuron.Create(options), spikes: true, means: false), Read, Written, style);

        string Read(int address) => LoopEmitter.Parts(address) switch
        {
            (NeuronKernels.Parameters, int k) => Parameter(parameters[k]),
            (NeuronKernels.Before, int k) => State(k),
            _ => "I",
        };

        string? Written(int address) => LoopEmitter.Parts(address) switch
        {
            (NeuronKernels.Spike, _) => "s",
            (NeuronKernels.After, int k) => style == FormulaStyle.CSharp ? State(k) + "_after" : State(k) + "'",
            _ => null,
        };

        string State(int k) => k == 0 ? "v" : TNeuron.StateSize == 2 ? "w" : Indexed("w", k.ToString(System.Globalization.CultureInfo.InvariantCulture));

        // A time constant's gain stands where the kernel reads it.
        string Parameter(NeuronParameter parameter)
        {
            bool gain = parameter.Coefficient == Transform.EulerGain || parameter.Coefficient == Transform.ExponentialGain;
            return gain ? Indexed("k", parameter.Name) : style == FormulaStyle.LaTeX ? $@"\text{{{parameter.Name}}}" : parameter.Name.Replace('-', '_');
        }

        string Indexed(string letter, string index) => style == FormulaStyle.LaTeX ? $@"{letter}_{{\text{{{index}}}}}" : $"{letter}_{index.Replace('-', '_')}";
    }
}
