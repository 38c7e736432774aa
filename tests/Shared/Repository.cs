namespace Neuromorphic.Tests;

/// <summary>The repository that the tests lie in.</summary>
static class Repository
{
    /// <summary>Its folder: the one above the tests that holds Neuromorphic.sln.</summary>
    public static string Root { get; } = FindRoot();

    static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder != null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Neuromorphic.sln"))) return folder.FullName;
        throw new InvalidOperationException("No folder above the tests holds Neuromorphic.sln.");
    }
}
