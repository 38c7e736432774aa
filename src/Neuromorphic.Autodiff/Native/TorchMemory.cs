using System.Runtime.InteropServices;

namespace Neuromorphic.Autodiff;

/// <summary>The native memory of the process.</summary>
public static partial class TorchMemory
{
    const int TrimThreshold = -1, MapMaximum = -4; // M_TRIM_THRESHOLD, M_MMAP_MAX of glibc's malloc.h

    /// <summary>
    /// Lets the process keep the memory that tensors give back, for the next ones: glibc otherwise returns every large block to the system,
    /// and each step pays for its pages again. Gives whether the C library understood; other systems than glibc's are left as they are.
    /// </summary>
    /// <remarks>mallopt(3). Halves the time of a step whose tensors are tens of megabytes. The price: resident memory stays at its peak.</remarks>
    public static bool KeepFreedMemory() =>
        OperatingSystem.IsLinux() && NativeLibrary.TryLoad("libc.so.6", out nint c) && NativeLibrary.TryGetExport(c, "mallopt", out _)
        && Set(MapMaximum, 0) == 1 && Set(TrimThreshold, -1) == 1;

    [LibraryImport("libc.so.6", EntryPoint = "mallopt")]
    private static partial int Set(int option, int value);
}
