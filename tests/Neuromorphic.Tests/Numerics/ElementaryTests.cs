using Neuromorphic.Numerics;
using Xunit;

namespace Neuromorphic.Tests.Numerics;

/// <summary>
/// Errors of the float32 functions in units in the last place, against double precision. The bounds stand just above the largest errors
/// that a sweep over every second float32 of the range found: exp 1.259, log .824, tanh 1.356, sine and cosine 1.560,
/// softplus 3.232, 1 - exp 2.433. The arguments where they stood are tested too.
/// </summary>
public class ElementaryTests
{
    const float Normal = 1.17549435e-38f;

    [Fact]
    public void Exp() => Check(Lanes16.Exp, Math.Exp, 1.26, (-87, -1e-30f), (1e-30f, 88), (-71.02959f, -71.02959f));

    [Fact]
    public void Log() => Check(Lanes16.Log, Math.Log, .83, (Normal, float.MaxValue), (.5f, 2), (1.3974123f, 1.3974123f));

    [Fact]
    public void Tanh() => Check(Lanes16.Tanh, Math.Tanh, 1.36, (-10, -1e-30f), (1e-30f, float.MaxValue), (.6310725f, .6310725f));

    [Fact]
    public void Sine() => Check(x => SinCos(x).Sin, Math.Sin, 1.57, (Normal, 10000), (-10000, -.01f), (922.8229f, 922.8229f));

    [Fact]
    public void Cosine() => Check(x => SinCos(x).Cos, Math.Cos, 1.57, (Normal, 10000), (-10000, -.01f), (5427.91f, 5427.91f));

    [Fact]
    public void Softplus_also_where_it_is_tiny() =>
        Check(Real.Softplus, x => Math.Max(x, 0) + LogOnePlus(Math.Exp(-Math.Abs(x))), 3.3, (-86, -1e-10f), (1e-10f, 1e10f), (-11.15166f, -11.15166f));

    [Fact]
    public void One_minus_exp_also_for_long_time_constants() =>
        Check(Real.OneMinusExp, x => x < 1e-5 ? x - x * x / 2 + x * x * x / 6 : 1 - Math.Exp(-x), 2.5, (1e-10f, 1), (.007749704f, .007749704f));

    [Fact]
    public void Double_precision_is_that_of_the_platform_to_its_last_place()
    {
        var random = new SeededNumbers(9);
        for (int i = 0; i < 1000; i++)
        {
            double x = 10 * random.Normal();
            Scalar64.SinCos(x, out Scalar64 sin, out Scalar64 cos);
            double[] platform = [Math.Exp(x), Math.Log(Math.Abs(x)), Math.Tanh(x), Math.Sin(x), Math.Cos(x)];
            double[] ours = [Scalar64.Exp(x).Value, Scalar64.Log(Math.Abs(x)).Value, Scalar64.Tanh(x).Value, sin.Value, cos.Value];
            foreach ((double expected, double value) in platform.Zip(ours)) Assert.Equal(expected, value, 2.3e-16 * Math.Abs(expected));
            Assert.Equal(1 - Math.Exp(-Math.Abs(x)), Real.OneMinusExp<Scalar64>(Math.Abs(x)).Value, 1e-15);
            Assert.Equal(Math.Log(1 + Math.Exp(x)), Real.Softplus<Scalar64>(x).Value, 1e-12);
        }
    }

    [Fact]
    public void Limits_are_as_documented()
    {
        Assert.Equal(Scalar.Exp(88f).Value, Scalar.Exp(float.PositiveInfinity).Value);
        Assert.Equal(Scalar.Exp(-87f).Value, Scalar.Exp(-1e30f).Value);
        Assert.Equal([float.NaN, float.NaN, float.NaN], [Scalar.Exp(float.NaN).Value, Scalar.Tanh(float.NaN).Value, Real.Softplus<Scalar>(float.NaN).Value]);
        Assert.Equal(1, Scalar.Exp(0f).Value);
        Assert.Equal(0, Scalar.Log(1f).Value);
        Assert.Equal([1f, -1f, 0f], [Scalar.Tanh(float.PositiveInfinity).Value, Scalar.Tanh(-1e10f).Value, Scalar.Tanh(0f).Value]);
        Scalar.SinCos(0f, out Scalar sin, out Scalar cos);
        Assert.Equal((0f, 1f), (sin.Value, cos.Value));
    }

    [Fact]
    public void Sine_and_cosine_of_large_angles_are_near_and_of_any_number_on_the_unit_circle()
    {
        var random = new SeededNumbers(12);
        for (int i = 0; i < 300_000; i++)
        {
            float x = i % 3 == 0 ? (float)random.Between(-6.5e6, 6.5e6) : FromOrder((long)random.Between(Order(-float.MaxValue), Order(float.MaxValue)));
            Scalar.SinCos(x, out Scalar sin, out Scalar cos);
            if (Math.Abs(x) <= 6.5e6)
            {
                Assert.True(Math.Abs(sin.Value - Math.Sin(x)) <= 2e-5, $"sin {x:R} is {sin.Value:R}");
                Assert.True(Math.Abs(cos.Value - Math.Cos(x)) <= 2e-5, $"cos {x:R} is {cos.Value:R}");
            }
            Assert.True(Math.Abs(sin.Value) <= 1 && Math.Abs(cos.Value) <= 1, $"sin and cos {x:R} are {sin.Value:R}, {cos.Value:R}");
            Assert.Equal(1, sin.Value * sin.Value + cos.Value * cos.Value, 1e-3);
        }
        foreach (float x in (float[])[float.NaN, float.PositiveInfinity, float.NegativeInfinity])
        {
            Scalar.SinCos(x, out Scalar sin, out Scalar cos);
            Assert.Equal((float.NaN, float.NaN), (sin.Value, cos.Value));
        }
    }

    [Fact]
    public void Sine_and_cosine_of_a_part_of_a_turn_are_those_of_its_angle_bit_for_bit()
    {
        var random = new SeededNumbers(13);
        for (int i = 0; i < 10_000; i++)
        {
            float part = (float)random.Between(0, 1);
            Scalar.SinCosOfTurn(part, out Scalar sin, out Scalar cos);
            Scalar.SinCos(part * 6.2831855f, out Scalar expectedSin, out Scalar expectedCos);
            Assert.Equal((expectedSin.Value, expectedCos.Value), (sin.Value, cos.Value));
        }
    }

    static (Lanes16 Sin, Lanes16 Cos) SinCos(Lanes16 x)
    {
        Lanes16.SinCos(x, out Lanes16 sin, out Lanes16 cos);
        return (sin, cos);
    }

    static double LogOnePlus(double x) => x < 1e-5 ? x - x * x / 2 + x * x * x / 3 : Math.Log(1 + x);

    /// <summary>Every 2,003rd float32 of the ranges, and as many random ones.</summary>
    static void Check(Func<Lanes16, Lanes16> function, Func<double, double> exact, double bound, params (float Low, float High)[] ranges)
    {
        double worst = 0;
        float at = 0;
        foreach ((float low, float high) in ranges)
        {
            (long first, long last) = (Order(low), Order(high));
            var random = new SeededNumbers(6);
            float[] lanes = new float[16];
            for (long next = first; next <= last; next += 8 * 2003)
            {
                for (int i = 0; i < 8; i++)
                {
                    lanes[i] = FromOrder(Math.Min(next + 2003 * i, last));
                    lanes[8 + i] = FromOrder((long)random.Between(first, last));
                }
                float[] results = Bits.Lanes(function(Bits.Gather<Lanes16>(lanes)));
                for (int i = 0; i < 16; i++)
                {
                    double expected = exact(lanes[i]), error = Math.Abs(results[i] - expected) / UnitInTheLastPlace(expected);
                    if (error <= worst) continue; // NaN is not
                    (worst, at) = (error, lanes[i]);
                    Assert.True(error <= bound, $"{error:F3} units in the last place at {at:R}: {results[i]:R} for {expected:R}");
                }
            }
        }
        Assert.True(worst > .5, $"largest error {worst:F3} at {at:R}: the sweep has hardly run");
    }

    /// <summary>Places of float32 numbers in their order.</summary>
    static long Order(float x) => x < 0 ? -(long)(BitConverter.SingleToUInt32Bits(x) & 0x7FFFFFFF) : BitConverter.SingleToUInt32Bits(x);

    static float FromOrder(long order) => order < 0 ? -BitConverter.UInt32BitsToSingle((uint)-order) : BitConverter.UInt32BitsToSingle((uint)order);

    static double UnitInTheLastPlace(double x) => Math.ScaleB(1, Math.Max(-126, Math.ILogB((float)x)) - 23);
}
