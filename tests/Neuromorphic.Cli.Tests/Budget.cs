using System.Globalization;

namespace Neuromorphic.Cli.Tests;

/// <summary>How often an attack is tried: a few times in an ordinary run of the tests, as often as an environment variable says in one that looks for more.</summary>
static class Budget
{
    /// <summary>Kills in the middle of a training (NEUROMORPHIC_KILLS).</summary>
    public static int Kills => Of("NEUROMORPHIC_KILLS", 3);
    /// <summary>Contests of two processes for one folder (NEUROMORPHIC_CONTESTS).</summary>
    public static int Contests => Of("NEUROMORPHIC_CONTESTS", 2);

    static int Of(string variable, int usual) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : usual;
}
