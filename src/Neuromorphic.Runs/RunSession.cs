using System.Diagnostics;
using Neuromorphic.Environments;
using Neuromorphic.Files;
using Neuromorphic.Storage;
using Neuromorphic.Training;

namespace Neuromorphic.Runs;

/// <summary>A training from where it stands to its last generation, and everything that its folder holds.</summary>
sealed class RunSession
{
    readonly RunConfiguration configuration;
    readonly RunOptions options;
    readonly IEnvironment environment;
    readonly TrainingRun run;

    /// <summary>Prepares a training.</summary>
    /// <param name="configuration">Its settings.</param>
    /// <param name="options">How it is made, and who hears of it.</param>
    /// <param name="state">Where to continue, or null for the start.</param>
    public RunSession(RunConfiguration configuration, RunOptions options, TrainingState? state)
    {
        this.configuration = configuration;
        this.options = options;
        environment = configuration.CreateEnvironment();
        run = options.Create(configuration, environment, state);
        CheckpointSize.Require(configuration, run.Trainer.State);
    }

    /// <summary>Whether all generations are complete, and a folder holds all that there is to make of them.</summary>
    public bool IsFinished(RunFolder folder) => run.IsComplete
        && Plots(folder).Select(plot => plot.Path).Concat([folder.Configuration, folder.Metrics]).All(File.Exists);

    IEnumerable<(string Path, Action<string> Draw)> Plots(RunFolder folder) => options.Pictures ? RunPlots.Of(folder, run, environment, run.Trainer.State) : [];

    /// <summary>The result of a run of which nothing is left to do.</summary>
    public RunResult Finished(RunFolder folder) => Result(folder) with { Evaluation = Evaluate(), NothingToDo = true };

    /// <summary>Trains, evaluates, draws into a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="earlier">The metrics of the run that goes on here from another folder.</param>
    public RunResult Run(RunFolder folder, string? earlier = null)
    {
        long started = Stopwatch.GetTimestamp(), stepsBefore = run.Trainer.Steps;
        bool stopped = !Train(folder, earlier);
        RunResult result = Result(folder) with { TrainingTime = Stopwatch.GetElapsedTime(started) };
        result = result with { Steps = result.State.Steps - stepsBefore };
        if (stopped) return result;
        result = result with { Evaluation = Evaluate() };
        bool drawn = false;
        try
        {
            options.OnResult?.Invoke(result);
        }
        finally
        {
            drawn = Draw(folder); // also where nobody can be told the result
        }
        return result with { Drawn = drawn };
    }

    RunResult Result(RunFolder folder) => new() { Folder = folder.Path, Run = run, Environment = environment, State = run.Trainer.State };

    EvaluationResult Evaluate()
    {
        TrainingState state = run.Trainer.State;
        return run.Evaluate(state.Mean, state.Scaling, configuration.EvaluationEpisodes, configuration.Seed);
    }

    /// <summary>Runs the generations that are left. Gives whether it came to the last.</summary>
    bool Train(RunFolder folder, string? earlier)
    {
        Trainer trainer = run.Trainer;
        Save(folder, trainer.State); // before all other files, so that what is there can be resumed
        WholeFile.Write(folder.Configuration, ConfigurationFile.Write(configuration));
        options.OnBegin?.Invoke(run);
        using RunRecord record = new(folder, trainer.State.History, earlier, options.OnWarning);
        while (!run.IsComplete)
        {
            GenerationReport report = RunGeneration(folder, record);
            options.OnGeneration?.Invoke(report, trainer.Measures);
            if (report.Evaluation is { } evaluation) options.OnEvaluation?.Invoke(report.Generation, evaluation);
            if (trainer.Warning is { } warning) options.OnWarning(warning);
            bool last = run.IsComplete, due = report.Generation % configuration.CheckpointEvery == 0, stop = options.Stop?.Invoke() == true;
            if (!stop && !last && !due) continue;
            TrainingState state = trainer.State;
            // Before the checkpoint: what is written of generations behind it, a run that goes on from it writes again.
            if (due) record.AppendHistograms(state);
            try
            {
                Save(folder, state);
                if (due) Keep(folder);
            }
            catch (CheckpointException e) when (e.InnerException is IOException && !stop && !last)
            {
                options.OnWarning($"{e.Message}; the run goes on, and tries again after {configuration.CheckpointEvery} generations");
                continue;
            }
            if (!last && stop) return false;
        }
        return true;
    }

    /// <summary>Runs a generation. One that is complete is recorded, and saved where the training ends with it.</summary>
    GenerationReport RunGeneration(RunFolder folder, RunRecord record)
    {
        Trainer trainer = run.Trainer;
        int before = trainer.Generation;
        long started = Stopwatch.GetTimestamp();
        try
        {
            GenerationReport report = trainer.RunGeneration();
            Append(report);
            return report;
        }
        catch (TrainingException) when (trainer.Generation > before)
        {
            Save(folder, trainer.State);
            Append(trainer.Last!);
            throw;
        }

        void Append(GenerationReport report)
        {
            TimeSpan took = Stopwatch.GetElapsedTime(started);
            record.Append(report, report.Evaluation == null ? trainer.Measures : new Dictionary<string, double>([.. trainer.Measures, .. Activity()]), trainer.Steps, took);
        }
    }

    /// <summary>What the neurons do in one fresh episode of the mean: spikes of a neuron in a step of it, and the share of neurons without one.</summary>
    IEnumerable<KeyValuePair<string, double>> Activity()
    {
        if (!run.Policy.HasSpikes) return [];
        double[] rates = RunRaster.Play(run, environment, run.Trainer.State).Recording.Rates();
        return [new("firing-rate", rates.Average()), new("silent", (double)rates.Count(rate => rate == 0) / rates.Length)];
    }

    /// <summary>Writes the checkpoint.</summary>
    void Save(RunFolder folder, TrainingState state) => CheckpointFile.Write(folder.Checkpoint, new Checkpoint
    {
        Configuration = configuration,
        State = state,
        Program = SourceRevision.Program,
        GitHash = SourceRevision.GitHash,
        Created = TimeProvider.System.GetUtcNow(),
    });

    /// <summary>Keeps this checkpoint beside the last one, and no more of the earlier ones than was asked for.</summary>
    void Keep(RunFolder folder)
    {
        if (configuration.Keep == 0) return;
        WholeFile.Write(folder.KeptCheckpoint(run.Trainer.Generation), File.ReadAllBytes(folder.Checkpoint));
        foreach (string old in folder.KeptCheckpoints.SkipLast(configuration.Keep)) File.Delete(old);
    }

    /// <summary>Draws the pictures, each that can be. Gives whether all were.</summary>
    bool Draw(RunFolder folder)
    {
        bool all = true;
        foreach ((string path, Action<string> draw) in Plots(folder))
            try
            {
                draw(path);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                options.OnWarning($"{path} is not drawn: {e.Message}");
                all = false;
            }
        return all;
    }
}
