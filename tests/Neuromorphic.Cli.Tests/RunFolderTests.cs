using System.Text.Json;
using Neuromorphic.Storage;
using Xunit;

namespace Neuromorphic.Cli.Tests;

/// <summary>Whose a folder is: nothing that a run did not make is written over, and one process at a time writes.</summary>
[Collection(ThisProcess.Collection)]
public sealed class RunFolderTests : IDisposable
{
    const string Task = $"cartpole {Configurations.Tiny}";

    readonly Workplace here = new(ThisProcess.Run);

    public void Dispose() => here.Dispose();

    [Theory]
    [InlineData("config.toml")]
    [InlineData("metrics.csv")]
    [InlineData("learning-curve.png")]
    [InlineData("parameters.png")]
    [InlineData("raster.png")]
    [InlineData("events.out.tfevents.1.a.b.c")]
    public void A_file_of_a_users_own_under_a_name_of_a_run_stays(string name)
    {
        Directory.CreateDirectory(here.At("a"));
        File.WriteAllText(here.At("a", name), "seed = 3\n");
        RefusalTests.AssertRefused(here.Run($"train {Task} --generations 1 --out a"), $"a holds {name}, and a run writes a file of that name; move it away, or choose another folder.");
        Assert.Equal([name], here.Contents("a").Keys);
        Assert.Equal("seed = 3\n", File.ReadAllText(here.At("a", name)));
    }

    [Fact]
    public void The_configuration_that_a_run_is_made_from_is_not_replaced_by_its_own()
    {
        File.WriteAllText(here.At("config.toml"), "# mine\nseed = 3\n");
        RefusalTests.AssertRefused(here.Run($"train {Task} --generations 1 --config config.toml --out ."), ". holds config.toml, ");
        Assert.Equal(["config.toml"], Directory.GetFileSystemEntries(here.Folder).Select(Path.GetFileName));
        Assert.Equal("# mine\nseed = 3\n", File.ReadAllText(here.At("config.toml")));
    }

    [Fact]
    public void A_link_under_a_name_of_a_run_stays_even_if_it_leads_nowhere()
    {
        Directory.CreateDirectory(here.At("a"));
        File.CreateSymbolicLink(here.At("a", "metrics.csv"), here.At("nowhere"));
        RefusalTests.AssertRefused(here.Run($"train {Task} --generations 1 --out a"), "a holds metrics.csv, ");
        Assert.Equal(here.At("nowhere"), new FileInfo(here.At("a", "metrics.csv")).LinkTarget);
        Assert.False(File.Exists(here.At("nowhere")));
    }

    [Fact]
    public void A_folder_named_by_mistake_is_not_searched_without_end()
    {
        Directory.CreateDirectory(here.At("a"));
        foreach (string name in new[] { "b", "c", "d", "e" }) Directory.CreateSymbolicLink(here.At("a", name), here.At("a")); // 4^40 ways through it
        RefusalTests.AssertRefused(here.Run("evaluate a"), "The folder a holds no checkpoint.msgpack; name the folder of a run, or a checkpoint file.");
        here.Succeed($"train {Task} --generations 1 --out runs/study/first/seed-0");
        RefusalTests.AssertRefused(here.Run("evaluate runs/study"), $"The folder runs/study holds no checkpoint.msgpack, but folders of runs, such as {Path.Combine("runs/study", "first", "seed-0")}; name one of them.");
    }

    [Fact]
    public void Other_files_are_no_obstacle_and_stay()
    {
        here.Succeed($"train {Task} --generations 2 --out whole");
        Directory.CreateDirectory(here.At("a"));
        string[] names = ["notes.txt", "checkpoint.msgpack.new", "checkpoint.msgpack.tmp", "kept.msgpack"];
        foreach (string name in names) File.WriteAllText(here.At("a", name), name);
        here.Succeed($"train {Task} --generations 2 --out a");
        foreach (string name in names)
        {
            Assert.Equal(name, File.ReadAllText(here.At("a", name)));
            File.Delete(here.At("a", name));
        }
        here.AssertSameRun("whole", "a");
    }

    [Fact]
    public void A_checkpoint_beside_that_of_a_run_goes_on_elsewhere_and_the_run_stays()
    {
        here.Succeed($"train {Task} --generations 2 --out a");
        File.Copy(here.At("a", "checkpoint.msgpack"), here.At("a", "early.msgpack"));
        here.Succeed("resume a --generations 4");
        here.Succeed($"train {Task} --generations 6 --out whole");
        SortedDictionary<string, byte[]> before = here.Contents("a");
        string early = Path.Combine("a", "early.msgpack");

        RefusalTests.AssertRefused(here.Run($"resume {early} --generations 6"), $"{early} is not the checkpoint.msgpack of a run's folder; name with --out a new folder in which the training goes on: `", exitCode: 2);
        RefusalTests.AssertRefused(here.Run($"resume {early} --generations 6 --out a"), "a holds a run already; ");
        Assert.Equal(before, here.Contents("a"));
        here.Succeed($"resume {early} --generations 6 --out b");
        Assert.Equal(before, here.Contents("a"));
        here.AssertSameRun("whole", "b");
    }

    [Fact]
    public void A_run_branches_into_another_folder_and_stays()
    {
        here.Succeed($"train {Task} --generations 2 --out a");
        here.Succeed($"train {Task} --generations 4 --out whole");
        SortedDictionary<string, byte[]> before = here.Contents("a");
        here.Succeed("resume a --generations 4 --out b");
        here.Succeed($"resume {Path.Combine("a", "checkpoint.msgpack")} --generations 4 --out c");
        Assert.Equal(before, here.Contents("a"));
        foreach (string branch in (string[])["b", "c"]) here.AssertSameRun("whole", branch);
        here.Succeed($"resume {Path.Combine("a", "checkpoint.msgpack")} --generations 4");
        here.AssertSameRun("whole", "a");
    }

    [Fact]
    public void A_folder_in_which_a_training_runs_is_in_use_until_that_ends()
    {
        using CommandRun training = here.Start($"train {Task} --generations 1000000 --out a");
        training.WaitFor(() => File.Exists(here.At("a", "metrics.csv")));
        foreach (string command in (string[])["resume a", $"resume {Path.Combine("a", "checkpoint.msgpack")} --generations 3000000"])
        {
            Outcome refused = here.Run(command);
            RefusalTests.AssertRefused(refused, "a is in use: process ");
            Assert.EndsWith(" UTC. Wait for its end, or end it.\n", refused.Errors, StringComparison.Ordinal);
        }
        RefusalTests.AssertRefused(here.Run($"train {Task} --out a"), "a holds a run already; ");
        Assert.False(training.HasExited);
        training.Kill();

        int generation = CheckpointFile.Read(here.At("a", "checkpoint.msgpack")).State.Generation;
        Outcome resumed = here.Succeed($"resume a --generations {generation + 1}");
        Assert.Matches(@"^a was in use by process \d+ since [^\n]* UTC, which is gone; its lock is taken over\.\n", resumed.Output);
        Assert.False(File.Exists(here.At("a", "run.lock")));
        here.Succeed($"train {Task} --generations {generation + 1} --out whole");
        here.AssertSameRun("whole", "a");
    }

    [Fact]
    public void The_lock_of_another_machine_is_respected()
    {
        here.Succeed($"train {Task} --generations 1 --out a");
        File.WriteAllText(here.At("a", "run.lock"), "process 1\nstart 1\nhost elsewhere\nsince yesterday\n");
        SortedDictionary<string, byte[]> before = here.Contents("a");
        RefusalTests.AssertRefused(here.Run("resume a --generations 2"), $"a is in use: process 1 on elsewhere has been writing into it since yesterday. If that process is gone, delete {here.At("a", "run.lock")}.");
        Assert.Equal(before, here.Contents("a"));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" --json")]
    public void A_picture_that_cannot_be_drawn_costs_nothing_but_itself(string options)
    {
        here.Succeed($"train {Task} --generations 2 --out a");
        here.Succeed($"train {Task} --generations 3 --out whole");
        File.Delete(here.At("a", "parameters.png"));
        Directory.CreateDirectory(here.At("a", "parameters.png"));
        Outcome outcome = here.Run("resume a --generations 3" + options);
        Assert.Equal(1, outcome.ExitCode);
        string progress = options == "" ? outcome.Output : outcome.Errors, picture = Path.Combine("a", "parameters.png");
        Assert.Matches($@"(?m)^warning: {picture} is not drawn: .+$", progress);
        if (options == "")
        {
            Assert.Contains("mean return of 4 fresh episodes", outcome.Output, StringComparison.Ordinal);
            Assert.Contains("a: learning-curve.png, raster.png; metrics.csv", outcome.Output, StringComparison.Ordinal);
            Assert.Equal("", outcome.Errors);
        }
        else Assert.Equal(3, JsonDocument.Parse(outcome.Output).RootElement.GetProperty("generation").GetInt32());
        Directory.Delete(here.At("a", "parameters.png"));
        here.Succeed("resume a"); // draws what is missing
        here.AssertSameRun("whole", "a");
    }

    [Fact]
    public void Nothing_is_left_to_do_of_a_run_that_is_complete()
    {
        here.Succeed($"train {Task} --generations 3 --out a");
        SortedDictionary<string, byte[]> before = here.Contents("a");
        DateTime written = File.GetLastWriteTimeUtc(here.At("a", "checkpoint.msgpack"));
        string output = CommandRun.Run(here.Folder, ["resume", "a"]).Output; // whose last line calls the program again
        Assert.StartsWith("Nothing to do: all 3 generations of a are complete. More of them: ", output, StringComparison.Ordinal);
        JsonElement value = JsonDocument.Parse(here.Succeed("resume a --generations 3 --json").Output).RootElement;
        Assert.Equal((3, true), (value.GetProperty("generation").GetInt32(), value.GetProperty("nothing_to_do").GetBoolean()));
        Assert.Equal(before, here.Contents("a"));
        Assert.Equal(written, File.GetLastWriteTimeUtc(here.At("a", "checkpoint.msgpack")));

        Outcome more = CommandRun.Shell(here.Folder, output.Split("More of them: ")[1].Trim());
        Assert.Equal((0, ""), (more.ExitCode, more.Errors));
        here.Succeed($"train {Task} --generations 6 --out whole");
        here.AssertSameRun("whole", "a");
    }

    [Fact]
    public void What_another_program_wrote_is_said_when_it_goes_on()
    {
        here.Succeed($"train {Task} --generations 2 --out a");
        Assert.DoesNotContain("was written by", here.Succeed("resume a --generations 3").Output, StringComparison.Ordinal);
        string path = here.At("a", "checkpoint.msgpack");
        Checkpoint checkpoint = CheckpointFile.Read(path);
        foreach ((string program, string? commit, string said) in ((string, string?, string)[])
        [
            ("neuromorphic 0.0.9", checkpoint.GitHash, "neuromorphic 0.0.9 of"),
            (checkpoint.Program, "0123abc", $"{checkpoint.Program} of commit 0123abc;"),
        ])
        {
            CheckpointFile.Write(path, checkpoint with { Program = program, GitHash = commit });
            Outcome outcome = here.Succeed("resume a --generations 4 --out b --json");
            Assert.Contains($"{Path.Combine("a", "checkpoint.msgpack")} was written by {said}", outcome.Errors, StringComparison.Ordinal);
            Assert.Contains($" this is {SourceRevision.Program} of ", outcome.Errors, StringComparison.Ordinal);
            Directory.Delete(here.At("b"), recursive: true);
        }
    }
}
