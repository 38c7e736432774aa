using System.Globalization;
using System.Runtime.InteropServices;
using Neuromorphic.Numerics;
using Xunit;

namespace Neuromorphic.Tests.Numerics;

/// <summary>The same bits on every machine: 10,000 arguments each, against values rounded correctly (Golden/portable).</summary>
public class PortableTests
{
    public static TheoryData<string> Names => [.. Cases.Keys];

    static readonly Dictionary<string, (Func<double, double> Function, int Low, int High, bool Positive)> Cases = new()
    {
        ["exp"] = (Portable.Exp, -30, 10, false),
        ["expm1"] = (Portable.Expm1, -60, 10, false),
        ["log"] = (Portable.Log, -1022, 1024, true),
        ["log1p"] = (Portable.Log1p, -60, 200, true),
        ["tanh"] = (Portable.Tanh, -60, 5, false),
        ["sin"] = (Portable.Sin, -30, 51, false),
        ["cos"] = (Portable.Cos, -30, 51, false),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void Values_have_the_bits_of_the_table(string name)
    {
        (Func<double, double> function, int low, int high, bool positive) = Cases[name];
        ulong state = (ulong)Cases.Keys.ToList().IndexOf(name);
        Check(name, () =>
        {
            double x = Argument(ref state, low, high);
            x = positive ? Math.Abs(x) : x;
            return (function(x), string.Create(CultureInfo.InvariantCulture, $"{name}({x:R})"));
        });
    }

    [Fact]
    public void Powers_have_the_bits_of_the_table()
    {
        ulong state = (ulong)Cases.Count;
        Check("pow", () =>
        {
            double x = Math.Abs(Argument(ref state, -20, 20)), y = Argument(ref state, -10, 7);
            return (Portable.Pow(x, y), string.Create(CultureInfo.InvariantCulture, $"pow({x:R}, {y:R})"));
        });
    }

    static void Check(string name, Func<(double, string)> next)
    {
        ReadOnlySpan<double> table = MemoryMarshal.Cast<byte, double>(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Golden", "portable", name + ".bin")));
        Assert.Equal(10_000, table.Length);
        foreach (double expected in table)
        {
            (double value, string what) = next();
            if (BitConverter.DoubleToInt64Bits(value) != BitConverter.DoubleToInt64Bits(expected)) Assert.Fail($"{what} is {value:R}, the nearest double {expected:R}.");
        }
    }

    [Fact]
    public void At_the_ends_they_are_what_IEEE_754_says()
    {
        double[] ends = [double.NaN, double.PositiveInfinity, double.NegativeInfinity, 0, -0.0, 1, -1, 5e-324, -5e-324, 2.2250738585072014e-308, 1e308, -1e308, 3, -3, -2.5, 1e19, -745.2];
        foreach (double x in ends) CheckEnd(x);
    }

    [Fact]
    public void Directions_and_lengths_are_those_of_the_platform()
    {
        SeededNumbers random = new(3);
        for (int i = 0; i < 1000; i++)
        {
            double x = i < 3 ? i - 1 : random.Normal(), y = i is >= 3 and < 6 ? i - 4 : random.Normal() * (i % 2 == 0 ? 1 : 1e-9);
            Assert.Equal(Math.Atan2(y, x), Portable.Atan2(y, x), 5e-16);
            Assert.Equal(double.Hypot(x, y), Portable.Hypot(x, y), 2.3e-16 * double.Hypot(x, y));
        }
        Assert.Equal((0, 5e-324, 1e308 * Math.Sqrt(2)), (Portable.Hypot(0, 0), Portable.Hypot(0, 5e-324), Portable.Hypot(1e308, 1e308)));
    }

    static void CheckEnd(double x)
    {
        // What is exact, infinite or no number is the same on all platforms.
        void Same(double expected, double value, string name) => Assert.True(
            BitConverter.DoubleToInt64Bits(expected) == BitConverter.DoubleToInt64Bits(value) || double.IsNaN(expected) && double.IsNaN(value) || Math.Abs(expected - value) <= 1e-15 * Math.Abs(expected), $"{name}: {value:R} in place of {expected:R}");
        Same(Math.Exp(x), Portable.Exp(x), "exp");
        Same(Math.Log(x), Portable.Log(x), "log");
        Same(Math.Tanh(x), Portable.Tanh(x), "tanh");
        Same(Math.Abs(x) < 1e-300 ? x : Math.Exp(x) - 1, Portable.Expm1(x), "expm1");
        Same(Math.Abs(x) < 1e-300 ? x : Math.Log(1 + x), Portable.Log1p(x), "log1p");
        foreach (double y in (double[])[double.NaN, double.PositiveInfinity, double.NegativeInfinity, 0, -0.0, 1, -1, 2, -3, .5, -.5, 5e-324, 1e308, 9007199254740993])
            Same(Math.Pow(x, y), Portable.Pow(x, y), FormattableString.Invariant($"{x:R}^{y:R}"));
        if (Math.Abs(x) > 1e15 && double.IsFinite(x)) return;
        Same(Math.Sin(x), Portable.Sin(x), "sin");
        Same(Math.Cos(x), Portable.Cos(x), "cos");
    }

    /// <summary>As make.py beside the tables has it.</summary>
    static double Argument(ref ulong state, int low, int high)
    {
        ulong z = state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        z ^= z >> 31;
        ulong power = (ulong)(low + (int)((z >> 53) % (ulong)(high - low)) + 1023);
        return BitConverter.UInt64BitsToDouble((z >> 52 & 1) << 63 | power << 52 | (z & ((1UL << 52) - 1)));
    }
}
