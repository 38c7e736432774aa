namespace Neuromorphic.Benchmarks;

/// <summary>The numbers of the comparisons with other languages: each makes them from the hash of a counter.</summary>
static class SharedNumbers
{
    /// <summary>The number of an index. Constants: "lowbias32", Chris Wellons (2018).</summary>
    public static float Uniform(uint stream, int index, double low, double high)
    {
        uint x = (uint)index + stream * 0x9E3779B9u;
        x ^= x >> 16;
        x *= 0x7FEB352Du;
        x ^= x >> 15;
        x *= 0x846CA68Bu;
        x ^= x >> 16;
        return (float)(low + (high - low) * ((x >> 8) / 16777216.0));
    }

    /// <summary>The first numbers of a stream.</summary>
    public static void Fill(Span<float> numbers, uint stream, double low, double high)
    {
        for (int i = 0; i < numbers.Length; i++) numbers[i] = Uniform(stream, i, low, high);
    }
}
