using System.Globalization;
using System.Text;

namespace Neuromorphic.Expressions;

/// <summary>Prints formulas such that they are read as equal ones.</summary>
static class FormulaPrinter
{
    // How tightly what is printed holds together.
    const int Sum = 1, Product = 2, Sign = 3, Exponent = 4, Whole = 5;

    /// <summary>The formula, with names of the inputs or x, x1, ....</summary>
    /// <exception cref="ArgumentException">The formula reads an input that has no name.</exception>
    public static string Print(Expression expression, IReadOnlyList<string> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        if (inputs.Count > 0 && expression.Inputs > inputs.Count) throw new ArgumentException($"The formula has {expression.Inputs} inputs; {inputs.Count} have names.");
        StringBuilder text = new();
        Write(text, expression, inputs, Sum);
        return text.ToString();
    }

    /// <summary>The name of an input.</summary>
    public static string InputName(int index, IReadOnlyList<string> inputs) => inputs.Count > 0 ? inputs[index] : index == 0 ? "x" : string.Create(CultureInfo.InvariantCulture, $"x{index}");

    static void Write(StringBuilder text, Expression node, IReadOnlyList<string> inputs, int least)
    {
        bool brackets = Strength(node) < least;
        if (brackets) text.Append('(');
        switch (node.Kind)
        {
            case NodeKind.Input: text.Append(InputName(node.Index, inputs)); break;
            case NodeKind.Parameter: text.Append(CultureInfo.InvariantCulture, $"P{node.Index}"); break;
            case NodeKind.Constant: text.Append(node.Value.ToString("R", CultureInfo.InvariantCulture)); break;
            default: WriteOperator(text, node, inputs); break;
        }
        if (brackets) text.Append(')');
    }

    static void WriteOperator(StringBuilder text, Expression node, IReadOnlyList<string> inputs)
    {
        IReadOnlyList<Expression> arguments = node.Arguments;
        int strength = Strength(node);
        if (strength == Sign)
        {
            text.Append('-');
            // The minus of a bare number would be the number's.
            Write(text, arguments[0], inputs, arguments[0].Kind == NodeKind.Constant ? Whole + 1 : Exponent);
        }
        else if (strength < Whole)
        {
            bool power = strength == Exponent;
            Write(text, arguments[0], inputs, power ? Whole : strength);
            text.Append(strength == Sum ? $" {node.Operator!.Sign} " : node.Operator!.Sign);
            Write(text, arguments[1], inputs, power || strength == Product ? Exponent : IsSigned(arguments[1]) ? Whole : Product);
        }
        else
        {
            text.Append(node.Operator!.Name).Append('(');
            for (int i = 0; i < arguments.Count; i++)
            {
                if (i > 0) text.Append(", ");
                Write(text, arguments[i], inputs, Sum);
            }
            text.Append(')');
        }
    }

    static bool IsSigned(Expression node) => Strength(node) == Sign;

    static int Strength(Expression node) => node.Kind == NodeKind.Constant ? double.IsNegative(node.Value) ? Sign : Whole : node.Operator?.Sign switch
    {
        null => Whole,
        "*" or "/" => Product,
        "^" => Exponent,
        _ => node.Operator.Arity == 1 ? Sign : Sum,
    };
}
