using System.Numerics;

namespace Neuromorphic.Numerics;

/// <summary>
/// PCG64 (128-bit state, XSL-RR output), seeded as <c>numpy.random.Generator(PCG64(SeedSequence(seed)))</c>:
/// a reset with it equals Gymnasium's reset with the same seed bit for bit.
/// </summary>
/// <remarks>
/// O'Neill (2014), "PCG: a family of simple fast space-efficient statistically good algorithms for random number generation", HMC-CS-2014-0905.
/// It carries a state from draw to draw, so it serves single environments only; everything that runs in parallel draws from <see cref="Philox{R}"/>.
/// </remarks>
public struct Pcg64 : IRandomStream<Scalar64>
{
    static readonly UInt128 Multiplier = new(2549297995355413924, 4865540595714422341);

    UInt128 state;
    readonly UInt128 increment;

    /// <summary>The generator of a seed.</summary>
    public Pcg64(UInt128 seed)
    {
        Span<ulong> words = stackalloc ulong[4];
        new SeedSequence(seed).Generate(words);
        increment = (new UInt128(words[2], words[3]) << 1) | 1;
        state = increment + new UInt128(words[0], words[1]);
        Advance();
    }

    /// <summary>The state, as NumPy's <c>bit_generator.state["state"]["state"]</c> shows it.</summary>
    public readonly UInt128 State => state;
    /// <summary>The increment that selects the sequence, an odd number.</summary>
    public readonly UInt128 Increment => increment;

    void Advance() => state = state * Multiplier + increment;

    /// <summary>The next 64 random bits.</summary>
    public ulong NextWord()
    {
        Advance();
        return BitOperations.RotateRight((ulong)(state >> 64) ^ (ulong)state, (int)(uint)(state >> 122));
    }

    /// <summary>The next number, uniform in [0, 1): the upper 53 bits of a word times 2^-53.</summary>
    public Scalar64 NextUnit() => new((NextWord() >> 11) * (1.0 / (1ul << 53)));

    /// <inheritdoc/>
    public void NextUnits(out Scalar64 first, out Scalar64 second, out Scalar64 third, out Scalar64 fourth)
    {
        first = NextUnit();
        second = NextUnit();
        third = NextUnit();
        fourth = NextUnit();
    }
}
