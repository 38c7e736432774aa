using System.Globalization;
using Neuromorphic.Training;
using Xunit;

namespace Neuromorphic.Storage.Tests;

/// <summary>The program in docs/checkpoint-format.md, run as it stands there.</summary>
public sealed class PythonTests : IDisposable
{
    readonly string directory = Directory.CreateTempSubdirectory("neuromorphic-").FullName;

    public void Dispose() => Directory.Delete(directory, recursive: true);

    [Fact]
    public void The_documented_program_reads_a_file_and_prints_the_documented_output()
    {
        string python = Python.With("msgpack");
        string documentation = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Golden", "checkpoint-format.md"));
        string script = Path.Combine(directory, "read.py"), file = Path.Combine(directory, "cartpole.checkpoint");
        File.WriteAllText(script, Block(documentation, "```python\n"));
        Checkpoint checkpoint = Documented();
        CheckpointFile.Write(file, checkpoint);

        string output = Python.Run(python, script, file) ?? throw new InvalidOperationException("The program failed.");

        Assert.Equal(Block(documentation, "which a test holds:\n\n```\n"), output);
        IEnumerable<string> tau = checkpoint.State.Layout.Values("hidden/tau", checkpoint.State.Mean).Select(value => value.ToString("F4", CultureInfo.InvariantCulture));
        Assert.EndsWith($"tau, steps: {string.Join(' ', tau)}\n", output, StringComparison.Ordinal);
    }

    static Checkpoint Documented()
    {
        KeyValuePair<string, string>[] settings =
        [
            new("neurons", "16"), new("population", "32"), new("sigma", "0.3"), new("learning-rate", "0.15"),
            new("sigma-learning-rate", "0.1"), new("normalization", "running"), new("seed", "1"),
        ];
        TrainingRun run = Sample.Run(Settings.Apply(new RunConfiguration { Environment = "cartpole" }, settings));
        for (int i = 0; i < 20; i++) run.Trainer.RunGeneration();
        return Sample.Of(run);
    }

    static string Block(string text, string opening)
    {
        int start = text.IndexOf(opening, StringComparison.Ordinal) + opening.Length;
        return text[start..text.IndexOf("```", start, StringComparison.Ordinal)];
    }
}
