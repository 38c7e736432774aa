using Microsoft.Win32.SafeHandles;

namespace Neuromorphic.Cli;

/// <summary>A part of the program itself that could not be loaded, mostly because too few files may be open.</summary>
static class MissingPart
{
    /// <summary>Loads what is used here, while files can still be opened.</summary>
    public static void Prepare() => In(new DllNotFoundException());

    /// <summary>The part that an exception is about; null if it is about something else.</summary>
    public static string? In(Exception? e) => e switch
    {
        FileNotFoundException { FileName: { } name } when IsAssembly(name) => name[..name.IndexOf(',', StringComparison.Ordinal)],
        FileLoadException { FileName: { } name } when IsAssembly(name) => name[..name.IndexOf(',', StringComparison.Ordinal)],
        DllNotFoundException => "a native library",
        TypeInitializationException or AggregateException => In(e.InnerException),
        _ => null,
    };

    /// <summary>Writes to standard error, in which no other part has a share.</summary>
    public static void Report(string part)
    {
        string message = $"error: a part of this program could not be loaded: {part}. If none is missing from its folder, too few files may be open; allow more: `ulimit -n 1024`.\n";
        if (OperatingSystem.IsWindows())
        {
            WriteToConsole(message);
            return;
        }
        byte[] bytes = new byte[message.Length];
        for (int i = 0; i < bytes.Length; i++) bytes[i] = (byte)message[i];
        using FileStream errors = new(new SafeFileHandle(2, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        errors.Write(bytes);
    }

    static void WriteToConsole(string message) => Console.Error.Write(message);

    static bool IsAssembly(string name) => name.Contains(", Version=", StringComparison.Ordinal);
}
