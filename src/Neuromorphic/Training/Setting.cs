using System.Globalization;
using System.Text;

namespace Neuromorphic.Training;

/// <summary>One setting of a run: its name on the command line and in a configuration file, and how it is read and written as text.</summary>
/// <param name="Name">Name in kebab case.</param>
/// <param name="Group">Heading under which help lists it.</param>
/// <param name="Allowed">What values it takes, for people.</param>
/// <param name="Description">What it does.</param>
/// <param name="Get">The value in a configuration, or null where it is left to a default.</param>
/// <param name="Set">The configuration with the value replaced; throws <see cref="FormatException"/> if the text is no such value.</param>
public sealed record Setting(string Name, string Group, string Allowed, string Description, Func<RunConfiguration, string?> Get, Func<RunConfiguration, string, RunConfiguration> Set)
{
    /// <summary>The configuration with the setting read from text.</summary>
    /// <exception cref="ArgumentException">The text is not an allowed value.</exception>
    public RunConfiguration Apply(RunConfiguration configuration, string text)
    {
        try
        {
            return Set(configuration, text);
        }
        catch (Exception e) when (e is FormatException or OverflowException)
        {
            throw new ArgumentException($"{Name} is '{text}'; allowed: {Allowed}.", e);
        }
    }
}

/// <summary>Kinds of values, as text.</summary>
static class SettingText
{
    public static string? Write(int? value) => value?.ToString(CultureInfo.InvariantCulture);
    public static string? Write(double? value) => value?.ToString("R", CultureInfo.InvariantCulture);

    public static int Integer(string text, int smallest)
    {
        int value = int.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        return value >= smallest ? value : throw new FormatException();
    }

    public static double Number(string text)
    {
        double value = double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
        return double.IsFinite(value) ? value : throw new FormatException();
    }

    public static double Positive(string text) => Number(text) is > 0 and var value ? value : throw new FormatException();

    public static double NotNegative(string text) => Number(text) is >= 0 and var value ? value : throw new FormatException();

    /// <summary>The names of an enumeration in kebab case.</summary>
    public static string[] Choices<T>() where T : struct, Enum => Array.ConvertAll(Enum.GetNames<T>(), Kebab);

    public static string Write<T>(T value) where T : struct, Enum => Kebab(value.ToString());

    public static T Choice<T>(string text) where T : struct, Enum
    {
        foreach (T value in Enum.GetValues<T>())
            if (Write(value) == text) return value;
        throw new FormatException();
    }

    static string Kebab(string name)
    {
        var kebab = new StringBuilder();
        foreach (char c in name)
        {
            if (char.IsUpper(c) && kebab.Length > 0) kebab.Append('-');
            kebab.Append(char.ToLowerInvariant(c));
        }
        return kebab.ToString();
    }
}
