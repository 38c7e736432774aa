namespace Neuromorphic.Storage.Data;

/// <summary>Where a data set is downloaded to.</summary>
public static class DownloadPlace
{
    /// <summary>
    /// The folder of a data set if nobody names a place: the one that it is loaded from, if it is here and not another program's; else in the folder of NEUROMORPHIC_DATA,
    /// if that is set and can be written; else in the user's cache.
    /// </summary>
    /// <exception cref="DatasetException">None of them can be written; the message names each with its reason.</exception>
    public static string Usual(DatasetEntry entry) => DataFolder.Usual.FindOwn(entry) ?? FirstWritable(entry, new[] { DataFolder.Named, DataFolder.Cache }.OfType<string>());

    /// <summary>The folder of a data set in a place: the one that is there under an accepted name, else one of the set's name; a full path.</summary>
    /// <param name="entry">The data set.</param>
    /// <param name="place">A folder of data sets; it need not exist.</param>
    public static string Below(DatasetEntry entry, string place)
    {
        ArgumentNullException.ThrowIfNull(entry);
        string[] folders = [.. entry.FolderNames.Select(name => Path.GetFullPath(Path.Combine(place, name)))];
        return Array.Find(folders, Directory.Exists) ?? folders[0];
    }

    /// <summary>The folder of a data set in the first of some places that can be written. The folder is made if it is not there.</summary>
    /// <param name="entry">The data set.</param>
    /// <param name="places">Folders of data sets.</param>
    /// <exception cref="DatasetException">None of them can be written; the message names each with its reason.</exception>
    public static string FirstWritable(DatasetEntry entry, params IEnumerable<string> places)
    {
        List<string> reasons = [];
        foreach (string folder in places.Select(place => Below(entry, place)))
        {
            try
            {
                Directory.CreateDirectory(folder);
                new FileStream(Path.Combine(folder, $".writable.{Environment.ProcessId}.tmp"), FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.DeleteOnClose).Dispose();
                return folder;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                reasons.Add($"{folder} ({e.Message})");
            }
        }
        throw new DatasetException($"There is no place to download {entry.Name} to; tried {(reasons.Count > 0 ? string.Join(", ", reasons) : "none, for there is no home folder")}. Name a folder with --to.");
    }
}
