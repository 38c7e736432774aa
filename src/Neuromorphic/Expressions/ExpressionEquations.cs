using System.Globalization;
using Neuromorphic.Tape;

namespace Neuromorphic.Expressions;

/// <summary>A formula on a tape: its value and derivatives, and their adjoint. A slot holds one row of numbers: an input, a parameter, a result.</summary>
sealed class ExpressionEquations
{
    readonly Expression expression;
    readonly int derivatives;

    /// <param name="expression">The formula.</param>
    /// <param name="derivatives">0: its value; 1: its slope by the first input, too; 2: its curvature, too.</param>
    public ExpressionEquations(Expression expression, int derivatives)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(derivatives);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(derivatives, 2);
        (this.expression, this.derivatives) = (expression, derivatives);
        Inputs = Read(NodeKind.Input);
        Parameters = Read(NodeKind.Parameter);
    }

    /// <summary>The inputs that the formula reads. Their slots are the first.</summary>
    public int[] Inputs { get; }
    /// <summary>The parameters that it reads. Their slots are the next.</summary>
    public int[] Parameters { get; }
    /// <summary>The first slot of results, and in the adjoint of their gradients.</summary>
    public int Results => Inputs.Length + Parameters.Length;
    /// <summary>The first slot of the inputs' gradients.</summary>
    public int InputGradients => Results + derivatives + 1;
    /// <summary>The first slot of the parameters' gradients.</summary>
    public int ParameterGradients => InputGradients + Inputs.Length;
    /// <summary>Slots of the adjoint, which has the most.</summary>
    public int Slots => ParameterGradients + Parameters.Length;

    /// <summary>Value and derivatives.</summary>
    public Equations Value() => Recorder.Record("value", stores =>
    {
        Symbol[] results = Record();
        for (int n = 0; n < results.Length; n++) stores[LoopEmitter.Address(Results + n)] = results[n];
    });

    /// <summary>One of them alone: 0 the value, 1 the slope, 2 the curvature.</summary>
    public Equations Value(int derivative) => Recorder.Record("value", stores => stores[LoopEmitter.Address(Results + derivative)] = Record()[derivative]);

    /// <summary>From gradients of value and derivatives to those of inputs, and added to those of parameters.</summary>
    public Equations Adjoint() => Recorder.Record("adjoint", stores =>
    {
        Symbol[] results = Record();
        Derivative adjoint = new();
        for (int n = 0; n < results.Length; n++) adjoint.Add(results[n], Load(Results + n));
        adjoint.Run();
        for (int i = 0; i < Inputs.Length; i++) stores[LoopEmitter.Address(InputGradients + i)] = adjoint.Of(Load(i));
        for (int p = 0; p < Parameters.Length; p++)
            stores[LoopEmitter.Address(ParameterGradients + p)] = adjoint.Onto(Load(ParameterGradients + p), Load(Inputs.Length + p));
    });

    /// <summary>Value and derivatives as lines of text.</summary>
    public IReadOnlyList<string> Write(FormulaStyle style, IReadOnlyList<string> inputs)
    {
        bool latex = style == FormulaStyle.LaTeX;
        string[] results = style == FormulaStyle.CSharp ? ["y", "slope", "curvature"] : ["y", "y'", "y''"];
        return Formula.Write(Value(), Name, address => results[LoopEmitter.Parts(address).Slot - Results], style);

        string Name(int address)
        {
            int slot = LoopEmitter.Parts(address).Slot;
            if (slot >= Inputs.Length)
            {
                string index = Parameters[slot - Inputs.Length].ToString(CultureInfo.InvariantCulture);
                return latex ? $"P_{{{index}}}" : "P" + index;
            }
            string name = FormulaPrinter.InputName(Inputs[slot], inputs);
            return !latex || name.Length == 1 ? name : inputs.Count > 0 ? $@"\text{{{name}}}" : $"x_{{{name[1..]}}}";
        }
    }

    Symbol[] Record()
    {
        Symbol[] inputs = new Symbol[expression.Inputs], parameters = new Symbol[expression.Parameters];
        for (int i = 0; i < Inputs.Length; i++) inputs[Inputs[i]] = Load(i);
        for (int p = 0; p < Parameters.Length; p++) parameters[Parameters[p]] = Load(Inputs.Length + p);
        Symbol[] results = new Symbol[derivatives + 1];
        results[0] = expression.Record(inputs, parameters);
        for (int n = 1; n <= derivatives; n++)
        {
            Derivative derivative = new();
            derivative.Add(results[n - 1], 1.0);
            derivative.Run();
            results[n] = Inputs.Length > 0 && Inputs[0] == 0 ? derivative.Of(inputs[0]) : 0.0;
        }
        return results;
    }

    int[] Read(NodeKind kind) => [.. expression.PreOrder().Where(node => node.Kind == kind).Select(node => node.Index).Distinct().Order()];

    static Symbol Load(int slot) => new(Recorder.Current.Load(LoopEmitter.Address(slot)));
}
