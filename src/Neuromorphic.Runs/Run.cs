using System.Globalization;
using Neuromorphic.Storage;
using Neuromorphic.Training;

namespace Neuromorphic.Runs;

/// <summary>Runs from a program, with the folder that the command gives them: <c>train</c>, <c>resume</c> and what is loaded to evaluate, replay or act.</summary>
public static class Run
{
    /// <summary>A configuration: the environment's preset, then the given settings, by the names of the command line.</summary>
    /// <param name="environment">The environment's name, as people type it: hopper, CartPole-v1.</param>
    /// <param name="settings">Names and values.</param>
    /// <exception cref="ArgumentException">A name is unknown or belongs to something that is not chosen, a value is not allowed, or has no effect.</exception>
    public static RunConfiguration Configure(string environment, params IEnumerable<(string Name, object Value)> settings) =>
        Settings.Configure(environment, [.. settings.Select(setting => KeyValuePair.Create(setting.Name, Convert.ToString(setting.Value, CultureInfo.InvariantCulture) ?? ""))]);

    /// <summary>Trains, evaluates and draws, into a folder with checkpoint, configuration, metrics, events for TensorBoard and pictures.</summary>
    /// <param name="configuration">What determines the result.</param>
    /// <param name="folder">A folder without files of another run; runs/&lt;environment&gt;-&lt;time&gt; if not given.</param>
    /// <param name="options">How, and who hears of it.</param>
    /// <exception cref="ArgumentException">A setting is not allowed.</exception>
    /// <exception cref="OccupiedFolderException">The folder holds something that a run would replace.</exception>
    /// <exception cref="TrainingException">The training cannot go on; what was complete is saved.</exception>
    public static RunResult Train(RunConfiguration configuration, string? folder = null, RunOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        options ??= new();
        // Before the folder, so that a setting that is refused leaves no empty run behind.
        RunSession session = new(configuration, options, state: null);
        using RunFolder made = RunFolder.Create(folder, configuration.Environment, TimeProvider.System.GetLocalNow(), options.OnNote);
        return session.Run(made);
    }

    /// <summary>Continues a run from its checkpoint: the result is the same, bit for bit, as if it had never stopped.</summary>
    /// <param name="path">The run's folder, or a checkpoint file, for which <paramref name="folder"/> is needed.</param>
    /// <param name="generations">Generations in all, those before the checkpoint included; as configured if not given.</param>
    /// <param name="folder">Another folder in which it goes on; what it is continued from stays.</param>
    /// <param name="options">How, and who hears of it.</param>
    /// <exception cref="FileNotFoundException">There is no checkpoint.</exception>
    /// <exception cref="CheckpointException">The checkpoint is damaged, or of a newer program.</exception>
    /// <exception cref="ArgumentException">Fewer generations than are complete, or a checkpoint by itself without a folder.</exception>
    public static RunResult Resume(string path, int? generations = null, string? folder = null, RunOptions? options = null)
    {
        options ??= new();
        string file = RunFolder.FindCheckpoint(path);
        // Its own folder is taken before its checkpoint is read, another one when it is clear that there is something to write.
        using RunFolder? own = folder == null ? RunFolder.Open(RunFolder.OfCheckpoint(file) ?? throw new ArgumentException($"{file} is not the {RunFolder.CheckpointName} of a run's folder; name another folder in which the training goes on."), options.OnNote) : null;
        Checkpoint checkpoint = CheckpointFile.Read(file);
        RunConfiguration configuration = Lengthened(checkpoint, generations);
        RunSession session = Refusal.OfCheckpoint(file, () => new RunSession(configuration, options, checkpoint.State));
        if (OtherProgram(checkpoint) is { } program) options.OnNote?.Invoke($"{file} was written by {program}; this is {Name(SourceRevision.Program, SourceRevision.GitHash)}. What differs between them may show in the rest of the training.");
        if (own != null && session.IsFinished(own)) return session.Finished(own);
        using RunFolder? another = folder != null ? RunFolder.Create(folder, configuration.Environment, TimeProvider.System.GetLocalNow(), options.OnNote) : null;
        return own != null ? session.Run(own) : session.Run(another!, Path.Combine(Path.GetDirectoryName(file) ?? "", Path.GetFileName(another!.Metrics)));
    }

    /// <summary>Loads a trained controller, to evaluate, to look at, or to act.</summary>
    /// <param name="path">A run's folder, or a checkpoint file.</param>
    /// <param name="options">How it is evaluated.</param>
    /// <exception cref="FileNotFoundException">There is no checkpoint.</exception>
    /// <exception cref="CheckpointException">The checkpoint is damaged, or of a newer program.</exception>
    public static TrainedRun Load(string path, RunOptions? options = null) => TrainedRun.Load(path, options ?? new());

    static RunConfiguration Lengthened(Checkpoint checkpoint, int? generations)
    {
        if (generations is not { } all) return checkpoint.Configuration;
        if (all < checkpoint.State.Generation)
            throw new ArgumentException($"--generations is {all}, but the checkpoint has completed {checkpoint.State.Generation}; allowed is {checkpoint.State.Generation} or more.");
        return checkpoint.Configuration with { Generations = all };
    }

    /// <summary>The program that wrote a checkpoint, if it is not this one.</summary>
    static string? OtherProgram(Checkpoint checkpoint) =>
        (checkpoint.Program, checkpoint.GitHash) == (SourceRevision.Program, SourceRevision.GitHash) ? null : Name(checkpoint.Program, checkpoint.GitHash);

    static string Name(string program, string? commit) => commit == null ? $"{program} of no known commit" : $"{program} of commit {commit}";
}
