using Neuromorphic.Expressions;
using Neuromorphic.Tape;

namespace Neuromorphic.LearnedNeurons;

/// <summary>The activation function of a block of neurons while a loss is recorded: a formula, or base and sub-network with numbers of phi from a place on.</summary>
/// <param name="Base">The formula, or the base.</param>
/// <param name="Kappa">How much of the sub-network is added.</param>
/// <param name="Units">Its units; 0 for a formula alone.</param>
/// <param name="First">Where its numbers begin in phi.</param>
sealed record TypeFunction(Expression Base, double Kappa = 0, int Units = 0, int First = 0)
{
    /// <summary>Numbers of phi up to the last that a type reads.</summary>
    public static int Numbers(TypeFunction[] types) => types.Max(type => type.Units == 0 ? 0 : type.First + 3 * type.Units + 1);

    /// <summary>The value at s.</summary>
    public Symbol Of(Symbol s, Symbol[] phi)
    {
        Symbol value = Base.Record([s], []);
        if (Units == 0) return value;
        Symbol sum = phi[First + 3 * Units];
        for (int k = 0; k < Units; k++) sum = Symbol.Fma(phi[First + 2 * Units + k], Symbol.Tanh(Symbol.Fma(phi[First + k], s, phi[First + Units + k])), sum);
        return value + Kappa * sum;
    }

    /// <summary>The slope at s.</summary>
    public Symbol Slope(Symbol s, Symbol[] phi)
    {
        Symbol one = 1.0, value = Of(s, phi);
        Tangent tangent = new();
        tangent.Set(s, one);
        tangent.Run(s.Id + 1);
        return tangent.Of(value);
    }
}

/// <summary>Neurons in blocks, as equal as they can be; what is left over is the last block's.</summary>
static class Blocks
{
    /// <summary>The block of a neuron.</summary>
    public static int Of(int neuron, int neurons, int blocks) => Math.Min(neuron / (neurons / blocks), blocks - 1);

    /// <summary>The first neuron of a block; of the one behind the last, how many neurons there are.</summary>
    public static int First(int block, int neurons, int blocks) => block == blocks ? neurons : neurons / blocks * block;
}
