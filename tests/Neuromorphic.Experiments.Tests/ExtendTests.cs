using System.Text.RegularExpressions;
using Neuromorphic.Tests;
using Xunit;

namespace Neuromorphic.Experiments.Tests;

/// <summary>docs/extend.md is docs/extend.cs, and what it adds is trained, saved, resumed, inspected and evaluated.</summary>
public sealed partial class ExtendTests : IDisposable
{
    const int MostLines = 40;

    readonly string folder = Directory.CreateTempSubdirectory("neuromorphic-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    static string Read(string name) => File.ReadAllText(Path.Combine(Repository.Root, "docs", name)).ReplaceLineEndings("\n");

    [Fact]
    public void The_page_shows_the_program_part_by_part()
    {
        string program = Read("extend.cs"), page = Read("extend.md");
        string[] parts = Heading().Split(program[program.IndexOf("NeuronRegistry.Add", StringComparison.Ordinal)..]);
        Assert.Equal(5, parts.Length);
        foreach (string part in parts)
        {
            Assert.Contains($"```csharp\n{part.Trim()}\n```", page, StringComparison.Ordinal);
            Assert.InRange(part.Trim().Split('\n').Length, 3, MostLines);
        }
    }

    [Theory]
    [InlineData("--neuron quadratic-lif --neurons 64 --bend lognormal:-1,0.3", "quadratic-lif", "hidden/bend")]
    [InlineData("--neuron quadratic-lif --neurons 64 --method bptt", "bptt", "hidden/bend")]
    [InlineData("--policy mlp --neurons 16 --activation bump(P0*x) --strategy cross-entropy", "cross-entropy", "hidden1/P0")]
    [InlineData("--policy mlp --neurons 16 --activation bump;sin --method bptt --drift 0.05", "drift", "readout/bias")]
    [InlineData("--policy rhythm --strategy cross-entropy --elite 8 --period 10", "period", "amplitude")]
    [InlineData("--policy rhythm --method bptt", "bptt", "frequency")]
    public async Task What_it_adds_is_trained_saved_resumed_inspected_and_evaluated(string options, params string[] inspected)
    {
        string run = Path.Combine(folder, "run"), whole = Path.Combine(folder, "whole");
        await Succeed(["train", "chase", .. options.Split(' '), "--generations", "2", "--out", run]);
        string[] resumed = (await Succeed(["resume", run, "--generations", "4"])).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Contains("extend", resumed[^1].Split(": ", 2)[1].Split(" evaluate ")[0], StringComparison.Ordinal); // the command that is offered is this program, not another that lacks its parts
        await Succeed(["train", "chase", .. options.Split(' '), "--generations", "4", "--out", whole]);
        Assert.Equal(Metrics(whole), Metrics(run));
        string text = await Succeed(["inspect", run]);
        foreach (string part in inspected) Assert.Contains(part, text, StringComparison.Ordinal);
        Assert.Contains("mean return of 10 fresh episodes", await Succeed(["evaluate", run, "--episodes", "10"]), StringComparison.Ordinal);
        await Succeed(["train", "chase", "--config", Path.Combine(run, "config.toml"), "--generations", "1", "--out", Path.Combine(folder, "again")]);
    }

    /// <summary>The rows of a run, without what the clock says.</summary>
    static string[] Metrics(string run) => [.. File.ReadLines(Path.Combine(run, "metrics.csv")).Select(line => string.Join(',', line.Split(',')[..^2]))];

    static Task<string> Succeed(string[] arguments) => ProgramFile.Succeed("docs/extend.cs", arguments);

    [GeneratedRegex(@"(?<=\n)\n?// (?:neuron|environment|strategy|policy)\n")]
    private static partial Regex Heading();
}
