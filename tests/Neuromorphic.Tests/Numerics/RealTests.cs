using Neuromorphic.Numerics;
using Xunit;

namespace Neuromorphic.Tests.Numerics;

/// <summary>What operations mean, on the two implementations of one value; the widths then follow by <see cref="LaneWidthTests"/>.</summary>
public class RealTests
{
    static bool Holds<R>(R mask) where R : unmanaged, IReal<R> => R.Any(mask);

    static double Value<R>(R x) where R : unmanaged, IReal<R> => R.Lane(x, 0);

    [Fact]
    public void Comparisons_are_those_of_IEEE_754()
    {
        Check<Scalar>();
        Check<Scalar64>();

        static void Check<R>() where R : unmanaged, IReal<R>
        {
            double[] values = [double.NegativeInfinity, -1, -0.0, 0, .5, 1, double.PositiveInfinity, double.NaN];
            foreach (double x in values)
                foreach (double y in values)
                {
                    R a = x, b = y;
                    Assert.Equal(x >= y, Holds(a >= b));
                    Assert.Equal(x <= y, Holds(a <= b));
                    Assert.Equal(x > y, Holds(a > b));
                    Assert.Equal(x < y, Holds(a < b));
                    Assert.Equal(!(x < y), Holds(Real.Not(a < b)));
                    Assert.Equal(x < y ? x : y, Value(Real.Min(a, b)));
                    Assert.Equal(x > y ? x : y, Value(Real.Max(a, b)));
                }
        }
    }

    [Fact]
    public void Min_and_max_with_NaN_give_the_second_and_clamp_gives_the_lower_bound()
    {
        Check<Scalar>();
        Check<Scalar64>();

        static void Check<R>() where R : unmanaged, IReal<R>
        {
            R nan = double.NaN;
            Assert.Equal(2, Value(Real.Min(nan, (R)2.0)));
            Assert.Equal(2, Value(Real.Max(nan, (R)2.0)));
            Assert.Equal(double.NaN, Value(Real.Min((R)2.0, nan)));
            Assert.Equal(double.NaN, Value(Real.Max((R)2.0, nan)));
            Assert.Equal(-3, Value(Real.Clamp(nan, (R)(-3.0), (R)3.0)));
            Assert.False(Holds(Real.IsFinite(nan)));
            Assert.False(Holds(Real.IsFinite((R)double.NegativeInfinity)));
            Assert.True(Holds(Real.IsFinite((R)(double)float.MaxValue)));
        }
    }

    [Fact]
    public void Arithmetic_rounds_once()
    {
        var random = new SeededNumbers(4);
        for (int i = 0; i < 2000; i++)
        {
            float a = (float)random.Normal(), b = (float)random.Normal(), c = (float)random.Normal();
            Scalar x = a, y = b, z = c;
            Assert.Equal(a + b, (x + y).Value);
            Assert.Equal(a - b, (x - y).Value);
            Assert.Equal(a * b, (x * y).Value);
            Assert.Equal(a / b, (x / y).Value);
            Assert.Equal(MathF.Sqrt(MathF.Abs(a)), Scalar.Sqrt(Scalar.Abs(x)).Value);
            Assert.Equal(MathF.FusedMultiplyAdd(a, b, c), Scalar.Fma(x, y, z).Value);
        }
        // (1 + 2^-12)^2 - 1 needs more than 24 bits: only a fused operation keeps the last.
        Scalar s = 1 + MathF.ScaleB(1, -12);
        Assert.Equal(MathF.ScaleB(1, -11) + MathF.ScaleB(1, -24), Scalar.Fma(s, s, -1f).Value);
        Assert.NotEqual((s * s - 1f).Value, Scalar.Fma(s, s, -1f).Value);
    }

    [Fact]
    public void Words_are_unsigned_32_bit_integers()
    {
        Check<Scalar>();
        Check<Scalar64>();

        static void Check<R>() where R : unmanaged, IReal<R>
        {
            var random = new SeededNumbers(5);
            for (int i = 0; i < 500; i++)
            {
                uint a = random.Bits(), b = random.Bits();
                Word<R> x = a, y = b;
                Assert.Equal(a + b, Bits.Word(x + y, 0));
                Assert.Equal(a * b, Bits.Word(x * y, 0));
                Assert.Equal((uint)((ulong)a * b >> 32), Bits.Word(Word<R>.MultiplyHigh(x, y), 0));
                Assert.Equal(a & b, Bits.Word(x & y, 0));
                Assert.Equal(a | b, Bits.Word(x | y, 0));
                Assert.Equal(a ^ b, Bits.Word(x ^ y, 0));
                Assert.Equal(~a, Bits.Word(~x, 0));
                Assert.Equal(a << 5, Bits.Word(x << 5, 0));
                Assert.Equal(a >> 5, Bits.Word(x >>> 5, 0));
                Assert.Equal(typeof(R) == typeof(Scalar) ? (double)(float)(int)a : (double)(int)a, Value(x.ToReal()));
                Assert.Equal((a >> 8) / 16777216.0, Value(x.ToUnit()));
                Assert.InRange(Value(x.ToOpenUnit()), (a >> 8) / 16777216.0, ((a >> 8) + 1) / 16777216.0);
                double number = random.Between(-1e6, 1e6);
                Assert.Equal((int)(float)number, (int)Bits.Word(Word<R>.Truncate((float)number), 0));
            }
            Assert.Equal(Math.ScaleB(1, -25), Value(((Word<R>)0u).ToOpenUnit()));
        }
    }
}
