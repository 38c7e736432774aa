using Neuromorphic.Numerics;

namespace Neuromorphic.LearnedNeurons;

/// <summary>
/// The energy that a Hamiltonian network has learned, H(z) = a . sigma(W z + b) of z = (q, p), with its field (dH/dp, -dH/dq) = J W^T (a o sigma'(W z + b)), in float64.
/// It is defined up to a constant, which no field shows.
/// </summary>
public sealed class LearnedEnergy : LearnedField
{
    readonly TypeBlocks types;
    readonly double[] theta;
    readonly Scalar64[] sums;

    internal LearnedEnergy(IReadOnlyList<NeuronType> types, int dimension, double[] theta) : base(dimension)
    {
        Neurons = theta.Length / (dimension + 2);
        this.types = new(types, Neurons, 1);
        this.theta = theta;
        sums = new Scalar64[Neurons];
    }

    /// <summary>Hidden neurons.</summary>
    public int Neurons { get; }

    ReadOnlySpan<double> Weights => theta.AsSpan(0, Neurons * Dimension);
    ReadOnlySpan<double> Readout => theta.AsSpan(Neurons * (Dimension + 1));

    /// <summary>The energy of a state [Dimension].</summary>
    public double Energy(ReadOnlySpan<double> state)
    {
        Apply(state);
        double energy = 0;
        for (int i = 0; i < Neurons; i++) energy += Readout[i] * types.Value(i);
        return energy;
    }

    /// <inheritdoc/>
    public override void Field(ReadOnlySpan<double> state, Span<double> rate)
    {
        Apply(state);
        int half = Dimension / 2;
        rate.Clear();
        for (int i = 0; i < Neurons; i++)
        {
            double force = Readout[i] * types.Slope(i);
            ReadOnlySpan<double> own = Weights.Slice(i * Dimension, Dimension);
            for (int k = 0; k < half; k++)
            {
                rate[k] += own[half + k] * force;
                rate[half + k] -= own[k] * force;
            }
        }
    }

    void Apply(ReadOnlySpan<double> state)
    {
        Affine(Weights, theta.AsSpan(Neurons * Dimension, Neurons), state, sums);
        types.Apply(sums);
    }
}
