using System.Globalization;
using Neuromorphic.Expressions;
using Neuromorphic.Numerics;

namespace Neuromorphic.LearnedNeurons;

/// <summary>
/// A neuron type: an activation function that is learned, sigma(s) = base(s) + kappa (sum over k of u_k tanh(v_k s + c_k) + e). All neurons of a type share it.
/// </summary>
/// <remarks>Choudhary et al. (2023), "Neuronal diversity can improve machine learning for physics and beyond", doi:10.1038/s41598-023-40766-6.</remarks>
public sealed class NeuronType
{
    /// <summary>Units of a sub-network, at most.</summary>
    public const int MostUnits = 1024;

    /// <summary>A type.</summary>
    /// <param name="base">The function that it begins from, a formula of x.</param>
    /// <param name="kappa">How much of the sub-network is added.</param>
    /// <param name="numbers">The sub-network's numbers: v [K], c [K], u [K], e.</param>
    /// <exception cref="ArgumentException">A number is not finite, there are not 3 K + 1 of them, or the base is no function of x alone.</exception>
    public NeuronType(Expression @base, double kappa, params IReadOnlyList<double> numbers)
    {
        ArgumentNullException.ThrowIfNull(@base);
        ArgumentNullException.ThrowIfNull(numbers);
        if (!@base.IsOfXAlone) throw new ArgumentException($"The base of a neuron type is '{@base}'; allowed: a formula of x without numbers of units.");
        if (!double.IsFinite(kappa)) throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"kappa is {kappa}; allowed: a finite number."));
        if (numbers.Count > 3 * MostUnits + 1) throw new ArgumentException($"A neuron type has {numbers.Count:N0} numbers; allowed are those of {MostUnits:N0} units.");
        if (numbers.Count % 3 != 1) throw new ArgumentException($"A neuron type has {numbers.Count} numbers; allowed are 3 K + 1: v, c and u of K units, and e.");
        for (int i = 0; i < numbers.Count; i++)
            if (!double.IsFinite(numbers[i])) throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"Number {i} of a neuron type is {numbers[i]}; allowed: finite numbers."));
        (Base, Kappa, Numbers) = (@base, kappa, [.. numbers]);
    }

    /// <summary>The function that it begins from.</summary>
    public Expression Base { get; }
    /// <summary>How much of the sub-network is added.</summary>
    public double Kappa { get; }
    /// <summary>The sub-network's numbers: v [K], c [K], u [K], e.</summary>
    public IReadOnlyList<double> Numbers { get; }
    /// <summary>Units of the sub-network.</summary>
    public int Units => Numbers.Count / 3;

    /// <summary>The whole function as a formula of x.</summary>
    public Expression Formula()
    {
        int units = Units;
        Expression x = Expression.Input(0);
        List<Expression> terms = [];
        for (int k = 0; k < units; k++)
            terms.Add(Times(Numbers[2 * units + k], Expression.Apply(Operators.Get("tanh"), Plus(Times(Numbers[k], x), Expression.Constant(Numbers[units + k])))));
        terms.Add(Expression.Constant(Numbers[3 * units]));
        // Pairs of pairs: a sum of many would be too deep.
        while (terms.Count > 1) terms = [.. terms.Chunk(2).Select(pair => pair.Length == 2 ? Plus(pair[0], pair[1]) : pair[0])];
        return Simplifier.Simplify(Plus(Base, Times(Kappa, terms[0])));

        static Expression Plus(Expression a, Expression b) => Expression.Apply(Operators.Add, a, b);
        static Expression Times(double a, Expression b) => Expression.Apply(Operators.Multiply, Expression.Constant(a), b);
    }

    /// <summary>A type's numbers as they begin: every weight and bias uniform within one over the square root of its inputs, as in the authors' code.</summary>
    /// <param name="units">Units of the sub-network.</param>
    /// <param name="key">The random numbers.</param>
    /// <param name="type">Which type: each has numbers of its own.</param>
    public static double[] Initial(int units, RandomKey key, int type)
    {
        double[] numbers = new double[3 * units + 1];
        for (int i = 0; i < numbers.Length; i++)
        {
            double reach = i < 2 * units ? 1 : 1 / Math.Sqrt(units);
            numbers[i] = reach * (2 * Philox<Scalar>.Block(key, (uint)type, 0u, 0u, (uint)i).A.ToUnit().Value - 1);
        }
        return numbers;
    }
}
