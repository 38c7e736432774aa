using Neuromorphic.Expressions;
using Neuromorphic.Policies;
using Xunit;

namespace Neuromorphic.LearnedNeurons.Tests;

/// <summary>A checkpoint says what the operators of one's own stand for, so that one of another meaning is refused.</summary>
public sealed class PolicyTextTests
{
    static PolicyTextTests() => Operators.AddFormula("learned_wave", "x*sigmoid(x)", "A wave.");

    static Expression Wave => Expression.Parse("learned_wave(x)");

    static Policy Energy => EnergyPolicy.Create(Tasks.Free(3, 2), new() { Neurons = 4, Activations = [Wave] });
    static Policy PortHamiltonian => PortHamiltonianPolicy.Create(Tasks.Free(3, 2), new() { Activation = Wave });
    static Policy Kept => LdnnPolicy.Create(Tasks.Free(3, 2), new() { Neurons = 4, Types = [Wave] });
    static Policy Learned => LdnnPolicy.Create(Tasks.Free(3, 2), new() { Neurons = 4, Base = Wave });

    [Fact]
    public void They_are_beside_the_functions() =>
        Assert.All(((Policy, string)[])[(Energy, "activation"), (PortHamiltonian, "activation"), (Kept, "type1"), (Learned, "base")], expected =>
        {
            Assert.Equal(2, expected.Item1.Texts.Count);
            Assert.Equal("learned_wave(x)", expected.Item1.Texts[expected.Item2]);
            Assert.Equal("x*sigmoid(x)", expected.Item1.Texts["operator/learned_wave"]);
        });
}
