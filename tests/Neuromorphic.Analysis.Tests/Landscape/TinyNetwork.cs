using System.Text.Json;
using Neuromorphic.Environments;
using Neuromorphic.Expressions;
using Neuromorphic.Gradients;
using Neuromorphic.Policies;

namespace Neuromorphic.Analysis.Tests;

/// <summary>A network of 2 inputs, 4 hidden units and 3 outputs on ten examples, whose Hessian is known (Golden/tiny_network.json, automatic differentiation).</summary>
static class TinyNetwork
{
    public const int Count = 27;
    const int Inputs = 2, Hidden = 4, Outputs = 3;

    static readonly JsonElement Values = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Golden", "tiny_network.json"))).RootElement;
    static readonly double[][] X = [.. Values.GetProperty("X").EnumerateArray().Select(row => row.Row())];
    static readonly int[] Y = [.. Values.GetProperty("y").EnumerateArray().Select(label => label.GetInt32())];

    public static double[] Theta { get; } = Values.Row("theta");

    /// <summary>One case for each choice of activation functions, as they are typed.</summary>
    public static IReadOnlyList<(string Functions, JsonElement Expected)> Cases { get; } =
        [.. Values.GetProperty("cases").EnumerateArray().Select(one => (one.Text("activation").StartsWith("mix", StringComparison.Ordinal) ? "sin; tanh" : one.Text("activation"), one))];

    public static DenseNetwork Network(string functions) =>
        new(Inputs, Outputs, new MlpOptions { Neurons = Hidden, Layers = 1, Activations = [.. functions.Split("; ").Select(formula => Expression.Parse(formula))] });

    public static IExamples Labelled { get; } = new LabelledExamples();
    public static ITargets Targets { get; } = new TargetExamples();

    public static HessianVectorProduct ProductOf(JsonElement expected)
    {
        double[][] rows = [.. expected.GetProperty("hessian_rowmajor").EnumerateArray().Select(row => row.Row())];
        return ProductOf(rows);
    }

    public static HessianVectorProduct ProductOf(double[][] rows) => (vector, product) =>
    {
        for (int i = 0; i < rows.Length; i++)
        {
            product[i] = 0;
            for (int j = 0; j < rows.Length; j++) product[i] += rows[i][j] * vector[j];
        }
    };

    /// <summary>The Hessian by its closed form: J'AJ plus the errors at the outputs times the curvatures of the outputs.</summary>
    /// <param name="functions">Activation functions.</param>
    /// <param name="rounded">Whether inputs are rounded to float32, as examples are stored.</param>
    /// <param name="squared">Whether the loss is half the squared distance from the label's vector, not the cross entropy.</param>
    public static double[][] Hessian(string functions, bool rounded, bool squared)
    {
        double[][] hessian = [.. Enumerable.Range(0, Count).Select(_ => new double[Count])];
        for (int example = 0; example < X.Length; example++)
            Add(functions, [.. X[example].Select(x => rounded ? (float)x : x), 1], Y[example], squared, hessian);
        return hessian;
    }

    static int First(int j, int i) => i < Inputs ? j * Inputs + i : Hidden * Inputs + j;
    static int Second(int k, int j) => Hidden * (Inputs + 1) + (j < Hidden ? k * Hidden + j : Outputs * Hidden + k);

    static void Add(string functions, double[] x, int label, bool squared, double[][] hessian)
    {
        double[] value = new double[Hidden + 1], slope = new double[Hidden], curvature = new double[Hidden], y = new double[Outputs];
        value[Hidden] = 1;
        for (int j = 0; j < Hidden; j++)
        {
            double s = x.Select((input, i) => Theta[First(j, i)] * input).Sum(), t = Math.Tanh(s);
            bool sine = functions == "sin" || functions == "sin; tanh" && j < Hidden / 2;
            (value[j], slope[j], curvature[j]) = sine ? (Math.Sin(s), Math.Cos(s), -Math.Sin(s)) : (t, 1 - t * t, -2 * t * (1 - t * t));
        }
        for (int k = 0; k < Outputs; k++) y[k] = value.Select((h, j) => Theta[Second(k, j)] * h).Sum();
        double total = y.Sum(Math.Exp);
        double[] p = [.. y.Select(output => Math.Exp(output) / total)], error = [.. (squared ? y : p).Select((output, k) => output - (k == label ? 1 : 0))];
        double[][] jacobian = [.. Enumerable.Range(0, Outputs).Select(_ => new double[Count])];
        for (int k = 0; k < Outputs; k++)
            for (int j = 0; j <= Hidden; j++)
            {
                jacobian[k][Second(k, j)] = value[j];
                for (int i = 0; j < Hidden && i < x.Length; i++) jacobian[k][First(j, i)] = Theta[Second(k, j)] * slope[j] * x[i];
            }
        for (int a = 0; a < Count; a++)
            for (int b = 0; b < Count; b++)
                for (int k = 0; k < Outputs; k++)
                    for (int l = 0; l < Outputs; l++)
                        hessian[a][b] += jacobian[k][a] * ((k == l ? squared ? 1 : p[k] : 0) - (squared ? 0 : p[k] * p[l])) * jacobian[l][b] / Y.Length;
        for (int k = 0; k < Outputs; k++)
            for (int j = 0; j < Hidden; j++)
                for (int i = 0; i < x.Length; i++)
                {
                    double crossed = error[k] * slope[j] * x[i] / Y.Length;
                    hessian[First(j, i)][Second(k, j)] += crossed;
                    hessian[Second(k, j)][First(j, i)] += crossed;
                    for (int other = 0; other < x.Length; other++) hessian[First(j, i)][First(j, other)] += error[k] * Theta[Second(k, j)] * curvature[j] * x[i] * x[other] / Y.Length;
                }
    }

    class Examples : IInputs
    {
        public int Count => X.Length;
        public int InputSize => Inputs;

        public void Read(int example, Span<float> input)
        {
            for (int i = 0; i < Inputs; i++) input[i] = (float)X[example][i];
        }
    }

    sealed class LabelledExamples : Examples, IExamples
    {
        public int Label(int example) => Y[example];
    }

    sealed class TargetExamples : Examples, ITargets
    {
        public int TargetSize => Outputs;

        public void ReadTarget(int example, Span<float> target)
        {
            target.Clear();
            target[Y[example]] = 1;
        }
    }
}
