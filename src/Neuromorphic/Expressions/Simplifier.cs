using Neuromorphic.Numerics;

namespace Neuromorphic.Expressions;

/// <summary>Shortens formulas, arguments first. What each rule puts in place of a node is equal wherever the node is finite; a sum's terms are never put in another order, which could cancel otherwise.</summary>
static class Simplifier
{
    public static Expression Simplify(Expression node)
    {
        if (node.Kind != NodeKind.Operator) return node;
        Expression[] arguments = new Expression[node.Arguments.Count];
        bool same = true;
        for (int i = 0; i < arguments.Length; i++)
        {
            arguments[i] = Simplify(node.Arguments[i]);
            same &= ReferenceEquals(arguments[i], node.Arguments[i]);
        }
        return Of(same ? node : Expression.Apply(node.Operator!, arguments));
    }

    /// <summary>Of a node with simple arguments.</summary>
    static Expression Of(Expression node)
    {
        if (Computed(node) is { } constant) return constant;
        Operator function = node.Operator!;
        Expression a = node.Arguments[0];
        if (function == Operators.Identity) return a;
        if (function == Operators.Zero) return Expression.Constant(0);
        if (function == Operators.One) return Expression.Constant(1);
        if (function == Operators.Negative) return Negative(a);
        if (function == Operators.Absolute || function == Operators.Square) return Negated(a) is { } even ? Of(Expression.Apply(function, even)) : node;
        if (function.Arity != 2) return node;
        Expression b = node.Arguments[1];
        if (function == Operators.Add) return Sum(a, b);
        if (function == Operators.Subtract) return Difference(a, b);
        if (function == Operators.Multiply) return Product(a, b);
        if (function == Operators.Divide) return Is(b, 1) ? a : Is(b, -1) ? Negative(a) : node;
        if (function == Operators.Power) return Is(b, 1) ? a : Is(b, 0) ? Expression.Constant(1) : node;
        if (function == Operators.Maximum || function == Operators.Minimum) return a.Equals(b) ? a : node;
        return node;
    }

    static Expression Negative(Expression a) =>
        Negated(a) ?? (a.Kind == NodeKind.Constant ? Expression.Constant(-a.Value) : a.Operator == Operators.Subtract ? Difference(a.Arguments[1], a.Arguments[0]) : Apply(Operators.Negative, a));

    static Expression Sum(Expression a, Expression b) =>
        Is(a, 0) ? b : Is(b, 0) ? a
        : Less(b) is { } less ? Difference(a, less)
        : Negated(a) is { } minus ? Difference(b, minus)
        : Apply(Operators.Add, a, b);

    static Expression Difference(Expression a, Expression b) =>
        Is(b, 0) ? a : Is(a, 0) ? Negative(b)
        : a.Equals(b) ? Expression.Constant(0)
        : Less(b) is { } more ? Sum(a, more)
        : Apply(Operators.Subtract, a, b);

    static Expression Product(Expression a, Expression b)
    {
        if (b.Kind == NodeKind.Constant && a.Kind != NodeKind.Constant) (a, b) = (b, a);
        return Is(a, 0) ? Expression.Constant(0)
            : Is(a, 1) ? b : Is(a, -1) ? Negative(b)
            : Negated(a) is { } first ? Negative(Product(first, b))
            : Negated(b) is { } second ? Negative(Product(a, second))
            : Apply(Operators.Multiply, a, b);
    }

    /// <summary>An operator on arguments, a constant if they are.</summary>
    static Expression Apply(Operator function, params Expression[] arguments)
    {
        Expression node = Expression.Apply(function, arguments);
        return Computed(node) ?? node;
    }

    /// <summary>The value of an operator on constants, where float32 has it as well.</summary>
    static Expression? Computed(Expression node)
    {
        foreach (Expression argument in node.Arguments)
            if (argument.Kind != NodeKind.Constant) return null;
        double value = node.Kernel().Value<Scalar64>([], []).Value;
        return value == 0 || Math.Abs(value) is > 1e-37 and < 1e38 ? Expression.Constant(value) : null;
    }

    /// <summary>What a node is the negative of, if it is one.</summary>
    static Expression? Negated(Expression node) => node.Operator == Operators.Negative ? node.Arguments[0] : null;

    /// <summary>What a term takes away, if it is the negative of something.</summary>
    static Expression? Less(Expression term) => term.Kind == NodeKind.Constant && term.Value < 0 ? Expression.Constant(-term.Value) : Negated(term);

    static bool Is(Expression node, double value) => node.Kind == NodeKind.Constant && node.Value == value;
}
