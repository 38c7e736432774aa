using System.Text.Json;
using Neuromorphic.Environments;
using Neuromorphic.Expressions;
using Neuromorphic.Numerics;
using Neuromorphic.Tests;
using Xunit;

namespace Neuromorphic.LearnedNeurons.Tests;

/// <summary>Derivatives by types, through an inner training, are those of automatic differentiation in float64 (Golden/meta_gradient.json).</summary>
public sealed class MetaLearningTests
{
    const int Units = 3;

    static JsonElement Reference { get; } = Golden.Read("meta_gradient.json");

    public static TheoryData<int> Cases => [0, 1, 2, 3];

    static DenseLoss Model(string function, int types = 2, int neurons = 4) =>
        new([3, neurons, 2], [.. Enumerable.Range(0, types).Select(type => new TypeFunction(Expression.Parse(function == "zero" ? "0" : "sin(x)"), .2, Units, type * (3 * Units + 1)))], classes: true);

    static double[] PhiOf(JsonElement types) => [.. types.EnumerateArray().SelectMany(type => type.ValueKind == JsonValueKind.Object
        ? [.. Golden.Row(type.GetProperty("v")), .. Golden.Row(type.GetProperty("c")), .. Golden.Row(type.GetProperty("u")), type.GetProperty("e").GetDouble()]
        : Golden.Row(type))];

    static LearningBatch[] Batches() => [.. Golden.Cubes(Reference.GetProperty("X")).Zip(Golden.Rows(Reference.GetProperty("y")), (inputs, labels) => new LearningBatch(inputs, [.. labels.Select(label => (double[])[label == 0 ? 1 : 0, label == 1 ? 1 : 0])]))];

    static (double Loss, double[] Gradient, double[] Theta, List<double> Losses) Derive(JsonElement at, MetaGradient gradient, int last)
    {
        MetaOptions options = new()
        {
            InnerSteps = 4,
            Batch = 6,
            Inner = at.GetProperty("inner_optimizer").GetString() == "rms" ? InnerOptimizer.Rms : InnerOptimizer.Sgd,
            InnerRate = .1,
            Gradient = gradient,
            LastLosses = last,
        };
        MetaLearning<Scalar64> learning = new(Model(at.GetProperty("base").GetString()!), new Nothing(), options, 0, PhiOf(Reference.GetProperty("phi")));
        double[] theta = Golden.Row(Reference.GetProperty("theta0"));
        List<double> losses = [];
        (double loss, double[] found) = learning.Derive(theta, Batches(), Golden.Rows(Reference.GetProperty("noise")), losses);
        return (loss, found, theta, losses);
    }

    [Theory, MemberData(nameof(Cases))]
    public void The_full_unroll(int index)
    {
        JsonElement at = Reference.GetProperty("cases")[index];
        (double loss, double[] gradient, double[] theta, List<double> losses) = Derive(at, MetaGradient.FullUnroll, 0);
        Near(Golden.Row(at.GetProperty("inner_losses")), losses);
        Near(Golden.Row(at.GetProperty("theta_final")), theta);
        Near([at.GetProperty("outer_loss_mean_all").GetDouble()], [loss]);
        Near(PhiOf(at.GetProperty("meta_grad_full_unroll")), gradient);
    }

    [Theory, MemberData(nameof(Cases))]
    public void The_full_unroll_of_the_last_two_losses(int index)
    {
        JsonElement at = Reference.GetProperty("cases")[index];
        (double loss, double[] gradient, _, _) = Derive(at, MetaGradient.FullUnroll, 2);
        Near([at.GetProperty("outer_loss_last2").GetDouble()], [loss]);
        Near(PhiOf(at.GetProperty("meta_grad_full_unroll_last2")), gradient);
    }

    [Theory, MemberData(nameof(Cases))]
    public void The_first_order(int index)
    {
        JsonElement at = Reference.GetProperty("cases")[index];
        Near(PhiOf(at.GetProperty("meta_grad_first_order")), Derive(at, MetaGradient.FirstOrder, 0).Gradient);
    }

    static void Near(double[] expected, IReadOnlyList<double> found)
    {
        Assert.Equal(expected.Length, found.Count);
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], found[i], 1e-10);
    }

    [Fact]
    public void Both_agree_over_one_inner_update_and_not_over_two()
    {
        double[] Gradient(MetaGradient kind, int steps) => new MetaLearning<Scalar64>(Model("sin"), new Nothing(), new() { InnerSteps = steps, Batch = 6, Gradient = kind }, 0, PhiOf(Reference.GetProperty("phi")))
            .Derive(Golden.Row(Reference.GetProperty("theta0")), Batches()[..steps], Golden.Rows(Reference.GetProperty("noise"))).Gradient;
        Near(Gradient(MetaGradient.FirstOrder, 1), Gradient(MetaGradient.FullUnroll, 1));
        Assert.NotEqual(Gradient(MetaGradient.FirstOrder, 2)[0], Gradient(MetaGradient.FullUnroll, 2)[0], 1e-6);
    }

    [Fact]
    public void The_same_bits_in_every_lane_width()
    {
        double[] Learned<R>() where R : unmanaged, IReal<R>
        {
            MetaLearning<R> learning = new(Model("sin", neurons: 9), new Spirals(300), new() { InnerSteps = 5, Batch = 150 }, 3, [.. NeuronType.Initial(Units, new(1, 2), 0), .. NeuronType.Initial(Units, new(1, 2), 1)]);
            return [learning.Update(), learning.Update(), .. learning.Phi];
        }
        double[] expected = Learned<Scalar>();
        Assert.Equal(expected, Learned<Lanes8>());
        Assert.Equal(expected, Learned<Lanes16>());
        double[] exact = Learned<Scalar64>();
        for (int i = 0; i < exact.Length; i++) Assert.Equal(exact[i], expected[i], 1e-3);
    }

    [Fact]
    public void The_outer_loss_falls()
    {
        MetaLearning<Lanes8> learning = new(Model("zero", neurons: 12), new Spirals(400), new() { InnerSteps = 30, Batch = 50, InnerRate = .05, OuterRate = .1 }, 3, [.. NeuronType.Initial(Units, new(1, 2), 0), .. NeuronType.Initial(Units, new(1, 2), 1)]);
        double[] losses = [.. Enumerable.Range(0, 60).Select(_ => learning.Update())];
        Assert.True(losses[^10..].Average() < losses[..10].Average() - .05, $"{losses[..10].Average()} to {losses[^10..].Average()}");
    }

    [Fact]
    public void What_is_not_allowed_is_named()
    {
        Assert.Equal("A layer has 2 neurons for 3 types; allowed is 3 or more, one for each.", Assert.Throws<ArgumentException>(() => Model("sin", types: 3, neurons: 2)).Message);
        Assert.Equal("batch is 7; allowed is 1 to 6.", Assert.Throws<ArgumentException>(() => new MetaLearning<Scalar>(Model("sin"), new Nothing(), new() { Batch = 7 }, 0, new double[20])).Message);
        Assert.Equal("phi has 3 numbers, the types 20.", Assert.Throws<ArgumentException>(() => new MetaLearning<Scalar>(Model("sin"), new Nothing(), new() { Batch = 2 }, 0, new double[3])).Message);
    }

    /// <summary>Examples that are not read.</summary>
    sealed class Nothing : IExamples
    {
        public int Count => 6;
        public int InputSize => 3;
        public int Label(int example) => 0;
        public void Read(int example, Span<float> input) => input.Clear();
    }
}

/// <summary>Two classes on two spirals.</summary>
public sealed class Spirals(int count) : IExamples
{
    public int Count => count;
    public int InputSize => 3;
    public int Label(int example) => example % 2;

    public void Read(int example, Span<float> input)
    {
        double turn = 3.0 * example / count, phase = Math.PI * (example % 2);
        input[0] = (float)(turn * Math.Cos(turn + phase) / 3);
        input[1] = (float)(turn * Math.Sin(turn + phase) / 3);
        input[2] = 1;
    }
}
