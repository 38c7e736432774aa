using System.Diagnostics;
using System.Text;

namespace Neuromorphic.Files;

/// <summary>
/// The right to write into a folder, which one process has at a time. A file in the folder, run.lock, names the process that has it; that of a process
/// which is gone is taken over.
/// </summary>
/// <remarks>
/// It holds among processes that ask for it, and needs a file system with locks (flock) for the moment in which run.lock is read and written. A
/// process of another machine cannot be looked for, so its lock is always respected; machines are told apart by their names.
/// </remarks>
public sealed class FolderLock : IDisposable
{
    /// <summary>The name of the file.</summary>
    public const string FileName = "run.lock";

    const int LongestText = 4096;
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(10), Pause = TimeSpan.FromMilliseconds(10);

    readonly string path, text;

    FolderLock(string path, string text, string? replaced)
    {
        this.path = path;
        this.text = text;
        Replaced = replaced;
    }

    /// <summary>Whose lock was taken over, in a sentence; null if there was none.</summary>
    public string? Replaced { get; }

    /// <summary>Takes the lock of a folder.</summary>
    /// <param name="folder">A folder that exists.</param>
    /// <exception cref="FolderInUseException">A process has it, this one included. Nothing is changed.</exception>
    /// <exception cref="IOException">The lock cannot be read or written, or run.lock is something else, which stays.</exception>
    /// <exception cref="UnauthorizedAccessException">The lock must not be read or written.</exception>
    public static FolderLock Take(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        string path = Path.Combine(Path.GetFullPath(folder), FileName);
        string own = LockHolder.Current(TimeProvider.System).Text;
        while (true)
        {
            string? replaced;
            if (new FileInfo(path).LinkTarget != null) throw NoLock(path);
            using (FileStream file = Open(path, FileMode.OpenOrCreate))
            {
                replaced = Judge(folder, path, Read(file));
                Write(file, own);
            }
            // One who left may have deleted the file after it was opened here; then somebody else may have made another.
            if (Reads(path, own)) return new(path, own, replaced);
        }
    }

    /// <summary>Gives the folder back.</summary>
    public void Dispose()
    {
        try
        {
            using FileStream file = Open(path, FileMode.Open);
            if (Read(file) == text) File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The folder is gone, or the lock: there is nothing to give back. One that cannot be deleted is that of a process which is gone.
        }
    }

    /// <summary>Whose lock a text is, in a sentence, if it may be taken over; null if it is nobody's.</summary>
    static string? Judge(string folder, string path, string text)
    {
        if (text.Length == 0) return null;
        if (LockHolder.Parse(text) is not { } holder)
            return text.StartsWith("process ", StringComparison.Ordinal) || text.All(c => c == '\0') ? $"The lock of {folder} was not written to its end; it is taken over." : throw NoLock(path);
        string who = $"{folder} is in use: process {holder.Process}{(holder.IsHere ? "" : $" on {holder.Host}")} has been writing into it since {holder.Since}.";
        if (!holder.IsHere) throw new FolderInUseException($"{who} If that process is gone, delete {path}.");
        if (holder.IsAlive) throw new FolderInUseException($"{who} Wait for its end, or end it.");
        return $"{folder} was in use by process {holder.Process} since {holder.Since}, which is gone; its lock is taken over.";
    }

    static IOException NoLock(string path) => new($"{path} is no lock of this program, and stays as it is; move it away.");

    static bool Reads(string path, string expected)
    {
        try
        {
            using FileStream file = Open(path, FileMode.Open);
            return Read(file) == expected;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
    }

    /// <summary>Opens the file where no other process has it open, which each does only for a moment.</summary>
    static FileStream Open(string path, FileMode mode)
    {
        // An open file can be deleted on Windows only if that is shared; elsewhere only sharing nothing keeps others out.
        FileShare share = OperatingSystem.IsWindows() ? FileShare.Delete : FileShare.None;
        for (long started = Stopwatch.GetTimestamp(); ; Thread.Sleep(Pause))
            try
            {
                return new(path, mode, FileAccess.ReadWrite, share, bufferSize: 0);
            }
            catch (IOException e) when (IsOpenElsewhere(e) && Stopwatch.GetElapsedTime(started) < Patience)
            {
                // a moment later
            }
    }

    /// <summary>EAGAIN of Linux, of macOS, and the sharing violation of Windows.</summary>
    static bool IsOpenElsewhere(IOException e) => e.HResult is 11 or 35 or unchecked((int)0x80070020);

    static string Read(FileStream file)
    {
        byte[] bytes = new byte[LongestText];
        return Encoding.UTF8.GetString(bytes, 0, file.ReadAtLeast(bytes, LongestText, throwOnEndOfStream: false));
    }

    static void Write(FileStream file, string text)
    {
        try
        {
            file.SetLength(0);
            file.Position = 0;
            file.Write(Encoding.UTF8.GetBytes(text));
        }
        catch
        {
            File.Delete(file.Name); // what cannot be written is nobody's
            throw;
        }
    }
}
