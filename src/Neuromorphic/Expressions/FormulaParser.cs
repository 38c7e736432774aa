using System.Globalization;
using System.Runtime.CompilerServices;
using Neuromorphic.Registries;

namespace Neuromorphic.Expressions;

/// <summary>Reads formulas. From loose to tight: + and -, * and /, the minus before a term, ^ (which holds to the right).</summary>
/// <remarks>A level of brackets is four frames of the stack: what calls itself is optimised at once, where frames are small.</remarks>
sealed class FormulaParser
{
    const int Sum = 1, Product = 2, Exponent = 4;

    readonly string text;
    readonly IReadOnlyList<string> inputs;
    int at, depth;

    public FormulaParser(string text, IReadOnlyList<string> inputs)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(inputs);
        (this.text, this.inputs) = (text, inputs);
        foreach (string name in inputs)
            if (name.Length == 0 || !IsFirst(name[0]) || !name.All(IsNamePart) || ParameterIndex(name) is not null)
                throw new ArgumentException($"'{name}' cannot be an input's name; names are letters, digits and underlines, first a letter, and not P0, P1, ....");
    }

    public Expression Parse()
    {
        Skip();
        if (at == text.Length) throw Error(at, "The formula is empty.");
        if (inputs.Count <= 1 && Operators.Find(text[at..].TrimEnd()) is { Arity: 1 } alone && InputIndex(text[at..].TrimEnd()) is null)
            return Expression.Apply(alone, Expression.Input(0));
        Expression result = Term(Sum);
        Skip();
        if (at == text.Length) return result;
        throw Error(at, text[at] == ')' ? "This bracket closes none." : $"'{text[at]}' is not expected here; an operator is (+ - * / ^), or the end.");
    }

    /// <summary>What holds together at least so tightly.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    Expression Term(int least)
    {
        if (++depth > Expression.MaximumDepth) throw Error(at, $"Brackets and signs are more than {Expression.MaximumDepth} deep.");
        Expression left = Signed();
        while (true)
        {
            Skip();
            int position = at;
            (Operator? sign, int strength) = at == text.Length ? default : text[at] switch
            {
                '+' => (Operators.Add, Sum),
                '-' => (Operators.Subtract, Sum),
                '*' => (Operators.Multiply, Product),
                '/' => (Operators.Divide, Product),
                '^' => (Operators.Power, Exponent),
                _ => default,
            };
            if (sign == null || strength < least) break;
            at++;
            left = Apply(position, sign, left, Term(sign == Operators.Power ? Exponent : strength + 1));
        }
        depth--;
        return left;
    }

    /// <summary>An operand with its sign; that of a bare number is the number's own, so that -2^2 is -(2^2) and -2 a constant.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    Expression Signed()
    {
        Skip();
        if (at == text.Length || text[at] != '-') return Operand();
        int position = at++;
        Skip();
        bool number = at < text.Length && IsNumberPart(text[at]);
        Expression operand = Term(Exponent);
        return number && operand.Kind == NodeKind.Constant ? Expression.Constant(-operand.Value) : Apply(position, Operators.Negative, operand);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    Expression Operand()
    {
        int position = at;
        if (at == text.Length) throw Error(at, "Something is missing at the end: a number, a name or a bracket.");
        if (IsNumberPart(text[at])) return Number();
        if (text[at] == '(')
        {
            at++;
            Expression inner = Term(Sum);
            Close(position);
            return inner;
        }
        if (Name() is not { } name) throw Error(at, $"'{text[at]}' is not expected here; a number, a name or a bracket is.");
        int afterName = at;
        Skip();
        bool called = at < text.Length && text[at] == '(';
        if (!called) at = afterName;
        if (ParameterIndex(name) is { } parameter)
        {
            if (parameter >= Expression.MaximumParameters) throw Error(position, $"{name} is none of a unit's numbers; they are P0 to P{Expression.MaximumParameters - 1}.");
            Expression number = Expression.Parameter(parameter);
            if (!called) return number;
            Expression[] factor = Arguments();
            return factor.Length == 1 ? Apply(position, Operators.Multiply, number, factor[0]) : throw Error(position, $"{name}(...) multiplies one number, not {factor.Length}.");
        }
        Operator? function = Operators.Find(name);
        // An input may have an operator's name: brackets tell them apart.
        if (InputIndex(name) is { } input && !(called && function != null))
        {
            if (called) throw Error(position, $"{name} is an input, no operator; a product is written {name}*(...).");
            return input < Expression.MaximumInputs ? Expression.Input(input) : throw Error(position, $"{name} is none of the inputs; allowed are {Expression.MaximumInputs}.");
        }
        if (function != null)
        {
            if (!called) throw Error(position, $"{name} needs its argument{(function.Arity == 1 ? "" : "s")} in brackets.");
            Expression[] arguments = Arguments();
            return arguments.Length == function.Arity ? Apply(position, function, arguments) : throw Error(position, Expression.WrongArity(function, arguments.Length));
        }
        if (called) throw Error(position, Operators.Unknown(name));
        IReadOnlyList<string> names = inputs.Count > 0 ? inputs : ["x"];
        throw Error(position, $"There is no input '{name}'; there {(names.Count == 1 ? "is" : "are")} {string.Join(", ", names)}{(inputs.Count > 0 ? "" : ", x1, ...")}.{NearestName.Suggest(name, [.. names, .. Operators.All.Select(entry => entry.Name)])}");
    }

    /// <summary>What stands in the brackets of a call.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    Expression[] Arguments()
    {
        int open = at++;
        List<Expression> arguments = [];
        Skip();
        if (at < text.Length && text[at] == ')')
        {
            at++;
            return [];
        }
        while (true)
        {
            arguments.Add(Term(Sum));
            Skip();
            if (at == text.Length || text[at] != ',') break;
            at++;
        }
        Close(open);
        return [.. arguments];
    }

    void Close(int open)
    {
        Skip();
        if (at == text.Length) throw Error(open, "This bracket is not closed.");
        if (text[at] != ')') throw Error(at, $"'{text[at]}' is not expected here; an operator is (+ - * / ^), or the bracket's end.");
        at++;
    }

    Expression Number()
    {
        int start = at;
        Digits();
        if (at < text.Length && text[at] == '.') at++;
        Digits();
        if (at < text.Length && text[at] is 'e' or 'E')
        {
            at++;
            if (at < text.Length && text[at] is '+' or '-') at++;
            Digits();
        }
        if (!double.TryParse(text.AsSpan(start, at - start), NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out double value))
            throw Error(start, $"'{text[start..at]}' is no number.");
        return double.IsFinite(value) ? Expression.Constant(value) : throw Error(start, $"{text[start..at]} is too large for a number.");
    }

    void Digits()
    {
        while (at < text.Length && char.IsAsciiDigit(text[at])) at++;
    }

    string? Name()
    {
        if (at == text.Length || !IsFirst(text[at])) return null;
        int start = at;
        while (at < text.Length && IsNamePart(text[at])) at++;
        return text[start..at];
    }

    void Skip()
    {
        while (at < text.Length && char.IsWhiteSpace(text[at])) at++;
    }

    int? InputIndex(string name)
    {
        if (inputs.Count == 0) return name == "x" ? 0 : Indexed(name, 'x');
        for (int i = 0; i < inputs.Count; i++)
            if (inputs[i] == name) return i;
        return null;
    }

    static int? ParameterIndex(string name) => Indexed(name, 'P');

    /// <summary>The number behind a letter; a large one stands for any that is larger.</summary>
    static int? Indexed(string name, char letter) =>
        name.Length < 2 || name[0] != letter || name.AsSpan(1).ContainsAnyExceptInRange('0', '9') ? null
        : int.TryParse(name.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out int index) ? index : int.MaxValue;

    Expression Apply(int position, Operator function, params Expression[] arguments)
    {
        try
        {
            return Expression.Apply(function, arguments);
        }
        catch (ArgumentException tooLarge)
        {
            throw Error(position, tooLarge.Message);
        }
    }

    FormulaException Error(int index, string problem) => new(text, index + 1, problem);

    static bool IsFirst(char letter) => char.IsAsciiLetter(letter) || letter == '_';
    static bool IsNamePart(char letter) => char.IsAsciiLetterOrDigit(letter) || letter == '_';
    static bool IsNumberPart(char letter) => char.IsAsciiDigit(letter) || letter == '.';
}
