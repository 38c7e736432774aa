using Neuromorphic.Tests;
using Xunit;

namespace Neuromorphic.Experiments.Tests;

public class SmokeTests
{
    public static TheoryData<string> Experiments =>
        [.. Directory.GetFiles(Path.Combine(Repository.Root, "experiments"), "*.cs").Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal)];

    [Theory, MemberData(nameof(Experiments))]
    public async Task An_experiment_runs_on_a_small_budget_and_goes_on_where_it_was_stopped(string name)
    {
        string folder = Directory.CreateTempSubdirectory("neuromorphic-").FullName;
        try
        {
            await Run(name, folder);
            string results = Path.Combine(folder, "results.csv");
            string[] rows = await File.ReadAllLinesAsync(results, TestContext.Current.CancellationToken);
            Assert.True(rows.Length > 2, "There are no results.");
            Assert.NotEmpty(Directory.GetFiles(folder, "*.png"));

            // As if it had been killed while it wrote the last row.
            string text = await File.ReadAllTextAsync(results, TestContext.Current.CancellationToken);
            await File.WriteAllTextAsync(results, text[..^3], TestContext.Current.CancellationToken);
            await Run(name, folder);
            string[] again = await File.ReadAllLinesAsync(results, TestContext.Current.CancellationToken);
            Assert.Equal(rows[..^1], again[..^1]);
            Assert.Equal(rows.Length, again.Length);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_folder_that_another_process_writes_into_is_refused()
    {
        string folder = Directory.CreateTempSubdirectory("neuromorphic-").FullName, taken = Path.Combine(folder, "run.lock"), results = Path.Combine(folder, "results.csv");
        try
        {
            await File.WriteAllTextAsync(taken, "process 1\nstart 1\nhost elsewhere\nsince yesterday\n", TestContext.Current.CancellationToken);
            await File.WriteAllTextAsync(results, "condition,seed\nneuron,0", TestContext.Current.CancellationToken);
            (int code, string output, string error) = await Start("train-cartpole", [], "--smoke", "--out", folder);
            Assert.Equal((1, "", $"error: {folder} is in use: process 1 on elsewhere has been writing into it since yesterday. If that process is gone, delete {taken}."), (code, output, error.TrimEnd()));
            Assert.Equal("condition,seed\nneuron,0", await File.ReadAllTextAsync(results, TestContext.Current.CancellationToken));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Seeds_are_named_as_the_command_does()
    {
        string folder = Directory.CreateTempSubdirectory("neuromorphic-").FullName;
        try
        {
            (int code, string output, string error) = await Start("train-cartpole", [], "--smoke", "--seeds", "5,8-9", "--out", folder);
            Assert.True(code == 0, $"{code}:\n{output}\n{error}");
            string[][] rows = [.. (await File.ReadAllLinesAsync(Path.Combine(folder, "results.csv"), TestContext.Current.CancellationToken)).Skip(1).Select(row => row.Split(','))];
            Assert.Equal(["5", "5", "8", "8", "9", "9"], rows.Select(row => row[1]));
            (code, _, error) = await Start("train-cartpole", [], "--seeds", "9-5", "--out", folder);
            Assert.Equal(2, code);
            Assert.StartsWith("error: seeds are '9-5'; allowed: a range such as 0-9", error, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Without_MuJoCo_its_experiment_says_what_to_install()
    {
        string folder = Directory.CreateTempSubdirectory("neuromorphic-").FullName;
        try
        {
            (int code, _, string error) = await Start("transfer-mujoco", [("CC", "/no/compiler")], "runs/none", "--out", folder);
            Assert.Equal(1, code);
            Assert.Contains("libmujoco-dev", error, StringComparison.Ordinal);
            (code, string output, _) = await Start("transfer-mujoco", [("CC", "/no/compiler")], "--smoke", "--out", folder);
            Assert.Equal(0, code);
            Assert.StartsWith(Skipped, output, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    const string Skipped = "skipped: ";

    static async Task Run(string name, string folder)
    {
        (int code, string output, string error) = await Start(name, [], "--smoke", "--out", folder);
        Assert.True(code == 0, $"{name} ended with {code}:\n{output}\n{error}");
        if (output.StartsWith(Skipped, StringComparison.Ordinal)) Assert.Skip(output[Skipped.Length..].Trim());
    }

    static Task<(int Code, string Output, string Error)> Start(string name, (string Name, string Value)[] variables, params string[] arguments) => ProgramFile.Run($"experiments/{name}.cs", variables, arguments);
}
