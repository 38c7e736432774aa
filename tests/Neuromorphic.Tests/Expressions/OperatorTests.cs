using System.Globalization;
using Neuromorphic.Expressions;
using Neuromorphic.Numerics;
using Xunit;

namespace Neuromorphic.Tests.Expressions;

/// <summary>Operators against tables made by others, and the open list of them.</summary>
public sealed class OperatorTests
{
    static readonly Dictionary<string, string> Baselines = new() { ["BASE_elish"] = "elish", ["BASE_gelu_tanh"] = "gelu", ["BASE_leaky_relu"] = "leaky_relu", ["BASE_mish"] = "mish" };

    static double[][] Rows(string table, string name) =>
    [
        .. from line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Golden", "operators", table)).Skip(1)
        let cells = line.Split(',')
        where (Baselines.GetValueOrDefault(cells[0]) ?? cells[0]) == name
        select Array.ConvertAll(cells[1..4], cell => cell switch { "nan" => double.NaN, "inf" => double.PositiveInfinity, _ => double.Parse(cell, CultureInfo.InvariantCulture) })
            is var numbers && cells.Length > 4 && cells[4] == "fd" ? [.. numbers, 0] : numbers,
    ];

    static string[] Names(string table) =>
        [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Golden", "operators", table)).Skip(1).Select(line => line.Split(',')[0]).Select(name => Baselines.GetValueOrDefault(name) ?? name).Distinct()];

    public static TheoryData<string> Unary => [.. Names("unary.csv")];
    public static TheoryData<string> Binary => [.. Names("binary.csv")];
    public static TheoryData<string> All => [.. Operators.All.Select(entry => entry.Name)];

    static Expression Of(string name) => Operators.Get(name) is var function ? Expression.Apply(function, [.. Enumerable.Range(0, function.Arity).Select(Expression.Input)]) : throw new InvalidOperationException();

    [Fact]
    public void All_of_the_paper_are_there()
    {
        Assert.Equal(31, Names("unary.csv").Length);
        Assert.Equal(7, Names("binary.csv").Length);
        Assert.All(Names("unary.csv"), name => Assert.Equal(1, Operators.Get(name).Arity));
        Assert.All(Names("binary.csv"), name => Assert.Equal(2, Operators.Get(name).Arity));
    }

    /// <summary>Within 1e-12 of the number, or 1e-15 where it is below a thousandth; differences of the table, 1e-9.</summary>
    [Theory, MemberData(nameof(Unary))]
    public void Values_and_slopes_are_those_of_the_table_in_float64(string name)
    {
        ExpressionKernel kernel = Of(name).Kernel(1);
        double[][] rows = Rows("unary.csv", name);
        Assert.Equal(15, rows.Length);
        foreach (double[] row in rows)
        {
            Scalar64[] results = new Scalar64[2];
            kernel.Value<Scalar64>([row[0]], [], results);
            Near(row[1], results[0].Value, 1e-12, 1e-15);
            Near(row[2], results[1].Value, row.Length > 3 ? 1e-6 : 1e-12, row.Length > 3 ? 1e-6 : 1e-15);
        }
    }

    /// <summary>Within 2e-6 of the number (slopes 2e-5), or 2e-7 where it is below .1; exponentials of more than 88 are those of 88.</summary>
    [Theory, MemberData(nameof(Unary))]
    public void Values_and_slopes_are_those_of_the_table_in_float32(string name)
    {
        ExpressionKernel kernel = Of(name).Kernel(1);
        foreach (double[] row in Rows("unary.csv", name))
        {
            Scalar[] results = new Scalar[2];
            kernel.Value<Scalar>([row[0]], [], results);
            if (Math.Abs(row[1]) > float.MaxValue)
            {
                Assert.True(Math.Abs(results[0].Value) > 1e38, $"{name} of {row[0]} is {results[0].Value}");
                continue;
            }
            Near(row[1], results[0].Value, 2e-6, 2e-7);
            Near(row[2], results[1].Value, 2e-5, 2e-7);
        }
    }

    [Theory, MemberData(nameof(Binary))]
    public void Values_of_two_are_those_of_the_table(string name)
    {
        ExpressionKernel kernel = Of(name).Kernel();
        double[][] rows = Rows("binary.csv", name);
        Assert.Equal(49, rows.Length);
        foreach (double[] row in rows)
        {
            Near(row[2], kernel.Value<Scalar64>([row[0], row[1]], []).Value, 1e-12, 0);
            Near(row[2], kernel.Value<Scalar>([row[0], row[1]], []).Value, 2e-7, 0);
        }
    }

    static void Near(double expected, double actual, double relative, double absolute)
    {
        if (double.IsFinite(expected)) Assert.Equal(expected, actual, Math.Max(absolute, relative * Math.Abs(expected)));
        else Assert.Equal(expected, actual);
    }

    /// <summary>Slopes by every argument and the curvature by the first, away from kinks.</summary>
    [Theory, MemberData(nameof(All))]
    public void Slopes_and_curvature_equal_differences(string name)
    {
        const double H = 1.0 / (1 << 16);
        Expression formula = Of(name);
        ExpressionKernel kernel = formula.Kernel(2), value = formula.Kernel();
        SeededNumbers random = new(7);
        int compared = 0;
        for (int i = 0; i < 200; i++)
        {
            double[] x = [name is "sqrt" or "log" or "pow" ? random.Between(.1, 4) : name == "log1p" ? random.Between(-.9, 4) : 2 * random.Normal(), random.Between(.2, 2)];
            double[] kinks = [0, 2.5, -2.5, x[1]];
            if (kinks.Any(kink => Math.Abs(x[0] - kink) < .02)) continue;
            double[] at = Results(x), right = Results([x[0] + H, x[1]]), left = Results([x[0] - H, x[1]]);
            double scale = 1 + at.Max(Math.Abs);
            Assert.Equal((right[0] - left[0]) / (2 * H), at[1], 1e-7 * scale * scale);
            Assert.Equal((right[1] - left[1]) / (2 * H), at[2], 1e-7 * scale * scale);
            Scalar64[] gradients = new Scalar64[2];
            value.Adjoint<Scalar64>([x[0], x[1]], [], [3], gradients, []);
            Assert.Equal(3 * at[1], gradients[0].Value, 1e-14 * scale * scale);
            double up = (Results([x[0], x[1] + H])[0] - Results([x[0], x[1] - H])[0]) / (2 * H);
            Assert.Equal(3 * up, gradients[1].Value, 1e-6 * scale * scale);
            compared++;
        }
        Assert.True(compared > 100);

        double[] Results(double[] x)
        {
            Scalar64[] results = new Scalar64[3];
            kernel.Value<Scalar64>([x[0], x[1]], [], results);
            return Array.ConvertAll(results, number => number.Value);
        }
    }

    [Theory, MemberData(nameof(All))]
    public void What_is_no_number_stays_none(string name)
    {
        if (name is "zero" or "one") return;
        ExpressionKernel kernel = Of(name).Kernel();
        Assert.True(double.IsNaN(kernel.Value<Scalar64>([double.NaN, 1], []).Value));
        Assert.True(double.IsNaN(kernel.Value<Scalar>([double.NaN, 1], []).Value));
        if (Operators.Get(name).Arity == 2 && name != "pow") Assert.True(float.IsNaN(kernel.Value<Scalar>([1, float.NaN], []).Value));
    }

    [Theory]
    [InlineData("safe_div", 3, 1e-7, 0, 0)]
    [InlineData("safe_div", 3, -2, -1.5, -.5)]
    [InlineData("safe_log", 0, 0, -11.512925464970229, 0)]
    [InlineData("safe_log", -2, 0, .6931471805599453, -.5)]
    [InlineData("safe_sqrt", 0, 0, 0, 0)]
    [InlineData("safe_sqrt", -4, 0, 2, -.25)]
    [InlineData("capped_exp", 20, 0, 1e6, 0)]
    [InlineData("capped_exp", 1, 0, 2.718281828459045, 2.718281828459045)]
    [InlineData("div_no_nan", 3, 0, 0, 0)]
    [InlineData("reciprocal_no_nan", 0, 0, 0, 0)]
    [InlineData("log", 1e-300, 0, -690.7755278982137, 1e300)]
    [InlineData("log", 0, 0, double.NegativeInfinity, 0)]
    [InlineData("relu", 0, 0, 0, 0)]
    [InlineData("elu", 800, 0, 800, 1)]
    [InlineData("max", 1, 1, 1, 1)]
    public void Guarded_operators_have_no_value_and_no_slope_beyond_their_guard(string name, double a, double b, double value, double slope)
    {
        Scalar64[] results = new Scalar64[2];
        Of(name).Kernel(1).Value<Scalar64>([a, b], [], results);
        Near(value, results[0].Value, 1e-15, 0);
        Near(slope, results[1].Value, 1e-14, 0);
    }

    [Fact]
    public void The_logarithm_of_the_smallest_and_largest_float32_is_right()
    {
        ExpressionKernel log = Of("log").Kernel();
        foreach (float x in (float[])[1e-45f, 1e-40f, 1.17549435e-38f, 1e-37f, .5f, 1, 3e38f]) Near(Portable.Log(x), log.Value<Scalar>([x], []).Value, 2e-7, 0);
        Assert.Equal(float.PositiveInfinity, log.Value<Scalar>([float.PositiveInfinity], []).Value);
        Assert.Equal(float.NegativeInfinity, log.Value<Scalar>([0], []).Value);
        Assert.Equal(float.NaN, log.Value<Scalar>([-1], []).Value);
    }

    [Fact]
    public void Names_have_aliases_and_case_does_not_matter()
    {
        Assert.Same(Operators.Get("swish"), Operators.Get("SiLU"));
        Assert.Same(Operators.Get("sigmoid"), Operators.Get("logistic"));
        Assert.Same(Operators.Get("identity"), Operators.Get("linear"));
        Assert.Same(Operators.Get("arcsinh"), Operators.Get("asinh"));
        Assert.Contains("Did you mean 'sigmoid'", Assert.Throws<ArgumentException>(() => Operators.Get("sigmod")).Message, StringComparison.Ordinal);
        Assert.All(Operators.All, entry => Assert.EndsWith(".", entry.Summary, StringComparison.Ordinal));
    }

    readonly struct Cube : IFunction
    {
        public static R Of<R>(R x) where R : unmanaged, IReal<R> => x * x * x;
    }

    readonly struct Hypotenuse : IFunctionOfTwo
    {
        public static R Of<R>(R a, R b) where R : unmanaged, IReal<R> => R.Sqrt(a * a + b * b);
    }

    /// <summary>In a process of its own: what is added stays.</summary>
    [Fact]
    public void Anybody_adds_an_operator_in_code_or_as_a_formula() => OwnProcess.Run(() =>
    {
        Operators.AddUnary<Cube>("my_cube", "x^3.");
        Operators.AddBinary<Hypotenuse>("my_hypot", "The length of (a, b).");
        Operators.AddFormula("my_bump", "exp(-(x^2))", "A bump.");
        Operators.AddFormula("my_blend", "x0*x2 + x1*(1 - x2)", "Between two.");
        Expression formula = Expression.Parse("my_bump(my_cube(x))+my_hypot(3*x,MY_blend(x,x1,0.5))", "x", "x1");
        Assert.Equal(formula, Expression.Parse(formula.ToString()));
        double x = .7, y = -.2;
        Assert.Equal(Math.Exp(-Math.Pow(x, 6)) + Math.Sqrt(9 * x * x + Math.Pow((x + y) / 2, 2)), formula.Kernel().Value<Scalar64>([x, y], []).Value, 1e-14);
        Scalar64[] gradient = new Scalar64[1];
        Expression.Parse("my_cube").Kernel().Adjoint<Scalar64>([x], [], [1], gradient, []);
        Assert.Equal(3 * x * x, gradient[0].Value, 1e-15);

        Refused("There is an operator 'relu' already", () => Operators.AddFormula("relu", "x", "Taken."));
        Refused("There is an operator 'SILU' already", () => Operators.AddUnary<Cube>("SILU", "Taken as an alias."));
        Refused("letters, digits and underlines", () => Operators.AddUnary<Cube>("my cube", "No name."));
        Refused("numbers of units", () => Operators.AddUnary<Cube>("p0", "No name."));
        Refused("numbers of units", () => Operators.AddFormula("my_scaled", "P0*x", "With a parameter."));
        Refused("has no argument", () => Operators.AddFormula("my_pi", "3.14", "A constant."));
        Refused("position 5 of 'x + sni(x)'", () => Operators.AddFormula("my_sum", "x + sni(x)", "Misspelt."));
        Assert.Null(Array.Find([.. Operators.All], entry => entry.Name is "my_scaled" or "my_pi" or "my_sum"));

        static void Refused(string message, Func<Operator> add) => Assert.Contains(message, Assert.ThrowsAny<ArgumentException>(add).Message, StringComparison.Ordinal);
    });
}
