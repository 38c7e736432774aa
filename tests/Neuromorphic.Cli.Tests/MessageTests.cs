using Xunit;

namespace Neuromorphic.Cli.Tests;

/// <summary>What is wrong is said in words of this program, not in those of the system or of a library.</summary>
[Collection(ThisProcess.Collection)]
public sealed class MessageTests : IDisposable
{
    readonly Workplace here = new(ThisProcess.Run);

    public void Dispose() => here.Dispose();

    [Theory]
    [InlineData("", "Required command was not provided.\n")]
    [InlineData("trian cartpole", "Unrecognized command or argument 'trian'. Did you mean 'train'?\nUnrecognized command or argument 'cartpole'.\n")]
    [InlineData("train", "Required argument 'environment' missing for command: 'train'.\n")]
    [InlineData("train cartpole --nuerons 3", "Unrecognized command or argument '--nuerons'. Did you mean '--neurons'?\n")]
    [InlineData("train cartpole --lr 3", "Unrecognized command or argument '--lr'. Did you mean '--learning-rate'?\n")]
    [InlineData("train cartpole --xq", "Unrecognized command or argument '--xq'.\n")]
    [InlineData("train cartpole --threads 0", "--threads is '0'; allowed: a whole number from 1 to 2147483647.\n")]
    [InlineData("inspect", "Required argument 'run' missing for command: 'inspect'.\n")]
    [InlineData("data", "Required command was not provided.\n")]
    [InlineData("data get", "Required argument 'name' missing for command: 'get'.\n")]
    [InlineData("data get mnist --from ftp://a.b/c", "--from is 'ftp://a.b/c'; allowed: an address that begins with http:// or https://.\n")]
    [InlineData("data get mnist --from mnist", "--from is 'mnist'; allowed: an address that begins with http:// or https://.\n")]
    [InlineData("evaluate missing --episodes x", "--episodes is 'x'; allowed: a whole number from 1 to 2147483647.\n")]
    public void A_command_line_that_is_not_understood_has_an_exit_code_of_its_own(string arguments, string reason)
    {
        RefusalTests.AssertRefused(here.Run(arguments), reason, exitCode: 2);
        Assert.Empty(Directory.GetFileSystemEntries(here.Folder));
    }

    [Fact]
    public void A_file_of_settings_that_is_none_is_named()
    {
        Directory.CreateDirectory(here.At("runs"));
        File.WriteAllText(here.At("lists.toml"), $"a = {new string('[', 100)}{new string(']', 100)}\n");
        File.WriteAllText(here.At("tables.toml"), $"a = {string.Concat(Enumerable.Repeat("{a=", 70))}1{new string('}', 70)}\n");
        File.WriteAllText(here.At("keys.toml"), $"[{string.Join('.', Enumerable.Repeat("a", 80))}]\nb = 1\n");
        foreach ((string file, string reason) in (IEnumerable<(string, string)>)
        [
            ("nosuch.toml", "--config is nosuch.toml, and there is no such file."),
            ("runs", $"--config is runs, which is a folder; allowed: a TOML file, such as the {Path.Combine("runs", "config.toml")} of a run."),
            .. ((string[])["lists", "tables", "keys"]).Select(name => ($"{name}.toml", $"{name}.toml: not a file of settings: tables or lists are nested deeper than 64 times.")),
        ])
            RefusalTests.AssertRefused(here.Run($"train cartpole --config {file} --out a"), $"error: {reason}\n", exitCode: 2);
        Assert.False(Directory.Exists(here.At("a")));
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_named()
    {
        File.WriteAllText(here.At("file"), "mine");
        RefusalTests.AssertRefused(here.Run($"train cartpole {Configurations.Tiny} --out file"), "error: file is a file, and a run needs a folder; choose another folder.\n");
        RefusalTests.AssertRefused(here.Run($"export-mjcf ant --out {Path.Combine("no", "ant.xml")}"), $"error: There is no folder {here.At("no")} to write ant.xml into.\n");
        Assert.SkipUnless(Directory.Exists("/proc"), "There is no /proc here.");
        RefusalTests.AssertRefused(here.Run($"train cartpole {Configurations.Tiny} --out /proc/x"), "error: The folder /proc/x cannot be made: nothing can be made there; choose another folder.\n");
    }

    [Fact]
    public void Too_few_files_are_no_reason_for_a_stack()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no such limit here.");
        Outcome outcome = CommandRun.Shell(here.Folder, $"ulimit -n 30; '{CommandRun.Executable}' train cartpole --out a");
        Assert.Equal((1, ""), (outcome.ExitCode, outcome.Output));
        Assert.Matches(@"^error: a part of this program could not be loaded: [\w.]+\. If none is missing from its folder, too few files may be open; allow more: `ulimit -n 1024`\.\n$", outcome.Errors);
    }
}
