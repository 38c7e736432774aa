using System.Text.Json;
using Neuromorphic.Expressions;
using Neuromorphic.Gradients;
using Neuromorphic.Numerics;
using Neuromorphic.Policies;
using Neuromorphic.Tests;
using Xunit;

namespace Neuromorphic.LearnedNeurons.Tests;

/// <summary>Energies, their fields and their gradients are those of automatic differentiation in float64 (Golden/closed_form.json), and have the structure that they promise.</summary>
public sealed class EnergyTests
{
    const int Size = 4, Neurons = 6, Points = 5;

    static JsonElement Reference { get; } = Golden.Read("closed_form.json");

    static NeuronType[] Types(double kappa) => [.. Reference.GetProperty("subnets").EnumerateArray().Select(type => new NeuronType(Expression.Parse("sin(x)"), kappa,
        [.. Golden.Row(type.GetProperty("v")), .. Golden.Row(type.GetProperty("c")), .. Golden.Row(type.GetProperty("u")), type.GetProperty("e").GetDouble()]))];

    static double[] Theta { get; } = [.. Golden.Rows(Reference.GetProperty("W")).SelectMany(row => row), .. Golden.Row(Reference.GetProperty("b")), .. Golden.Row(Reference.GetProperty("a"))];

    static EnergyOptions Options(double kappa, EnergyMap map) => new() { Neurons = Neurons, Activations = [.. Types(kappa).Select(type => type.Formula())], Map = map };

    public static TheoryData<int> Cases => [0, 1];

    [Theory, MemberData(nameof(Cases))]
    public void The_gradients_of_a_Hamiltonian_network(int index)
    {
        JsonElement at = Reference.GetProperty("cases")[index];
        NeuronType[] types = Types(at.GetProperty("kappa").GetDouble());
        ILossModel model = new NetworkShape(Neurons) { Hamiltonian = true }.Model(new Fields(), types, out double[] phi);
        LearningBatch batch = new(Golden.Rows(Reference.GetProperty("Z")), Golden.Rows(Reference.GetProperty("targets")));
        double[] gradient = new double[Theta.Length];
        double loss = new BatchLoss<Scalar64>(model).Gradient(Theta, phi, [], batch, gradient);
        Assert.Equal(at.GetProperty("loss").GetDouble(), loss, 1e-10);
        double[] expected = [.. Golden.Rows(at.GetProperty("dL_dW")).SelectMany(row => row), .. Golden.Row(at.GetProperty("dL_db")), .. Golden.Row(at.GetProperty("dL_da"))];
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], gradient[i], 1e-10);
    }

    [Theory, MemberData(nameof(Cases))]
    public void The_field_and_the_gradient_of_a_controller(int index)
    {
        JsonElement at = Reference.GetProperty("cases")[index];
        double kappa = at.GetProperty("kappa").GetDouble();
        Near(Golden.Rows(at.GetProperty("vector_field")), Outputs(Options(kappa, EnergyMap.Solenoidal)));
        Near(Golden.Rows(at.GetProperty("gradH")), Outputs(Options(kappa, EnergyMap.Conservative)));
    }

    /// <summary>Outputs in float64 at the reference's states, which float32 rounds [point][output].</summary>
    static double[][] Outputs(EnergyOptions options)
    {
        SequenceGroup group = Group(options);
        group.Forward();
        double[] row = new double[SequenceGroup.Members];
        double[][] outputs = [.. Enumerable.Range(0, Points).Select(_ => new double[Size])];
        for (int o = 0; o < Size; o++)
        {
            group.GetOutput(0, o, row);
            for (int i = 0; i < Points; i++) outputs[i][o] = row[i];
        }
        return outputs;
    }

    /// <summary>The reference's numbers; of a second energy, its readout turned round.</summary>
    static double[] VectorOf(EnergyMap map) => map == EnergyMap.Both ? [.. Theta, .. Golden.Row(Reference.GetProperty("a")).Reverse()] : Theta;

    static SequenceGroup Group(EnergyOptions options)
    {
        SequenceGroup group = SequenceGroup.CreateReference(new RecordedNetwork(EnergyPolicy.Create(Tasks.Free(Size, Size), options)), new(), 1);
        group.Decode(VectorOf(options.Map));
        group.Begin(1);
        double[][] states = Golden.Rows(Reference.GetProperty("Z"));
        for (int i = 0; i < Size; i++) group.SetInput(0, i, [.. Enumerable.Range(0, SequenceGroup.Members).Select(member => (float)states[member % Points][i])]);
        return group;
    }

    /// <summary>d output o / d input i of a member [o][i].</summary>
    static double[][] Jacobian(EnergyOptions options, int member)
    {
        SequenceGroup group = Group(options);
        double[][] jacobian = [.. Enumerable.Range(0, Size).Select(_ => new double[Size])];
        double[] row = new double[SequenceGroup.Members];
        for (int o = 0; o < Size; o++)
        {
            group.Forward();
            for (int other = 0; other < Size; other++) group.SetOutputGradient(0, other, [.. Enumerable.Repeat(other == o ? 1.0 : 0, SequenceGroup.Members)]);
            group.Backward(new double[VectorOf(options.Map).Length]);
            for (int i = 0; i < Size; i++)
            {
                group.GetInputGradient(0, i, row);
                jacobian[o][i] = row[member];
            }
        }
        return jacobian;
    }

    [Fact]
    public void A_gradient_has_a_symmetric_Jacobian_and_a_Hamiltonian_field_no_sources()
    {
        for (int member = 0; member < Points; member++)
        {
            double[][] gradient = Jacobian(Options(.2, EnergyMap.Conservative), member), field = Jacobian(Options(.2, EnergyMap.Solenoidal), member), both = Jacobian(Options(.2, EnergyMap.Both), member);
            Assert.Contains(gradient, row => row.Any(x => Math.Abs(x) > .1));
            for (int i = 0; i < Size; i++)
                for (int k = 0; k < i; k++) Assert.Equal(gradient[i][k], gradient[k][i], 1e-12);
            Assert.Equal(0, Enumerable.Range(0, Size).Sum(i => field[i][i]), 1e-12);
            Assert.NotEqual(0, Enumerable.Range(0, Size).Sum(i => both[i][i]), 1e-6);
        }
    }

    static void Near(double[][] expected, double[][] found)
    {
        for (int i = 0; i < expected.Length; i++)
            for (int k = 0; k < expected[i].Length; k++) Assert.Equal(expected[i][k], found[i][k], 2e-6);
    }

    [Theory]
    [InlineData(3, 1, EnergyMap.Solenoidal, "map is solenoidal, a field over the observations, of which there are 3, but outputs are 1; allowed: as many, or --map learned, selected.")]
    [InlineData(3, 3, EnergyMap.Both, "map is both, which pairs places and momenta, but there are 3 observations; allowed: an even number.")]
    [InlineData(3, 2, EnergyMap.Selected, "first is 2 with 2 outputs and 3 observations; allowed is 1 or less.")]
    public void A_map_that_does_not_fit_is_named(int observations, int outputs, EnergyMap map, string message) =>
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => EnergyPolicy.Create(Tasks.Free(observations, outputs), new() { Map = map, First = 2 })).Message);

    /// <summary>Targets that are not read.</summary>
    sealed class Fields : Environments.ITargets
    {
        public int Count => 1;
        public int InputSize => Size;
        public int TargetSize => Size;
        public void Read(int example, Span<float> input) => input.Clear();
        public void ReadTarget(int example, Span<float> target) => target.Clear();
    }
}
