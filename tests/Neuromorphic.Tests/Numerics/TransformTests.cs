using Neuromorphic.Numerics;
using Neuromorphic.Policies;
using Xunit;

namespace Neuromorphic.Tests.Numerics;

public unsafe class TransformTests
{
    public static TheoryNames Names => [.. Transform.All.Select(transform => transform.Name)];

    static Transform Of(string name) => Transform.All.Single(transform => transform.Name == name);

    static double Apply(Transform transform, float x)
    {
        Scalar value = x;
        transform.Apply(&value, 1);
        return value.Value;
    }

    static double Apply<R>(Transform transform, double x) where R : unmanaged, IReal<R>
    {
        R value = x;
        transform.Apply(&value, 1);
        return R.Lane(value, R.Width - 1);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_inverse_of_a_value_is_the_number_it_came_from(string name)
    {
        Transform transform = Of(name);
        for (double x = -8; x <= 8; x += .37)
        {
            double value = transform.Value(x);
            Assert.Equal(value, transform.Value(transform.Inverse(value)), 1e-10 * Math.Max(1, Math.Abs(value)));
            if (name != "above-one-step" || x > 1.001) Assert.Equal(x, transform.Inverse(value), 1e-10);
            Assert.Equal(value, Apply(transform, (float)x), 1e-5 * Math.Max(1, Math.Abs(value)));
        }
        Assert.NotEmpty(transform.Formula);
    }

    /// <summary>For small v, ln(e^v - 1) is ln v + v/2 + v^2/24 - ...</summary>
    [Theory]
    [InlineData(1e-300)]
    [InlineData(1e-20)]
    [InlineData(1e-16)]
    [InlineData(1e-13)]
    [InlineData(1e-9)]
    [InlineData(1e-4)]
    [InlineData(.001)]
    public void The_inverse_of_a_small_value_of_softplus_is_accurate(double value)
    {
        double x = Math.Log(value) + value / 2 + value * value / 24;
        Assert.Equal(x, Transform.Softplus.Inverse(value), 1e-9 * value + 1e-15 * Math.Abs(x));
    }

    [Fact]
    public void Values_are_those_of_the_formulas()
    {
        foreach (double x in (double[])[-3, -.5, 0, 1, 4])
        {
            Assert.Equal(x, Transform.Identity.Value(x));
            Assert.Equal(Math.Log(1 + Math.Exp(x)), Transform.Softplus.Value(x), 1e-14);
            Assert.Equal(Math.Exp(x), Transform.Exponential.Value(x), 1e-14);
            Assert.Equal(1 / (1 / (1 + Math.Exp(-x))), Transform.LogisticLeak.Value(x), 1e-13);
            Assert.Equal(Math.Max(x, 1.001), Transform.AboveOneStep.Value(x), 1e-14);
        }
        Assert.Equal(Transform.All.Count, Transform.All.Select(transform => transform.Name).Distinct().Count());
    }

    [Fact]
    public void Unconstrained_parameters_are_valid_for_any_number()
    {
        float[] numbers = [float.MinValue, -1e10f, -1000, -88, -40, -20, -16, -1, -1e-20f, 0, 1e-20f, 1, 16, 20, 40, 88, 1000, 1e10f];
        foreach (float x in numbers)
        {
            Assert.InRange(Apply(Transform.Softplus, x), double.Epsilon, float.MaxValue);
            Assert.InRange(Apply(Transform.Exponential, x), double.Epsilon, float.MaxValue);
            double tau = Apply(Transform.LogisticLeak, x);
            Assert.InRange(tau, 1, float.MaxValue);
            Assert.InRange(Apply<Scalar>(Transform.EulerGain, tau), double.Epsilon, 1);
            Assert.InRange(Apply<Scalar>(Transform.ExponentialGain, tau), double.Epsilon, 1);
        }
    }

    [Theory]
    [InlineData(-5, 1.001)]
    [InlineData(1, 1.001)]
    [InlineData(1.5, 1.5)]
    [InlineData(float.NaN, 1.001)]
    public void A_direct_time_constant_is_clipped_above_one_step(float x, double expected) => Assert.Equal(expected, Apply(Transform.AboveOneStep, x), 1e-6);

    [Fact]
    public void Gains_are_those_of_the_schemes()
    {
        foreach (double tau in (double[])[1.001, 1.7, 5, 100, 1e4, 1e7])
        {
            Assert.Equal(1 / tau, Apply<Scalar64>(Transform.EulerGain, tau), 1e-16);
            Assert.Equal(1, Apply<Lanes16>(Transform.EulerGain, tau) * tau, 2e-7);
            double exact = tau > 1e3 ? 1 / tau - 1 / (2 * tau * tau) + 1 / (6 * tau * tau * tau) : 1 - Math.Exp(-1 / tau);
            Assert.Equal(1, Apply<Scalar64>(Transform.ExponentialGain, tau) / exact, 1e-12);
            Assert.Equal(1, Apply<Lanes16>(Transform.ExponentialGain, tau) / exact, 5e-7);
        }
    }

    [Theory]
    [InlineData(1f)]
    [InlineData(0f)]
    [InlineData(-2.5f)]
    [InlineData(1e-40f)]
    public void Just_above_is_the_next_number_of_the_precision(float value)
    {
        Assert.Equal(MathF.BitIncrement(value), Apply<Scalar>(Transform.JustAbove, value));
        Assert.Equal(MathF.BitIncrement(value), Apply<Lanes8>(Transform.JustAbove, value));
        Assert.Equal(MathF.BitIncrement(value), Apply<Lanes16>(Transform.JustAbove, value));
        Assert.Equal(Math.BitIncrement((double)value), Apply<Scalar64>(Transform.JustAbove, value));
        Assert.Equal(value, Apply<Scalar>(Transform.Identity, value));
    }

    [Fact]
    public void A_transform_treats_every_number_of_a_slice_the_same_in_every_width()
    {
        Lanes16* values = stackalloc Lanes16[5];
        foreach (Transform transform in Transform.All)
        {
            for (int i = 0; i < 5; i++) values[i] = Lanes16.FromLanes([.. Enumerable.Range(0, 16).Select(lane => .3 * (i - 2) + .2 * (lane - 8))]);
            float[][] before = [.. Enumerable.Range(0, 5).Select(i => Bits.Lanes(values[i]))];
            transform.Apply(values, 4);
            for (int i = 0; i < 4; i++) Assert.Equal(before[i].Select(x => (float)Apply(transform, x)), Bits.Lanes(values[i]));
            Assert.Equal(before[4], Bits.Lanes(values[4]));
        }
    }
}
