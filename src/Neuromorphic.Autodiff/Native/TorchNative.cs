using System.Runtime.InteropServices;

namespace Neuromorphic.Autodiff;

/// <summary>Loads the native part of torch before TorchSharp tries to.</summary>
/// <remarks>
/// TorchSharp 0.107's own library asks for the C++ runtime of GCC 13 (GLIBCXX_3.4.32), which Debian 12 and Ubuntu 22.04 lack, for the sake of one
/// symbol (std::ios_base_library_init) that nothing in it calls. There a copy that only wishes for that version is loaded; the package stays as it is.
/// Later requests for the library find the loaded one by its name.
/// </remarks>
public static class TorchNative
{
    const string Shim = "libLibTorchSharp.so", Runtime = "libstdc++.so.6", Version = "GLIBCXX_3.4.32";
    static readonly string[] Libraries = ["libc10.so", "libtorch_cpu.so", "libtorch.so"]; // in the order in which they need each other
    static readonly Lock Gate = new();
    static bool loaded;

    /// <summary>What was done, in a sentence.</summary>
    public static string Report { get; private set; } = "Nothing was loaded yet.";

    /// <summary>
    /// Loads it, once. A program of this repository does so before its first line (Torch.targets); another one must call it before it touches TorchSharp.
    /// </summary>
    /// <exception cref="DllNotFoundException">It cannot be loaded; the message names the file and the reason.</exception>
    public static void Load()
    {
        lock (Gate)
        {
            if (loaded) return;
            Report = OperatingSystem.IsLinux() ? Load(SearchFolders()) : "TorchSharp loads the library itself.";
            loaded = true;
        }
    }

    /// <summary>Loads it from the first of the folders that has it.</summary>
    internal static string Load(IReadOnlyList<string> folders)
    {
        string shim = Find(Shim) ?? throw new DllNotFoundException(Missing(Shim, "TorchSharp 0.107.0"));
        foreach (string library in Libraries)
        {
            string path = Find(library) ?? throw new DllNotFoundException(Missing(library, "libtorch-cpu-linux-x64 2.10.0 (for a project of this repository: <UsesTorch>true</UsesTorch>)"));
            if (LoadFailure(path) is { } reason) throw new DllNotFoundException($"torch cannot be used: {path} does not load: {reason}");
        }
        if (LoadFailure(shim) is not { } failure) return $"{shim} as it is.";
        byte[] bytes = File.ReadAllBytes(shim);
        if (!HasVersionNeed(bytes)) throw new DllNotFoundException($"torch cannot be used: {shim} does not load: {failure}");
        return LoadCopy(shim, bytes);

        string? Find(string name) => folders.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
        string Missing(string name, string package) => $"torch cannot be used: {name} is in none of {string.Join(", ", folders)}. It comes with the package {package}.";
    }

    /// <summary>Whether the library asks for the version; if so, it only wishes for it afterwards.</summary>
    static bool HasVersionNeed(byte[] library)
    {
        try
        {
            return VersionNeed.MarkWeak(library, Runtime, Version);
        }
        catch (ArgumentOutOfRangeException)
        {
            return false; // cut short: the loader said so
        }
    }

    static string LoadCopy(string shim, byte[] bytes)
    {
        string folder = Directory.CreateTempSubdirectory("libtorchsharp-").FullName, copy = Path.Combine(folder, Shim);
        try
        {
            File.WriteAllBytes(copy, bytes);
            if (LoadFailure(copy) is { } reason)
                throw new DllNotFoundException($"torch cannot be used: {shim} needs {Version} of {Runtime}, which is older here, and a copy without that need does not load: {reason}");
            return $"A copy of {shim} that does not insist on {Version}.";
        }
        finally
        {
            Directory.Delete(folder, recursive: true); // what is loaded stays mapped
        }
    }

    /// <summary>Loads a library for good; gives the reason if it cannot be.</summary>
    static string? LoadFailure(string path)
    {
        try
        {
            NativeLibrary.Load(path);
            return null;
        }
        catch (Exception failure) when (failure is DllNotFoundException or BadImageFormatException)
        {
            return failure.Message;
        }
    }

    static string[] SearchFolders() =>
    [
        .. ((AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string) ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries),
        AppContext.BaseDirectory,
        Path.Combine(AppContext.BaseDirectory, "runtimes", RuntimeInformation.RuntimeIdentifier, "native"),
    ];
}
