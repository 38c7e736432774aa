using Neuromorphic.Expressions;

namespace Neuromorphic.Tests.Expressions;

/// <summary>Formulas of all operators, inputs, parameters and constants.</summary>
static class RandomFormulas
{
    static readonly Operator[] All = [.. Operators.All.Where(entry => entry.Formula == null)]; // other tests add theirs
    static readonly double[] Constants = [0, 1, -1, 2, -2, .5, -0.0, 1e-7, -3.5, 1e20, 0.1];

    /// <summary>A formula, at most so many operators deep.</summary>
    public static Expression Next(SeededNumbers random, int depth, int inputs, int parameters)
    {
        int kind = (int)random.Between(0, depth > 0 ? 12 : 4);
        if (kind == 0) return Expression.Constant(random.Between(0, 1) < .5 ? Constants[(int)random.Between(0, Constants.Length)] : random.Normal());
        if (kind == 1 && parameters > 0) return Expression.Parameter((int)random.Between(0, parameters));
        if (kind < 4) return Expression.Input((int)random.Between(0, inputs));
        // The operators that have signs as often as the others together: brackets and simplification are about them.
        Operator[] signs = Array.FindAll(All, entry => entry.Sign != null);
        Operator function = kind < 8 ? signs[(int)random.Between(0, signs.Length)] : All[(int)random.Between(0, All.Length)];
        return Expression.Apply(function, [.. Enumerable.Range(0, function.Arity).Select(_ => Next(random, depth - 1, inputs, parameters))]);
    }
}
