using Neuromorphic.Neurons;
using Neuromorphic.Policies;
using Neuromorphic.Tape;

namespace Neuromorphic.Gradients;

/// <summary>A model's step as formulas, from its tape: v is the potential, w further state variables, I the current, s the spike, a dash what follows the step.</summary>
static class NeuronEquations
{
    public static IReadOnlyList<string> Write<TNeuron>(NeuronOptions options, FormulaStyle style) where TNeuron : struct, INeuron<TNeuron>
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
            bool gain = parameter.Coefficient == Coefficient.EulerGain || parameter.Coefficient == Coefficient.ExponentialGain;
            return gain ? Indexed("k", parameter.Name) : style == FormulaStyle.LaTeX ? $@"\text{{{parameter.Name}}}" : parameter.Name.Replace('-', '_');
        }

        string Indexed(string letter, string index) => style == FormulaStyle.LaTeX ? $@"{letter}_{{\text{{{index}}}}}" : $"{letter}_{index.Replace('-', '_')}";
    }
}
