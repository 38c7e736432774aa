using System.Net;
using System.Reflection;
using System.Text;
using Neuromorphic.Files;

namespace Neuromorphic.Replay;

/// <summary>An episode as one HTML page that plays it in 3-D in a browser with WebGL 2. It needs no network and no other file.</summary>
/// <remarks>The page understands a fragment such as <c>#frame=50&amp;paused&amp;speed=0.5&amp;loop&amp;yaw=-60&amp;pitch=15&amp;zoom=2</c>.</remarks>
public static class HtmlReplay
{
    static readonly UTF8Encoding Encoding = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>The parts of the program, in an order in which each uses only what stands before it.</summary>
    static readonly string[] Scripts = ["geometry.js", "episode.js", "camera.js", "shaders.js", "solid.js", "program.js", "renderer.js", "curve.js", "neurons.js", "input.js", "player.js", "replay.js"];

    /// <summary>Writes the page; one that exists stays whole until it is replaced.</summary>
    /// <param name="path">The file, in a folder that exists.</param>
    /// <param name="scene">The episode.</param>
    /// <exception cref="InvalidDataException">The scene cannot be shown; the message says why.</exception>
    public static void Write(string path, Scene scene)
    {
        ArgumentNullException.ThrowIfNull(scene);
        scene.Validate();
        WholeFile.Write(path, stream => Write(stream, scene));
    }

    static void Write(Stream stream, Scene scene)
    {
        using StreamWriter writer = new(stream, Encoding, leaveOpen: true);
        string page = Read("replay.html");
        for (int at = 0; at < page.Length;)
        {
            // What is put in is not looked at again: a title may hold braces.
            int opening = page.IndexOf("{{", at, StringComparison.Ordinal);
            if (opening < 0) opening = page.Length;
            writer.Write(page.AsSpan(at, opening - at));
            if (opening == page.Length) break;
            int closing = page.IndexOf("}}", opening, StringComparison.Ordinal);
            writer.Write(Part(page[(opening + 2)..closing], scene));
            at = closing + 2;
        }
    }

    static string Part(string name, Scene scene) => name switch
    {
        "title" => WebUtility.HtmlEncode(scene.Title),
        "description" => WebUtility.HtmlEncode(scene.Description),
        "style" => Read("replay.css"),
        "script" => string.Concat(Scripts.Select(Read)),
        "scene" => SceneJson.Of(scene),
        "poses" => Base64(scene.Frames.Poses),
        "rewards" => Base64(scene.Frames.Rewards),
        "activity" => Convert.ToBase64String(scene.Neurons?.Bytes() ?? []),
        _ => throw new InvalidOperationException($"The page asks for '{name}'."),
    };

    static string Base64(ReadOnlySpan<float> values) => Convert.ToBase64String(LittleEndian.Write(values));

    static string Read(string name)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!;
        using StreamReader reader = new(stream);
        return reader.ReadToEnd();
    }
}
