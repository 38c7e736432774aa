using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Neuromorphic.Mujoco;

/// <summary>environment.h: the C sources of this project, compiled on first use with the machine's compiler against its MuJoCo, and loaded.</summary>
public static unsafe partial class MujocoLibrary
{
    const string Name = "environment";

    static readonly Lazy<(nint Handle, string? Problem)> Loaded = new(Load);

    static MujocoLibrary() => NativeLibrary.SetDllImportResolver(typeof(MujocoLibrary).Assembly, (name, _, _) => name == Name ? Handle : 0);

    /// <summary>Why there is no MuJoCo; null if there is.</summary>
    public static string? Problem => Loaded.Value.Problem;

    /// <summary>The version of MuJoCo, such as 2.2.2.</summary>
    public static string Version => Marshal.PtrToStringUTF8(MujocoVersion())!;

    static nint Handle => Problem is { } problem ? throw new DllNotFoundException(problem) : Loaded.Value.Handle;

    static (nint, string?) Load()
    {
        // Once it is loaded, the file is not needed any more.
        DirectoryInfo folder = Directory.CreateTempSubdirectory("neuromorphic-mujoco-");
        try
        {
            string library = Path.Combine(folder.FullName, "environment.so");
            string? refusal = Compile(folder.FullName, library);
            if (refusal == null) return (NativeLibrary.Load(library), null);
            return (0, $"MuJoCo or a C compiler is missing (Debian: the packages libmujoco-dev and gcc; CC chooses the compiler). {refusal}");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Null, or what the compiler says.</summary>
    static string? Compile(string folder, string library)
    {
        foreach (string source in typeof(MujocoLibrary).Assembly.GetManifestResourceNames())
        {
            using Stream text = typeof(MujocoLibrary).Assembly.GetManifestResourceStream(source)!;
            using FileStream file = File.Create(Path.Combine(folder, source));
            text.CopyTo(file);
        }
        string compiler = Environment.GetEnvironmentVariable("CC") is { Length: > 0 } chosen ? chosen : "cc";
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(compiler, ["-O2", "-shared", "-fPIC", "environment.c", "speed.c", "-lmujoco", "-lm", "-o", library]) { WorkingDirectory = folder, RedirectStandardError = true })!;
            string errors = process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? null : $"{compiler} says: {errors.Trim()}";
        }
        catch (Win32Exception e)
        {
            return e.Message;
        }
    }

    [LibraryImport(Name, EntryPoint = "environment_mujoco")]
    private static partial nint MujocoVersion();

    [LibraryImport(Name, EntryPoint = "environment_create", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial EnvironmentHandle Create(string file, string robot, byte* message, int messageSize);

    [LibraryImport(Name, EntryPoint = "environment_delete")]
    internal static partial void Delete(nint environment);

    [LibraryImport(Name, EntryPoint = "environment_actions")]
    internal static partial int Actions(EnvironmentHandle environment);

    [LibraryImport(Name, EntryPoint = "environment_observations")]
    internal static partial int Observations(EnvironmentHandle environment);

    [LibraryImport(Name, EntryPoint = "environment_units")]
    internal static partial int Units(EnvironmentHandle environment);

    [LibraryImport(Name, EntryPoint = "environment_reset")]
    internal static partial void Reset(EnvironmentHandle environment, double* units);

    [LibraryImport(Name, EntryPoint = "environment_observe")]
    internal static partial void Observe(EnvironmentHandle environment, double* observation);

    [LibraryImport(Name, EntryPoint = "environment_step")]
    internal static partial int Step(EnvironmentHandle environment, double* action, out double reward);

    [LibraryImport(Name, EntryPoint = "environment_steps_per_second")]
    internal static partial double StepsPerSecond(EnvironmentHandle environment, double seconds);
}

/// <summary>An environment of the library, freed with this.</summary>
sealed class EnvironmentHandle() : SafeHandle(0, ownsHandle: true)
{
    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        MujocoLibrary.Delete(handle);
        return true;
    }
}
