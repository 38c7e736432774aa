using Neuromorphic.Environments;
using Neuromorphic.Expressions;
using Neuromorphic.LearnedNeurons;
using Neuromorphic.Numerics;
using Neuromorphic.Policies;

namespace Neuromorphic.Benchmarks;

/// <summary>
/// A step of learned neurons, 17 observations, 32 hidden neurons, 6 outputs, weights of each member, one thread: types in their forms, energies and a port-Hamiltonian
/// system, against a perceptron of 32 tanh.
/// </summary>
static class LearnedBenchmark
{
    const int Observations = 17, Actions = 6, Neurons = 32;

    static readonly Expression[] Types = [.. TypeLearning.Begin(2, Expression.Parse("sin(x)"), .2, 16, seed: 1).Select(type => type.Formula())];

    public static IReadOnlyList<Row> Run() => LaneWidths.Preferred switch
    {
        LaneWidth.Lanes16 => Run<Lanes16>(),
        LaneWidth.Lanes8 => Run<Lanes8>(),
        _ => Run<Scalar>(),
    };

    static Row[] Run<R>() where R : unmanaged, IReal<R>
    {
        EnvironmentSpec spec = PolicySubject.Task(Observations, Actions);
        LdnnOptions ldnn = new() { Neurons = Neurons, Types = Types };
        (string What, Policy Policy)[] policies =
        [
            ("perceptron, tanh", MlpPolicy.Create(spec, new() { Neurons = Neurons, Layers = 1 })),
            ("perceptron, sin", MlpPolicy.Create(spec, new() { Neurons = Neurons, Layers = 1, Activations = [Expression.Parse("sin(x)")] })),
            ("ldnn, kept types: polynomials of degree 28", LdnnPolicy.Create(spec, ldnn)),
            ("ldnn, polynomials of degree 12", LdnnPolicy.Create(spec, ldnn with { Degree = 12 })),
            ("ldnn, polynomials of degree 20", LdnnPolicy.Create(spec, ldnn with { Degree = 20 })),
            ("ldnn, polynomials of degree 40", LdnnPolicy.Create(spec, ldnn with { Degree = 40 })),
            ("ldnn, table of 32", LdnnPolicy.Create(spec, ldnn with { Form = TypeForm.Table })),
            ("ldnn, spline of 32", LdnnPolicy.Create(spec, ldnn with { Form = TypeForm.Spline })),
            ("ldnn, learned along", LdnnPolicy.Create(spec, ldnn with { Types = [] })),
            ("ldnn, learned along, sub-networks of 16", LdnnPolicy.Create(spec, ldnn with { Types = [], Form = TypeForm.SubNetwork })),
            ("formulas of 16 tanh in a perceptron", MlpPolicy.Create(spec, new() { Neurons = Neurons, Layers = 1, Activations = Types })),
            ("energy, tanh", EnergyPolicy.Create(spec, new() { Neurons = Neurons })),
            ("port-hamiltonian, 8 modes, 2 x 16", PortHamiltonianPolicy.Create(spec, new())),
        ];
        return Timing.Compare("ns/step", 0, 21, [.. policies.Select(entry => PolicySubject.Of<R>(entry.What, entry.Policy, R.Width))]);
    }
}
