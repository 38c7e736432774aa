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
}
