using Neuromorphic.Numerics;
using Neuromorphic.Tape;

namespace Neuromorphic.Expressions;

/// <summary>What a node of a formula is.</summary>
public enum NodeKind
{
    /// <summary>An operator on its arguments.</summary>
    Operator,
    /// <summary>An input.</summary>
    Input,
    /// <summary>A number that each unit has its own of, 1 at first.</summary>
    Parameter,
    /// <summary>A constant.</summary>
    Constant,
}

/// <summary>
/// A formula: a tree of operators over inputs, numbered parameters of the unit that evaluates it, and constants. It does not change; two of the same form are equal.
/// Printed and read again, it is equal to itself.
/// </summary>
public sealed class Expression : IEquatable<Expression>
{
    /// <summary>Nodes from the root to a leaf, at most; brackets in each other, too.</summary>
    public const int MaximumDepth = 500;
    /// <summary>Nodes, at most.</summary>
    public const int MaximumNodes = 10_000;
    /// <summary>Parameters of a unit, at most.</summary>
    public const int MaximumParameters = 256;
    /// <summary>Inputs, at most.</summary>
    public const int MaximumInputs = 16_384;

    readonly Expression[] arguments;
    readonly int hash;

    Expression(NodeKind kind, Operator? function = null, int index = 0, double value = 0, params Expression[] arguments)
    {
        (Kind, this.arguments, Index, Value) = (kind, arguments, index, value);
        Operator = function;
        HashCode code = new();
        code.Add(kind);
        code.Add(function);
        code.Add(index);
        code.Add(BitConverter.DoubleToInt64Bits(value));
        (Nodes, Depth) = (1, 1);
        (Inputs, Parameters) = (kind == NodeKind.Input ? index + 1 : 0, kind == NodeKind.Parameter ? index + 1 : 0);
        foreach (Expression argument in arguments)
        {
            code.Add(argument.hash);
            Nodes += argument.Nodes;
            Depth = Math.Max(Depth, argument.Depth + 1);
            Inputs = Math.Max(Inputs, argument.Inputs);
            Parameters = Math.Max(Parameters, argument.Parameters);
        }
        hash = code.ToHashCode();
        if (Depth > MaximumDepth) throw new ArgumentException($"The formula is {Depth} operators deep; allowed are {MaximumDepth}.");
        if (Nodes > MaximumNodes) throw new ArgumentException($"The formula has {Nodes} nodes; allowed are {MaximumNodes}.");
    }

    /// <summary>What this node is.</summary>
    public NodeKind Kind { get; }
    /// <summary>Its operator, if it has one.</summary>
    public Operator? Operator { get; }
    /// <summary>The operator's arguments.</summary>
    public IReadOnlyList<Expression> Arguments => arguments;
    /// <summary>Which input or parameter it is, from 0.</summary>
    public int Index { get; }
    /// <summary>The constant.</summary>
    public double Value { get; }

    /// <summary>Nodes of the tree, leaves included.</summary>
    public int Nodes { get; }
    /// <summary>Nodes from here to the furthest leaf.</summary>
    public int Depth { get; }
    /// <summary>How many inputs it takes: one more than the highest that it reads.</summary>
    public int Inputs { get; }
    /// <summary>How many parameters a unit has: one more than the highest that it reads.</summary>
    public int Parameters { get; }

    /// <summary>An input.</summary>
    /// <param name="index">Which, from 0.</param>
    public static Expression Input(int index)
    {
        Check(index, MaximumInputs, "input");
        return new(NodeKind.Input, index: index);
    }

    /// <summary>A parameter of the unit.</summary>
    /// <param name="index">Which, from 0.</param>
    public static Expression Parameter(int index)
    {
        Check(index, MaximumParameters, "parameter");
        return new(NodeKind.Parameter, index: index);
    }

    /// <summary>A constant.</summary>
    /// <exception cref="ArgumentException">It is infinite or not a number.</exception>
    public static Expression Constant(double value) =>
        double.IsFinite(value) ? new(NodeKind.Constant, value: value) : throw new ArgumentException($"A constant is {value}; allowed are finite numbers.");

    /// <summary>An operator on arguments.</summary>
    /// <exception cref="ArgumentException">Their number is not the operator's, or the tree becomes too large.</exception>
    public static Expression Apply(Operator function, params Expression[] arguments)
    {
        ArgumentNullException.ThrowIfNull(function);
        ArgumentNullException.ThrowIfNull(arguments);
        if (arguments.Length != function.Arity) throw new ArgumentException(WrongArity(function, arguments.Length));
        foreach (Expression argument in arguments) ArgumentNullException.ThrowIfNull(argument, nameof(arguments));
        return new(NodeKind.Operator, function, arguments: [.. arguments]);
    }

    /// <summary>Reads a formula: infix and calls mix, `x*sigmoid(x)` and `mul(x,sigmoid(x))`; `P0(x)` means `P0*x`; the name of an operator alone means it of x.</summary>
    /// <param name="text">The formula.</param>
    /// <param name="inputs">Names of the inputs in their order; if none is given, x (or x0), x1, x2, ....</param>
    /// <exception cref="FormulaException">It cannot be read; the message says where and why.</exception>
    public static Expression Parse(string text, params IReadOnlyList<string> inputs) => new FormulaParser(text, inputs).Parse();

    /// <summary>The formula, such that <see cref="Parse"/> gives an equal one: infix where there is a sign, brackets only where they are needed.</summary>
    public override string ToString() => FormulaPrinter.Print(this, []);

    /// <summary>The formula with given names of its inputs.</summary>
    public string ToString(params IReadOnlyList<string> inputs) => FormulaPrinter.Print(this, inputs);

    /// <summary>The formula with derivatives as one would write them on paper: lines of common parts, then y, its slope dy/dx by the first input, its curvature.</summary>
    /// <param name="style">How they are written.</param>
    /// <param name="derivatives">0: y alone; 1: the slope, too; 2: the curvature, too.</param>
    /// <param name="inputs">Names of the inputs; if none is given, x, x1, x2, ....</param>
    public IReadOnlyList<string> Write(FormulaStyle style, int derivatives = 0, params IReadOnlyList<string> inputs) => new ExpressionEquations(this, derivatives).Write(style, inputs);

    /// <summary>
    /// A shorter formula of the same value: constants are computed, what adds 0 or multiplies by 1 disappears, as do signs of signs. Wherever this one is finite, the
    /// other is equal within rounding; done twice it changes nothing more.
    /// </summary>
    public Expression Simplify() => Simplifier.Simplify(this);

    /// <summary>The compiled or interpreted form, kept for equal formulas as long as somebody holds it.</summary>
    /// <param name="derivatives">0: values; 1: slopes by the first input, too; 2: curvatures, too.</param>
    public ExpressionKernel Kernel(int derivatives = 0) => ExpressionKernel.Of(this, derivatives);

    /// <summary>The formula as a function of x, in float64.</summary>
    /// <exception cref="ArgumentException">It reads more than x.</exception>
    public Func<double, double> Function()
    {
        if (!IsOfXAlone) throw new ArgumentException($"The formula '{this}' is no function of x alone.");
        ExpressionKernel kernel = Kernel();
        return x => kernel.Value<Scalar64>([x], []).Value;
    }

    /// <summary>Whether it reads x alone, or nothing: no other input, and no numbers of units.</summary>
    public bool IsOfXAlone => Inputs <= 1 && Parameters == 0;

    /// <summary>The formula as a struct that is <see cref="IUnitFunction"/>, the same for equal ones as long as somebody holds it: for kernels of devices, and others that have their function as a type argument.</summary>
    /// <remarks>An assembly of its own (71 KB): for controllers that are to be run, not for the thousands of a search.</remarks>
    /// <exception cref="ArgumentException">It reads more inputs than one.</exception>
    public Type UnitFunction() => UnitFunctionEmitter.Of(this);

    /// <summary>The slope of the formula by x as a struct that is <see cref="IUnitFunction"/>.</summary>
    /// <exception cref="ArgumentException">The formula has more inputs than one.</exception>
    public Type UnitSlope() => UnitFunctionEmitter.Of(this, derivative: 1);

    /// <summary>All nodes, a node before its arguments, first arguments first.</summary>
    public IEnumerable<Expression> PreOrder()
    {
        Stack<Expression> open = [];
        open.Push(this);
        while (open.TryPop(out Expression? node))
        {
            yield return node;
            for (int i = node.arguments.Length - 1; i >= 0; i--) open.Push(node.arguments[i]);
        }
    }

    /// <summary>The formula with another one in place of a node.</summary>
    /// <param name="position">The node's place in <see cref="PreOrder"/>, from 0.</param>
    /// <param name="by">What takes its place.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such place.</exception>
    public Expression Replace(int position, Expression by)
    {
        ArgumentNullException.ThrowIfNull(by);
        ArgumentOutOfRangeException.ThrowIfNegative(position);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(position, Nodes);
        if (position-- == 0) return by;
        int k = 0;
        for (; position >= arguments[k].Nodes; k++) position -= arguments[k].Nodes;
        Expression[] changed = [.. arguments];
        changed[k] = arguments[k].Replace(position, by);
        return Apply(Operator!, changed);
    }

    /// <summary>Whether both are of the same form.</summary>
    public bool Equals(Expression? other)
    {
        if (ReferenceEquals(this, other)) return true;
        if (other is null || hash != other.hash || Kind != other.Kind || Operator != other.Operator || Index != other.Index || Nodes != other.Nodes) return false;
        if (BitConverter.DoubleToInt64Bits(Value) != BitConverter.DoubleToInt64Bits(other.Value)) return false;
        for (int i = 0; i < arguments.Length; i++)
            if (!arguments[i].Equals(other.arguments[i])) return false;
        return true;
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Expression);

    /// <inheritdoc/>
    public override int GetHashCode() => hash;

    /// <summary>Writes it on the open tape.</summary>
    internal Symbol Record(ReadOnlySpan<Symbol> inputs, ReadOnlySpan<Symbol> parameters)
    {
        if (Kind == NodeKind.Input) return inputs[Index];
        if (Kind == NodeKind.Parameter) return parameters[Index];
        if (Kind == NodeKind.Constant) return Value;
        Symbol[] values = new Symbol[arguments.Length];
        for (int i = 0; i < values.Length; i++) values[i] = arguments[i].Record(inputs, parameters);
        return Operator!.Record(values);
    }

    internal static string WrongArity(Operator function, int count) => $"{function.Name} takes {function.Arity} argument{(function.Arity == 1 ? "" : "s")}, not {count}.";

    static void Check(int index, int end, string what)
    {
        if ((uint)index >= (uint)end) throw new ArgumentOutOfRangeException(nameof(index), index, $"The {what} {index} is none; allowed are 0 to {end - 1}.");
    }
}
