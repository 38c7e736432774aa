using Neuromorphic.Numerics;

namespace Neuromorphic.Tests;

/// <summary>Random numbers of a test: the same in every run.</summary>
public sealed class SeededNumbers(ulong seed)
{
    Pcg64 random = new(seed);

    /// <summary>Uniform in [low, high).</summary>
    public double Between(double low, double high) => low + (high - low) * random.NextUnit().Value;

    /// <summary>A standard normal number.</summary>
    public double Normal() => Math.Sqrt(-2 * Math.Log(1 - Between(0, 1))) * Math.Cos(2 * Math.PI * Between(0, 1));

    /// <summary>32 random bits.</summary>
    public uint Bits() => (uint)Between(0, 4294967296.0);
}
