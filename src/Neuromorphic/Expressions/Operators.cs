using System.Text.RegularExpressions;
using Neuromorphic.Numerics;
using Neuromorphic.Registries;

namespace Neuromorphic.Expressions;

/// <summary>The operators by name, upper and lower case alike. Whoever wants another one adds it, in code or as a formula.</summary>
/// <remarks>Names, values and slopes of the first 34 are those of Bingham and Miikkulainen (2022), Neural Networks 148, table 1: what is not defined has the value and slope 0 where the paper wants all numbers.</remarks>
public static partial class Operators
{
    static readonly Lock Gate = new();
    static volatile Dictionary<string, Operator> byName = new(StringComparer.OrdinalIgnoreCase);

    internal static readonly Operator
        Add = Infix<Add>("add", "+", "The sum."), Subtract = Infix<Subtract>("sub", "-", "The difference.", "subtract"),
        Multiply = Infix<Multiply>("mul", "*", "The product.", "multiply"), Divide = Infix<Divide>("div_no_nan", "/", "The quotient; 0 where the divisor is 0.", "div", "divide"),
        Power = Infix<Power>("pow", "^", "The first to the power of the second; not a number for a negative one to a power that is not whole.", "power"),
        Negative = Register(new UnaryOperator<Negative>("negative", "-x.", ["neg", "negate"]) { Sign = "-" }),
        Maximum = Register(new BinaryOperator<Maximum>("max", "The larger of two.", ["maximum"])), Minimum = Register(new BinaryOperator<Minimum>("min", "The smaller of two.", ["minimum"])),
        Zero = Unary<Zero>("zero", "0 of anything."), One = Unary<One>("one", "1 of anything."), Identity = Unary<Identity>("identity", "x itself.", "linear"),
        Absolute = Unary<Absolute>("abs", "|x|."), Square = Unary<Square>("square", "x^2.");

    static Operators()
    {
        Unary<Reciprocal>("reciprocal_no_nan", "1/x; 0 where x is 0.", "reciprocal", "inv");
        Unary<Exponential>("exp", "e^x; in float32 of x from -87 to 88.");
        Unary<ErrorFunction>("erf", "The error function.");
        Unary<ComplementaryErrorFunction>("erfc", "1 - erf(x), accurate where it is tiny too.");
        Unary<HyperbolicSine>("sinh", "Hyperbolic sine.");
        Unary<HyperbolicCosine>("cosh", "Hyperbolic cosine.");
        Unary<HyperbolicTangent>("tanh", "Hyperbolic tangent.");
        Unary<ExponentialLessOne>("expm1", "e^x - 1, accurate near 0 too.");
        Unary<Logistic>("sigmoid", "1/(1 + e^-x).", "logistic");
        Unary<LogLogistic>("log_sigmoid", "ln of the sigmoid.", "logsigmoid");
        Unary<InverseHyperbolicSine>("arcsinh", "Inverse of the hyperbolic sine.", "asinh");
        Unary<InverseTangent>("arctan", "Inverse of the tangent.", "atan");
        Unary<ScaledBessel0>("bessel_i0e", "e^-|x| times the modified Bessel function of order 0.", "i0e");
        Unary<ScaledBessel1>("bessel_i1e", "e^-|x| times the modified Bessel function of order 1.", "i1e");
        Unary<Relu>("relu", "max(x, 0).");
        Unary<Elu>("elu", "x above 0, else e^x - 1 (Clevert et al. 2016, alpha 1).");
        Unary<Selu>("selu", "1.0507 x above 0, else 1.7581 (e^x - 1) (Klambauer et al. 2017).");
        Unary<Swish>("swish", "x sigmoid(x) (Elfwing et al. 2018; Ramachandran et al. 2018).", "silu");
        Unary<Softplus>("softplus", "ln(1 + e^x).");
        Unary<Softsign>("softsign", "x/(1 + |x|).");
        Unary<HardSigmoid>("hard_sigmoid", "0.2 x + 0.5, from 0 to 1.", "hardsigmoid");
        Unary<Elish>("elish", "elu(x) sigmoid(x) (Basirat and Roth 2018).");
        Unary<Gelu>("gelu", "x/2 (1 + tanh(0.79788 (x + 0.044715 x^3))) (Hendrycks and Gimpel 2016, the form with tanh).", "gelu_tanh");
        Unary<LeakyRelu>("leaky_relu", "x above 0, else x/100 (Maas et al. 2013).", "leakyrelu");
        Unary<Mish>("mish", "x tanh(softplus(x)) (Misra 2020).");
        Unary<Sine>("sin", "Sine.", "sine");
        Unary<Cosine>("cos", "Cosine.", "cosine");
        Unary<SquareRoot>("sqrt", "Square root; not a number below 0.");
        Unary<Logarithm>("log", "Natural logarithm; not a number below 0.", "ln");
        Unary<LogarithmOfOneMore>("log1p", "ln(1 + x), accurate near 0 too.");
        // Guarded after Li et al. (2024), arXiv:2401.01772; the thresholds are ours, the same in every precision.
        Register(new BinaryOperator<SafeDivide>("safe_div", "The quotient; 0, and no slope, where the divisor is below 1e-6.", []));
        Unary<SafeLogarithm>("safe_log", "ln|x|; that of 1e-5, and no slope, where |x| is up to 1e-5.");
        Unary<SafeSquareRoot>("safe_sqrt", "The square root of |x|; no slope at 0.");
        Unary<CappedExponential>("capped_exp", "e^x up to 1e6; no slope beyond.");
    }

    /// <summary>All of them, in the order of their names.</summary>
    public static IReadOnlyList<Operator> All => [.. byName.Values.Distinct().OrderBy(entry => entry.Name, StringComparer.Ordinal)];

    /// <summary>The operator of a name or alias.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static Operator Get(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Find(name) ?? throw new ArgumentException(Unknown(name));
    }

    /// <summary>Adds an operator of one argument.</summary>
    /// <param name="name">Letters, digits and underlines, first a letter.</param>
    /// <param name="summary">What it is, in one sentence.</param>
    /// <exception cref="ArgumentException">The name is taken, or no name.</exception>
    public static Operator AddUnary<TFunction>(string name, string summary) where TFunction : struct, IFunction => Register(new UnaryOperator<TFunction>(name, summary, []));

    /// <summary>Adds an operator of two arguments.</summary>
    /// <inheritdoc cref="AddUnary{TFunction}"/>
    public static Operator AddBinary<TFunction>(string name, string summary) where TFunction : struct, IFunctionOfTwo => Register(new BinaryOperator<TFunction>(name, summary, []));

    /// <summary>Adds an operator that is a formula of its arguments x (also x0), x1, ...; the highest of them says how many there are.</summary>
    /// <param name="name">Letters, digits and underlines, first a letter.</param>
    /// <param name="formula">The formula, without numbers of units.</param>
    /// <param name="summary">What it is, in one sentence.</param>
    /// <exception cref="ArgumentException">The name is taken, or no name; the formula is refused, has no argument or numbers of units.</exception>
    public static Operator AddFormula(string name, string formula, string summary)
    {
        Expression expression = Expression.Parse(formula);
        if (expression.Parameters > 0) throw new ArgumentException($"The formula '{formula}' of the operator '{name}' has numbers of units (P0, ...); what is given to an operator is its arguments.");
        if (expression.Inputs == 0) throw new ArgumentException($"The formula '{formula}' of the operator '{name}' has no argument; they are x (or x0), x1, ....");
        return Register(new FormulaOperator(name, summary, [], expression));
    }

    internal static Operator? Find(string name) => byName.GetValueOrDefault(name);

    internal static string Unknown(string name) => $"There is no operator '{name}'.{NearestName.Suggest(name.ToLowerInvariant(), byName.Keys.Order(StringComparer.Ordinal))}";

    static Operator Unary<TFunction>(string name, string summary, params string[] aliases) where TFunction : struct, IFunction => Register(new UnaryOperator<TFunction>(name, summary, aliases));

    static Operator Infix<TFunction>(string name, string sign, string summary, params string[] aliases) where TFunction : struct, IFunctionOfTwo =>
        Register(new BinaryOperator<TFunction>(name, summary, aliases) { Sign = sign });

    static Operator Register(Operator added)
    {
        lock (Gate)
        {
            Dictionary<string, Operator> names = new(byName, StringComparer.OrdinalIgnoreCase);
            foreach (string name in (string[])[added.Name, .. added.Aliases])
            {
                if (!ProperName().IsMatch(name)) throw new ArgumentException($"'{name}' cannot be an operator's name; names are letters, digits and underlines, first a letter.");
                if (ReservedName().IsMatch(name)) throw new ArgumentException($"'{name}' cannot be an operator's name; x, x0, x1, ... are inputs and P0, P1, ... numbers of units.");
                if (!names.TryAdd(name, added)) throw new ArgumentException($"There is an operator '{name}' already: {names[name].Summary}");
            }
            byName = names;
        }
        return added;
    }

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9_]*\z")]
    private static partial Regex ProperName();
    [GeneratedRegex(@"^([xX][0-9]*|[pP][0-9]+)\z")]
    private static partial Regex ReservedName();
}
