using System.Globalization;

namespace Neuromorphic.Cli;

/// <summary>The files of a run, by their fixed names in one folder.</summary>
sealed class RunFolder(string path)
{
    /// <summary>The name of a checkpoint inside a run's folder.</summary>
    public const string CheckpointName = "checkpoint.msgpack";

    public string Path { get; } = path;
    public string Checkpoint => File(CheckpointName);
    public string Configuration => File("config.toml");
    public string Metrics => File("metrics.csv");
    public string LearningCurve => File("learning-curve.png");
    public string TimeConstants => File("time-constants.png");
    public string Raster => File("raster.png");

    public IEnumerable<string> Pictures => [LearningCurve, TimeConstants, Raster];

    string File(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>An empty folder for a new run: the given one, or runs/&lt;environment&gt;-&lt;time&gt;.</summary>
    /// <exception cref="ArgumentException">The folder holds a run already.</exception>
    public static RunFolder Create(string? path, string environment, DateTimeOffset now)
    {
        if (path != null)
        {
            RunFolder folder = new(path);
            if (System.IO.File.Exists(folder.Checkpoint))
                throw new ArgumentException($"{path} holds a run already; continue it with `{Invocation.Line("resume", path)}`, or choose another --out.");
            Directory.CreateDirectory(path);
            return folder;
        }
        string name = System.IO.Path.Combine("runs", $"{environment}-{now.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture)}");
        for (int copy = 1; ; copy++)
        {
            RunFolder folder = new(copy == 1 ? name : $"{name}-{copy}");
            if (!Directory.Exists(folder.Path) && folder.TryClaim()) return folder;
        }
    }

    /// <summary>Makes the folder. Of several runs that begin in the same second one has it: the one that made the first file.</summary>
    bool TryClaim()
    {
        Directory.CreateDirectory(Path);
        try
        {
            new FileStream(Configuration, FileMode.CreateNew).Dispose();
            return true;
        }
        catch (IOException) when (System.IO.File.Exists(Configuration))
        {
            return false;
        }
    }

    /// <summary>The checkpoint that a path means: the file itself, or the one inside a run's folder.</summary>
    /// <exception cref="FileNotFoundException">There is neither; the message says what was looked for.</exception>
    public static string FindCheckpoint(string path)
    {
        string checkpoint = Directory.Exists(path) ? new RunFolder(path).Checkpoint : path;
        if (System.IO.File.Exists(checkpoint)) return checkpoint;
        throw new FileNotFoundException(Directory.Exists(path)
            ? $"The folder {path} holds no {CheckpointName}; name the folder of a run, or a checkpoint file."
            : $"There is no file or folder {path}; name the folder of a run, or a checkpoint file.");
    }
}
