using Neuromorphic.Expressions;
using Neuromorphic.Numerics;
using Xunit;

namespace Neuromorphic.Tests.Expressions;

/// <summary>Formulas as types.</summary>
public sealed class UnitFunctionTests
{
    const int Units = 5;

    interface IRun
    {
        float[] Run(double[] x, double[] parameters);
    }

    sealed unsafe class Evaluation<TFunction, R> : IRun where TFunction : struct, IUnitFunction where R : unmanaged, IReal<R>
    {
        public float[] Run(double[] x, double[] parameters)
        {
            AlignedMemory<R> numbers = new(parameters.Length);
            for (int k = 0; k < parameters.Length; k++) numbers.Span[k] = parameters[k];
            fixed (R* start = numbers)
            {
                LaneBuffer<R> buffer = new(start);
                return [.. Enumerable.Range(0, Units).Select(unit => (float)R.Lane(TFunction.Of<R, LaneBuffer<R>>(x[unit], buffer, unit, Units), R.Width - 1))];
            }
        }
    }

    [Theory]
    [InlineData("x")]
    [InlineData("2.5")]
    [InlineData("P1")]
    [InlineData("mul(log_sigmoid(P0(x)),arcsinh(x))")]
    [InlineData("P2*sin(P0*x) + cos(x)^3/(x + P1)")]
    [InlineData("tanh(P0*x) + tanh(P1*x)*sinh(P2 - x) - exp(x/9)*log1p(x^2)")]
    [InlineData("min(relu(x), hard_sigmoid(-x)*safe_div(x, P0))")]
    public void A_formula_as_a_type_has_the_bits_of_its_kernel(string text)
    {
        Expression formula = Expression.Parse(text);
        Type type = formula.UnitFunction();
        Assert.Same(type, Expression.Parse(text).UnitFunction());
        double[] x = [.3, -1.7, 0, 12, -.01], parameters = [.. Enumerable.Range(1, 3 * Units).Select(k => Math.Sin(k))];
        Scalar[] expected = new Scalar[Units];
        formula.Kernel().Value<Scalar>(Array.ConvertAll(x, number => (Scalar)number), Array.ConvertAll(parameters, number => (Scalar)number), expected);
        foreach (Type number in (Type[])[typeof(Scalar), typeof(Lanes8), typeof(Lanes16)])
            Assert.Equal(Array.ConvertAll(expected, value => value.Value), Generic.Create<IRun>(typeof(Evaluation<,>), [type, number]).Run(x, parameters));
    }

    [Fact]
    public void A_unit_has_one_input() =>
        Assert.Contains("'x + x1' has 2 inputs", Assert.Throws<ArgumentException>(() => Expression.Parse("x + x1").UnitFunction()).Message, StringComparison.Ordinal);
}
