namespace Neuromorphic.Storage.Data;

/// <summary>
/// Where data sets lie, each in a folder of its name, or where torchvision puts it (MNIST/raw): in the folder that the environment variable NEUROMORPHIC_DATA names, in ./data, in the
/// user's cache. The first of these places that has a data set whole is taken.
/// </summary>
public sealed class DataFolder
{
    /// <summary>The environment variable.</summary>
    public const string Variable = "NEUROMORPHIC_DATA";

    const string Own = "neuromorphic", Compressed = ".gz";

    readonly string[] places;

    /// <summary>Other places than the usual ones.</summary>
    /// <param name="places">Folders of data sets, in the order in which they are looked into; they need not exist.</param>
    public DataFolder(params IEnumerable<string> places) => this.places = [.. places.Select(Path.GetFullPath)];

    /// <summary>The usual places, as the environment and the current folder name them now.</summary>
    public static DataFolder Usual => new(new[] { Named, "data", Cache }.OfType<string>());

    /// <summary>The folder that NEUROMORPHIC_DATA names; null if it is not set.</summary>
    public static string? Named => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } folder ? folder : null;

    /// <summary>
    /// The user's cache: XDG_CACHE_HOME/neuromorphic or ~/.cache/neuromorphic on Linux, neuromorphic in the local application data elsewhere.
    /// Null for a user without a home.
    /// </summary>
    public static string? Cache
    {
        get
        {
            if (!OperatingSystem.IsLinux()) return Below(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), Own);
            // The XDG specification: a path that is not absolute is to be ignored.
            if (Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { } given && Path.IsPathFullyQualified(given)) return Path.Combine(given, Own);
            return Below(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache", Own);
        }
    }

    /// <summary>The places, in the order in which they are looked into; full paths.</summary>
    public IReadOnlyList<string> Places => places;

    /// <summary>The folder that has all files of a data set, or the one that was made of them; null if there is none.</summary>
    public string? Find(DatasetEntry entry) => Candidates(entry).FirstOrDefault(folder => Missing(entry, folder).Length == 0);

    /// <summary>The same among folders that are not other programs'.</summary>
    internal string? FindOwn(DatasetEntry entry) => places.SelectMany(place => entry.FolderNames.Select(name => Path.Combine(place, name))).FirstOrDefault(folder => Missing(entry, folder).Length == 0);

    /// <summary>The folder that has all files of a data set.</summary>
    /// <exception cref="DatasetException">There is none; the message names every place that was looked into, and how to get the data set.</exception>
    public string Require(DatasetEntry entry)
    {
        if (Find(entry) is { } found) return found;
        IEnumerable<string> looked = Candidates(entry).Select(folder => Directory.Exists(folder) ? $"{folder} (lacks {string.Join(", ", Missing(entry, folder))})" : folder);
        throw new DatasetException($"The data set {entry.Name} is not here; looked for {string.Join(", ", looked)}. Get it with `neuromorphic data get {entry.Name}`, or let {Variable} name the folder that holds {entry.Name}.");
    }

    /// <summary>
    /// A file in a folder: as published, or decompressed, without .gz at the end of its name; either also with a dot where LeCun's page once had one
    /// (train-images.idx3-ubyte); null if there is none of these.
    /// </summary>
    internal static string? PathOf(DataFile file, string folder) => Names(file.Name).Select(name => Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    static IEnumerable<string> Names(string published)
    {
        string dotted = published.Replace("-idx", ".idx", StringComparison.Ordinal);
        foreach (string name in (string[])[published, dotted])
        {
            yield return name;
            if (name.EndsWith(Compressed, StringComparison.Ordinal)) yield return name[..^Compressed.Length];
        }
    }

    IEnumerable<string> Candidates(DatasetEntry entry) => from place in places from name in (string[])[.. entry.FolderNames, .. entry.FoldersOfOthers] select Path.Combine(place, name);

    /// <summary>What a folder lacks; nothing where the file is there that was made of the others.</summary>
    static string[] Missing(DatasetEntry entry, string folder) => entry.Derived is { } derived && PathOf(derived, folder) != null ? [] : [.. entry.Files.Where(file => PathOf(file, folder) == null).Select(file => file.Name)];

    static string? Below(string home, params string[] names) => home.Length > 0 ? Path.Combine([home, .. names]) : null;
}
