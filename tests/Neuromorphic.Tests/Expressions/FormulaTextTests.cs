using System.Globalization;
using Neuromorphic.Expressions;
using Neuromorphic.Numerics;
using Neuromorphic.Tape;
using Xunit;

namespace Neuromorphic.Tests.Expressions;

/// <summary>Formulas read and printed.</summary>
public sealed class FormulaTextTests
{
    [Theory]
    [InlineData("x*sigmoid(x)", "x*sigmoid(x)")]
    [InlineData("mul(log_sigmoid(P0(x)),arcsinh(x))", "log_sigmoid(P0*x)*arcsinh(x)")]
    [InlineData(" max ( x , 0 ) ", "max(x, 0)")]
    [InlineData("relu", "relu(x)")]
    [InlineData("SiLU", "swish(x)")]
    [InlineData("x - (y)", "x - y", "x", "y")]
    [InlineData("1 - 2 - 3", "1 - 2 - 3")]
    [InlineData("1 - (2 - 3)", "1 - (2 - 3)")]
    [InlineData("x/2/3*4", "x/2/3*4")]
    [InlineData("x/(2*3)", "x/(2*3)")]
    [InlineData("x^2^3", "x^2^3")]
    [InlineData("(x^2)^3", "(x^2)^3")]
    [InlineData("-x^2", "-x^2")]
    [InlineData("-2^2", "-2^2")]
    [InlineData("(-2)^2", "(-2)^2")]
    [InlineData("(-x)^2", "(-x)^2")]
    [InlineData("x^-2", "x^(-2)")]
    [InlineData("x^-y^z", "x^(-y^z)", "x", "y", "z")]
    [InlineData("-2*x", "-2*x")]
    [InlineData("-(2*x)", "-(2*x)")]
    [InlineData("-(2)", "-(2)")]
    [InlineData("--2", "-(-2)")]
    [InlineData("--x", "-(-x)")]
    [InlineData("x*-y", "x*(-y)", "x", "y")]
    [InlineData("x - -3", "x - (-3)")]
    [InlineData("-x + 3", "-x + 3")]
    [InlineData("x0 + x1", "x + x1")]
    [InlineData(".5*x + 1e3 + 2.50e-2*x", "0.5*x + 1000 + 0.025*x")]
    [InlineData("position*P10(velocity + 1)", "position*(P10*(velocity + 1))", "position", "velocity")]
    public void Formulas_are_printed_with_signs_and_as_few_brackets_as_needed(string text, string printed, params string[] inputs)
    {
        Expression formula = Expression.Parse(text, inputs);
        Assert.Equal(printed, formula.ToString(inputs));
        Assert.Equal(formula, Expression.Parse(printed, inputs));
    }

    [Fact]
    public void What_is_printed_is_read_as_the_same_formula()
    {
        SeededNumbers random = new(1);
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("") { NumberFormat = { NumberDecimalSeparator = ",", NegativeSign = "~" } };
            for (int i = 0; i < 5000; i++)
            {
                Expression formula = RandomFormulas.Next(random, 6, 3, 3);
                string text = formula.ToString(), named = formula.ToString("a", "b", "relu");
                Assert.Equal(formula, Expression.Parse(text));
                Assert.Equal(text, Expression.Parse(text).ToString());
                Assert.Equal(formula, Expression.Parse(named, "a", "b", "relu"));
                Assert.Equal(formula.GetHashCode(), Expression.Parse(text).GetHashCode());
            }
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory]
    [InlineData("", 1, "The formula is empty.")]
    [InlineData("   ", 4, "The formula is empty.")]
    [InlineData("x*tahn", 3, "There is no input 'tahn'; there is x, x1, .... Did you mean 'tanh'?")]
    [InlineData("x*sigmod(x)", 3, "There is no operator 'sigmod'. Did you mean 'sigmoid'?")]
    [InlineData("2 + y", 5, "There is no input 'y'; there is x, x1")]
    [InlineData("max(x)", 1, "max takes 2 arguments, not 1.")]
    [InlineData("1 + tanh(x, 2)", 5, "tanh takes 1 argument, not 2.")]
    [InlineData("tanh()", 1, "tanh takes 1 argument, not 0.")]
    [InlineData("2*(x + 1", 3, "This bracket is not closed.")]
    [InlineData("2*tanh(x + 1", 7, "This bracket is not closed.")]
    [InlineData("2*x)", 4, "This bracket closes none.")]
    [InlineData("2*(x]", 5, "']' is not expected here")]
    [InlineData("x +", 4, "Something is missing at the end")]
    [InlineData("x + * 2", 5, "'*' is not expected here")]
    [InlineData("2x", 2, "'x' is not expected here; an operator is")]
    [InlineData("x*relu", 3, "relu needs its argument in brackets.")]
    [InlineData("max", 1, "max needs its arguments in brackets.")]
    [InlineData("x(2)", 1, "x is an input, no operator; a product is written x*(...).")]
    [InlineData("P0(x, 2)", 1, "P0(...) multiplies one number, not 2.")]
    [InlineData("P256*x", 1, "P256 is none of a unit's numbers; they are P0 to P255.")]
    [InlineData("x99999999999", 1, "x99999999999 is none of the inputs")]
    [InlineData("1e999*x", 1, "1e999 is too large")]
    [InlineData("1.2.3", 4, "'.' is not expected here")]
    [InlineData("1e+", 1, "'1e+' is no number.")]
    [InlineData("x == 2", 3, "'=' is not expected here")]
    [InlineData("tanh(x,)", 8, "')' is not expected here; a number, a name or a bracket is.")]
    public void What_is_wrong_is_said_with_its_place(string text, int position, string problem)
    {
        FormulaException refused = Assert.Throws<FormulaException>(() => Expression.Parse(text));
        Assert.Equal(position, refused.Position);
        Assert.StartsWith(problem, refused.Message, StringComparison.Ordinal);
        Assert.EndsWith($"(position {position} of '{text}')", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_of_inputs_are_those_that_are_given()
    {
        FormulaException refused = Assert.Throws<FormulaException>(() => Expression.Parse("position*veloctiy", "position", "velocity"));
        Assert.StartsWith("There is no input 'veloctiy'; there are position, velocity. Did you mean 'velocity'?", refused.Message, StringComparison.Ordinal);
        Assert.Throws<FormulaException>(() => Expression.Parse("x1", "x"));
        Assert.Contains("cannot be an input's name", Assert.Throws<ArgumentException>(() => Expression.Parse("x", "P0")).Message, StringComparison.Ordinal);
        Assert.Contains("has 2 inputs; 1 have names", Assert.Throws<ArgumentException>(() => Expression.Parse("x1").ToString("a")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Too_deep_and_too_large_formulas_are_refused_whatever_their_form()
    {
        const int Many = 100_000;
        foreach (string text in (string[])[new string('(', Many) + "x" + new string(')', Many), new string('-', Many) + "x", string.Concat(Enumerable.Repeat("tanh(", Many)) + "x" + new string(')', Many),
            string.Join('^', Enumerable.Repeat("x", Many)), string.Join('+', Enumerable.Repeat("x", Many)), new string('(', Many)])
        {
            FormulaException refused = Assert.Throws<FormulaException>(() => Expression.Parse(text));
            Assert.Contains("deep", refused.Message, StringComparison.Ordinal);
            Assert.True(refused.Message.Length < 250);
        }
        string half = $"({string.Join('+', Enumerable.Repeat("x", 100))})";
        string wide = string.Join('*', Enumerable.Repeat(half, 60));
        Assert.Contains("nodes; allowed are 10000", Assert.Throws<FormulaException>(() => Expression.Parse(wide)).Message, StringComparison.Ordinal);
        Expression node = Expression.Input(0);
        Assert.Contains("nodes; allowed", Assert.Throws<ArgumentException>(() =>
        {
            for (int i = 0; i < 100; i++) node = Expression.Apply(Operators.Get("mul"), node, node);
        }).Message, StringComparison.Ordinal);
    }

    /// <summary>On the small stack of a thread.</summary>
    [Fact]
    public void The_deepest_formula_goes_all_the_way()
    {
        Exception? failure = null;
        Thread thread = new(() =>
        {
            try
            {
                int open = Expression.MaximumDepth - 1;
                Expression deepest = Expression.Parse(string.Concat(Enumerable.Repeat("sin(", open)) + "x" + new string(')', open));
                Assert.Equal(Expression.MaximumDepth, deepest.Depth);
                Assert.Equal(deepest, Expression.Parse(deepest.ToString()));
                Assert.Equal(deepest, deepest.Simplify());
                Assert.True(double.IsFinite(deepest.Kernel(2).Value<Scalar64>([.5], []).Value));
            }
            catch (Exception exception)
            {
                failure = exception;
            }
        }, 1024 * 1024);
        thread.Start();
        thread.Join();
        Assert.Null(failure);
    }

    [Fact]
    public void Trees_are_walked_and_changed_by_position()
    {
        Expression formula = Expression.Parse("max(x*P1, 2) - tanh(x1)");
        Assert.Equal(["max(x*P1, 2) - tanh(x1)", "max(x*P1, 2)", "x*P1", "x", "P1", "2", "tanh(x1)", "x1"], formula.PreOrder().Select(node => node.ToString()));
        Assert.Equal((8, 4, 2, 2), (formula.Nodes, formula.Depth, formula.Inputs, formula.Parameters));
        Expression by = Expression.Parse("cos(x)");
        for (int i = 0; i < formula.Nodes; i++)
        {
            Expression changed = formula.Replace(i, by);
            Assert.Equal(by, changed.PreOrder().ElementAt(i));
            Assert.Equal(formula, changed.Replace(i, formula.PreOrder().ElementAt(i)));
        }
        Assert.Equal("max(x*P1, cos(x)) - tanh(x1)", formula.Replace(5, by).ToString());
        Assert.Throws<ArgumentOutOfRangeException>(() => formula.Replace(8, by));
        Assert.NotEqual(Expression.Parse("x + x1"), Expression.Parse("x1 + x"));
        Assert.NotEqual(Expression.Constant(0), Expression.Constant(-0.0));
        Assert.Contains("finite", Assert.Throws<ArgumentException>(() => Expression.Constant(double.NaN)).Message, StringComparison.Ordinal);
        Assert.Contains("max takes 2 arguments, not 1.", Assert.Throws<ArgumentException>(() => Expression.Apply(Operators.Get("max"), by)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_formula_and_its_derivatives_are_written_as_on_paper()
    {
        Expression swish = Expression.Parse("x*sigmoid(P0*x)");
        Assert.Equal(["y = x*logistic(x*P0)"], swish.Write(FormulaStyle.Text));
        Assert.Equal(@"y = x \cdot \operatorname{logistic}\left(x \cdot P_{0}\right)", Assert.Single(swish.Write(FormulaStyle.LaTeX)));
        Assert.Contains(swish.Write(FormulaStyle.Text, 2), line => line.StartsWith("y'' = ", StringComparison.Ordinal));
        Assert.Contains("double slope = ", swish.Write(FormulaStyle.CSharp, 1)[^1], StringComparison.Ordinal);
        Assert.Equal([@"y = \text{speed} - 1"], Expression.Parse("speed - 1", "angle", "speed").Write(FormulaStyle.LaTeX, 0, "angle", "speed"));
    }
}
