using System.Runtime.InteropServices;

namespace Neuromorphic.Rollouts;

/// <summary>The vector that was decoded last, by its numbers: whoever edits a vector in place gets the edited ones.</summary>
sealed class LastVector
{
    float[]? last;

    /// <summary>Takes note of a vector. Gives whether it differs from the last one.</summary>
    public bool Take(float[] vector)
    {
        if (last != null && Bits(last).SequenceEqual(Bits(vector))) return false;
        last = [.. vector];
        return true;
    }

    static ReadOnlySpan<byte> Bits(float[] vector) => MemoryMarshal.AsBytes<float>(vector);
}
