namespace Neuromorphic.Replay;

/// <summary>An episode as a file of the kind that its name ends in.</summary>
public static class ReplayFile
{
    static readonly (string Extension, Action<string, Scene> Write, string Opening)[] Formats =
    [
        (".html", HtmlReplay.Write, "open it in any browser"),
        (".glb", GltfReplay.Write, "open it in Blender or any other viewer of glTF"),
    ];

    /// <summary>What a name may end in.</summary>
    public static IReadOnlyList<string> Extensions { get; } = [.. Formats.Select(format => format.Extension)];

    /// <summary>Writes the file; one that exists stays whole until it is replaced.</summary>
    /// <param name="path">The file, in a folder that exists.</param>
    /// <param name="scene">The episode.</param>
    /// <exception cref="ArgumentException">The name ends in something else.</exception>
    /// <exception cref="InvalidDataException">The scene cannot be shown; the message says why.</exception>
    public static void Write(string path, Scene scene) => Format(path).Write(path, scene);

    /// <summary>What to do with a file, in words.</summary>
    /// <exception cref="ArgumentException">The name ends in something else.</exception>
    public static string Opening(string path) => Format(path).Opening;

    static (string Extension, Action<string, Scene> Write, string Opening) Format(string path)
    {
        int index = Array.FindIndex(Formats, format => path.EndsWith(format.Extension, StringComparison.OrdinalIgnoreCase));
        return index >= 0 ? Formats[index] : throw new ArgumentException($"The file is '{path}'; allowed: a name that ends in {string.Join(" or ", Extensions)}.", nameof(path));
    }
}
