using Neuromorphic.Numerics;
using Xunit;

namespace Neuromorphic.Tests.Numerics;

public unsafe class NormalsTests
{
    static readonly RandomKey Key = RandomKey.For(17, RandomPurpose.Check);

    /// <summary>The eight numbers of a counter: [number][lane].</summary>
    static double[][] Fill<R>(uint member, uint second, uint block) where R : unmanaged, IReal<R>
    {
        R* normals = stackalloc R[Normals.Count];
        Normals.Fill<R>(Key, Word<R>.Lanes(member), second, 5u, block, block + 1, normals);
        double[][] result = new double[Normals.Count][];
        for (int k = 0; k < Normals.Count; k++)
        {
            result[k] = new double[R.Width];
            for (int lane = 0; lane < R.Width; lane++) result[k][lane] = R.Lane(normals[k], lane);
        }
        return result;
    }

    [Fact]
    public void Bits_are_equal_over_lane_widths_and_double_agrees()
    {
        for (uint block = 0; block < 200; block += 2)
        {
            double[][] sixteen = Fill<Lanes16>(32, 1, block), eight = Fill<Lanes8>(32, 1, block);
            for (uint lane = 0; lane < 16; lane++)
            {
                double[][] alone = Fill<Scalar>(32 + lane, 1, block), reference = Fill<Scalar64>(32 + lane, 1, block);
                for (int k = 0; k < Normals.Count; k++)
                {
                    Assert.Equal(alone[k][0], sixteen[k][lane]);
                    if (lane < 8) Assert.Equal(alone[k][0], eight[k][lane]);
                    // The uniform number under the logarithm is rounded to float32: near 1 that moves a short radius by 2^-25 over the radius.
                    double radius = double.Hypot(reference[k & ~1][0], reference[k | 1][0]);
                    Assert.Equal(reference[k][0], alone[k][0], 3e-6 + 6e-8 / radius);
                }
            }
        }
    }

    [Fact]
    public void The_second_block_is_the_first_of_the_next_counter()
    {
        for (uint block = 0; block < 10; block++)
        {
            double[][] here = Fill<Scalar>(1, 2, block), next = Fill<Scalar>(1, 2, block + 1);
            for (int k = 0; k < 4; k++) Assert.Equal(next[k][0], here[k + 4][0]);
        }
    }

    [Fact]
    public void Numbers_are_standard_normal_and_independent()
    {
        const int Blocks = 4096, Count = Blocks * Normals.Count * 16;
        double[] values = new double[Count];
        int next = 0;
        for (uint block = 0; block < Blocks; block++)
            foreach (double[] lanes in Fill<Lanes16>(0, 3, 2 * block))
                foreach (double value in lanes) values[next++] = value;
        double root = Math.Sqrt(Count);
        // Each estimate within four of its standard deviations: 1, sqrt 2, sqrt 15, sqrt 96 over sqrt n.
        Assert.InRange(values.Average() * root, -4, 4);
        Assert.InRange((values.Average(x => x * x) - 1) * root / Math.Sqrt(2), -4, 4);
        Assert.InRange(values.Average(x => x * x * x) * root / Math.Sqrt(15), -4, 4);
        Assert.InRange((values.Average(x => x * x * x * x) - 3) * root / Math.Sqrt(96), -4, 4);
        // Neighbours in lane (1), in number (16: sine and cosine of a pair), pairs (32), blocks (64 and 128).
        foreach (int lag in (int[])[1, 2, 16, 32, 48, 64, 128])
        {
            double product = 0, squares = 0;
            for (int i = lag; i < Count; i++)
            {
                product += values[i] * values[i - lag];
                squares += (values[i] * values[i] - 1) * (values[i - lag] * values[i - lag] - 1) / 2;
            }
            Assert.InRange(product / root, -4, 4);
            Assert.InRange(squares / root, -4, 4);
        }
        Array.Sort(values);
        double distance = 0;
        for (int i = 0; i < Count; i++)
        {
            double probability = Cumulative(values[i]);
            distance = Math.Max(distance, Math.Max(Math.Abs(probability - (double)i / Count), Math.Abs(probability - (i + 1.0) / Count)));
        }
        Assert.True(distance * root < 1.95, $"Kolmogorov-Smirnov {distance * root:F2}; 1.95 is the 99.9 % point"); // also not suspiciously even:
        Assert.True(distance * root > .3);
        Assert.InRange(values[^1], 4.2, 6);
    }

    /// <summary>The normal distribution function, by its series (Marsaglia 2004).</summary>
    static double Cumulative(double x)
    {
        double sum = x, term = x;
        for (int k = 3; Math.Abs(term) > 1e-17 && k < 400; k += 2)
        {
            term *= x * x / k;
            sum += term;
        }
        return .5 + sum * Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI);
    }
}
