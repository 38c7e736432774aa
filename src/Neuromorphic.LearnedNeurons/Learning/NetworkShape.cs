using Neuromorphic.Environments;

namespace Neuromorphic.LearnedNeurons;

/// <summary>A network beside its types.</summary>
/// <param name="Neurons">Neurons of each hidden layer.</param>
public sealed record NetworkShape(params IReadOnlyList<int> Neurons)
{
    /// <summary>Whether it is a Hamiltonian network, whose outputs are the field of its energy; of one hidden layer, for targets as long as inputs.</summary>
    public bool Hamiltonian { get; init; }

    /// <summary>Its loss on examples, with types that may be learned.</summary>
    /// <exception cref="ArgumentException">Sizes do not go together.</exception>
    internal ILossModel Model(IInputs examples, IReadOnlyList<NeuronType> types, out double[] phi)
    {
        if (Neurons.Count == 0 || Neurons.Any(neurons => neurons < 1)) throw new ArgumentException($"The hidden layers have {string.Join(", ", Neurons)} neurons; allowed: one layer or more, of 1 neuron or more.");
        if (types.Count == 0) throw new ArgumentException("There are no neuron types; allowed: one or more.");
        int targets = examples is IExamples labelled ? Enumerable.Range(0, labelled.Count).Max(labelled.Label) + 1 : ((ITargets)examples).TargetSize, first = 0;
        List<double> numbers = [];
        TypeFunction[] functions = new TypeFunction[types.Count];
        for (int i = 0; i < functions.Length; i++)
        {
            functions[i] = new(types[i].Base, types[i].Kappa, types[i].Units, first);
            if (types[i].Units == 0) continue;
            numbers.AddRange(types[i].Numbers);
            first = numbers.Count;
        }
        phi = [.. numbers];
        if (!Hamiltonian) return new DenseLoss([examples.InputSize, .. Neurons, targets], functions, examples is IExamples);
        if (examples is not ITargets || targets != examples.InputSize || targets % 2 != 0) throw new ArgumentException($"A Hamiltonian network is taught fields: targets as long as inputs, an even number; here are {examples.InputSize} inputs and {targets} {(examples is IExamples ? "classes" : "numbers of a target")}.");
        if (Neurons.Count > 1) throw new ArgumentException($"A Hamiltonian network has {Neurons.Count} hidden layers; allowed: one.");
        if (Neurons[0] < types.Count) throw new ArgumentException($"A layer has {Neurons[0]} neurons for {types.Count} types; allowed is {types.Count} or more, one for each.");
        return new HamiltonianLoss(examples.InputSize, Neurons[0], functions);
    }
}
