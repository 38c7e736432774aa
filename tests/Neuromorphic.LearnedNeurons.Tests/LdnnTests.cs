using Neuromorphic.Environments;
using Neuromorphic.Expressions;
using Neuromorphic.Gradients;
using Neuromorphic.Numerics;
using Neuromorphic.Policies;
using Neuromorphic.Tests;
using Neuromorphic.Tests.Policies;
using Xunit;

namespace Neuromorphic.LearnedNeurons.Tests;

/// <summary>LDNN controllers: a perceptron with the formulas of their types, whatever the width of lanes and the order of neurons within a type.</summary>
public sealed class LdnnTests
{
    static readonly Expression[] Types = [Expression.Parse("sin(x)+0.3*tanh(2*x)"), Expression.Parse("tanh(x)-0.2*x")];

    static double[][] Observations(int size, int steps) => [.. Enumerable.Range(0, steps).Select(t => Enumerable.Range(0, size).Select(i => Math.Sin(1 + t + 3 * i)).ToArray())];

    static double[][] Play(Policy policy, float[] vector, int outputs = 2) => PolicyRunner.Run<Scalar>(policy, vector, Observations(policy.Observations, 6), outputs);

    [Theory]
    [InlineData(TypeForm.Chebyshev, 2e-2)]
    [InlineData(TypeForm.Spline, 2e-3)]
    [InlineData(TypeForm.Table, 5e-2)]
    public void Types_that_are_kept_are_a_perceptron_with_their_formulas(TypeForm form, double tolerance)
    {
        Policy ldnn = LdnnPolicy.Create(Tasks.Free(3, 2), new() { Neurons = 8, Layers = 2, Types = Types, Form = form, Degree = 24 }), mlp = MlpPolicy.Create(Tasks.Free(3, 2), new() { Neurons = 8, Layers = 2, Activations = Types });
        float[] vector = ldnn.Layout.InitialVector(3), weights = mlp.Layout.InitialVector(3);
        foreach (ParameterSlice slice in mlp.Layout.Slices) vector.AsSpan(ldnn.Layout[slice.Name].Offset, slice.Count).CopyTo(weights.AsSpan(slice.Offset));
        double[][] found = Play(ldnn, vector), expected = Play(mlp, weights);
        for (int t = 0; t < expected.Length; t++)
            for (int o = 0; o < 2; o++) Assert.Equal(expected[t][o], found[t][o], tolerance);
    }

    [Fact]
    public void Two_equal_types_are_one()
    {
        Policy two = LdnnPolicy.Create(Tasks.Free(3, 2), new() { Neurons = 7, Types = [Types[0], Types[0]] }), one = LdnnPolicy.Create(Tasks.Free(3, 2), new() { Neurons = 7, Types = [Types[0]] });
        float[] vector = two.Layout.InitialVector(3), same = one.Layout.InitialVector(3);
        foreach (ParameterSlice slice in one.Layout.Slices.Skip(1)) vector.AsSpan(two.Layout[slice.Name].Offset, slice.Count).CopyTo(same.AsSpan(slice.Offset));
        Assert.Equal(Play(one, same), Play(two, vector));
    }

    [Fact]
    public void Neurons_of_a_type_may_change_places_and_blocks_with_their_types()
    {
        Policy policy = LdnnPolicy.Create(Tasks.Free(3, 2), new() { Neurons = 6, Types = Types }), swapped = LdnnPolicy.Create(Tasks.Free(3, 2), new() { Neurons = 6, Types = [Types[1], Types[0]] });
        float[] vector = policy.Layout.InitialVector(3);
        double[][] expected = Play(policy, vector);
        Near(expected, Play(policy, Moved(policy, vector, [2, 0, 1, 3, 5, 4])));
        Near(expected, Play(swapped, Moved(swapped, vector, [3, 4, 5, 0, 1, 2])));
        Assert.True(Math.Abs(expected[0][0] - Play(policy, Moved(policy, vector, [3, 1, 2, 0, 4, 5]))[0][0]) > 1e-4);
    }

    /// <summary>The same weights with neurons in another order; numbers of types are those of the policy.</summary>
    static float[] Moved(Policy policy, float[] vector, int[] order)
    {
        float[] moved = policy.Layout.InitialVector(3);
        ParameterSlice weights = policy.Layout["hidden1/weight"], biases = policy.Layout["hidden1/bias"], readout = policy.Layout["readout/weight"], offset = policy.Layout["readout/bias"];
        vector.AsSpan(offset.Offset, offset.Count).CopyTo(moved.AsSpan(offset.Offset));
        for (int i = 0; i < order.Length; i++)
        {
            vector.AsSpan(weights.Offset + order[i] * 3, 3).CopyTo(moved.AsSpan(weights.Offset + i * 3));
            moved[biases.Offset + i] = vector[biases.Offset + order[i]];
            for (int o = 0; o < 2; o++) moved[readout.Offset + o * 6 + i] = vector[readout.Offset + o * 6 + order[i]];
        }
        return moved;
    }

    static void Near(double[][] expected, double[][] found)
    {
        for (int t = 0; t < expected.Length; t++)
            for (int o = 0; o < expected[t].Length; o++) Assert.Equal(expected[t][o], found[t][o], 1e-5);
    }

    public static TheoryNames Policies => ["ldnn", "ldnn kept", "ldnn spline", "ldnn recurrent", "ldnn sub-network", "energy", "energy both", "port-hamiltonian"];

    static Policy Of(string name) => name switch
    {
        "ldnn" => LdnnPolicy.Create(Tasks.Free(4, 4), new() { Neurons = 9, Layers = 2, LearnedTypes = 2, Units = 3, Degree = 8 }),
        "ldnn kept" => LdnnPolicy.Create(Tasks.Free(4, 4), new() { Neurons = 9, Types = Types }),
        "ldnn spline" => LdnnPolicy.Create(Tasks.Free(4, 4), new() { Neurons = 9, Types = Types, Form = TypeForm.Spline, Segments = 8 }),
        "ldnn recurrent" => LdnnPolicy.Create(Tasks.Free(4, 4), new() { Neurons = 9, Types = Types, Recurrent = true }),
        "ldnn sub-network" => LdnnPolicy.Create(Tasks.Free(4, 4), new() { Neurons = 9, Units = 3, Form = TypeForm.SubNetwork, Recurrent = true }),
        "energy" => EnergyPolicy.Create(Tasks.Free(4, 4), new() { Neurons = 9, Activations = [Expression.Parse("P0*sin(P1*x)"), Expression.Parse("tanh(x)")] }),
        "energy both" => EnergyPolicy.Create(Tasks.Free(4, 4), new() { Neurons = 9, Map = EnergyMap.Both }),
        _ => PortHamiltonianPolicy.Create(Tasks.Free(4, 4), new() { Modes = 3, Neurons = 5 }),
    };

    [Theory, MemberData(nameof(Policies))]
    public void Every_lane_acts_as_one_alone(string name)
    {
        Policy policy = Of(name);
        float[] vector = policy.Layout.InitialVector(5);
        double[][] expected = Play(policy, vector, 4);
        Assert.Contains(expected[^1], action => Math.Abs(action) > 1e-3);
        Assert.Equal(expected, PolicyRunner.Run<Lanes8>(policy, vector, Observations(4, 6), 4, lane: 5));
        Assert.Equal(expected, PolicyRunner.Run<Lanes16>(policy, vector, Observations(4, 6), 4, lane: 11));
    }

    [Theory, MemberData(nameof(Policies))]
    public void Gradients_are_central_differences(string name)
    {
        Policy policy = Of(name);
        if (name == "ldnn") // learned as polynomials: gradients do not reach that form
        {
            Assert.Equal("The policy ldnn has no gradients: the decoder of types/numbers makes 22 numbers of 20.", Assert.Throws<ArgumentException>(() => new RecordedNetwork(policy)).Message);
            return;
        }
        const double Step = 1e-6;
        SequenceGroup group = SequenceGroup.CreateReference(new RecordedNetwork(policy), new(), 6);
        double[] vector = [.. policy.Layout.InitialVector(5).Select(x => (double)x)], gradient = new double[vector.Length];
        Loss(group, vector);
        for (int t = 0; t < 6; t++)
            for (int o = 0; o < 4; o++) group.SetOutputGradient(t, o, [.. Enumerable.Range(0, SequenceGroup.Members).Select(member => Math.Sin(t + 2 * o + member))]);
        group.Backward(gradient);
        SearchSpace.Pull(policy.Layout, vector, gradient);
        foreach (ParameterSlice slice in policy.Layout.Slices.Where(slice => slice.Trained))
            foreach (int i in (int[])[slice.Offset, slice.Offset + slice.Count / 2])
            {
                double[] above = [.. vector], below = [.. vector];
                above[i] += Step;
                below[i] -= Step;
                double expected = (Loss(group, above) - Loss(group, below)) / (2 * Step);
                Assert.True(Math.Abs(expected - gradient[i]) < 1e-5 * Math.Max(1, Math.Abs(expected)), $"{slice.Name}[{i - slice.Offset}]: {gradient[i]}, differences say {expected}");
            }
    }

    static double Loss(SequenceGroup group, double[] vector)
    {
        group.Decode(vector);
        group.Begin(6);
        for (int t = 0; t < 6; t++)
            for (int i = 0; i < 4; i++) group.SetInput(t, i, [.. Enumerable.Range(0, SequenceGroup.Members).Select(member => (float)Math.Cos(1 + t + 3 * i + 7 * member))]);
        group.Forward();
        double sum = 0;
        double[] row = new double[SequenceGroup.Members];
        for (int t = 0; t < 6; t++)
            for (int o = 0; o < 4; o++)
            {
                group.GetOutput(t, o, row);
                for (int member = 0; member < row.Length; member++) sum += Math.Sin(t + 2 * o + member) * row[member];
            }
        return sum;
    }

    [Fact]
    public void What_is_not_allowed_is_named()
    {
        EnvironmentSpec task = Tasks.Free(3, 2);
        void Refused(string message, LdnnOptions options) => Assert.Equal(message, Assert.Throws<ArgumentException>(() => LdnnPolicy.Create(task, options)).Message);
        Refused("neurons is 2 for 3 types; allowed is 3 or more, one for each.", new() { Neurons = 2, LearnedTypes = 3 });
        Refused("recurrence is full with 2 layers; allowed: one layer.", new() { Layers = 2, Recurrent = true });
        Refused("form is a table or spline, and types are learned; allowed: chebyshev, sub-network, or --types that are kept.", new() { Form = TypeForm.Spline });
        Refused("A type is 'log(x)', which is not finite everywhere from -5 to 5; allowed: a function that is.", new() { Types = [Expression.Parse("ln(x)")] });
        Refused("A type is 'P0*x'; allowed: formulas of x without numbers of units.", new() { Types = [Expression.Parse("P0*x")] });
    }
}
