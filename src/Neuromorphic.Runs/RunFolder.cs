using System.Globalization;
using System.Text.RegularExpressions;
using Neuromorphic.Files;
using Neuromorphic.Storage;

namespace Neuromorphic.Runs;

/// <summary>The folder of a run, which this process alone writes into until it gives it back, and its files by their fixed names.</summary>
public sealed partial class RunFolder : IDisposable
{
    /// <summary>The name of a checkpoint inside a run's folder.</summary>
    public const string CheckpointName = "checkpoint.msgpack";

    internal const string ConfigurationName = "config.toml";

    const string MetricsName = "metrics.csv", LearningCurveName = "learning-curve.png", ParametersName = "parameters.png", ActivationsName = "activations.png", RasterName = "raster.png";

    /// <summary>The files of a run that have one name; beside them there are events for TensorBoard, a file for each time that it was begun or continued.</summary>
    static readonly string[] Names = [CheckpointName, ConfigurationName, MetricsName, LearningCurveName, ParametersName, ActivationsName, RasterName];

    readonly FolderLock taken;

    RunFolder(string path, FolderLock taken)
    {
        Path = path;
        this.taken = taken;
    }

    /// <summary>The folder.</summary>
    public string Path { get; }
    /// <summary>Its checkpoint.</summary>
    public string Checkpoint => At(CheckpointName);
    /// <summary>Its settings, as TOML.</summary>
    public string Configuration => At(ConfigurationName);
    /// <summary>Its generations, as CSV.</summary>
    public string Metrics => At(MetricsName);
    /// <summary>Returns over generations.</summary>
    public string LearningCurve => At(LearningCurveName);
    /// <summary>Trained parameters of the neurons before and after.</summary>
    public string Parameters => At(ParametersName);
    /// <summary>Learned activation functions before and after.</summary>
    public string Activations => At(ActivationsName);
    /// <summary>Spikes of an episode.</summary>
    public string Raster => At(RasterName);

    /// <summary>The checkpoint of a generation that is kept.</summary>
    internal string KeptCheckpoint(int generation) => At(string.Create(CultureInfo.InvariantCulture, $"checkpoint-{generation:D6}.msgpack"));

    /// <summary>Those that are there, by generation.</summary>
    internal IEnumerable<string> KeptCheckpoints => Directory.EnumerateFiles(Path).Where(file => Kept().IsMatch(System.IO.Path.GetFileName(file))).OrderBy(file => file.Length).ThenBy(file => file, StringComparer.Ordinal);

    [GeneratedRegex("^checkpoint-[0-9]{6,}\\.msgpack\\z")]
    private static partial Regex Kept();

    /// <summary>The pictures that are in a run's folder.</summary>
    public static IEnumerable<string> PicturesOf(string folder) => ((string[])[LearningCurveName, ParametersName, ActivationsName, RasterName]).Select(name => System.IO.Path.Combine(folder, name)).Where(File.Exists);

    string At(string name) => System.IO.Path.Combine(Path, name);

    /// <inheritdoc/>
    public void Dispose() => taken.Dispose();

    /// <summary>A folder for a new run, which holds nothing that a run writes: the given one, or runs/&lt;environment&gt;-&lt;time&gt;.</summary>
    /// <param name="path">The folder; null for one of that name.</param>
    /// <param name="environment">The environment.</param>
    /// <param name="now">The time.</param>
    /// <param name="tell">Hears of a lock that was taken over.</param>
    /// <exception cref="FolderInUseException">Another process writes into it.</exception>
    /// <exception cref="OccupiedFolderException">It holds something of the name of a run's file, which stays.</exception>
    /// <exception cref="IOException">It cannot be made.</exception>
    public static RunFolder Create(string? path, string environment, DateTimeOffset now, Action<string>? tell)
    {
        if (path != null)
        {
            if (Found(path) is { } found) throw new OccupiedFolderException(path, found);
            Make(path);
            RunFolder folder = Take(path, tell);
            if (Found(path) is not { } late) return folder;
            folder.Dispose();
            throw new OccupiedFolderException(path, late); // by a run that ended meanwhile
        }
        return NewNames(environment, now).Select(name => TryCreate(name, tell)).OfType<RunFolder>().First();
    }

    /// <summary>A name for a folder of runs that nothing has.</summary>
    public static string NewName(string what, DateTimeOffset now) => NewNames(what, now).First(path => !System.IO.Path.Exists(path));

    /// <summary>runs/&lt;what&gt;-&lt;time&gt;, then others for what begins in the same second.</summary>
    static IEnumerable<string> NewNames(string what, DateTimeOffset now)
    {
        string name = System.IO.Path.Combine("runs", $"{what}-{now.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture)}");
        return Enumerable.Range(1, int.MaxValue).Select(copy => copy == 1 ? name : $"{name}-{copy}");
    }

    /// <summary>The folder of a run that goes on.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="tell">Hears of a lock that was taken over.</param>
    /// <exception cref="FolderInUseException">Another process writes into it.</exception>
    public static RunFolder Open(string path, Action<string>? tell) => Take(path, tell);

    /// <summary>The checkpoint that a path means: the file itself, or the one inside a run's folder.</summary>
    /// <exception cref="FileNotFoundException">There is neither; the message says what was looked for.</exception>
    public static string FindCheckpoint(string path)
    {
        bool isFolder = Directory.Exists(path);
        string checkpoint = isFolder ? System.IO.Path.Combine(path, CheckpointName) : path;
        if (File.Exists(checkpoint)) return checkpoint;
        if (isFolder && RunsBeneath(path, Near).FirstOrDefault() is { } run)
            throw new FileNotFoundException($"The folder {path} holds no {CheckpointName}, but folders of runs, such as {run}; name one of them.");
        throw new FileNotFoundException(isFolder
            ? $"The folder {path} holds no {CheckpointName}; name the folder of a run, or a checkpoint file."
            : $"There is no file or folder {path}; name the folder of a run, or a checkpoint file.");
    }

    /// <summary>The runs that a path means: itself where it is one, else those in folders beneath it, such as those of a study, in the order of their names.</summary>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    public static IReadOnlyList<string> FindRuns(string path)
    {
        if (!Directory.Exists(path) || File.Exists(System.IO.Path.Combine(path, CheckpointName)))
        {
            FindCheckpoint(path);
            return [path];
        }
        string[] runs = [.. RunsBeneath(path).OrderBy(run => run.Length).ThenBy(run => run, StringComparer.Ordinal)];
        return runs.Length > 0 ? runs : throw new FileNotFoundException($"There is no run in {path}, nor in folders beneath it; a run's folder holds {CheckpointName}.");
    }

    /// <summary>Every run in a folder and in folders beneath it, in no order.</summary>
    public static IEnumerable<string> RunsBeneath(string path) => RunsBeneath(path, new() { RecurseSubdirectories = true, AttributesToSkip = 0, IgnoreInaccessible = false });

    static IEnumerable<string> RunsBeneath(string path, EnumerationOptions where) => Directory.EnumerateFiles(path, CheckpointName, where).Select(file => System.IO.Path.GetDirectoryName(file)!);

    /// <summary>As deep as runs of a study lie: a folder that was named by mistake may be a whole disk, with links that lead back into it.</summary>
    static readonly EnumerationOptions Near = new() { RecurseSubdirectories = true, MaxRecursionDepth = 2, AttributesToSkip = 0, IgnoreInaccessible = true };

    /// <summary>The folder of the run that a checkpoint is of, by its name; null if it is a file by itself.</summary>
    public static string? OfCheckpoint(string checkpoint) =>
        System.IO.Path.GetFileName(checkpoint) != CheckpointName ? null : System.IO.Path.GetDirectoryName(checkpoint) is { Length: > 0 } folder ? folder : ".";

    /// <summary>Of several runs that begin in the same second one has a folder; the others take another.</summary>
    static RunFolder? TryCreate(string path, Action<string>? tell)
    {
        if (Directory.Exists(path)) return null;
        Make(path);
        try
        {
            RunFolder folder = Take(path, tell);
            if (Found(path) == null) return folder;
            folder.Dispose();
            return null;
        }
        catch (FolderInUseException)
        {
            return null;
        }
    }

    static void Make(string path)
    {
        try
        {
            Directory.CreateDirectory(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            string reason = e switch
            {
                UnauthorizedAccessException => "this is not allowed there",
                DirectoryNotFoundException or FileNotFoundException => "nothing can be made there",
                _ => e.Message.TrimEnd('.'),
            };
            throw new IOException(File.Exists(path) ? $"{path} is a file, and a run needs a folder; choose another folder." : $"The folder {path} cannot be made: {reason}; choose another folder.", e);
        }
    }

    static RunFolder Take(string path, Action<string>? tell)
    {
        RunFolder folder = new(path, FolderLock.Take(path));
        if (folder.taken.Replaced is { } replaced) tell?.Invoke(replaced);
        foreach (string name in Names) WholeFile.DeleteRemains(folder.At(name)); // of processes that were killed: nobody else writes here
        return folder;
    }

    /// <summary>The name of something in a folder that a run would replace; null if there is none.</summary>
    static string? Found(string path)
    {
        if (!Directory.Exists(path)) return null;
        string[] there = [.. Directory.EnumerateFileSystemEntries(path).Select(entry => System.IO.Path.GetFileName(entry)!)];
        return Array.Find(Names, there.Contains) ?? Array.Find(there, name => TensorBoardWriter.IsEventFile(name) || Kept().IsMatch(name));
    }
}
