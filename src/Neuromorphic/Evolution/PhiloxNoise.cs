using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Neuromorphic.Numerics;

namespace Neuromorphic.Evolution;

/// <summary>
/// Noise from the counter (direction, generation, 0, item / 4): any row, on any thread or machine, at any time.
/// </summary>
/// <param name="seed">The seed of the run.</param>
/// <param name="dimension">Numbers in a row.</param>
/// <param name="threads">Threads of <see cref="WeightedSums"/>; the result does not depend on them.</param>
/// <param name="width">Lane width of <see cref="WeightedSums"/>, or null for the preferred one; the result does not depend on it.</param>
public sealed unsafe class PhiloxNoise(ulong seed, int dimension, int threads = 1, LaneWidth? width = null) : Noise
{
    readonly RandomKey key = RandomKey.For(seed, RandomPurpose.Noise);
    readonly LaneWidth width = width ?? LaneWidths.Preferred;

    /// <inheritdoc/>
    public override int Dimension => dimension;

    /// <summary>The items first ... first + 7 of a direction per lane; first is a multiple of 8.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Fill<R>(RandomKey key, int generation, Word<R> direction, int first, R* normals) where R : unmanaged, IReal<R>
    {
        uint block = (uint)first / 4;
        Normals.Fill<R>(key, direction, (uint)generation, 0u, block, block + 1, normals);
    }

    /// <inheritdoc/>
    public override void Row(int generation, int direction, Span<double> row)
    {
        Scalar* normals = stackalloc Scalar[Normals.Count];
        for (int first = 0; first < dimension; first += Normals.Count)
        {
            Fill<Scalar>(key, generation, (uint)direction, first, normals);
            for (int k = 0; k < Math.Min(Normals.Count, dimension - first); k++) row[first + k] = normals[k].Value;
        }
    }

    /// <inheritdoc/>
    public override Candidates Candidates(int generation, int count, ReadOnlySpan<double> mean, ReadOnlySpan<double> deviation, Sampling sampling) =>
        new GaussianCandidates(key, generation, count, ToSingle(mean), ToSingle(deviation), sampling);

    static float[] ToSingle(ReadOnlySpan<double> values)
    {
        float[] single = new float[values.Length];
        for (int i = 0; i < single.Length; i++) single[i] = (float)values[i];
        return single;
    }

    /// <inheritdoc/>
    public override void WeightedSums(int generation, ReadOnlySpan<double> weights, Span<double> sums, ReadOnlySpan<double> squareWeights, Span<double> squares)
    {
        switch (width)
        {
            case LaneWidth.Lanes16: Sum<Lanes16>(generation, weights, sums, squareWeights, squares); break;
            case LaneWidth.Lanes8: Sum<Lanes8>(generation, weights, sums, squareWeights, squares); break;
            default: Sum<Scalar>(generation, weights, sums, squareWeights, squares); break;
        }
    }

    void Sum<R>(int generation, ReadOnlySpan<double> weights, Span<double> sums, ReadOnlySpan<double> squareWeights, Span<double> squares) where R : unmanaged, IReal<R>
    {
        double[] w = weights.ToArray(), w2 = squareWeights.ToArray();
        int perChunk = Normals.Count * R.Width;
        int chunks = (dimension + perChunk - 1) / perChunk;
        fixed (double* first = sums, second = squares)
        {
            double* sum = first, square = squares.IsEmpty ? null : second;
            Work.For(chunks, threads, chunk => Chunk<R>(generation, chunk * perChunk, w, w2, sum, square));
        }
    }

    /// <summary>The sums of 8 R.Width items. A lane is a block of the generator here, so the numbers come out in groups of four items a lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void Chunk<R>(int generation, int start, double[] weights, double[] squareWeights, double* sums, double* squares) where R : unmanaged, IReal<R>
    {
        int count = Normals.Count * R.Width;
        double* sum = stackalloc double[2 * 128], square = sum + 128;
        new Span<double>(sum, 2 * 128).Clear();
        R* normals = stackalloc R[Math.Max(Normals.Count, 16 / R.Width)];
        Word<R> block = Word<R>.Lanes((uint)start / 4), second = block + (uint)R.Width;
        for (int direction = 0; direction < weights.Length; direction++)
        {
            double weight = weights[direction], squareWeight = squares == null ? 0 : squareWeights[direction];
            if (weight == 0 && squareWeight == 0) continue;
            Normals.Fill<R>(key, (uint)direction, (uint)generation, 0u, block, second, normals);
            Accumulate((float*)normals, count, weight, sum);
            if (squareWeight != 0) AccumulateSquares((float*)normals, count, squareWeight, square);
        }
        for (int k = 0; k < Normals.Count; k++)
            for (int lane = 0; lane < R.Width; lane++)
            {
                int item = start + 4 * (k / 4 * R.Width + lane) + k % 4;
                if (item >= dimension) continue;
                sums[item] = sum[k * R.Width + lane];
                if (squares != null) squares[item] = square[k * R.Width + lane];
            }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Accumulate(float* z, int count, double weight, double* sum)
    {
        for (int i = 0; i < count; i += 8)
        {
            Vector512<double> wide = Widen(z + i);
            Vector512.FusedMultiplyAdd(Vector512.Create(weight), wide, Vector512.Load(sum + i)).Store(sum + i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void AccumulateSquares(float* z, int count, double weight, double* sum)
    {
        for (int i = 0; i < count; i += 8)
        {
            Vector512<double> wide = Widen(z + i);
            Vector512.FusedMultiplyAdd(Vector512.Create(weight), wide * wide, Vector512.Load(sum + i)).Store(sum + i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<double> Widen(float* z)
    {
        (Vector256<double> lower, Vector256<double> upper) = Vector256.Widen(Vector256.Load(z));
        return Vector512.Create(lower, upper);
    }
}
