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
    public static RunFolder Create(string? path, string environment, DateTime now)
    {
        RunFolder folder;
        if (path != null)
        {
            folder = new(path);
            if (System.IO.File.Exists(folder.Checkpoint))
                throw new ArgumentException($"{path} holds a run already; continue it with `{Invocation.Line("resume", path)}`, or choose another --out.");
        }
        else
        {
            string name = System.IO.Path.Combine("runs", $"{environment}-{now.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture)}");
            int copy = 1;
            do folder = new(copy == 1 ? name : $"{name}-{copy}");
            while (Directory.Exists(folder.Path) && copy++ > 0);
        }
        Directory.CreateDirectory(folder.Path);
        return folder;
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
