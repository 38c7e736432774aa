using System.Globalization;

namespace Neuromorphic.Tape;

/// <summary>How a formula is written.</summary>
public enum FormulaStyle
{
    /// <summary>a*x + b, choices as "mask ? x : y".</summary>
    Text,
    /// <summary>For a paper.</summary>
    LaTeX,
    /// <summary>Statements on doubles.</summary>
    CSharp,
}

/// <summary>Writes equations as one would on paper: a line for each number that is stored, and one before for each that is used more than once.</summary>
sealed class Formula
{
    // How tightly what an operation writes holds together.
    const int Choice = 0, Either = 1, Both = 2, Comparison = 3, Sum = 4, Product = 5, Sign = 6, Whole = 7;

    readonly Equations equations;
    readonly Func<int, string> load;
    readonly FormulaStyle style;
    readonly Dictionary<int, string> names = [];

    Formula(Equations equations, Func<int, string> load, FormulaStyle style) => (this.equations, this.load, this.style) = (equations, load, style);

    /// <summary>The lines.</summary>
    /// <param name="equations">What is written.</param>
    /// <param name="load">The name of a number that is read, by address.</param>
    /// <param name="store">The name of a number that is written, by address; none leaves it out.</param>
    /// <param name="style">The style.</param>
    public static IReadOnlyList<string> Write(Equations equations, Func<int, string> load, Func<int, string?> store, FormulaStyle style)
    {
        Formula formula = new(equations, load, style);
        (string Name, int Id)[] stores = [.. equations.Stores.Select(pair => (Name: store(pair.Key)!, Id: pair.Value)).Where(pair => pair.Name != null)];
        bool[] live = equations.Live(stores.Select(pair => pair.Id));
        int[] uses = new int[live.Length];
        for (int id = 0; id < live.Length; id++)
            if (live[id])
                foreach (int operand in equations.Operands(id)) uses[operand]++;
        foreach ((_, int id) in stores) uses[id]++;
        List<string> lines = [];
        for (int id = 0; id < live.Length; id++)
        {
            if (!live[id] || uses[id] < 2 || equations.Lines[id].Operation is Operation.Constant or Operation.Load || equations.Lines[id].Operation.IsMask()) continue;
            string name = formula.names.Count < 26 ? ((char)('a' + formula.names.Count)).ToString() : $"x{formula.names.Count}";
            lines.Add(formula.Statement(name, id));
            formula.names[id] = name;
        }
        lines.AddRange(stores.Select(pair => formula.Statement(pair.Name, pair.Id)));
        return lines;
    }

    string Statement(string name, int id) => style == FormulaStyle.CSharp ? $"double {name} = {Text(id, Choice)};" : $"{name} = {Text(id, Choice)}";

    string Text(int id, int least)
    {
        if (names.TryGetValue(id, out string? name)) return name;
        (int strength, string text) = Written(equations.Lines[id]);
        return strength >= least ? text : style == FormulaStyle.LaTeX ? $@"\left({text}\right)" : $"({text})";
    }

    (int Strength, string Text) Written(Line line)
    {
        string A(int least) => Text(line.A, least);
        string B(int least) => Text(line.B, least);
        string C(int least) => Text(line.C, least);
        bool latex = style == FormulaStyle.LaTeX;
        string times = latex ? @" \cdot " : "*", function = line.Operation.ToString();
        switch (line.Operation)
        {
            case Operation.Constant: return (line.Value < 0 ? Sign : Whole, line.Value.ToString("R", CultureInfo.InvariantCulture));
            case Operation.Load: return (Whole, load(line.Address));
            case Operation.Add: return (Sum, $"{A(Sum)} + {B(Sum)}");
            case Operation.Subtract: return (Sum, $"{A(Sum)} - {B(Product)}");
            case Operation.Multiply: return (Product, $"{A(Product)}{times}{B(Product)}");
            case Operation.Divide: return latex ? (Whole, $@"\frac{{{A(Choice)}}}{{{B(Choice)}}}") : (Product, $"{A(Product)}/{B(Sign)}");
            case Operation.Negate: return (Sign, $"-{A(Sign)}");
            case Operation.MultiplyAdd: return (Sum, $"{A(Product)}{times}{B(Product)} + {C(Sum)}");
            case Operation.MultiplySubtract: return (Sum, $"{A(Product)}{times}{B(Product)} - {C(Product)}");
            case Operation.SubtractProduct: return (Sum, $"{C(Sum)} - {A(Product)}{times}{B(Product)}");
            case Operation.Select:
                return latex ? (Whole, $@"\begin{{cases}} {B(Choice)} & {A(Choice)} \\ {C(Choice)} & \text{{else}} \end{{cases}}") : (Choice, $"{A(Either)} ? {B(Either)} : {C(Choice)}");
            case Operation.Less: return (Comparison, $"{A(Sum)} < {B(Sum)}");
            case Operation.AtLeast or Operation.Fires: return (Comparison, $"{A(Sum)} {(latex ? @"\ge" : ">=")} {B(Sum)}");
            case Operation.And: return (Both, $"{A(Both)} {(latex ? @"\wedge" : style == FormulaStyle.CSharp ? "&&" : "and")} {B(Both)}");
            case Operation.Or: return (Either, $"{A(Either)} {(latex ? @"\vee" : style == FormulaStyle.CSharp ? "||" : "or")} {B(Either)}");
            case Operation.SquareRoot: return (Whole, latex ? $@"\sqrt{{{A(Choice)}}}" : style == FormulaStyle.CSharp ? $"Math.Sqrt({A(Choice)})" : $"sqrt({A(Choice)})");
            case Operation.Absolute: return (Whole, latex ? $@"\left|{A(Choice)}\right|" : style == FormulaStyle.CSharp ? $"Math.Abs({A(Choice)})" : $"abs({A(Choice)})");
            case Operation.Exp when latex: return (Whole, $"e^{{{A(Choice)}}}");
            case Operation.Pow when latex: return (Whole, $"{{{A(Whole)}}}^{{{B(Choice)}}}");
            case Operation.Pow: return (Whole, style == FormulaStyle.CSharp ? $"Portable.Pow({A(Choice)}, {B(Choice)})" : $"pow({A(Choice)}, {B(Choice)})");
            case Operation.SinOfTurn or Operation.CosOfTurn:
                string whole = function[..3].ToLowerInvariant();
                return (Whole, latex ? $@"\operatorname{{{whole}}}\left(2 \pi {A(Product)}\right)" : style == FormulaStyle.CSharp ? $"Portable.{function[..3]}(Math.Tau*{A(Product)})" : $"{whole}(2*pi*{A(Product)})");
            case Operation.BitIncrement: return (Whole, latex ? $"{A(Whole)}^+" : style == FormulaStyle.CSharp ? $"Math.BitIncrement({A(Choice)})" : $"next({A(Choice)})");
            default: return (Whole, latex ? $@"\operatorname{{{function.ToLowerInvariant()}}}\left({A(Choice)}\right)" : style == FormulaStyle.CSharp ? $"Portable.{function}({A(Choice)})" : $"{function.ToLowerInvariant()}({A(Choice)})");
        }
    }
}
