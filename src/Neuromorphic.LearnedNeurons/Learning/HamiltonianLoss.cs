using Neuromorphic.Tape;

namespace Neuromorphic.LearnedNeurons;

/// <summary>
/// A Hamiltonian neural network of one hidden layer, H(z) = a . sigma_type(W z + b) of z = (q, p), whose field (dH/dp, -dH/dq) is taught by derivatives: mean squared error.
/// theta: W [neurons, z], b [neurons], a [neurons].
/// </summary>
/// <remarks>Greydanus, Dzamba, Yosinski (2019), arXiv:1906.01563; with neurons of several types Choudhary et al. (2023), doi:10.1038/s41598-023-40766-6.</remarks>
sealed class HamiltonianLoss(int size, int neurons, TypeFunction[] types) : ILossModel
{
    public IReadOnlyList<int> FanIn { get; } = [.. Enumerable.Repeat(size, neurons * (size + 1)), .. Enumerable.Repeat(neurons, neurons)];
    public IReadOnlyList<bool> Biases { get; } = [.. Enumerable.Repeat(false, neurons * size), .. Enumerable.Repeat(true, neurons), .. Enumerable.Repeat(false, neurons)];
    public int Phi { get; } = TypeFunction.Numbers(types);
    public int Inputs => size;
    public int Targets => size;
    public int Outputs => size;
    public int Hidden => neurons;
    public int Noises => 0;

    public Recorded Run(Symbol[] theta, Symbol[] phi, Symbol[] input, Symbol[] noise)
    {
        Symbol[] hidden = new Symbol[neurons], gradient = new Symbol[size], field = new Symbol[size];
        Array.Fill(gradient, 0.0);
        for (int i = 0; i < neurons; i++)
        {
            Symbol s = theta[neurons * size + i];
            for (int k = 0; k < size; k++) s = Symbol.Fma(theta[i * size + k], input[k], s);
            TypeFunction type = types[Blocks.Of(i, neurons, types.Length)];
            hidden[i] = type.Of(s, phi);
            Symbol force = theta[neurons * (size + 1) + i] * type.Slope(s, phi);
            for (int k = 0; k < size; k++) gradient[k] = Symbol.Fma(theta[i * size + k], force, gradient[k]);
        }
        for (int k = 0; k < size; k++) field[k] = k < size / 2 ? gradient[k + size / 2] : -gradient[k - size / 2];
        return new(field, hidden);
    }

    public Symbol Loss(Symbol[] outputs, Symbol[] target) => ILossModel.SquaredError(outputs, target);
}
