using Neuromorphic.Numerics;

namespace Neuromorphic.Policies;

/// <summary>The threads that share an individual: one on a processor, several on a device, whose threads outnumber the individuals.</summary>
public interface ITeam
{
    /// <summary>Whether a team of this type is always one thread.</summary>
    static abstract bool IsAlone { get; }

    /// <summary>Which of them this thread is, from 0.</summary>
    int Rank { get; }

    /// <summary>How many they are.</summary>
    int Size { get; }

    /// <summary>Waits for the others. What any of them wrote before, all see afterwards.</summary>
    void Barrier();

    /// <summary>Whether a mask is set anywhere among all individuals that run together; waits for the others.</summary>
    bool Any<R>(R mask) where R : unmanaged, IReal<R>;
}

/// <summary>One thread.</summary>
public readonly struct Alone : ITeam
{
    /// <inheritdoc/>
    public static bool IsAlone => true;
    /// <inheritdoc/>
    public int Rank => 0;
    /// <inheritdoc/>
    public int Size => 1;

    /// <inheritdoc/>
    public void Barrier()
    {
    }

    /// <inheritdoc/>
    public bool Any<R>(R mask) where R : unmanaged, IReal<R> => R.Any(mask);
}
