using System.Reflection;

namespace Neuromorphic.Cli;

/// <summary>This program as its user knows it.</summary>
static class Invocation
{
    /// <summary>The version, and the revision of the source it was built from, if known.</summary>
    public static (string Version, string? Revision) Build
    {
        get
        {
            string[] parts = (typeof(Invocation).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "").Split('+', 2);
            return (parts[0], parts.Length > 1 ? parts[1] : null);
        }
    }

    /// <summary>How to call this program again from the current folder: by its name as an installed tool, else by the path of the executable.</summary>
    public static string Command
    {
        get
        {
            string? path = Environment.ProcessPath;
            if (path == null || !Path.GetFileName(path).StartsWith(typeof(Invocation).Assembly.GetName().Name!, StringComparison.Ordinal)) return "neuromorphic";
            string relative = Path.GetRelativePath(Environment.CurrentDirectory, path);
            return relative.Length < path.Length ? relative : path;
        }
    }
}
