using Xunit;

namespace Neuromorphic.Cli.Tests;

/// <summary>Two processes that want one folder at the same time: one has it, the other is refused in words, and nothing is lost.</summary>
public sealed class ContestTests : IDisposable
{
    const string Task = $"cartpole {Configurations.Tiny}", Refusal = @"^error: a\d+ (is in use: process \d+ has been writing into it since .* Wait for its end, or end it\.|holds a run already; continue it, .*)\n$";

    readonly Workplace here = new();

    public void Dispose() => here.Dispose();

    [Fact]
    public void Of_two_trainings_one_makes_the_folder_its_own()
    {
        foreach (int seed in (int[])[1, 2]) Whole($"train {Task} --generations 5 --seed {seed} --out whole{seed}");
        for (int round = 0; round < Budget.Contests; round++)
        {
            Outcome[] outcomes = Together($"train {Task} --generations 5 --seed 1 --out a{round}", $"train {Task} --generations 5 --seed 2 --out a{round}");
            int winner = Assert.Single([0, 1], i => outcomes[i].ExitCode == 0), loser = 1 - winner;
            Assert.Equal((1, "", ""), (outcomes[loser].ExitCode, outcomes[loser].Output, outcomes[winner].Errors));
            Assert.Matches(Refusal, outcomes[loser].Errors);
            here.AssertSameRun($"whole{winner + 1}", $"a{round}");
        }
        TestContext.Current.SendDiagnosticMessage($"{Budget.Contests} contests of two trainings: all held");
    }

    [Fact]
    public void Of_two_that_go_on_with_a_run_one_does()
    {
        Whole($"train {Task} --generations 7 --out whole");
        for (int round = 0; round < Budget.Contests; round++)
        {
            Whole($"train {Task} --generations 2 --out a{round}");
            Outcome[] outcomes = Together($"resume a{round} --generations 7", $"resume a{round} --generations 7");
            Assert.Contains(outcomes, outcome => outcome.ExitCode == 0 && outcome.Output.Contains("generation 7/7", StringComparison.Ordinal));
            Assert.Single(outcomes, IsRefused);
            here.AssertSameRun("whole", $"a{round}");
        }
        TestContext.Current.SendDiagnosticMessage($"{Budget.Contests} contests of two that resume: all held");
    }

    [Fact]
    public void A_run_that_is_being_trained_is_not_resumed()
    {
        Whole($"train {Task} --generations 400 --out whole");
        for (int round = 0; round < Budget.Contests; round++)
        {
            string checkpoint = here.At($"a{round}", "checkpoint.msgpack");
            using CommandRun training = here.Start($"train {Task} --generations 400 --out a{round}");
            training.WaitFor(() => File.Exists(checkpoint));
            Outcome second = here.Run($"resume a{round}");
            Outcome first = training.Wait();
            Assert.Equal((0, ""), (first.ExitCode, first.Errors));
            Assert.True(IsRefused(second), second.ToString());
            here.AssertSameRun("whole", $"a{round}");
        }
        TestContext.Current.SendDiagnosticMessage($"{Budget.Contests} contests of a training and one that resumes it: all held");
    }

    /// <summary>A run that nobody disturbs.</summary>
    void Whole(string training) => Assert.Equal(0, ThisProcess.Run(here.Folder, training.Split(' ')).ExitCode);

    Outcome[] Together(params string[] commands)
    {
        CommandRun[] runs = [.. commands.Select(here.Start)];
        Outcome[] outcomes = [.. runs.Select(run => run.Wait())];
        foreach (CommandRun run in runs) run.Dispose();
        return outcomes;
    }

    /// <summary>Refused because the other one writes, or, if that was faster, told that nothing is left to do.</summary>
    static bool IsRefused(Outcome outcome) => outcome.ExitCode == 1
        ? outcome.Output == "" && System.Text.RegularExpressions.Regex.IsMatch(outcome.Errors, Refusal)
        : outcome is { ExitCode: 0, Errors: "" } && outcome.Output.StartsWith("Nothing to do: all ", StringComparison.Ordinal);
}
