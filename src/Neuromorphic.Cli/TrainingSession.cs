using System.Diagnostics;
using Neuromorphic.Environments;
using Neuromorphic.Files;
using Neuromorphic.Policies;
using Neuromorphic.Storage;
using Neuromorphic.Training;

namespace Neuromorphic.Cli;

/// <summary>A training from where it stands to its last generation, and everything that its folder holds: what `train` and `resume` have in common.</summary>
sealed class TrainingSession
{
    readonly RunConfiguration configuration;
    readonly IEnvironment environment;
    readonly TrainingRun run;
    readonly bool json;
    readonly TextWriter text;

    /// <summary>Prepares a training.</summary>
    /// <param name="configuration">Its settings.</param>
    /// <param name="compute">Where the work is done.</param>
    /// <param name="json">Whether standard output is for one JSON object; progress then goes to standard error.</param>
    /// <param name="state">Where to continue, or null for the start.</param>
    public TrainingSession(RunConfiguration configuration, Compute compute, bool json, TrainingState? state)
    {
        this.configuration = configuration;
        this.json = json;
        text = StandardStream.ProgressBeside(json);
        environment = Tasks.Create(configuration);
        run = compute.CreateRun(configuration, environment);
        if (state != null) run.Trainer.Load(state);
        CheckpointSize.Require(configuration, run.Trainer.State);
    }

    /// <summary>Whether all generations are complete, and a folder holds all that there is to make of them.</summary>
    public bool IsFinished(RunFolder folder) => run.Trainer.Generation >= configuration.Generations
        && RunPlots.Of(folder, run, environment, run.Trainer.State).Select(plot => plot.Path).Concat([folder.Configuration, folder.Metrics]).All(File.Exists);

    /// <summary>Trains, evaluates, draws into a folder. Gives the exit code.</summary>
    public int Run(RunFolder folder)
    {
        Trainer trainer = run.Trainer;
        long started = Stopwatch.GetTimestamp(), stepsBefore = trainer.State.Steps;
        if (Train(folder) is { } signal)
        {
            text.WriteLine($"Stopped after generation {trainer.Generation} of {configuration.Generations}; everything is saved. Continue with:");
            text.WriteLine($"  {Invocation.Line("resume", folder.Path)}");
            return signal;
        }
        TimeSpan training = Stopwatch.GetElapsedTime(started);
        TrainingState state = trainer.State;
        EvaluationResult evaluation = run.Evaluate(state.Mean, state.Scaling, configuration.EvaluationEpisodes, configuration.Seed);
        bool drawn = false;
        try
        {
            Report(folder, state, evaluation, training, state.Steps - stepsBefore);
        }
        finally
        {
            drawn = Draw(folder, state); // also where nobody can be told the result
        }
        if (!json) Conclude(folder);
        return drawn ? 0 : 1;
    }

    /// <summary>Runs the generations that are left. Gives the exit code of the signal that asked it to stop before the last, or null.</summary>
    int? Train(RunFolder folder)
    {
        Trainer trainer = run.Trainer;
        using TrainingProgress progress = new(text, json ? () => null : Terminal.Columns, TimeProvider.System, trainer.Generation, configuration.Generations);
        using Interruption interruption = new(() => progress.Tell("Stopping after this generation; a second signal ends at once, without what this generation gives."));
        Save(folder); // before all other files, so that what is there can be resumed
        WholeFile.Write(folder.Configuration, ConfigurationFile.Write(configuration));
        text.WriteLine(RunDescription.Of(run, environment.Spec));
        using RunRecord record = new(folder, trainer.State.History, progress.Warn);
        while (trainer.Generation < configuration.Generations)
        {
            GenerationReport report = RunGeneration(folder, record);
            progress.Report(report, trainer.Measures);
            if (trainer.Warning is { } warning) progress.Warn(warning);
            bool last = report.Generation == configuration.Generations, due = report.Generation % configuration.CheckpointEvery == 0;
            int? signal = interruption.ExitCode;
            if (signal == null && !last && !due) continue;
            TrainingState state = trainer.State;
            // Before the checkpoint: what is written of generations behind it, a run that goes on from it writes again.
            if (due && RunDescription.LearnedTimeConstants(state) is var (_, after)) record.AppendHistogram(SpikingPolicy.TimeConstant, report.Generation, after);
            try
            {
                Save(folder);
            }
            catch (CheckpointException e) when (e.InnerException is IOException && signal == null && !last)
            {
                progress.Warn($"{e.Message}; the run goes on, and tries again after {configuration.CheckpointEvery} generations");
                continue;
            }
            if (!last && signal != null) return signal;
        }
        return null;
    }

    /// <summary>Runs a generation. One that is complete is recorded, and saved where the training ends with it.</summary>
    GenerationReport RunGeneration(RunFolder folder, RunRecord record)
    {
        Trainer trainer = run.Trainer;
        int before = trainer.Generation;
        try
        {
            GenerationReport report = trainer.RunGeneration();
            record.Append(report, trainer.Measures);
            return report;
        }
        catch (TrainingException) when (trainer.Generation > before)
        {
            Save(folder);
            record.Append(trainer.State.History[^1], trainer.Measures);
            throw;
        }
    }

    /// <summary>Writes the checkpoint.</summary>
    void Save(RunFolder folder) => CheckpointFile.Write(folder.Checkpoint, new Checkpoint
    {
        Configuration = configuration,
        State = run.Trainer.State,
        Program = SourceRevision.Program,
        GitHash = SourceRevision.GitHash,
        Created = TimeProvider.System.GetUtcNow(),
    });

    /// <summary>Draws the pictures, each that can be. Gives whether all were.</summary>
    bool Draw(RunFolder folder, TrainingState state)
    {
        bool all = true;
        foreach ((string path, Action<string> draw) in RunPlots.Of(folder, run, environment, state))
            try
            {
                draw(path);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                text.WriteLine($"warning: {path} is not drawn: {e.Message}");
                all = false;
            }
        return all;
    }

    void Report(RunFolder folder, TrainingState state, EvaluationResult evaluation, TimeSpan training, long steps)
    {
        if (json)
        {
            Output.WriteJson(new
            {
                configuration.Environment,
                evaluation.Mean,
                Std = evaluation.Deviation,
                evaluation.Episodes,
                evaluation.Failed,
                evaluation.Unconverged,
                environment.Spec.SolvedReturn,
                state.Generation,
                configuration.Seed,
                TrainingSeconds = training.TotalSeconds,
                EnvironmentSteps = steps,
                Folder = folder.Path,
            });
            return;
        }
        text.WriteLine(RunDescription.Of(evaluation, environment));
        if (RunDescription.TimeConstants(state) is { } line) text.WriteLine(line);
    }

    /// <summary>Says what there is now, and what can be done with it.</summary>
    void Conclude(RunFolder folder)
    {
        text.WriteLine();
        text.WriteLine($"{folder.Path}: {string.Join(", ", folder.Pictures.Where(File.Exists).Select(Path.GetFileName))}; metrics.csv, events for TensorBoard, config.toml, {RunFolder.CheckpointName}");
        if (environment is ISupervisedTask) return; // there are no other test examples
        text.WriteLine($"On other episodes: {Invocation.Line("evaluate", folder.Path, "--episodes", "1000", "--episode-seed", "7")}");
    }
}
