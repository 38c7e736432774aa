using Neuromorphic.Neurons;
using Neuromorphic.Numerics;
using Neuromorphic.Policies;
using Neuromorphic.Tests;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Neuromorphic.Autodiff.Tests;

/// <summary>From search space to coefficients: the core's values, bit for bit, and the core's slopes.</summary>
public unsafe class TransformTests
{
    static readonly double[] Points = [-6, -2.3, -.7, -.01, 0, .3, 1, 1.0005, 2.2, 9, 25];
    static readonly double[] Positive = [.2, .9, 1.001, 1.7, 3, 20, 400];

    static readonly Transform[] Coefficients = [.. Layers.Neurons.SelectMany(name => (NeuronOptions[])[new(), new() { Integration = Integration.ExponentialEuler, ThresholdRule = ThresholdRule.Above }],
        (name, options) => NeuronForm.Named(name).Parameters(options)).SelectMany(list => list).Select(parameter => parameter.Coefficient).Distinct()];

    public static TheoryNames Transforms => [.. Transform.All.Select(transform => transform.Name)];
    public static TheoryNames CoefficientNames => [.. Coefficients.Select(coefficient => coefficient.Name)];

    [Theory, MemberData(nameof(Transforms))]
    public void Values_have_the_bits_and_slopes_of_the_core(string name)
    {
        Transform transform = Transform.All.Single(candidate => candidate.Name == name);
        Check(Points, x => TensorTransform.Values(transform, x), (values, count) => transform.Apply((Numerics.Scalar*)values, count), transform.Value, transform.Slope);
    }

    [Theory, MemberData(nameof(CoefficientNames))]
    public void Coefficients_have_the_bits_and_slopes_of_the_core(string name)
    {
        Transform coefficient = Coefficients.Single(candidate => candidate.Name == name);
        Check(Positive, x => TensorTransform.Values(coefficient, x), (values, count) => coefficient.Apply((Numerics.Scalar*)values, count), coefficient.Value, coefficient.Slope);
    }

    [Fact]
    public void All_coefficients_of_neurons_are_tried() => Assert.Equal(4, Coefficients.Length);

    delegate void Map(float* values, int count);

    static void Check(double[] points, Func<Tensor, Tensor> function, Map single, Func<double, double> exact, Func<double, double> slope)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = tensor(points).requires_grad_(), y = function(x);
        Assert.Equal(points.Select(exact), Layers.Numbers(y));
        y.sum().backward();
        double[] slopes = Layers.Numbers(x.grad);
        for (int i = 0; i < points.Length; i++) Assert.Equal(slope(points[i]), slopes[i], 1e-12 * Math.Max(1, Math.Abs(slopes[i])));

        float[] expected = [.. points.Select(point => (float)point)];
        Tensor rounded = function(tensor(expected));
        fixed (float* start = expected) single(start, expected.Length);
        Assert.Equal(expected, rounded.data<float>().ToArray());
    }
}
