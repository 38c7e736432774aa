using System.Text.Json;
using Neuromorphic.Numerics;
using Xunit;

namespace Neuromorphic.Tests.Numerics;

/// <summary>
/// Special functions against values of mpmath (Golden/special_functions.py): float64 to 1e-15 of the value, float32 to a number of units in the last place.
/// These bounds stand just above the largest errors that a sweep over every 61st float32 found; the arguments where they stood are in the table.
/// </summary>
public class SpecialTests
{
    static readonly Dictionary<string, double> Bounds = new()
    {
        ["Expm1"] = 1.41,
        ["Log1p"] = 1.38,
        ["Softplus"] = 1.63,
        ["Logistic"] = 1.48,
        ["Sinh"] = 1.59,
        ["Cosh"] = 1.43,
        ["Asinh"] = 1.49,
        ["Atan"] = 1.32,
        ["Erf"] = 1.04,
        ["Erfc"] = 1.97,
        ["I0e"] = 2.45,
        ["I1e"] = 2.46,
        ["Pow"] = 1.17,
    };

    public static TheoryNames Functions => [.. Bounds.Keys];

    [Theory]
    [MemberData(nameof(Functions))]
    public void Values_are_those_of_mpmath(string name)
    {
        Operation function = Function(name);
        JsonElement table = Golden.Read("special_functions.json").GetProperty(name);
        double[] x = Golden.Row(table.GetProperty("x")), y = Golden.Row(table.GetProperty("y")), values = table.TryGetProperty("z", out JsonElement z) ? Golden.Row(z) : y;
        double worst = 0;
        for (int i = 0; i < x.Length; i++)
        {
            double error = Math.Abs(function.Apply<Scalar64>(x[i], y[i], 0.0).Value - values[i]) / Math.Abs(values[i]);
            Assert.True(error <= 1e-15, $"{name}({x[i]:R}, {y[i]:R}) is off by {error:E2} of {values[i]:R} in float64");
            if ((float)x[i] != x[i] || name == "Pow" && (float)y[i] != y[i]) continue;
            error = Units(function.Apply<Scalar>(x[i], y[i], 0.0).Value, values[i]);
            Assert.True(error <= Bounds[name], $"{name}({x[i]:R}, {y[i]:R}) is off by {error:F3} units of {values[i]:R} in float32");
            worst = Math.Max(worst, error);
        }
        Assert.True(worst > .5 * Bounds[name], "the table has hardly been read");
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public void Float32_keeps_to_its_bound_over_all_numbers(string name)
    {
        Operation function = Function(name);
        SeededNumbers random = new(8);
        for (long bits = 0; bits <= uint.MaxValue; bits += 40_009)
        {
            float x = BitConverter.UInt32BitsToSingle((uint)bits);
            if (name == "Pow" && bits % 2 == 0) x = (float)Math.Exp(random.Between(-87, 88)); // half of them have powers within float32
            float y = (float)(random.Between(-88, 88) / Math.Abs(Math.Log(Math.Abs(x))));
            if (float.IsNaN(y)) y = 1;
            float value = function.Apply<Scalar>(x, y, 0f).Value;
            double expected = function.Apply<Scalar64>(x, y, 0.0).Value;
            if (double.IsNaN(expected)) Assert.True(float.IsNaN(value), $"{name}({x:R}, {y:R}) is {value:R} and not NaN");
            else if (float.IsInfinity((float)expected) || (float)expected == 0) Assert.Equal((float)expected, value, .75 * float.Epsilon); // 0 with its sign, by the next test
            else Assert.True(Units(value, expected) <= Bounds[name], $"{name}({x:R}, {y:R}) is {value:R}: {Units(value, expected):F3} units from {expected:R}");
        }
    }

    [Fact]
    public void At_the_ends_they_are_what_IEEE_754_says()
    {
        Check("Expm1", [0, -0.0, -1, inf, nan]);
        Check("Log1p", [0, -0.0, nan, inf, nan], (-1, -inf));
        Check("Softplus", [.6931471805599453, .6931471805599453, 0, inf, nan]);
        Check("Logistic", [.5, .5, 0, 1, nan]);
        Check("Sinh", [0, -0.0, -inf, inf, nan]);
        Check("Cosh", [1, 1, inf, inf, nan]);
        Check("Asinh", [0, -0.0, -inf, inf, nan]);
        Check("Atan", [0, -0.0, -1.5707963267948966, 1.5707963267948966, nan]);
        Check("Erf", [0, -0.0, -1, 1, nan]);
        Check("Erfc", [1, 1, 2, 0, nan], (-30, 2), (30, 0));
        Check("I0e", [1, 1, 0, 0, nan]);
        Check("I1e", [0, -0.0, -0.0, 0, nan]);
    }

    [Fact]
    public void Powers_of_special_numbers_are_those_of_IEEE_754()
    {
        double[] numbers = [0, -0.0, 1, -1, .5, -.5, 2, -2, 3, -3, 1.5, -1.5, 16777215, 16777216, -16777216, 3e9f, inf, -inf, nan];
        Operation power = Function("Pow");
        foreach (double x in numbers)
            foreach (double y in numbers)
            {
                double expected = Math.Pow(x, y); // the standard fixes the special cases, float32 has the rest
                double value = power.Apply<Scalar>(x, y, 0.0).Value, other = power.Apply<Scalar64>(x, y, 0.0).Value;
                if (double.IsNaN(expected) || (float)expected is 0 or 1 or -1 || float.IsInfinity((float)expected))
                    Assert.True(Same((float)expected, value), $"{x:R}^{y:R} is {value:R}, not {expected:R}");
                Assert.True(Same(expected, other) || Math.Abs(other - expected) <= 1e-15 * Math.Abs(expected), $"{x:R}^{y:R} is {other:R}, not {expected:R}");
            }
    }

    [Fact]
    public void A_look_up_gives_each_lane_its_item_and_reads_nothing_outside()
    {
        Lanes8[] table = [1.0, 10.0, 100.0]; // the buffer throws beyond its end
        Lanes8 index = Bits.Gather<Lanes8>([0, 1, 2, 1.9f, -5, 3, float.PositiveInfinity, float.NaN]);
        Assert.Equal([1, 10, 100, 10, 1, 100, 100, 1], Bits.Lanes(Real.LookUp(new ArrayBuffer<Lanes8>(table), 3, index)));
    }

    const double inf = double.PositiveInfinity, nan = double.NaN;

    static Operation Function(string name) => Operation.All.Single(operation => operation.GetType().Name == name);

    /// <summary>Values at 0, -0, -infinity, infinity and NaN, and further ones.</summary>
    static void Check(string name, double[] values, params (double X, double Value)[] further)
    {
        foreach ((double x, double expected) in (IEnumerable<(double, double)>)[.. new[] { 0, -0.0, -inf, inf, nan }.Zip(values), .. further])
        {
            double value = Function(name).Apply<Scalar>(x, 0.0, 0.0).Value, other = Function(name).Apply<Scalar64>(x, 0.0, 0.0).Value;
            Assert.True(Same((float)expected, value) && Same(expected, other), $"{name}({x:R}) is {value:R} and {other:R}, not {expected:R}");
        }
    }

    /// <summary>Equal, the sign of 0 too, or both NaN.</summary>
    static bool Same(double x, double y) => x.Equals(y) && (double.IsNaN(x) || double.IsNegative(x) == double.IsNegative(y));

    static double Units(double value, double expected) => Math.Abs(value - expected) / Math.ScaleB(1, Math.Max(-126, Math.ILogB((float)expected == 0 ? 1e-45 : (float)expected)) - 23);
}
