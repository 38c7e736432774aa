using Neuromorphic.Numerics;

namespace Neuromorphic.LearnedNeurons;

/// <summary>
/// The field that a trained network makes of a state, in float64: to be followed by an integrator, for which the float32 of training is too coarse. It keeps memory
/// between calls: one for each thread.
/// </summary>
public abstract class LearnedField
{
    private protected LearnedField(int dimension) => Dimension = dimension;

    /// <summary>Numbers of a state.</summary>
    public int Dimension { get; }

    /// <summary>The rate of change of a state, in the units of the examples.</summary>
    /// <param name="state">z [Dimension].</param>
    /// <param name="rate">Receives dz/dt [Dimension].</param>
    public abstract void Field(ReadOnlySpan<double> state, Span<double> rate);

    /// <summary>The field of a trained network; of a Hamiltonian one, a <see cref="LearnedEnergy"/>.</summary>
    /// <param name="shape">The network.</param>
    /// <param name="types">The types that share its neurons.</param>
    /// <param name="dimension">Numbers of a state, and of a rate.</param>
    /// <param name="theta">Its weights: <see cref="SeedOutcome.Theta"/>.</param>
    /// <exception cref="ArgumentException">Sizes do not go together.</exception>
    public static LearnedField Of(NetworkShape shape, IReadOnlyList<NeuronType> types, int dimension, IReadOnlyList<double> theta)
    {
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentNullException.ThrowIfNull(types);
        ArgumentNullException.ThrowIfNull(theta);
        int expected = shape.Model(new Outline(dimension), types, out _).FanIn.Count;
        if (theta.Count != expected) throw new ArgumentException($"There are {theta.Count} weights; the network has {expected}.");
        return shape.Hamiltonian ? new LearnedEnergy(types, dimension, [.. theta]) : new DenseField(types, [dimension, .. shape.Neurons, dimension], [.. theta]);
    }

    /// <summary>Sizes of examples, without any.</summary>
    sealed class Outline(int dimension) : Environments.ITargets
    {
        public int Count => 0;
        public int InputSize => dimension;
        public int TargetSize => dimension;
        public void Read(int example, Span<float> input) => input.Clear();
        public void ReadTarget(int example, Span<float> target) => target.Clear();
    }

    /// <summary>s = W z + b of a layer.</summary>
    private protected static void Affine(ReadOnlySpan<double> weights, ReadOnlySpan<double> biases, ReadOnlySpan<double> z, Span<Scalar64> s)
    {
        for (int i = 0; i < s.Length; i++)
        {
            double sum = biases[i];
            for (int k = 0; k < z.Length; k++) sum += weights[i * z.Length + k] * z[k];
            s[i] = sum;
        }
    }

    sealed class DenseField : LearnedField
    {
        readonly TypeBlocks[] layers;
        readonly int[] sizes;
        readonly double[] theta;
        readonly Scalar64[][] sums;
        readonly double[][] values;

        public DenseField(IReadOnlyList<NeuronType> types, int[] sizes, double[] theta) : base(sizes[0])
        {
            (this.sizes, this.theta) = (sizes, theta);
            layers = [.. sizes[1..^1].Select(neurons => new TypeBlocks(types, neurons, 0))];
            sums = [.. sizes[1..].Select(size => new Scalar64[size])];
            values = [.. sizes[1..].Select(size => new double[size])];
        }

        public override void Field(ReadOnlySpan<double> state, Span<double> rate)
        {
            ReadOnlySpan<double> below = state;
            int at = 0;
            for (int l = 1; l < sizes.Length; l++)
            {
                int weights = sizes[l] * sizes[l - 1];
                Affine(theta.AsSpan(at, weights), theta.AsSpan(at + weights, sizes[l]), below, sums[l - 1]);
                at += weights + sizes[l];
                if (l < sizes.Length - 1) layers[l - 1].Apply(sums[l - 1]);
                for (int i = 0; i < sizes[l]; i++) values[l - 1][i] = l < sizes.Length - 1 ? layers[l - 1].Value(i) : sums[l - 1][i].Value;
                below = values[l - 1];
            }
            below.CopyTo(rate);
        }
    }
}
