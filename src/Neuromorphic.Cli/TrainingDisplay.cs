using Neuromorphic.Environments;
using Neuromorphic.Runs;
using Neuromorphic.Training;

namespace Neuromorphic.Cli;

/// <summary>A training as its user sees it: what is trained, progress, warnings, an orderly end after a signal, the result and what can be done with it.</summary>
/// <param name="json">Whether standard output is for one JSON object; progress then goes to standard error.</param>
sealed class TrainingDisplay(bool json) : IDisposable
{
    readonly TextWriter text = StandardStream.ProgressBeside(json);
    TrainingProgress? progress;

    /// <summary>Says a line.</summary>
    public void Tell(string line) => text.WriteLine(line);

    /// <summary>Trains with everything shown. Gives the exit code.</summary>
    /// <param name="compute">Where the work is done.</param>
    /// <param name="train">The training.</param>
    public int Show(Compute compute, Func<RunOptions, RunResult> train)
    {
        using Interruption interruption = new(() => Say("Stopping after this generation; a second signal ends at once, without what this generation gives."));
        RunOptions options = compute.Options with
        {
            OnNote = Tell,
            OnBegin = run =>
            {
                progress = new(text, json ? () => null : Terminal.Columns, TimeProvider.System, run.Trainer.Generation, run.Configuration.Generations);
                Tell(RunDescription.Of(run));
            },
            OnGeneration = (report, measures) => progress!.Report(report, measures),
            OnWarning = warning => Say($"warning: {warning}"),
            OnResult = Report,
            Stop = () => interruption.ExitCode != null,
        };
        RunResult result;
        try
        {
            result = train(options);
        }
        catch (ArgumentException e) when (progress == null) // before anything was run
        {
            throw new UsageException(Refusal.Reason(e), e);
        }
        Dispose();
        if (result.Stopped)
        {
            Tell($"Stopped after generation {result.State.Generation} of {result.Run.Configuration.Generations}; everything is saved. Continue with:");
            Tell($"  {Invocation.Line("resume", result.Folder)}");
            return interruption.ExitCode ?? 1;
        }
        if (result.NothingToDo) SayDone(result);
        else if (!json) Conclude(result);
        return result.Drawn ? 0 : 1;
    }

    /// <summary>Ends the line that was written anew.</summary>
    public void Dispose() => progress?.Dispose();

    /// <summary>Says a line while there may be progress; from any thread.</summary>
    void Say(string line)
    {
        if (progress != null) progress.Tell(line);
        else Tell(line);
    }

    void Report(RunResult result)
    {
        Dispose();
        EvaluationResult evaluation = result.Evaluation!;
        if (json)
        {
            Output.WriteJson(new
            {
                result.Run.Configuration.Environment,
                evaluation.Mean,
                Std = evaluation.Deviation,
                evaluation.Episodes,
                evaluation.Failed,
                evaluation.Unconverged,
                result.Environment.Spec.SolvedReturn,
                result.State.Generation,
                result.Run.Configuration.Seed,
                TrainingSeconds = result.TrainingTime.TotalSeconds,
                EnvironmentSteps = result.Steps,
                result.Folder,
            });
            return;
        }
        if (result.State.Generation < result.Run.Configuration.Generations) Tell($"Solved by an evaluation after generation {result.State.Generation} of {result.Run.Configuration.Generations}.");
        Tell(RunDescription.Of(evaluation, result.Environment));
        if (RunDescription.TimeConstants(result.Run, result.Environment.Spec) is { } line) Tell(line);
    }

    void SayDone(RunResult result)
    {
        int done = result.State.Generation;
        if (json) Output.WriteJson(new { result.Run.Configuration.Environment, result.State.Generation, result.Run.Configuration.Seed, result.Folder, NothingToDo = true });
        else if (done < result.Run.Configuration.Generations) Tell($"Nothing to do: {result.Folder} was solved after generation {done}.");
        else Tell($"Nothing to do: all {done} generations of {result.Folder} are complete. More of them: {Invocation.Line("resume", result.Folder, "--generations", $"{2 * Math.Max(done, 1)}")}");
    }

    /// <summary>Says what there is now, and what can be done with it.</summary>
    void Conclude(RunResult result)
    {
        Tell("");
        Tell($"{result.Folder}: {string.Join(", ", RunFolder.PicturesOf(result.Folder).Select(Path.GetFileName))}; metrics.csv, events for TensorBoard, config.toml, {RunFolder.CheckpointName}");
        if (result.Environment is ISupervisedTask) return; // there are no other test examples
        Tell($"On other episodes: {Invocation.Line("evaluate", result.Folder, "--episodes", "1000", "--episode-seed", "7")}");
    }
}
