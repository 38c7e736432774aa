namespace Neuromorphic.Cli.Tests;

/// <summary>`train cartpole` as a newcomer types it, once for all tests of its class.</summary>
public sealed class DefaultRun : IDisposable
{
    readonly Workplace here = new();

    public DefaultRun()
    {
        Training = here.Run("train cartpole");
        Name = Path.GetRelativePath(here.Folder, Directory.GetDirectories(here.At("runs")).Single());
    }

    /// <summary>What the training printed.</summary>
    internal Outcome Training { get; }
    /// <summary>The folder as one types it.</summary>
    public string Name { get; }
    /// <summary>The path of a file of the run.</summary>
    public string this[string file] => here.At(Name, file);

    /// <summary>Runs a command on it that has to succeed.</summary>
    internal Outcome Succeed(string arguments) => here.Succeed(arguments);

    /// <summary>A copy of the run's checkpoint and metrics under another name.</summary>
    internal void CopyTo(string name)
    {
        Directory.CreateDirectory(here.At(name));
        foreach (string file in new[] { "checkpoint.msgpack", "metrics.csv" }) File.Copy(this[file], here.At(name, file));
    }

    /// <summary>The bytes of a file in a folder beside the run.</summary>
    internal byte[] Bytes(params string[] names) => here.Bytes(names);

    public void Dispose() => here.Dispose();
}
