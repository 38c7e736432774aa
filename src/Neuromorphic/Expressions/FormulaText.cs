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
}
