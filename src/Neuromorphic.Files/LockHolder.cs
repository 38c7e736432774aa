using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Neuromorphic.Files;

/// <summary>The process that a lock names.</summary>
/// <param name="Process">Its number.</param>
/// <param name="Start">When it was started, as the system counts: a number may be given again to another process.</param>
/// <param name="Host">Its machine.</param>
/// <param name="Since">Since when it holds the lock, for people.</param>
sealed record LockHolder(int Process, string Start, string Host, string Since)
{
    /// <summary>How far two readings of one start may be apart, where systems do not give it exactly.</summary>
    static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(2);

    /// <summary>This process, as of now.</summary>
    public static LockHolder Current(TimeProvider time) => new(Environment.ProcessId, StartOf(Environment.ProcessId) ?? "", Environment.MachineName,
        time.GetUtcNow().ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture));

    /// <summary>The lines of a lock.</summary>
    public string Text => string.Create(CultureInfo.InvariantCulture, $"process {Process}\nstart {Start}\nhost {Host}\nsince {Since}\n");

    /// <summary>The holder that the lines of a lock name; null if they are not all there.</summary>
    public static LockHolder? Parse(string text)
    {
        string[] lines = text.Split('\n'), names = ["process ", "start ", "host ", "since "];
        if (lines.Length != names.Length + 1 || !lines.Zip(names).All(pair => pair.First.StartsWith(pair.Second, StringComparison.Ordinal))) return null;
        string[] values = [.. lines.Zip(names).Select(pair => pair.First[pair.Second.Length..])];
        return int.TryParse(values[0], NumberStyles.None, CultureInfo.InvariantCulture, out int process) ? new(process, values[1], values[2], values[3]) : null;
    }

    /// <summary>Whether it is a process of this machine.</summary>
    public bool IsHere => Host == Environment.MachineName;

    /// <summary>Whether the process, one of this machine, is still there. One of which the system does not tell enough counts as there.</summary>
    public bool IsAlive => StartOf(Process) is { } start && (start.Length == 0 || Start.Length == 0 || IsSame(start, Start));

    static bool IsSame(string a, string b) => a == b
        || (long.TryParse(a, NumberStyles.None, CultureInfo.InvariantCulture, out long x) && long.TryParse(b, NumberStyles.None, CultureInfo.InvariantCulture, out long y) && Math.Abs(x - y) <= Tolerance.Ticks);

    /// <summary>When a process of this machine was started; empty if the system does not tell, null if there is no such process.</summary>
    static string? StartOf(int id)
    {
        try
        {
            using Process process = System.Diagnostics.Process.GetProcessById(id);
            return OperatingSystem.IsLinux() ? StartOnLinux(id) : process.StartTime.ToUniversalTime().Ticks.ToString(CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            return null; // there is none, or none any more
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or Win32Exception)
        {
            return "";
        }
    }

    /// <summary>The start of the machine and the clock ticks from there to the start of the process (proc_pid_stat(5), field 22).</summary>
    static string? StartOnLinux(int id)
    {
        string stat = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/stat"));
        string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' '); // from field 3 on; field 2 may hold blanks
        if (fields[0] is "Z" or "X") return null; // it has ended, and nobody has asked how
        return $"{File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim()}:{fields[22 - 3]}";
    }
}
