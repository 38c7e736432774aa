using Neuromorphic.Numerics;
using Neuromorphic.Tape;

namespace Neuromorphic.Expressions;

/// <summary>A function of which formulas are made.</summary>
public abstract class Operator
{
    private protected Operator(string name, int arity, string summary, string[] aliases) => (Name, Arity, Summary, Aliases) = (name, arity, summary, aliases);

    /// <summary>Its name, as formulas are printed.</summary>
    public string Name { get; }
    /// <summary>Other names that formulas may use.</summary>
    public IReadOnlyList<string> Aliases { get; }
    /// <summary>Arguments.</summary>
    public int Arity { get; }
    /// <summary>What it is, in one sentence, with its source where it has one.</summary>
    public string Summary { get; }
    /// <summary>The sign that stands between its arguments, or before its only one; null if it is called by name.</summary>
    public string? Sign { get; internal init; }

    /// <summary>The formula of its arguments that it stands for; null if it is written in code.</summary>
    public virtual Expression? Formula => null;

    /// <summary>Writes it on the open tape.</summary>
    internal abstract Symbol Record(ReadOnlySpan<Symbol> arguments);

    /// <summary>Its name.</summary>
    public override string ToString() => Name;
}

/// <summary>An operator of one argument.</summary>
sealed class UnaryOperator<TFunction>(string name, string summary, string[] aliases) : Operator(name, 1, summary, aliases) where TFunction : struct, IFunction
{
    internal override Symbol Record(ReadOnlySpan<Symbol> arguments) => TFunction.Of(arguments[0]);
}

/// <summary>An operator of two arguments.</summary>
sealed class BinaryOperator<TFunction>(string name, string summary, string[] aliases) : Operator(name, 2, summary, aliases) where TFunction : struct, IFunctionOfTwo
{
    internal override Symbol Record(ReadOnlySpan<Symbol> arguments) => TFunction.Of(arguments[0], arguments[1]);
}

/// <summary>An operator that is a formula of its arguments.</summary>
sealed class FormulaOperator(string name, string summary, string[] aliases, Expression formula) : Operator(name, formula.Inputs, summary, aliases)
{
    public override Expression Formula => formula;
    internal override Symbol Record(ReadOnlySpan<Symbol> arguments) => formula.Record(arguments, []);
}
