namespace Neuromorphic.Replay;

/// <summary>Files that are written whole or not at all.</summary>
static class WholeFile
{
    /// <summary>Writes a neighbour with .new at the end of its name, which then takes the place of an older file in one step.</summary>
    public static void Write(string path, Action<Stream> write)
    {
        string unfinished = path + ".new";
        // Outside the try: what could not be opened is not ours to delete.
        FileStream stream = new(unfinished, FileMode.Create, FileAccess.Write, FileShare.None);
        try
        {
            using (stream) write(stream);
            File.Move(unfinished, path, overwrite: true);
        }
        catch
        {
            File.Delete(unfinished);
            throw;
        }
    }
}
