namespace Neuromorphic.Cli;

/// <summary>What standard output leads to.</summary>
static class Terminal
{
    /// <summary>The fewest columns in which a line can be written anew, or help be laid out.</summary>
    public const int FewestColumns = 20;

    /// <summary>The columns of the terminal at this moment; null where there is none, it cannot go back in a line, or it is too narrow for more than plain lines.</summary>
    public static int? Columns()
    {
        if (Console.IsOutputRedirected || StandardStream.IsElsewhere || IsDumb(Environment.GetEnvironmentVariable("TERM"))) return null;
        try
        {
            return Console.WindowWidth is >= FewestColumns and var columns ? columns : null;
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Whether a kind of terminal understands no escape codes. On Windows, terminals do not say their kind.</summary>
    static bool IsDumb(string? kind) => !OperatingSystem.IsWindows() && kind is null or "" or "dumb";
}
