using Neuromorphic.Expressions;
using Neuromorphic.Numerics;
using Xunit;

namespace Neuromorphic.Tests.Expressions;

/// <summary>Shorter formulas of the same value.</summary>
public sealed class SimplifierTests
{
    [Theory]
    [InlineData("1*x + 0", "x")]
    [InlineData("x*0 + 2*3", "6")]
    [InlineData("x^1/1", "x")]
    [InlineData("x^0", "1")]
    [InlineData("--x", "x")]
    [InlineData("-(x - x1)", "x1 - x")]
    [InlineData("x + -x1", "x - x1")]
    [InlineData("-x + x1", "x1 - x")]
    [InlineData("x + (-2)", "x - 2")]
    [InlineData("x - (-2)", "x + 2")]
    [InlineData("(-x)*(-x1)", "x*x1")]
    [InlineData("x*2", "2*x")]
    [InlineData("x*(-1)", "-x")]
    [InlineData("x - x", "0")]
    [InlineData("identity(tanh(identity(x)))", "tanh(x)")]
    [InlineData("zero(x) + one(x)*x", "x")]
    [InlineData("abs(-x)", "abs(x)")]
    [InlineData("max(x + 0, 1*x)", "x")]
    [InlineData("sin(2 - 2)*x + P0*x", "P0*x")]
    [InlineData("exp(1)", "2.718281828459045")]
    [InlineData("1/0", "0")]
    [InlineData("log(-1)", "log(-1)")] // no number: stays
    [InlineData("exp(200)*x", "exp(200)*x")] // none of float32
    [InlineData("x/x", "x/x")] // 0 at 0
    [InlineData("x + 1 + 2", "x + 1 + 2")] // 1e20 - 1e20 would not cancel otherwise
    public void Rules(string text, string simple) => Assert.Equal(simple, Expression.Parse(text).Simplify().ToString());

    /// <summary>Wherever the first is finite, the second is equal within rounding: of sums that cancel, within that of their terms.</summary>
    [Fact]
    public void Values_do_not_change_and_what_is_simple_stays()
    {
        SeededNumbers random = new(5);
        (int shorter, int compared, int differing) = (0, 0, 0);
        for (int i = 0; i < 3000; i++)
        {
            Expression formula = RandomFormulas.Next(random, 5, 2, 1), simple = formula.Simplify();
            Assert.Equal(simple, simple.Simplify());
            Assert.True(simple.Nodes <= formula.Nodes);
            if (simple.Nodes < formula.Nodes) shorter++;
            ExpressionKernel before = formula.Kernel(), after = simple.Kernel();
            for (int k = 0; k < 5; k++)
            {
                Scalar64[] x = [2 * random.Normal(), 2 * random.Normal()], p = [random.Normal()];
                double expected = before.Value<Scalar64>(x, p).Value, actual = after.Value<Scalar64>(x, p).Value;
                if (!double.IsFinite(expected)) continue;
                compared++;
                if (Math.Abs(expected - actual) > 1e-12 * Math.Max(1e-3, Math.Abs(expected))) differing++;
            }
        }
        Assert.True(shorter > 800 && compared > 10_000, $"{shorter} shorter, {compared} compared");
        Assert.Equal(0, differing);
    }
}
