using System.Text;

namespace Neuromorphic.Cli;

/// <summary>Standard output or standard error, either of which may be closed or full.</summary>
/// <param name="name">Its name in a message.</param>
/// <param name="open">Opens it.</param>
/// <param name="fail">What happens when it cannot be written, given the reason; where this returns, the text and all that follows is dropped.</param>
sealed class StandardStream(string name, Func<Stream> open, Action<string> fail) : TextWriter
{
    TextWriter? stream;
    bool lost;

    /// <summary>Results, which somebody asked for: without them a command fails.</summary>
    public static StandardStream Results { get; } = new("standard output", Console.OpenStandardOutput, reason => throw new IOException(reason));

    /// <summary>What is told of work whose results lie in files: without it the work goes on.</summary>
    public static StandardStream Progress { get; } = new("standard output", Console.OpenStandardOutput, reason => Console.Error.WriteLine($"warning: {reason}; the work goes on"));

    /// <summary>Errors and warnings: where nobody can hear them, the exit code is left.</summary>
    public static StandardStream Errors { get; } = new("standard error", Console.OpenStandardError, _ => { });

    /// <summary>Whether all of them are led elsewhere, where no terminal is.</summary>
    public static bool IsElsewhere { get; private set; }

    /// <summary>Leads all of them to other writers, or back with null.</summary>
    public static void LeadTo(TextWriter? output, TextWriter? errors)
    {
        Results.stream = Progress.stream = output;
        Errors.stream = errors;
        IsElsewhere = output != null;
    }

    /// <summary>Where progress goes: beside a JSON value, to standard error.</summary>
    public static TextWriter ProgressBeside(bool json) => json ? Errors : Progress;

    /// <inheritdoc/>
    public override Encoding Encoding { get; } = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);

    /// <inheritdoc/>
    public override void Write(char value) => Write(value.ToString());

    /// <inheritdoc/>
    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    /// <inheritdoc/>
    public override void WriteLine(string? value) => Write(value + NewLine);

    /// <inheritdoc/>
    public override void Write(string? value)
    {
        if (lost) return;
        try
        {
            stream ??= new StreamWriter(open(), Encoding) { AutoFlush = true };
            stream.Write(value);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            lost = true;
            fail($"{name} cannot be written: {(e is UnauthorizedAccessException ? "it is closed" : e.Message)}");
        }
    }
}
