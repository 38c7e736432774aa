using System.Runtime.InteropServices;

namespace Neuromorphic.Autodiff;

/// <summary>The native memory that tensors lie in.</summary>
public static partial class TorchMemory
{
    const int TrimThreshold = -1, MapThreshold = -3, MapMaximum = -4; // M_TRIM_THRESHOLD, M_MMAP_THRESHOLD, M_MMAP_MAX of glibc's malloc.h
    const int LargeBytes = 4 << 20;
    const string HugePages = "/sys/kernel/mm/transparent_hugepage/enabled", TorchAsksForHugePages = "THP_MEM_ALLOC_ENABLE"; // read by libtorch at its first tensor

    /// <summary>
    /// Makes tensors cheap to allocate, once, before the first of them: by default glibc returns every freed block above 128 KiB to the system,
    /// and each step pays for its pages again, 4 KiB at a time. Does nothing where the C library is another.
    /// </summary>
    /// <remarks>
    /// Blocks below 4 MiB stay in the process. Larger ones come in huge pages, if the system lends them to those who ask, and go back: kept in the heap they would
    /// save a tenth of a step, but smaller ones settle in the holes, and a training grows to many times its need (measured: 4.7 GB after 200 steps that need 200 MB).
    /// Without huge pages they are kept all the same.
    /// </remarks>
    public static bool KeepFreedMemory()
    {
        if (!OperatingSystem.IsLinux() || !NativeLibrary.TryLoad("libc.so.6", out nint c) || !NativeLibrary.TryGetExport(c, "mallopt", out _)) return false;
        bool huge = File.Exists(HugePages) && !File.ReadAllText(HugePages).Contains("[never]", StringComparison.Ordinal);
        // Environment.SetEnvironmentVariable does not reach native code. A value that is there already stays.
        huge = huge && SetVariable(TorchAsksForHugePages, "1", 0) == 0;
        return Set(TrimThreshold, -1) == 1 && (huge ? Set(MapThreshold, LargeBytes) : Set(MapMaximum, 0)) == 1;
    }

    [LibraryImport("libc.so.6", EntryPoint = "mallopt")]
    private static partial int Set(int option, int value);

    [LibraryImport("libc.so.6", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetVariable(string name, string value, int overwrite);
}
