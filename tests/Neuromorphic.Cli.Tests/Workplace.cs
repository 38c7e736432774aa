namespace Neuromorphic.Cli.Tests;

/// <summary>An empty folder in which commands run, gone afterwards.</summary>
sealed class Workplace : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("neuromorphic-").FullName;

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    /// <summary>The path of something in the folder.</summary>
    public string At(params string[] names) => Path.Combine([Folder, .. names]);

    public byte[] Bytes(params string[] names) => File.ReadAllBytes(At(names));

    /// <summary>Runs the command, arguments separated by blanks.</summary>
    public Outcome Run(string arguments, params (string Name, string Value)[] variables) => CommandRun.Run(Folder, Split(arguments), variables);

    /// <summary>Runs a command that has to succeed.</summary>
    public Outcome Succeed(string arguments, params (string Name, string Value)[] variables)
    {
        Outcome outcome = Run(arguments, variables);
        return outcome.ExitCode == 0 ? outcome : throw new InvalidOperationException($"{arguments}: {outcome}");
    }

    /// <summary>Starts the command.</summary>
    public CommandRun Start(string arguments) => CommandRun.Start(Folder, Split(arguments));

    static string[] Split(string arguments) => arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
