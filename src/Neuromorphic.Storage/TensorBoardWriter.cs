using System.Globalization;
using Neuromorphic.Training;

namespace Neuromorphic.Storage;

/// <summary>An event file that TensorBoard shows: scalars and histograms over generations. Every event reaches the file when it is written.</summary>
/// <remarks>
/// TensorFlow, tensorflow/core/util/event.proto and tensorflow/core/framework/summary.proto (version brain.Event:2), in TFRecord framing.
/// TensorBoard reads all event files of a folder in the order of their names, so a continued run adds one whose name comes last, whatever the clock
/// says; it begins with a session start, at which TensorBoard forgets what earlier files say about this generation and later ones.
/// </remarks>
public sealed class TensorBoardWriter : IDisposable
{
    const string Prefix = "events.out.tfevents.";
    const int WallTime = 1, Step = 2, FileVersion = 3, Summary = 5, SessionLog = 7; // of Event
    const int Values = 1, Tag = 1, SimpleValue = 2, Histogram = 5; // of Summary and Summary.Value
    const int Status = 1;
    const long Start = 1; // of SessionLog

    readonly FileStream stream;
    readonly TimeProvider time;

    /// <summary>Begins an event file in a folder.</summary>
    /// <param name="folder">A folder that exists.</param>
    /// <param name="time">The clock that events are dated by.</param>
    /// <param name="completed">Generations that earlier files of the folder keep; 0 for a new run.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    public TensorBoardWriter(string folder, TimeProvider time, int completed = 0)
    {
        ArgumentNullException.ThrowIfNull(time);
        this.time = time;
        Path = NewPath(folder, time.GetUtcNow().ToUnixTimeSeconds());
        stream = new FileStream(Path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0); // what could not be written is not tried again
        Write(Event().Add(FileVersion, "brain.Event:2"));
        Write(Event().Add(Step, completed + 1L).Add(SessionLog, new ProtobufMessage().Add(Status, Start)));
    }

    /// <summary>The event file.</summary>
    public string Path { get; }

    /// <summary>Writes best, mean and deviation of the return, failed members, environment steps, what was not solved to the end, and the evaluation where there is one.</summary>
    public void Write(GenerationReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var summary = new ProtobufMessage();
        Scalar(summary, "return/best", report.Best);
        Scalar(summary, "return/mean", report.Mean);
        Scalar(summary, "return/deviation", report.Deviation);
        if (report.Evaluation is { } evaluation) Scalar(summary, "return/evaluation", evaluation);
        Scalar(summary, "generation/failed", report.Failed);
        Scalar(summary, "generation/steps", report.Steps);
        Scalar(summary, "generation/unconverged", report.Unconverged);
        Write(report.Generation, summary);
    }

    /// <summary>Writes a number.</summary>
    public void WriteScalar(string tag, int generation, double value)
    {
        var summary = new ProtobufMessage();
        Scalar(summary, tag, value);
        Write(generation, summary);
    }

    /// <summary>Writes a distribution, such as all time constants; values that are not finite are left out.</summary>
    public void WriteHistogram(string tag, int generation, ReadOnlySpan<double> values) =>
        Write(generation, new ProtobufMessage().Add(Values, new ProtobufMessage().Add(Tag, tag).Add(Histogram, TensorBoardHistogram.Encode(values))));

    /// <summary>Closes the file.</summary>
    public void Dispose() => stream.Dispose();

    static void Scalar(ProtobufMessage summary, string tag, double value) =>
        summary.Add(Values, new ProtobufMessage().Add(Tag, tag).Add(SimpleValue, (float)value));

    void Write(int generation, ProtobufMessage summary) => Write(Event().Add(Step, (long)generation).Add(Summary, summary));

    ProtobufMessage Event() => new ProtobufMessage().Add(WallTime, (time.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalSeconds);

    void Write(ProtobufMessage message) => TfRecord.Write(stream, message.Bytes);

    /// <summary>Whether a file has the name of an event file.</summary>
    public static bool IsEventFile(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.StartsWith(Prefix, StringComparison.Ordinal);
    }

    /// <summary>A name behind those of all event files that are there: it begins with the time, or with a second after the latest of theirs.</summary>
    static string NewPath(string folder, long now)
    {
        if (!Directory.Exists(folder)) throw new DirectoryNotFoundException($"There is no folder '{folder}' for TensorBoard events.");
        long latest = Directory.EnumerateFileSystemEntries(folder, Prefix + "*").Select(entry => SecondsOf(System.IO.Path.GetFileName(entry))).DefaultIfEmpty(-1).Max();
        string name = string.Create(CultureInfo.InvariantCulture, $"{Prefix}{Math.Max(now, latest + 1):D10}.{Environment.MachineName}.{Environment.ProcessId}.0");
        return System.IO.Path.Combine(folder, name);
    }

    /// <summary>The seconds that the name of an event file begins with; -1 for a name that no writer of such files gives.</summary>
    static long SecondsOf(string name) => long.TryParse(name[Prefix.Length..].Split('.')[0], NumberStyles.None, CultureInfo.InvariantCulture, out long seconds) ? seconds : -1;
}
