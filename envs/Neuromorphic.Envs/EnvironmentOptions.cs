namespace Neuromorphic.Envs;

/// <summary>The parameters that some environments take; what is not given keeps the environment's default.</summary>
public sealed record EnvironmentOptions
{
    /// <summary>No option given.</summary>
    public static EnvironmentOptions None { get; } = new();

    /// <summary>Steps that a memory task spans.</summary>
    public int? Steps { get; init; }
    /// <summary>The wording of the memory length task.</summary>
    public MemoryLengthMode? Mode { get; init; }
    /// <summary>Bits that the memory size task shows.</summary>
    public int? Bits { get; init; }

    /// <summary>The names of the options that are given, as on the command line.</summary>
    internal IEnumerable<string> Given
    {
        get
        {
            if (Steps is not null) yield return "steps";
            if (Mode is not null) yield return "mode";
            if (Bits is not null) yield return "bits";
        }
    }
}
