using System.Text.RegularExpressions;
using Xunit;

namespace Neuromorphic.Cli.Tests;

/// <summary>Real terminals of all widths and kinds, as util-linux's `script` makes them.</summary>
public sealed class TerminalTests : IDisposable
{
    const string Train = $"train cartpole {Configurations.Tiny} --generations 3";

    /// <summary>What .NET itself sends to a terminal of a known kind when it is asked for the width.</summary>
    const string Greeting = "\e[?1h\e=";

    readonly Workplace here = new();

    public TerminalTests() => Assert.SkipUnless(File.Exists("/usr/bin/script"), "There is no `script` here.");

    public void Dispose() => here.Dispose();

    [Fact]
    public void A_line_is_written_anew_where_there_is_room() =>
        Assert.Matches(@"\rgeneration 3/3  [^\r\n]*\e\[K", OnTerminal($"stty cols 80; TERM=xterm '{CommandRun.Executable}' {Train} --out a"));

    [Theory]
    [InlineData("TERM=dumb")]
    [InlineData("TERM=")]
    [InlineData("env -u TERM")]
    public void A_terminal_that_understands_no_codes_gets_none(string kind) => AssertPlain(OnTerminal($"stty cols 80; {kind} '{CommandRun.Executable}' {Train} --out a"), 1);

    [Fact]
    public void A_terminal_that_is_too_narrow_gets_plain_lines() =>
        AssertPlain(OnTerminal($"for w in 0 2 10; do stty cols $w; TERM=xterm '{CommandRun.Executable}' {Train} --out a$w; done").Replace(Greeting, "", StringComparison.Ordinal), 3);

    [Fact]
    public void Help_is_whole_at_every_width()
    {
        string output = OnTerminal($"for w in 0 1 2 5 10 20 40; do stty cols $w; TERM=xterm '{CommandRun.Executable}' resume --help; echo code $?; done");
        Assert.Equal(7, Regex.Count(output, "(?m)^code 0\r?$"));
        Assert.Equal(7, Regex.Count(output, "(?m)^Examples:\r?$"));
        Assert.DoesNotContain('\e', output.Replace(Greeting, "", StringComparison.Ordinal));
    }

    static void AssertPlain(string output, int runs)
    {
        Assert.DoesNotContain('\e', output);
        string[] lines = output.Split('\n');
        Assert.All(lines, line => Assert.DoesNotContain('\r', line.TrimEnd('\r')));
        Assert.Equal(runs, lines.Count(line => Regex.IsMatch(line, @"^generation 3/3  mean .* steps/s  took .*\r$")));
    }

    /// <summary>What a line of the shell writes to a terminal.</summary>
    string OnTerminal(string line)
    {
        File.WriteAllText(here.At("line.sh"), line);
        return CommandRun.Shell(here.Folder, "script -qec 'sh line.sh' /dev/null").Output;
    }
}
