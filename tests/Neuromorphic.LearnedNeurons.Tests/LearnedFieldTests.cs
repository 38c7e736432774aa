using System.Text.Json;
using Neuromorphic.Environments;
using Neuromorphic.Envs.Dynamics;
using Neuromorphic.Expressions;
using Neuromorphic.Tests;
using Xunit;

namespace Neuromorphic.LearnedNeurons.Tests;

/// <summary>Learned fields and energies in float64: those of automatic differentiation (Golden/closed_form.json), with what a Hamiltonian system promises.</summary>
public sealed class LearnedFieldTests
{
    const int Size = 4, Neurons = 6;

    static JsonElement Reference { get; } = Golden.Read("closed_form.json");
    static double[][] States { get; } = Golden.Rows(Reference.GetProperty("Z"));
    static double[] Theta { get; } = [.. Golden.Rows(Reference.GetProperty("W")).SelectMany(row => row), .. Golden.Row(Reference.GetProperty("b")), .. Golden.Row(Reference.GetProperty("a"))];

    static NeuronType[] Types(double kappa) => [.. Reference.GetProperty("subnets").EnumerateArray().Select(type => new NeuronType(Expression.Parse("sin(x)"), kappa,
        [.. Golden.Row(type.GetProperty("v")), .. Golden.Row(type.GetProperty("c")), .. Golden.Row(type.GetProperty("u")), type.GetProperty("e").GetDouble()]))];

    static LearnedEnergy Energy(double kappa) => (LearnedEnergy)LearnedField.Of(new(Neurons) { Hamiltonian = true }, Types(kappa), Size, Theta);

    static double[] Rate(LearnedField field, double[] state)
    {
        double[] rate = new double[state.Length];
        field.Field(state, rate);
        return rate;
    }

    [Theory]
    [InlineData(0), InlineData(1)]
    public void Energy_and_field_are_those_of_the_reference(int index)
    {
        JsonElement at = Reference.GetProperty("cases")[index];
        LearnedEnergy energy = Energy(at.GetProperty("kappa").GetDouble());
        double[] energies = Golden.Row(at.GetProperty("H"));
        double[][] fields = Golden.Rows(at.GetProperty("vector_field"));
        Assert.Equal((Size, Neurons), (energy.Dimension, energy.Neurons));
        for (int i = 0; i < States.Length; i++)
        {
            Assert.Equal(energies[i], energy.Energy(States[i]), 1e-10);
            double[] rate = Rate(energy, States[i]);
            for (int k = 0; k < Size; k++) Assert.Equal(fields[i][k], rate[k], 1e-10);
        }
    }

    [Fact]
    public void A_learned_energy_has_a_field_without_sources_and_a_plain_network_has_some()
    {
        NetworkShape plain = new(Neurons);
        double[] theta = [.. Enumerable.Range(1, Neurons * (Size + 1) + Size * (Neurons + 1)).Select(i => Math.Sin(1.7 * i))];
        foreach (double[] state in States)
        {
            Assert.Equal(0, Divergence(Energy(.2), state), 1e-6);
            Assert.True(Math.Abs(Divergence(LearnedField.Of(plain, Types(.2), Size, theta), state)) > 1e-2);
        }
    }

    static double Divergence(LearnedField field, double[] state)
    {
        const double Small = 1e-4;
        double divergence = 0;
        for (int i = 0; i < Size; i++)
        {
            double[] up = [.. state], down = [.. state];
            up[i] += Small;
            down[i] -= Small;
            divergence += (Rate(field, up)[i] - Rate(field, down)[i]) / (2 * Small);
        }
        return divergence;
    }

    /// <summary>The field is that of the energy, so an orbit leaves its level set by the error of the rule alone, of fourth order.</summary>
    [Fact]
    public void The_learned_energy_stays_along_an_orbit_up_to_the_fourth_power_of_the_step()
    {
        LearnedEnergy energy = Energy(.2);
        double Drift(int steps) => States.Average(state =>
        {
            double[][] orbit = Orbit.Follow(new Followed(energy), new RungeKutta4(Size), state, 41, .1, steps);
            return orbit.Max(place => Math.Abs(energy.Energy(place) - energy.Energy(orbit[0])));
        });
        double coarse = Drift(8), fine = Drift(16);
        Assert.InRange(coarse / fine, 13, 20);
        Assert.InRange(fine, 1e-11, 1e-5); // it moves, so that something is measured
    }

    [Theory]
    [InlineData(true, 6), InlineData(false, 6), InlineData(false, 7, 5)]
    public void A_trained_network_has_the_error_that_training_says(bool hamiltonian, params int[] neurons)
    {
        NetworkShape shape = new(neurons) { Hamiltonian = hamiltonian };
        NeuronType[] types = [.. Types(.2), new(Expression.Parse("tanh(x)"), 0, 0.0)];
        DynamicsRegression task = (DynamicsRegression)new Training.RunConfiguration { Environment = "henon-heiles" }.CreateEnvironment();
        SeedOutcome outcome = SeedTraining.Run(shape, types, task.Training, task.Test, new() { Steps = 20, Batch = 50 }, [3], 1)[0];
        LearnedField field = LearnedField.Of(shape, types, Size, outcome.Theta);
        double error = 0;
        for (int i = 0; i < task.Test.Count; i++)
            error += Rate(field, task.Test.States[i]).Zip(task.Test.Rates[i], (a, b) => (a - b) * (a - b)).Average() / task.Test.Count;
        Assert.Equal(outcome.Score, error, 1e-5 * error);
    }

    [Theory]
    [InlineData(InitialWeights.Uniform, 1 / 3.0), InlineData(InitialWeights.HeNormal, 2)]
    public void Weights_begin_with_their_variance(InitialWeights initial, double variance)
    {
        SeedOutcome Begin(bool hamiltonian) => SeedTraining.Run(new(300) { Hamiltonian = hamiltonian }, [new(Expression.Parse("sin(x)"), 0, 0.0)], new Field(), new Field(), new() { Steps = 1, Batch = 1, Rate = 0, Initial = initial }, [5], 1)[0];
        double[] plain = Begin(false).Theta, energy = Begin(true).Theta;
        Assert.Equal(variance / Size, Variance(plain[..1200]), .06 * variance / Size);
        Assert.Equal(1 / (3.0 * Size), Variance(plain[1200..1500]), .02);
        Assert.Equal(variance / 300, Variance(plain[1500..2700]), .06 * variance / 300);
        Assert.Equal(variance / Size, Variance(energy[..1200]), .06 * variance / Size);
        Assert.Equal(1 / (3.0 * Size), Variance(energy[1200..1500]), .02);
        Assert.Equal(variance / 300, Variance(energy[1500..1800]), .2 * variance / 300);
        Assert.True(Math.Abs(plain[..1200].Average()) < .05);

        static double Variance(double[] values) => values.Average(value => value * value);
    }

    [Fact]
    public void Weights_of_another_number_are_refused() =>
        Assert.Equal("There are 3 weights; the network has 36.", Assert.Throws<ArgumentException>(() => LearnedField.Of(new(Neurons) { Hamiltonian = true }, Types(.2), Size, new double[3])).Message);

    sealed class Followed(LearnedField learned) : IDynamics
    {
        public int Dimension => learned.Dimension;
        public void Field(ReadOnlySpan<double> state, Span<double> rate) => learned.Field(state, rate);
    }

    /// <summary>One example.</summary>
    sealed class Field : ITargets
    {
        public int Count => 1;
        public int InputSize => Size;
        public int TargetSize => Size;
        public void Read(int example, Span<float> input) => input.Fill(.5f);
        public void ReadTarget(int example, Span<float> target) => target.Clear();
    }
}
