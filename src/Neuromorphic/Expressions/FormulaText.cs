namespace Neuromorphic.Expressions;

/// <summary>Formulas as values of settings.</summary>
public static class FormulaText
{
    /// <summary>The formula of a text.</summary>
    /// <exception cref="FormatException">It cannot be read; the inner exception says where and why.</exception>
    public static Expression Read(string text)
    {
        try
        {
            return Expression.Parse(text);
        }
        catch (FormulaException e)
        {
            throw new FormatException(e.Message, e);
        }
    }

    /// <summary>The formulas of a text that joins them by ;.</summary>
    /// <exception cref="FormatException">One cannot be read.</exception>
    public static Expression[] ReadSeveral(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Array.ConvertAll(text.Split(';'), part => Read(part.Trim()));
    }

    /// <summary>Formulas by name, and by operator/name what their operators stand for where that is a formula: what a reader needs who does not know these.</summary>
    internal static Dictionary<string, string> Of(IReadOnlyList<(string Name, Expression Formula)> formulas)
    {
        Dictionary<string, string> texts = formulas.ToDictionary(named => named.Name, named => named.Formula.ToString());
        foreach ((_, Expression formula) in formulas) AddOperators(formula);
        return texts;

        void AddOperators(Expression formula)
        {
            foreach (Operator used in formula.PreOrder().Select(node => node.Operator).OfType<Operator>())
                if (used.Formula is { } meaning && texts.TryAdd($"operator/{used.Name}", meaning.ToString())) AddOperators(meaning);
        }
    }
}
