namespace Neuromorphic.Expressions;

/// <summary>A formula that cannot be read.</summary>
public sealed class FormulaException : ArgumentException
{
    const int Excerpt = 30; // characters on each side

    internal FormulaException(string formula, int position, string problem) : base($"{problem} (position {position} of {Around(formula, position - 1)})") => Position = position;

    /// <summary>Where, from 1.</summary>
    public int Position { get; }

    static string Around(string formula, int index)
    {
        int from = Math.Max(0, index - Excerpt), to = Math.Min(formula.Length, index + Excerpt);
        return $"'{(from > 0 ? "..." : "")}{formula[from..to]}{(to < formula.Length ? "..." : "")}'";
    }
}
