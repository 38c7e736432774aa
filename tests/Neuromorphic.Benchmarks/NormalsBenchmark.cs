using System.Runtime.CompilerServices;
using Neuromorphic.Numerics;

namespace Neuromorphic.Benchmarks;

/// <summary>Standard normal numbers from the counter, Philox included, against System.Random with a scalar Box-Muller transform.</summary>
static unsafe class NormalsBenchmark
{
    const int Blocks = 256;

    public static IReadOnlyList<Row> Run()
    {
        AlignedMemory<float> numbers = new(Blocks * Normals.Count * 16);
        Random random = new(1);
        List<Subject> subjects = [new("System.Random, Box-Muller", numbers.Count, () => Naive(random, numbers.Span))];
        if (LaneWidths.Preferred == LaneWidth.Lanes16) subjects.Add(Of<Lanes16>(numbers));
        if (LaneWidths.Preferred != LaneWidth.Scalar) subjects.Add(Of<Lanes8>(numbers));
        subjects.Add(Of<Scalar>(numbers));
        return Timing.Compare("ns/normal", 0, 21, [.. subjects]);
    }

    static Subject Of<R>(AlignedMemory<float> numbers) where R : unmanaged, IReal<R> =>
        new($"counter, {typeof(R).Name}", Blocks * Normals.Count * R.Width, () =>
        {
            fixed (float* first = numbers) Fill((R*)first);
        });

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Fill<R>(R* numbers) where R : unmanaged, IReal<R>
    {
        RandomKey key = RandomKey.For(1, RandomPurpose.Noise);
        Word<R> member = Word<R>.Lanes(0);
        for (uint block = 0; block < Blocks; block++)
            Normals.Fill<R>(key, member, 0u, 0u, 2 * block, 2 * block + 1, numbers + block * Normals.Count);
    }

    static void Naive(Random random, Span<float> numbers)
    {
        for (int i = 0; i < numbers.Length; i += 2)
        {
            float length = MathF.Sqrt(-2 * MathF.Log(1 - random.NextSingle())), angle = 2 * MathF.PI * random.NextSingle();
            (float sin, float cos) = MathF.SinCos(angle);
            numbers[i] = length * cos;
            numbers[i + 1] = length * sin;
        }
    }
}
