using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Neuromorphic.Cli.Tests;

/// <summary>What a program left behind.</summary>
sealed record Outcome(int ExitCode, string Output, string Errors)
{
    public string[] Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>The command `neuromorphic` as a process of its own: standard input closed, output and errors caught.</summary>
sealed partial class CommandRun : IDisposable
{
    /// <summary>Ctrl-C.</summary>
    public const int Interrupt = 2;
    /// <summary>The end of the terminal.</summary>
    public const int HangUp = 1;
    /// <summary>A polite request to end.</summary>
    public const int Terminate = 15;

    /// <summary>The executable beside the tests.</summary>
    public static string Executable { get; } = Path.Combine(AppContext.BaseDirectory, "Neuromorphic.Cli" + (OperatingSystem.IsWindows() ? ".exe" : ""));

    static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    static readonly string DotnetRoot = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));

    readonly Process process;
    readonly Task<string> errors;
    readonly StringBuilder output = new();
    readonly Task reading;

    CommandRun(string folder, string program, IEnumerable<string> arguments, (string Name, string Value)[] variables)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        start.Environment["DOTNET_ROOT"] = DotnetRoot;
        start.Environment["PATH"] = DotnetRoot + Path.PathSeparator + start.Environment["PATH"];
        start.Environment.Remove("NEUROMORPHIC_LANES");
        foreach ((string name, string value) in variables) start.Environment[name] = value;
        process = Process.Start(start)!;
        process.StandardInput.Close();
        reading = ReadAsync();
        errors = process.StandardError.ReadToEndAsync();
    }

    async Task ReadAsync()
    {
        char[] some = new char[4096];
        while (await process.StandardOutput.ReadAsync(some) is > 0 and var count)
            lock (output) output.Append(some, 0, count);
    }

    string Output
    {
        get
        {
            lock (output) return output.ToString();
        }
    }

    /// <summary>Starts a line of the shell.</summary>
    public static CommandRun StartShell(string folder, string line) => new(folder, "/bin/sh", ["-c", line], []);

    /// <summary>Starts the command in a folder.</summary>
    public static CommandRun Start(string folder, params string[] arguments) => new(folder, Executable, arguments, []);

    /// <summary>Runs the command to its end.</summary>
    public static Outcome Run(string folder, string[] arguments, params (string Name, string Value)[] variables) => End(new(folder, Executable, arguments, variables));

    /// <summary>Runs a line of the shell.</summary>
    public static Outcome Shell(string folder, string line) => End(StartShell(folder, line));

    static Outcome End(CommandRun run)
    {
        using (run) return run.Wait();
    }

    public bool HasExited => process.HasExited;

    /// <summary>Waits for the end of the process.</summary>
    public Outcome Wait()
    {
        if (!process.WaitForExit(Patience)) throw new TimeoutException($"{process.StartInfo.FileName} {string.Join(' ', process.StartInfo.ArgumentList)} runs for more than {Patience}.");
        reading.Wait();
        return new(process.ExitCode, Output, errors.Result);
    }

    /// <summary>Waits until something is so while the process runs.</summary>
    public void WaitFor(Func<bool> condition)
    {
        for (long start = Stopwatch.GetTimestamp(); !condition(); Thread.Sleep(10))
            if (process.HasExited ? !condition() : Stopwatch.GetElapsedTime(start) > Patience)
                throw new TimeoutException($"It has not come to what was waited for: {(process.HasExited ? Output + errors.Result : "still running")}");
    }

    /// <summary>Waits until the process has written something to standard output.</summary>
    public void WaitForOutput(string text) => WaitFor(() => Output.Contains(text, StringComparison.Ordinal));

    /// <summary>Whether the process was told to ignore a signal from its birth, as shells do with what they start in the background.</summary>
    public bool Ignores(int signal)
    {
        string status = $"/proc/{process.Id}/status";
        string? ignored = File.Exists(status) ? File.ReadLines(status).FirstOrDefault(line => line.StartsWith("SigIgn:", StringComparison.Ordinal)) : null;
        return ignored != null && (ulong.Parse(ignored["SigIgn:".Length..].Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture) >> (signal - 1) & 1) != 0;
    }

    /// <summary>Sends a signal.</summary>
    public void Send(int signal)
    {
        if (Kill(process.Id, signal) != 0) throw new InvalidOperationException($"Signal {signal} could not be sent.");
    }

    /// <summary>Ends the process at once, in the middle of whatever it does (SIGKILL).</summary>
    public void Kill()
    {
        process.Kill();
        process.WaitForExit();
    }

    public void Dispose()
    {
        if (!process.HasExited) Kill();
        process.Dispose();
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
