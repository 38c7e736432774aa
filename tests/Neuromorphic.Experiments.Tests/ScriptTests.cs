using System.Text.RegularExpressions;
using Neuromorphic.Tests;
using Xunit;

namespace Neuromorphic.Experiments.Tests;

/// <summary>docs/scripts: what a researcher does in a day, each in about 40 lines; the fourth, a checkpoint in Python, is tested where checkpoints are.</summary>
public sealed class ScriptTests : IDisposable
{
    const int MostLines = 60;

    readonly string folder = Directory.CreateTempSubdirectory("neuromorphic-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    Task<string> Run(string name, params string[] arguments) => ProgramFile.Succeed($"docs/scripts/{name}.cs", [folder, .. arguments]);

    [Fact]
    public async Task A_neuron_of_ones_own_solves_the_task_and_is_read_out()
    {
        string output = await Run("own-neuron");
        Assert.Matches(@"(?m)^quadratic-lif: mean return of 100 fresh episodes [45]\d\d\.\d, 640 trained numbers$", output);
        Assert.Matches(@"(?m)^bend: median 0\.\d{3}, at first 0\.200$", output);
        Assert.True(File.Exists(Path.Combine(folder, "quadratic-lif", "learning-curve.png")));
    }

    [Fact]
    public async Task An_environment_of_ones_own_is_learned_by_both_methods_and_the_controller_acts_in_it()
    {
        string output = await Run("own-environment");
        Assert.Contains("\"name\":\"station\"", await File.ReadAllTextAsync(Path.Combine(folder, "docking.html"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        foreach (string method in (string[])["es", "bptt"])
        {
            Match match = Assert.Single(Regex.Matches(output, $@"(?m)^{method}: mean return of 100 fresh episodes (-\d+\.\d+); of the untrained controller (-\d+\.\d+)$"));
            Assert.True(Number(match.Groups[1].Value) > Number(match.Groups[2].Value) + .5, match.Value);
        }
        Assert.InRange(Number(Assert.Single(Regex.Matches(output, @"ended (\d+\.\d+) m from the station")).Groups[1].Value), 0, .3);

        static double Number(string text) => double.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
    }

    [Fact]
    public async Task A_study_is_compared_and_drawn_and_goes_on_where_it_was_stopped()
    {
        string first = await Run("study", "3"), again = await Run("study", "3");
        Assert.Equal(15, Regex.Count(first, @"(?m)^condition .*, seed \d: \d+\.\d$"));
        Assert.Equal(3, Regex.Count(first, @"; difference -?\d+\.\d, p [01]\.\d{3}$", RegexOptions.Multiline));
        Assert.Equal(first.Split('\n').Where(line => !line.Contains(", seed ", StringComparison.Ordinal)), again.Split('\n')); // all of them were there
        foreach (string picture in (string[])["results.png", "learning-curves.png"]) Assert.True(File.Exists(Path.Combine(folder, picture)), picture);
    }

    [Fact]
    public void They_are_short() =>
        Assert.All(Directory.GetFiles(Path.Combine(Repository.Root, "docs", "scripts"), "*.cs"), path => Assert.InRange(File.ReadLines(path).Count(line => line.Trim().Length > 0), 20, MostLines));
}
