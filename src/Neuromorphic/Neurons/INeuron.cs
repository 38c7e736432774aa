using System.Globalization;
using Neuromorphic.Numerics;
using Neuromorphic.Registries;

namespace Neuromorphic.Neurons;

/// <summary>A parameter that every neuron of a population has its own value of.</summary>
/// <param name="Name">The field's name for it: tau, threshold, rest, resistance.</param>
/// <param name="Initial">How its values begin.</param>
/// <param name="Transform">From search space to the value.</param>
/// <param name="Coefficient">From the value to what the kernel reads.</param>
/// <param name="Learned">Whether the neuron condition trains it.</param>
/// <param name="Unit">Unit, for people.</param>
/// <param name="Meaning">What it is, for people: "the membrane time constant".</param>
/// <param name="Least">The least value that it may begin at.</param>
/// <exception cref="ArgumentException">The transform gives no such value: a time constant of one step or less, a threshold that is not positive, a number that float32 does not hold.</exception>
public sealed record NeuronParameter(string Name, Start Initial, Transform Transform, Transform Coefficient, bool Learned, string Unit = "", string Meaning = "", double Least = double.NegativeInfinity)
{
    /// <summary>How its values begin.</summary>
    public Start Initial { get; } = Initial.Checked(value => value < Least ? string.Create(CultureInfo.InvariantCulture, $"{Name} is {value}; allowed: {Least} or more.") : Transform.Fault(Name, value, Unit));

    /// <summary>The values that it may begin at, in words.</summary>
    internal string Range => double.IsFinite(Least) ? string.Create(CultureInfo.InvariantCulture, $"{Least} or more") : Transform.Range;

    /// <summary>Whether it may begin at a value.</summary>
    internal bool Allows(double value) => value >= Least && Transform.Gives(value);

    /// <summary>The values at the start [neurons], in physical units.</summary>
    /// <param name="neurons">Neurons.</param>
    /// <param name="seed">Seed of a start that is a distribution.</param>
    /// <param name="index">Which parameter of the model it is: each has its own random numbers.</param>
    /// <exception cref="ArgumentException">The start is a list of another length, or hardly a number of its distribution is allowed.</exception>
    public double[] Begin(int neurons, ulong seed, int index) => Initial.Draw(Name, neurons, Transform, RandomKey.For(seed, RandomPurpose.Weights), index);

    /// <summary>The parameter of a name.</summary>
    /// <exception cref="ArgumentException">There is none; the message lists the names and the nearest.</exception>
    public static NeuronParameter Find(IEnumerable<NeuronParameter> parameters, string name) => parameters.FirstOrDefault(parameter => parameter.Name == name)
        ?? throw new ArgumentException($"The neuron has no parameter '{name}'; it has {string.Join(", ", parameters.Select(parameter => parameter.Name))}.{NearestName.Suggest(name, parameters.Select(parameter => parameter.Name))}");
}

/// <summary>
/// A neuron model as a lane kernel: parameters and state in, state and spike out. The implementing struct holds only what its options change in the kernel.
/// </summary>
/// <remarks>
/// Parameter k of neuron n stands at parameters[k * count + n] and state variable k at state[k * count + n], count being the
/// size of the population. State variable 0 is the membrane potential.
/// </remarks>
public interface INeuron<TSelf> where TSelf : struct, INeuron<TSelf>
{
    /// <summary>The name on the command line.</summary>
    static abstract string Name { get; }
    /// <summary>State variables of a neuron.</summary>
    static abstract int StateSize { get; }
    /// <summary>The parameters under given options, in the order in which kernels read them.</summary>
    static abstract IReadOnlyList<NeuronParameter> Parameters(NeuronOptions options);
    /// <summary>The kernel under given options.</summary>
    static abstract TSelf Create(NeuronOptions options);

    /// <summary>Puts one neuron in its state of rest.</summary>
    void Reset<R, P, B>(P parameters, B state, int neuron, int count)
        where R : unmanaged, IReal<R> where P : struct, IBuffer<R> where B : struct, IBuffer<R>;

    /// <summary>Advances one neuron by one step and gives its spike.</summary>
    R Step<R, P, B>(P parameters, B state, int neuron, int count, R current)
        where R : unmanaged, IReal<R> where P : struct, IBuffer<R> where B : struct, IBuffer<R>;
}
