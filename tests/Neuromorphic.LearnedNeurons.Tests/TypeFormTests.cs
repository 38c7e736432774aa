using Neuromorphic.Expressions;
using Neuromorphic.Numerics;
using Neuromorphic.Policies;
using Xunit;

namespace Neuromorphic.LearnedNeurons.Tests;

/// <summary>Forms of types: how near they are to the type, how they go on beyond the ends, and that what is decoded is what is fitted.</summary>
public sealed unsafe class TypeFormTests
{
    const double Limit = 5;

    static NeuronType Type(int units = 16, ulong seed = 3) => new(Expression.Parse("sin(x)"), .5, NeuronType.Initial(units, RandomKey.For(seed, RandomPurpose.Weights), 0));

    static double Exact(NeuronType type, double x) => type.Formula().Kernel().Value<Scalar64>([x], []).Value;

    static double Of<TForm>(TForm form, double[] numbers, double x) where TForm : struct, ITypeForm
    {
        Scalar64[] values = [.. numbers.Select(number => (Scalar64)number)];
        fixed (Scalar64* start = values) return form.Of<Scalar64, LaneBuffer<Scalar64>>(x, new(start), 0, 1).Value;
    }

    static double Furthest<TForm>(TForm form, double[] numbers, NeuronType type) where TForm : struct, ITypeForm =>
        Enumerable.Range(0, 513).Max(i => Math.Abs(Of(form, numbers, Limit * (i / 256.0 - 1)) - Exact(type, Limit * (i / 256.0 - 1))));

    [Fact]
    public void How_near_forms_are()
    {
        NeuronType type = Type();
        double Value(double x) => Exact(type, x);
        Assert.InRange(Furthest(new ChebyshevForm(20, (float)Limit), ChebyshevForm.Fit(Value, 20, Limit), type), 0, 2e-3);
        Assert.InRange(Furthest(new ChebyshevForm(40, (float)Limit), ChebyshevForm.Fit(Value, 40, Limit), type), 0, 2e-6);
        Assert.InRange(Furthest(new TableForm(32, (float)Limit), TableForm.Fit(Value, 32, Limit), type), 1e-4, 2e-2);
        Assert.InRange(Furthest(new TableForm(100, (float)Limit), TableForm.Fit(Value, 100, Limit), type), 1e-5, 2e-3);
    }

    /// <summary>A natural spline has no curvature at the ends, where the type has one: there it is off, within it is near.</summary>
    [Fact]
    public void A_spline_goes_through_its_knots_and_is_near_between_them()
    {
        NeuronType type = Type();
        double[] numbers = SplineForm.Fit(x => Exact(type, x), 64, Limit);
        SplineForm form = new(64, (float)Limit);
        for (int knot = 0; knot <= 64; knot++) Assert.Equal(Exact(type, Limit * (knot / 32.0 - 1)), Of(form, numbers, Limit * (knot / 32.0 - 1)), 1e-12);
        for (double x = -4; x <= 4; x += 1.0 / 64) Assert.Equal(Exact(type, x), Of(form, numbers, x), 1e-4);
    }

    [Fact]
    public void Beyond_the_ends_forms_are_lines_that_go_on()
    {
        NeuronType type = Type();
        double Value(double x) => Exact(type, x);
        Check(new ChebyshevForm(20, (float)Limit), ChebyshevForm.Fit(Value, 20, Limit));
        Check(new TableForm(32, (float)Limit), TableForm.Fit(Value, 32, Limit));
        Check(new SplineForm(32, (float)Limit), SplineForm.Fit(Value, 32, Limit));

        static void Check<TForm>(TForm form, double[] numbers) where TForm : struct, ITypeForm
        {
            foreach (int side in (int[])[-1, 1])
            {
                double at(double x) => Of(form, numbers, side * x);
                double slope = at(7) - at(6);
                Assert.Equal(slope, at(9) - at(8), 1e-10);
                Assert.Equal(at(Limit + 1e-9), at(Limit - 1e-9), 1e-6);
                Assert.Equal(slope, (at(Limit) - at(Limit - 1e-6)) / 1e-6, 1e-3);
            }
        }
    }

    [Fact]
    public void A_polynomial_that_is_decoded_is_that_which_is_fitted()
    {
        const int Units = 7, Degree = 12;
        Policy policy = LdnnPolicy.Create(Tasks.Free(2, 1), new() { Units = Units, Degree = Degree, LearnedTypes = 3, Neurons = 3 });
        float[] vector = policy.Layout.InitialVector(4);
        IReadOnlyList<Expression> types = LdnnPolicy.TypesOf(policy.Layout, vector, new() { Units = Units, LearnedTypes = 3 });
        Scalar64[] search = [.. policy.Layout.Search(vector).Select(x => (Scalar64)x)], values = new Scalar64[policy.Layout.PerMemberCount];
        fixed (Scalar64* from = search, to = values) ParameterDecoder.DecodeTrained(policy.Layout, from, to);
        for (int type = 0; type < 3; type++)
        {
            double[] fitted = ChebyshevForm.Fit(x => types[type].Kernel().Value<Scalar64>([x], []).Value, Degree, Limit);
            for (int k = 0; k < fitted.Length; k++) Assert.Equal(fitted[k], values[k * 3 + type].Value, 1e-6);
        }
    }

    [Fact]
    public void A_sub_network_of_zeros_is_the_base()
    {
        NeuronType type = new(Expression.Parse("sin(x)"), .2, new double[10]);
        for (double x = -3; x < 3; x += .1) Assert.Equal(Math.Sin(x), Exact(type, x), 1e-15);
    }

    [Fact]
    public void The_formula_is_the_function()
    {
        NeuronType type = Type(units: 5);
        for (double x = -6; x < 6; x += .25)
        {
            double sum = type.Numbers[15];
            for (int k = 0; k < 5; k++) sum += type.Numbers[10 + k] * Math.Tanh(type.Numbers[k] * x + type.Numbers[5 + k]);
            Assert.Equal(Math.Sin(x) + .5 * sum, Exact(type, x), 1e-14);
        }
    }
}
