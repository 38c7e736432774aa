using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Neuromorphic.Files;

/// <summary>
/// Files that are written whole or not at all, whatever happens: the bytes go to a new neighbour, to the disk, and then take the place of an older
/// file in one step.
/// </summary>
/// <remarks>
/// The neighbour of a file is named &lt;name&gt;.&lt;process&gt;-&lt;number&gt;.tmp, with the first number that is free: nothing that is there is
/// written over, and no link is followed. A process that is killed leaves it behind; see <see cref="DeleteRemains"/>. Where the place of the file
/// is a link, the link is replaced, not what it leads to.
/// </remarks>
public static partial class WholeFile
{
    static readonly UTF8Encoding Encoding = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Writes text, in UTF-8 without a mark.</summary>
    /// <exception cref="IOException">It cannot be written; an older file is untouched.</exception>
    /// <exception cref="UnauthorizedAccessException">It must not be written; an older file is untouched.</exception>
    public static void Write(string path, string text) => Write(path, Encoding.GetBytes(text));

    /// <summary>Writes bytes.</summary>
    /// <inheritdoc cref="Write(string, string)"/>
    public static void Write(string path, byte[] bytes) => Write(path, stream => stream.Write(bytes));

    /// <summary>Writes what is put into a stream.</summary>
    /// <param name="path">The file, in a folder that exists.</param>
    /// <param name="write">Fills the stream, and leaves it open. Where it throws, an older file is untouched.</param>
    /// <exception cref="IOException">It cannot be written; an older file is untouched.</exception>
    /// <exception cref="UnauthorizedAccessException">It must not be written; an older file is untouched.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(write);
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (!Directory.Exists(folder)) throw new DirectoryNotFoundException($"There is no folder {folder} to write {Path.GetFileName(path)} into.");
        // Outside the try: what could not be made is not ours to delete.
        FileStream stream = MakeNeighbour(path);
        try
        {
            using (stream)
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }
            File.Move(stream.Name, path, overwrite: true);
        }
        catch
        {
            File.Delete(stream.Name);
            throw;
        }
    }

    /// <summary>
    /// Deletes what killed processes left of a file. Only for one who knows that no other process is writing it, such as the holder of a
    /// <see cref="FolderLock"/>: a neighbour that is still being written would be deleted too.
    /// </summary>
    public static void DeleteRemains(string path)
    {
        string full = Path.GetFullPath(path), name = Path.GetFileName(full);
        foreach (string neighbour in Directory.EnumerateFiles(Path.GetDirectoryName(full)!))
            if (Path.GetFileName(neighbour) is { } found && found.StartsWith(name, StringComparison.Ordinal) && Remainder().IsMatch(found[name.Length..])) File.Delete(neighbour);
    }

    static FileStream MakeNeighbour(string path)
    {
        for (int number = 0; ; number++)
        {
            string neighbour = string.Create(CultureInfo.InvariantCulture, $"{path}.{Environment.ProcessId}-{number}.tmp");
            try
            {
                return new(neighbour, FileMode.CreateNew, FileAccess.Write, FileShare.None);
            }
            catch (IOException) when (IsTaken(neighbour))
            {
                // the next number
            }
        }
    }

    /// <summary>Whether there is something of that name: also a link that leads nowhere.</summary>
    static bool IsTaken(string path) => Path.Exists(path) || new FileInfo(path).LinkTarget != null;

    [GeneratedRegex(@"^\.[0-9]+-[0-9]+\.tmp$")]
    private static partial Regex Remainder();
}
