using System.Diagnostics;
using Neuromorphic.Environments;
using Neuromorphic.Policies;
using Neuromorphic.Storage;
using Neuromorphic.Training;

namespace Neuromorphic.Cli;

/// <summary>A training from where it stands to its last generation, and everything that its folder holds: what `train` and `resume` have in common.</summary>
sealed class TrainingSession
{
    /// <summary>Exit code of a training that was asked to stop.</summary>
    public const int Interrupted = 130;

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
        text = json ? Console.Error : StandardStream.Progress;
        environment = Tasks.Create(configuration);
        run = compute.CreateRun(configuration, environment);
        if (state != null) run.Trainer.Load(state);
    }

    /// <summary>Trains, evaluates, draws into a folder. Gives the exit code.</summary>
    public int Run(RunFolder folder)
    {
        Trainer trainer = run.Trainer;
        Write(folder.Configuration, ConfigurationFile.Write(configuration));
        text.WriteLine(RunDescription.Of(run, environment.Spec));
        long started = Stopwatch.GetTimestamp(), stepsBefore = trainer.State.Steps;
        if (!Train(folder))
        {
            text.WriteLine($"Stopped after generation {trainer.Generation} of {configuration.Generations}; everything is saved. Continue with:");
            text.WriteLine($"  {Invocation.Line("resume", folder.Path)}");
            return Interrupted;
        }
        TimeSpan training = Stopwatch.GetElapsedTime(started);
        TrainingState state = trainer.State;
        EvaluationResult evaluation = run.Evaluate(state.Mean, state.Scaling, configuration.EvaluationEpisodes, configuration.Seed);
        try
        {
            RunPlots.Save(folder, run, environment, state);
        }
        catch (IOException e)
        {
            text.WriteLine($"warning: {e.Message}; this picture and those after it are not drawn");
        }
        Report(folder, state, evaluation, training, state.Steps - stepsBefore);
        return 0;
    }

    /// <summary>Runs the generations that are left. Gives false if it was asked to stop before the last.</summary>
    bool Train(RunFolder folder)
    {
        Trainer trainer = run.Trainer;
        using Interruption interruption = new();
        using TrainingProgress progress = new(text, json || Console.IsOutputRedirected ? null : () => Console.WindowWidth, TimeProvider.System, trainer.Generation, configuration.Generations);
        using RunRecord record = new(folder, trainer.State.History, progress.Warn);
        Save(folder); // so that a run can be resumed from its first moment
        while (trainer.Generation < configuration.Generations)
        {
            GenerationReport report = RunGeneration(folder, record);
            progress.Report(report, trainer.Measures);
            if (trainer.Warning is { } warning) progress.Warn(warning);
            bool last = report.Generation == configuration.Generations, stop = interruption.Requested;
            if (!stop && !last && report.Generation % configuration.CheckpointEvery != 0) continue;
            TrainingState state;
            try
            {
                state = Save(folder);
            }
            catch (CheckpointException e) when (e.InnerException is IOException && !stop && !last)
            {
                progress.Warn($"{e.Message}; the run goes on, and tries again after {configuration.CheckpointEvery} generations");
                continue;
            }
            if (RunDescription.LearnedTimeConstants(state) is var (_, after)) record.AppendHistogram(SpikingPolicy.TimeConstant, report.Generation, after);
            if (stop && !last) return false;
        }
        return true;
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
            TrainingState state = Save(folder);
            record.Append(state.History[^1], trainer.Measures);
            throw;
        }
    }

    /// <summary>Writes a file; an older one is whole until the new one is.</summary>
    static void Write(string path, string text)
    {
        string unfinished = path + ".new";
        File.WriteAllText(unfinished, text);
        File.Move(unfinished, path, overwrite: true);
    }

    /// <summary>Writes the checkpoint, and gives the state that it holds.</summary>
    TrainingState Save(RunFolder folder)
    {
        TrainingState state = run.Trainer.State;
        CheckpointFile.Write(folder.Checkpoint, new Checkpoint
        {
            Configuration = configuration,
            State = state,
            Program = $"neuromorphic {SourceRevision.Version}",
            GitHash = SourceRevision.GitHash,
            Created = TimeProvider.System.GetUtcNow(),
        });
        return state;
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
        text.WriteLine();
        text.WriteLine($"{folder.Path}: {string.Join(", ", folder.Pictures.Where(File.Exists).Select(Path.GetFileName))}; metrics.csv, events for TensorBoard, config.toml, {RunFolder.CheckpointName}");
        if (environment is ISupervisedTask) return; // there are no other test examples
        text.WriteLine($"On other episodes: {Invocation.Line("evaluate", folder.Path, "--episodes", "1000", "--episode-seed", "7")}");
    }
}
