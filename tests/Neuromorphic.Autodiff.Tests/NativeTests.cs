using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Neuromorphic.Autodiff.Tests;

/// <summary>The native library is found, or the message says why not.</summary>
public sealed class NativeTests : IDisposable
{
    const string Shim = "libLibTorchSharp.so";
    static readonly string[] Libraries = ["libc10.so", "libtorch_cpu.so", "libtorch.so"];

    readonly string folder = Directory.CreateTempSubdirectory("neuromorphic-").FullName;

    public NativeTests() => Assert.SkipUnless(OperatingSystem.IsLinux(), "TorchSharp loads its library itself.");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    static string Packaged => ((string)AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES")!).Split(':').First(folder => File.Exists(Path.Combine(folder, Shim)));

    [Fact]
    public void Torch_computes()
    {
        using DisposeScope scope = NewDisposeScope();
        Assert.Equal(32, (arange(1, 4, float64) * arange(4, 7, float64)).sum().item<double>());
        Assert.Contains(Shim, TorchNative.Report, StringComparison.Ordinal);
    }

    [Fact]
    public void A_library_that_is_missing_is_named_with_its_package()
    {
        string message = Refused();
        Assert.StartsWith($"torch cannot be used: {Shim} is in none of {folder}.", message, StringComparison.Ordinal);
        Assert.Contains("TorchSharp 0.107.0", message, StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(folder, Shim), "");
        message = Refused();
        Assert.StartsWith($"torch cannot be used: libc10.so is in none of {folder}.", message, StringComparison.Ordinal);
        Assert.Contains("libtorch-cpu-linux-x64 2.10.0", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_library_that_does_not_load_is_named_with_the_reason()
    {
        File.WriteAllText(Path.Combine(folder, Shim), "");
        File.WriteAllText(Path.Combine(folder, "libc10.so"), "no library at all, however long this text may be: a header of an ELF file takes 64 bytes");
        string message = Refused();
        Assert.StartsWith($"torch cannot be used: {Path.Combine(folder, "libc10.so")} does not load:", message, StringComparison.Ordinal);
        Assert.Contains("invalid ELF header", message, StringComparison.Ordinal);
        File.Delete(Path.Combine(folder, "libc10.so"));
        foreach (string library in Libraries) File.CreateSymbolicLink(Path.Combine(folder, library), Path.Combine(Packaged, library));
        message = Refused();
        Assert.StartsWith($"torch cannot be used: {Path.Combine(folder, Shim)} does not load:", message, StringComparison.Ordinal);
        Assert.Contains("file too short", message, StringComparison.Ordinal);
        File.WriteAllBytes(Path.Combine(folder, Shim), [0x7F, (byte)'E', (byte)'L', (byte)'F', 2, 1, .. Enumerable.Repeat((byte)0x33, 200)]); // offsets that lead nowhere
        Assert.StartsWith($"torch cannot be used: {Path.Combine(folder, Shim)} does not load:", Refused(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_libraries_of_the_packages_load_as_they_are_or_as_a_copy() =>
        Assert.Contains(Path.Combine(Packaged, Shim), TorchNative.Load([Packaged]), StringComparison.Ordinal);

    [Fact]
    public void Marking_a_version_need_weak_changes_one_flag_of_it()
    {
        byte[] before = File.ReadAllBytes(Path.Combine(Packaged, Shim)), after = [.. before];
        Assert.True(VersionNeed.MarkWeak(after, "libstdc++.so.6", "GLIBCXX_3.4.32"));
        int[] changed = [.. Enumerable.Range(0, before.Length).Where(i => before[i] != after[i])];
        Assert.Equal([(0, 2)], changed.Select(i => ((int)before[i], (int)after[i])));
        byte[] again = [.. after];
        Assert.True(VersionNeed.MarkWeak(again, "libstdc++.so.6", "GLIBCXX_3.4.32"));
        Assert.True(after.AsSpan().SequenceEqual(again));
        Assert.False(VersionNeed.MarkWeak(again, "libstdc++.so.6", "GLIBCXX_9.9.9"));
        Assert.False(VersionNeed.MarkWeak(again, "libc.so.6", "GLIBCXX_3.4.32"));
        Assert.True(after.AsSpan().SequenceEqual(again));
        Assert.False(VersionNeed.MarkWeak("no library"u8.ToArray(), "libstdc++.so.6", "GLIBCXX_3.4.32"));
    }

    string Refused() => Assert.Throws<DllNotFoundException>(() => TorchNative.Load([folder])).Message;
}
