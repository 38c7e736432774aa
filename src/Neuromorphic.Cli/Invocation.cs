using System.Reflection;

namespace Neuromorphic.Cli;

/// <summary>This program as its user knows it.</summary>
static class Invocation
{
    /// <summary>
    /// A line for the shell that calls this program again from the current folder: by its name as an installed tool, else by the path of
    /// the executable or of the assembly that dotnet runs, which may be a program of one's own around the commands.
    /// </summary>
    public static string Line(params IEnumerable<string> arguments)
    {
        Assembly assembly = Assembly.GetEntryAssembly() ?? typeof(Invocation).Assembly;
        string path = Environment.ProcessPath ?? "", name = Path.GetFileName(path).Replace(".exe", "", StringComparison.OrdinalIgnoreCase);
        IEnumerable<string> program = name == "dotnet" ? ["dotnet", FromHere(assembly.Location)] : name == assembly.GetName().Name ? [FromHere(path)] : ["neuromorphic"];
        return string.Join(' ', program.Concat(arguments).Select(Quote));
    }

    static string FromHere(string path)
    {
        string relative = Path.GetRelativePath(Environment.CurrentDirectory, path);
        if (!relative.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal)) relative = Path.Combine(".", relative); // a bare name is looked for elsewhere
        return relative.Length < path.Length ? relative : path;
    }

    /// <summary>An argument as a shell takes it: in quotes where it needs them.</summary>
    static string Quote(string argument) =>
        argument.Length > 0 && argument.All(c => char.IsAsciiLetterOrDigit(c) || c == Path.DirectorySeparatorChar || "._-+:=,@".Contains(c, StringComparison.Ordinal)) ? argument
        : OperatingSystem.IsWindows() ? $"\"{argument}\""
        : $"'{argument.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
