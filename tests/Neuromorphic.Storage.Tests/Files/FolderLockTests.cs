using System.Diagnostics;
using System.Globalization;
using Neuromorphic.Files;
using Xunit;

namespace Neuromorphic.Storage.Tests.Files;

public sealed class FolderLockTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("neuromorphic-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    string LockFile => Path.Combine(folder, FolderLock.FileName);

    /// <summary>The lines of a lock that this process takes.</summary>
    string Own
    {
        get
        {
            using (FolderLock.Take(folder)) return File.ReadAllText(LockFile);
        }
    }

    static string With(string text, string name, string value) => string.Join('\n', text.Split('\n').Select(line => line.StartsWith(name + " ", StringComparison.Ordinal) ? $"{name} {value}" : line));

    [Fact]
    public void A_folder_is_had_once_and_then_given_back_without_a_trace()
    {
        using (FolderLock first = FolderLock.Take(folder))
        {
            Assert.Null(first.Replaced);
            byte[] before = File.ReadAllBytes(LockFile);
            string message = Assert.Throws<FolderInUseException>(() => FolderLock.Take(folder)).Message;
            Assert.Matches($@"^{folder} is in use: process {Environment.ProcessId} has been writing into it since \d{{4}}-\d\d-\d\d \d\d:\d\d:\d\d UTC\. Wait for its end, or end it\.$", message);
            Assert.Equal(before, File.ReadAllBytes(LockFile));
        }
        Assert.Empty(Directory.GetFileSystemEntries(folder));
        FolderLock.Take(folder).Dispose();
    }

    [Fact]
    public void The_lock_of_a_process_that_is_gone_is_taken_over_and_said()
    {
        string text = With(Own, "process", GoneProcess());
        File.WriteAllText(LockFile, text);
        using FolderLock taken = FolderLock.Take(folder);
        Assert.Contains("which is gone; its lock is taken over.", taken.Replaced, StringComparison.Ordinal);
        Assert.Equal($"{Environment.ProcessId}", LineOf(File.ReadAllText(LockFile), "process"));
    }

    [Fact]
    public void A_number_that_was_given_again_to_another_process_is_not_the_one_that_had_it()
    {
        string own = Own, start = LineOf(own, "start");
        string other = long.TryParse(start, NumberStyles.None, CultureInfo.InvariantCulture, out long ticks) ? $"{ticks - TimeSpan.FromMinutes(1).Ticks}" : start + "1";
        File.WriteAllText(LockFile, With(own, "start", other));
        using FolderLock taken = FolderLock.Take(folder);
        Assert.Contains($"was in use by process {Environment.ProcessId} since", taken.Replaced, StringComparison.Ordinal);
    }

    [Fact]
    public void The_lock_of_another_machine_is_respected_and_says_what_to_do()
    {
        string text = With(With(Own, "process", GoneProcess()), "host", "elsewhere");
        File.WriteAllText(LockFile, text);
        string message = Assert.Throws<FolderInUseException>(() => FolderLock.Take(folder)).Message;
        Assert.Contains(" on elsewhere has been writing into it since ", message, StringComparison.Ordinal);
        Assert.EndsWith($"If that process is gone, delete {LockFile}.", message, StringComparison.Ordinal);
        Assert.Equal(text, File.ReadAllText(LockFile));
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("process 12\nsta", true)]
    [InlineData("\0\0\0\0\0\0\0\0", true)]
    public void A_lock_that_was_cut_off_is_taken_over(string text, bool said)
    {
        File.WriteAllText(LockFile, text);
        using FolderLock taken = FolderLock.Take(folder);
        Assert.Equal(said, taken.Replaced != null);
        Assert.StartsWith($"process {Environment.ProcessId}\n", File.ReadAllText(LockFile), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_or_link_of_that_name_that_is_no_lock_stays()
    {
        File.WriteAllText(LockFile, "my own file");
        Assert.Contains("is no lock of this program, and stays as it is", Assert.Throws<IOException>(() => FolderLock.Take(folder)).Message);
        Assert.Equal("my own file", File.ReadAllText(LockFile));
        string target = Path.Combine(folder, "target");
        foreach (string text in (string[])["", "process 1\n"])
        {
            File.WriteAllText(target, text);
            File.Delete(LockFile);
            File.CreateSymbolicLink(LockFile, target);
            Assert.Throws<IOException>(() => FolderLock.Take(folder));
            Assert.Equal(text, File.ReadAllText(target));
        }
    }

    [Fact]
    public void A_lock_that_somebody_else_has_now_is_not_deleted()
    {
        FolderLock taken = FolderLock.Take(folder);
        string other = With(File.ReadAllText(LockFile), "host", "elsewhere");
        File.WriteAllText(LockFile, other);
        taken.Dispose();
        Assert.Equal(other, File.ReadAllText(LockFile));
    }

    [Fact]
    public void Of_many_that_take_and_give_back_one_has_it_at_a_time()
    {
        int inside = 0, had = 0, most = 0;
        Thread[] threads = [.. Enumerable.Range(0, 4).Select(_ => new Thread(() =>
        {
            for (int i = 0; i < 100; i++)
                try
                {
                    using FolderLock taken = FolderLock.Take(folder);
                    int now = Interlocked.Increment(ref inside);
                    Interlocked.Increment(ref had);
                    if (now > Volatile.Read(ref most)) Volatile.Write(ref most, now);
                    Thread.Yield();
                    Interlocked.Decrement(ref inside);
                }
                catch (FolderInUseException)
                {
                    // another has it
                }
        }))];
        foreach (Thread thread in threads) thread.Start();
        foreach (Thread thread in threads) thread.Join();
        Assert.Equal(1, most);
        Assert.InRange(had, 1, 400);
        Assert.Empty(Directory.GetFileSystemEntries(folder));
    }

    static string LineOf(string text, string name) => text.Split('\n').Single(line => line.StartsWith(name + " ", StringComparison.Ordinal))[(name.Length + 1)..];

    /// <summary>The number of a process that has ended.</summary>
    static string GoneProcess()
    {
        using Process process = Process.Start(new ProcessStartInfo("dotnet", "--version") { RedirectStandardOutput = true })!;
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.Id.ToString(CultureInfo.InvariantCulture);
    }
}
