using System.Text;
using Neuromorphic.Storage.Tests;
using Xunit;

namespace Neuromorphic.Cli.Tests;

/// <summary>An empty folder in which commands run, gone afterwards.</summary>
/// <param name="run">Runs a command in a folder, if that is to be another way than a process of its own; with environment variables it gets one all the same.</param>
sealed class Workplace(Func<string, string[], Outcome>? run = null) : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("neuromorphic-").FullName;

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    /// <summary>The path of something in the folder.</summary>
    public string At(params string[] names) => Path.Combine([Folder, .. names]);

    /// <summary>What a file holds; of metrics.csv without what the clock says, which no two runs have in common.</summary>
    public byte[] Bytes(params string[] names) => WithoutTime(At(names));

    /// <summary>Likewise, anywhere.</summary>
    public static byte[] WithoutTime(string path) => Path.GetFileName(path) != "metrics.csv" ? File.ReadAllBytes(path)
        : Encoding.UTF8.GetBytes(string.Concat(File.ReadLines(path).Select(line => string.Join(',', line.Split(',').SkipLast(2)) + "\n")));

    /// <summary>The files of a folder by name.</summary>
    public SortedDictionary<string, byte[]> Contents(string folder) => new(Directory.GetFiles(At(folder)).ToDictionary(path => Path.GetFileName(path), WithoutTime), StringComparer.Ordinal);

    /// <summary>Asserts that a run holds what another one does, to the bit, but for the time, and nothing else is left in its folder.</summary>
    public void AssertSameRun(string expected, string actual)
    {
        Assert.Equal(CheckpointBytes.WithoutTime(Bytes(expected, "checkpoint.msgpack")), CheckpointBytes.WithoutTime(Bytes(actual, "checkpoint.msgpack")));
        SortedDictionary<string, byte[]> right = Files(expected), found = Files(actual);
        Assert.Equal(right.Keys, found.Keys);
        foreach (string name in right.Keys) Assert.True(right[name].AsSpan().SequenceEqual(found[name]), $"{actual}: {name} differs");
        Assert.Equal(Events(expected), Events(actual));

        SortedDictionary<string, byte[]> Files(string folder)
        {
            SortedDictionary<string, byte[]> files = Contents(folder);
            foreach (string name in files.Keys.Where(name => name == "checkpoint.msgpack" || name.Contains("tfevents", StringComparison.Ordinal)).ToArray()) files.Remove(name);
            return files;
        }

        IEnumerable<string> Events(string folder) => TensorBoardEvents.Shown(At(folder)).Where(shown => !shown.Tag.StartsWith("time/", StringComparison.Ordinal)).Select(shown =>
            $"{shown.Tag} {shown.Step} {shown.Value.Scalar} {(shown.Value.Histogram is { } histogram ? $"{histogram.Sum} {string.Join(' ', histogram.Buckets)}" : "")}");
    }

    /// <summary>Runs the command, arguments separated by blanks.</summary>
    public Outcome Run(string arguments, params (string Name, string Value)[] variables) =>
        run != null && variables.Length == 0 ? run(Folder, Split(arguments)) : CommandRun.Run(Folder, Split(arguments), variables);

    /// <summary>Runs a command that has to succeed.</summary>
    public Outcome Succeed(string arguments, params (string Name, string Value)[] variables)
    {
        Outcome outcome = Run(arguments, variables);
        return outcome.ExitCode == 0 ? outcome : throw new InvalidOperationException($"{arguments}: {outcome}");
    }

    /// <summary>Starts the command.</summary>
    public CommandRun Start(string arguments) => CommandRun.Start(Folder, Split(arguments));

    static string[] Split(string arguments) => arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
