using Neuromorphic.Environments;
using Neuromorphic.Expressions;
using Neuromorphic.Numerics;

namespace Neuromorphic.LearnedNeurons;

/// <summary>Learns neuron types on examples: inner trainings of fresh weights, by whose losses the types move (<see cref="MetaOptions"/>).</summary>
public abstract class TypeLearning
{
    private protected TypeLearning()
    {
    }

    /// <summary>Outer updates so far.</summary>
    public abstract int Step { get; }
    /// <summary>The types at this moment.</summary>
    public abstract IReadOnlyList<NeuronType> Types { get; }

    /// <summary>An outer update; gives the outer loss, the mean of the inner ones.</summary>
    public abstract double Update();

    /// <summary>A learning from the start.</summary>
    /// <param name="shape">The network of the inner trainings.</param>
    /// <param name="examples">What they see.</param>
    /// <param name="types">The types at first, all with sub-networks.</param>
    /// <param name="options">How they are learned.</param>
    /// <param name="seed">Seed of weights, orders and noise.</param>
    /// <param name="width">Lane width; the result does not depend on it.</param>
    /// <exception cref="ArgumentException">Sizes do not go together, or an option is not allowed.</exception>
    public static TypeLearning Create(NetworkShape shape, IInputs examples, IReadOnlyList<NeuronType> types, MetaOptions options, ulong seed, LaneWidth? width = null)
    {
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentNullException.ThrowIfNull(types);
        if (types.Any(type => type.Units == 0)) throw new ArgumentException("A type that is learned has no sub-network; allowed: one of 1 unit or more.");
        return Generic.Create<TypeLearning>(typeof(Of<>), [(width ?? LaneWidths.Preferred).NumberType()], shape, examples, types, options, seed);
    }

    /// <summary>Types as they begin, from a seed.</summary>
    /// <param name="count">Types.</param>
    /// <param name="base">The function that they begin from.</param>
    /// <param name="kappa">How much of a sub-network is added.</param>
    /// <param name="units">Its units.</param>
    /// <param name="seed">The seed.</param>
    public static IReadOnlyList<NeuronType> Begin(int count, Expression @base, double kappa, int units, ulong seed) =>
        [.. Enumerable.Range(0, count).Select(type => new NeuronType(@base, kappa, NeuronType.Initial(units, RandomKey.For(seed, RandomPurpose.Weights), type)))];

    sealed class Of<R>(NetworkShape shape, IInputs examples, IReadOnlyList<NeuronType> types, MetaOptions options, ulong seed) : TypeLearning where R : unmanaged, IReal<R>
    {
        readonly MetaLearning<R> learning = new(shape.Model(examples, types, out double[] phi), examples, options, seed, phi);

        public override int Step => learning.Step;
        public override double Update() => learning.Update();

        public override IReadOnlyList<NeuronType> Types
        {
            get
            {
                List<NeuronType> learned = [];
                int at = 0;
                foreach (NeuronType type in types)
                {
                    learned.Add(new(type.Base, type.Kappa, [.. learning.Phi.Skip(at).Take(type.Numbers.Count)]));
                    at += type.Numbers.Count;
                }
                return learned;
            }
        }
    }
}
