using System.Reflection;

namespace Neuromorphic.Storage;

/// <summary>What this program was built from.</summary>
public static class SourceRevision
{
    static readonly string[] Parts = (typeof(SourceRevision).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "").Split('+', 2);

    /// <summary>The version, such as 0.1.0.</summary>
    public static string Version => Parts[0];
    /// <summary>The name of this program and its version, as checkpoints hold it.</summary>
    public static string Program => $"neuromorphic {Version}";
    /// <summary>The git hash of the source; null if it was not built from a repository.</summary>
    public static string? GitHash => Parts.Length > 1 ? Parts[1] : null;
}
