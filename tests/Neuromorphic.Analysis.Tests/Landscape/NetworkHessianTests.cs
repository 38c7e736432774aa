using System.Text.Json;
using Neuromorphic.Environments;
using Neuromorphic.Gradients;
using Neuromorphic.Policies;
using Neuromorphic.Training;
using Xunit;

namespace Neuromorphic.Analysis.Tests;

/// <summary>The Hessian of our own networks against closed forms and against Golden/tiny_network.json.</summary>
public class NetworkHessianTests
{
    public static TheoryData<string> Functions => [.. TinyNetwork.Cases.Select(one => one.Functions)];

    static JsonElement Expected(string functions) => TinyNetwork.Cases.Single(one => one.Functions == functions).Expected;

    static ExampleLoss Loss(string functions, LossKind kind = LossKind.CrossEntropy, int threads = 1) => new(TinyNetwork.Network(functions), TinyNetwork.Theta, TinyNetwork.Labelled, kind, threads);

    static double[][] Columns(NetworkHessian hessian) => [.. Enumerable.Range(0, hessian.Count).Select(i =>
    {
        double[] unit = new double[hessian.Count], column = new double[hessian.Count];
        unit[i] = 1;
        hessian.Multiply(unit, column);
        return column;
    })];

    static double Farthest(double[][] first, double[][] second) => first.Zip(second, (a, b) => a.Zip(b, (x, y) => Math.Abs(x - y)).Max()).Max();

    [Theory, MemberData(nameof(Functions))]
    public void The_closed_form_of_these_tests_is_the_reference(string functions)
    {
        double[][] rows = [.. Expected(functions).GetProperty("hessian_rowmajor").EnumerateArray().Select(row => row.Row())];
        Assert.True(Farthest(rows, TinyNetwork.Hessian(functions, rounded: false, squared: false)) < 1e-14);
    }

    [Theory, MemberData(nameof(Functions))]
    public void Loss_and_gradient_are_the_reference_up_to_the_rounding_of_inputs(string functions)
    {
        double[] gradient = new double[TinyNetwork.Count], expected = Expected(functions).Row("grad");
        Assert.Equal(Expected(functions).Number("loss"), Loss(functions).Gradient(TinyNetwork.Theta, gradient), 1e-7);
        for (int i = 0; i < gradient.Length; i++) Assert.Equal(expected[i], gradient[i], 1e-7);
    }

    [Theory, MemberData(nameof(Functions))]
    public void Its_columns_are_the_exact_Hessian(string functions)
    {
        double[][] columns = Columns(new(Loss(functions)));
        double error = Farthest(TinyNetwork.Hessian(functions, rounded: true, squared: false), columns);
        Assert.True(error < 1e-12, $"{error}");
        double[][] rows = [.. Expected(functions).GetProperty("hessian_rowmajor").EnumerateArray().Select(row => row.Row())];
        double rounding = Farthest(rows, columns); // the reference's inputs are float64
        Assert.True(rounding < 1e-7, $"{rounding}");
    }

    [Theory, MemberData(nameof(Functions))]
    public void So_they_are_for_squared_errors_by_label_and_by_target(string functions)
    {
        double[][] exact = TinyNetwork.Hessian(functions, rounded: true, squared: true);
        ExampleLoss targets = new(TinyNetwork.Network(functions), TinyNetwork.Theta, TinyNetwork.Targets);
        foreach (ExampleLoss loss in (ExampleLoss[])[Loss(functions, LossKind.MeanSquaredError), targets])
        {
            double error = Farthest(exact, Columns(new(loss)));
            Assert.True(error < 2e-12, $"{error}");
        }
    }

    [Theory, MemberData(nameof(Functions))]
    public void The_error_falls_with_the_fourth_power_of_the_step(string functions)
    {
        double[][] exact = TinyNetwork.Hessian(functions, rounded: true, squared: false);
        double far = Farthest(exact, Columns(new(Loss(functions), step: .08))), near = Farthest(exact, Columns(new(Loss(functions), step: .04)));
        Assert.InRange(Math.Log2(far / near), 3.7, 4.3);
    }

    [Theory, MemberData(nameof(Functions))]
    public void Its_spectrum_is_that_of_the_reference(string functions)
    {
        JsonElement expected = Expected(functions);
        NetworkHessian hessian = new(Loss(functions));
        double[] values = expected.Row("eigenvalues_asc");
        Golden.AssertClose(values[^1], Eigenpair.Top(hessian.Multiply, hessian.Count, tolerance: 1e-10)[0].Value, 1e-6, functions);
        Lanczos run = Lanczos.Run(hessian.Multiply, expected.GetProperty("rademacher_vectors")[0].Row(), 10);
        double[] alpha = expected.Row("lanczos_alpha");
        for (int i = 0; i < 10; i++) Assert.Equal(alpha[i], run.Alpha[i], 1e-6);
        TraceEstimate trace = TraceEstimate.Of(hessian.Multiply, expected.GetProperty("rademacher_vectors").EnumerateArray().Select(row => row.Row()));
        Golden.AssertClose(expected.Row("hutchinson_running_mean")[^1], trace.Mean, 1e-6, functions);
    }

    [Fact]
    public void A_product_is_linear_and_of_zero_zero()
    {
        NetworkHessian hessian = new(Loss("tanh"));
        double[] vector = new double[hessian.Count], one = new double[hessian.Count], thousand = new double[hessian.Count];
        hessian.Multiply(vector, one);
        Assert.All(one, value => Assert.Equal(0, value));
        RandomVectors.Rademacher(1, RandomVectorUse.Trace, 0, vector);
        hessian.Multiply(vector, one);
        hessian.Multiply([.. vector.Select(value => 1000 * value)], thousand);
        for (int i = 0; i < one.Length; i++) Assert.Equal(1000 * one[i], thousand[i], 1e-9);
    }

    [Fact]
    public void Bits_are_the_same_on_any_number_of_threads()
    {
        DenseNetwork network = new(2, 3, new MlpOptions { Neurons = 20, Layers = 2 });
        double[] vector = [.. network.Layout.InitialVector(4).Select(value => (double)value)];
        ManyExamples examples = new(300);
        Assert.Equal(Product(1), Product(3));

        double[] Product(int threads)
        {
            NetworkHessian hessian = new(new(network, vector, examples, threads: threads));
            double[] direction = new double[hessian.Count], product = new double[hessian.Count];
            RandomVectors.Rademacher(1, RandomVectorUse.Trace, 0, direction);
            hessian.Multiply(direction, product);
            Assert.Contains(product, value => value != 0);
            return product;
        }
    }

    [Fact]
    public void Numbers_of_units_are_trained_numbers_too()
    {
        DenseNetwork network = new(2, 3, new MlpOptions { Neurons = 4, Layers = 1, Activations = [Expressions.Expression.Parse("P0*sin(P1*x)")] });
        double[] vector = [.. network.Layout.InitialVector(4).Select(value => (double)value)];
        double[][] columns = Columns(new(new(network, vector, TinyNetwork.Labelled)));
        Assert.Equal(27 + 8, columns.Length);
        for (int i = 0; i < columns.Length; i++)
        {
            Assert.Contains(columns[i], value => Math.Abs(value) > 1e-3);
            for (int j = 0; j < i; j++) Assert.Equal(columns[i][j], columns[j][i], 1e-11);
        }
    }

    [Fact]
    public void What_has_no_Hessian_or_does_not_fit_is_refused()
    {
        SpikingNetwork spiking = SpikingNetwork.Create("lif", 2, 3, new SpikingPolicyOptions { Neurons = 4 });
        double[] vector = [.. spiking.Layout.InitialVector(1).Select(value => (double)value)];
        Assert.Contains("spiking", Assert.Throws<ArgumentException>(() => new NetworkHessian(new(spiking, vector, TinyNetwork.Labelled))).Message, StringComparison.Ordinal);
        Assert.Contains("27", Assert.Throws<ArgumentException>(() => new NetworkHessian(Loss("tanh"), new double[3])).Message, StringComparison.Ordinal);
        Assert.Contains("step", Assert.Throws<ArgumentException>(() => new NetworkHessian(Loss("tanh"), step: 0)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new NetworkHessian(Loss("tanh")).Multiply(new double[3], new double[27]));
        DenseNetwork other = new(3, 3, new MlpOptions { Neurons = 4, Layers = 1 }), few = new(2, 2, new MlpOptions { Neurons = 4, Layers = 1 });
        Assert.Contains("2 inputs", Assert.Throws<ArgumentException>(() => new ExampleLoss(other, new double[other.Layout.Count], TinyNetwork.Labelled)).Message, StringComparison.Ordinal);
        Assert.Contains("class 2", Assert.Throws<ArgumentException>(() => new ExampleLoss(few, new double[few.Layout.Count], TinyNetwork.Labelled)).Message, StringComparison.Ordinal);
        Assert.Contains("3 numbers", Assert.Throws<ArgumentException>(() => new ExampleLoss(few, new double[few.Layout.Count], TinyNetwork.Targets)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new ExampleLoss(few, new double[3], TinyNetwork.Labelled));
        Assert.Throws<ArgumentException>(() => new ExampleLoss(few, new double[few.Layout.Count], new ManyExamples(0)));
    }

    sealed class ManyExamples(int count) : IExamples
    {
        public int Count => count;
        public int InputSize => 2;
        public int Label(int example) => example % 3;

        public void Read(int example, Span<float> input)
        {
            input[0] = example % 17 / 17f - .4f;
            input[1] = example % 23 / 23f - .6f;
        }
    }
}
