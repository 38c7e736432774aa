using System.Globalization;
using Neuromorphic.Environments;
using Neuromorphic.Expressions;
using Neuromorphic.Neurons;
using Neuromorphic.Numerics;
using Neuromorphic.Policies;
using Neuromorphic.Registries;
using Range = Neuromorphic.Registries.Range;

namespace Neuromorphic.LearnedNeurons;

/// <summary>How types are evaluated.</summary>
public enum TypeForm
{
    /// <summary>As a polynomial in Chebyshev's basis.</summary>
    Chebyshev,
    /// <summary>As straight segments.</summary>
    Table,
    /// <summary>As a natural cubic spline.</summary>
    Spline,
    /// <summary>As base and sub-network: types that are learned by gradients.</summary>
    SubNetwork,
}

/// <summary>Settings of an LDNN.</summary>
public sealed record LdnnOptions
{
    /// <summary>Neurons of each hidden layer.</summary>
    public int Neurons { get; init; } = 32;
    /// <summary>Hidden layers.</summary>
    public int Layers { get; init; } = 1;
    /// <summary>Whether the layer sees its own last values.</summary>
    public bool Recurrent { get; init; }
    /// <summary>Types that do not change, formulas of x; none where types are learned.</summary>
    public IReadOnlyList<Expression> Types { get; init; } = [];
    /// <summary>Types that are learned.</summary>
    public int LearnedTypes { get; init; } = 2;
    /// <summary>The function that they begin from.</summary>
    public Expression Base { get; init; } = Expression.Parse("sin(x)");
    /// <summary>How much of a sub-network is added to it.</summary>
    public double Kappa { get; init; } = .2;
    /// <summary>Units of a sub-network.</summary>
    public int Units { get; init; } = 16;
    /// <summary>How types are evaluated.</summary>
    public TypeForm Form { get; init; }
    /// <summary>Degree of the polynomial; if not given, 28 of types that are kept, which are steeper, and 20 of those that are learned along.</summary>
    public int? Degree { get; init; }
    /// <summary>Segments of tables and splines.</summary>
    public int Segments { get; init; } = 32;
    /// <summary>Types are fitted between minus and plus this, and go on as lines.</summary>
    public double Limit { get; init; } = 5;
    /// <summary>How fast a search moves numbers of types, beside weights.</summary>
    public double TypeRate { get; init; } = .3;

    /// <summary>The degree that counts.</summary>
    internal int PolynomialDegree => Degree ?? (Types.Count > 0 ? 28 : 20);
    /// <summary>Types, learned or not.</summary>
    public int TypeCount => Types.Count > 0 ? Types.Count : LearnedTypes;
}

/// <summary>
/// LDNN, the network of learned diversity: dense layers whose neurons are of several types, each an activation function that was learned elsewhere and is kept, or is
/// learned along with the weights.
/// </summary>
/// <remarks>Choudhary et al. (2023), doi:10.1038/s41598-023-40766-6. As a controller, and evolved: ours.</remarks>
public static class LdnnPolicy
{
    /// <summary>The name of the slice of types.</summary>
    public const string TypesSlice = "types/numbers";

    const int MostLayers = 256, MostDegree = 64, MostSegments = 256, MostTypes = 256, Places = 1001;

    static readonly LdnnOptions Defaults = new();
    static readonly Setting<int> Neurons = Setting.Count("neurons", 1, Defaults.Neurons, "Neurons of each hidden layer.");
    static readonly Setting<int> Layers = Setting.Count("layers", 1, Defaults.Layers, "Hidden layers.", MostLayers);
    static readonly Setting<bool> Recurrence = Setting.Either("recurrence", "none", "full", Defaults.Recurrent, "Whether the hidden layer sees its own last values; for one layer.");
    static readonly Setting<IReadOnlyList<Expression>> Types = Setting.Of("types", "formulas of x joined by ;, or @ and a file of types", Defaults.Types,
        "Neuron types that are kept as they are; the neurons share them. Not given, types are learned along with the weights.", ReadTypes, types => types.Count == 0 ? null : string.Join("; ", types));
    static readonly Setting<int> LearnedTypes = Setting.Count("learned-types", 1, Defaults.LearnedTypes, "Types that are learned.", MostTypes).Needs(Learned);
    static readonly Setting<Expression> Base = Setting.Of("base", "a formula of x", Defaults.Base, "What learned types begin from.", FormulaText.Read, function => function.ToString()).Needs(Learned);
    static readonly Setting<double> Kappa = Setting.Real("kappa", Range.Any.InSingle, Defaults.Kappa, "How much of a sub-network is added to that.").Needs(Learned);
    static readonly Setting<int> Units = Setting.Count("units", 1, Defaults.Units, "Units of a type's sub-network.", NeuronType.MostUnits).Needs(Learned);
    static readonly Setting<double> TypeRate = Setting.Real("type-rate", Range.Positive.InSingle, Defaults.TypeRate, "How fast a search moves numbers of types, beside weights.").Needs(Learned);
    static readonly Setting<TypeForm> Form = Setting.Choice("form", Defaults.Form, "How types are evaluated: chebyshev, a polynomial; table or spline, segments of types that are kept; sub-network, as they are defined, which gradients can learn.");
    static readonly Setting<int?> Degree = Setting.Count("degree", 1, "Degree of the polynomial; 28 of types that are kept, 20 of those that are learned, if not given.", MostDegree).Needs(run => run.Get(Form) == TypeForm.Chebyshev ? null : "--form chebyshev");
    static readonly Setting<int> Segments = Setting.Count("segments", 1, Defaults.Segments, "Segments of a table or spline.", MostSegments).Needs(run => run.Get(Form) is TypeForm.Table or TypeForm.Spline ? null : "--form table or spline");
    static readonly Setting<double> Limit = Setting.Real("limit", Range.Positive.InSingle, Defaults.Limit, "Types are fitted between minus and plus this; beyond they are lines.").Needs(run => run.Get(Form) == TypeForm.SubNetwork ? "--form chebyshev, table or spline" : null);

    /// <summary>Its settings, in the order of help.</summary>
    public static IReadOnlyList<Setting> Settings { get; } = [Neurons, Layers, Recurrence, Types, LearnedTypes, Base, Kappa, Units, TypeRate, Form, Degree, Segments, Limit];

    static string? Learned(IRunFacts run) => run.Get(Types).Count > 0 ? "types that are learned: no --types" : null;

    static IReadOnlyList<Expression> ReadTypes(string text)
    {
        if (text.StartsWith('@'))
            try
            {
                return [.. TypeFile.Read(text[1..]).Types.Select(type => type.Formula())];
            }
            catch (Exception e) when (e is ArgumentException or IOException or UnauthorizedAccessException)
            {
                throw new FormatException(null, new ArgumentException(e.Message, e));
            }
        return FormulaText.ReadSeveral(text);
    }

    /// <summary>The options that are given.</summary>
    public static LdnnOptions Read(OptionSet given)
    {
        ArgumentNullException.ThrowIfNull(given);
        return new()
        {
            Neurons = given.Get(Neurons),
            Layers = given.Get(Layers),
            Recurrent = given.Get(Recurrence),
            Types = given.Get(Types),
            LearnedTypes = given.Get(LearnedTypes),
            Base = given.Get(Base),
            Kappa = given.Get(Kappa),
            Units = given.Get(Units),
            TypeRate = given.Get(TypeRate),
            Form = given.Get(Form),
            Degree = given.Get(Degree),
            Segments = given.Get(Segments),
            Limit = given.Get(Limit),
        };
    }

    /// <summary>The controller for an environment's spaces; weights begin as N(0, 1/fan_in), biases at zero, sub-networks uniform within one over the square root of their inputs.</summary>
    /// <exception cref="ArgumentException">A size or a type is not allowed, or options do not go together.</exception>
    public static Policy Create(EnvironmentSpec environment, LdnnOptions options)
    {
        ArgumentNullException.ThrowIfNull(environment);
        ArgumentNullException.ThrowIfNull(options);
        int observations = environment.ObservationSpace.Size, outputs = new ActionHead(environment.ActionSpace).Outputs;
        ParameterLayout layout = Layout(observations, outputs, options);
        object form = FormOf(options);
        LdnnSizes sizes = new(observations, options.Neurons, options.Layers, outputs, options.TypeCount, options.Recurrent, options.Types.Count == 0);
        var kernel = Generic.Create<IPolicyKernel>(typeof(LdnnKernel<>), [form.GetType()], sizes, form);
        string types = options.Types.Count > 0 ? $"{options.Types.Count} kept types" : $"{options.LearnedTypes} learned types around {options.Base}";
        return new Policy("ldnn", layout, kernel, options.Neurons * options.Layers, observations, environment.ActionSpace)
        {
            Functions = options.Types.Count > 0 ? null : vector => [.. TypesOf(layout, vector, options).Select((type, i) => ($"type {i + 1}", type))],
            Texts = FormulaText.Of(options.Types.Count > 0 ? [.. options.Types.Select((type, i) => ($"type{i + 1}", type))] : [("base", options.Base)]),
            Description = string.Create(CultureInfo.InvariantCulture, $"{(options.Recurrent ? "a recurrent" : "an")} ldnn of {options.Layers} x {options.Neurons} neurons of {types}"),
        };
    }

    /// <summary>The form of types that share their numbers with a type's index, or have them of their own.</summary>
    static object FormOf(LdnnOptions options) => options.Form switch
    {
        TypeForm.Chebyshev => new ChebyshevForm(options.PolynomialDegree, (float)options.Limit),
        TypeForm.Table => new TableForm(options.Segments, (float)options.Limit),
        TypeForm.Spline => new SplineForm(options.Segments, (float)options.Limit),
        _ => Generic.Create<object>(typeof(SubNetworkForm<>), [options.Base.UnitFunction()], options.Units, Share(options), (float)options.TypeRate),
    };

    /// <summary>What a sub-network of units whose numbers all begin within one is multiplied by: u and e of the definition are theirs over the square root of the units.</summary>
    static float Share(LdnnOptions options) => (float)(options.Kappa / Math.Sqrt(options.Units));

    /// <summary>Every number: those of types, then weights layer by layer.</summary>
    internal static ParameterLayout Layout(int inputs, int outputs, LdnnOptions options)
    {
        int types = options.TypeCount;
        if (types is < 1 or > MostTypes) throw new ArgumentException($"There are {types} types; allowed are 1 to {MostTypes}.");
        if (options.Neurons < types) throw new ArgumentException($"neurons is {options.Neurons} for {types} types; allowed is {types} or more, one for each.");
        if (options.Recurrent && options.Layers > 1) throw new ArgumentException($"recurrence is full with {options.Layers} layers; allowed: one layer.");
        if (options.Types.FirstOrDefault(type => !type.IsOfXAlone) is { } wrong) throw new ArgumentException($"A type is '{wrong}'; allowed: formulas of x without numbers of units.");
        if (!options.Base.IsOfXAlone) throw new ArgumentException($"base is '{options.Base}'; allowed: a formula of x without numbers of units.");
        if (options.Types.Count == 0 && options.Form is TypeForm.Table or TypeForm.Spline) throw new ArgumentException("form is a table or spline, and types are learned; allowed: chebyshev, sub-network, or --types that are kept.");
        if (options.Types.Count > 0 && options.Form == TypeForm.SubNetwork) throw new ArgumentException("form is sub-network, and types are kept; allowed: chebyshev, table, spline, or mlp with --activation and the formulas.");
        List<ParameterSlice> slices = [options.Types.Count > 0 ? Kept(options) : LearnedSlice(options)];
        for (int layer = 0, columns = inputs; layer <= options.Layers; layer++, columns = options.Neurons)
        {
            bool hidden = layer < options.Layers;
            string name = hidden ? $"hidden{layer + 1}/" : "readout/";
            int rows = hidden ? options.Neurons : outputs;
            slices.Add(ParameterSlice.Weights(name + "weight", columns, rows, columns));
            if (hidden && options.Recurrent) slices.Add(ParameterSlice.Weights(name + "recurrent", columns + rows, rows, rows));
            slices.Add(ParameterSlice.Biases(name + "bias", rows));
        }
        return new(slices);
    }

    static ParameterSlice LearnedSlice(LdnnOptions options)
    {
        double reach = 1 / options.TypeRate;
        return new()
        {
            Name = TypesSlice,
            Shape = [3 * options.Units + 1, options.LearnedTypes],
            Block = "neurons",
            Initial = Start.Parse(string.Create(CultureInfo.InvariantCulture, $"uniform:{-reach},{reach}")),
            Decoder = options.Form == TypeForm.Chebyshev ? DecoderOf(options) : null,
            Trained = true,
        };
    }

    static Decoder DecoderOf(LdnnOptions options)
    {
        object kernel = Generic.Create<object>(typeof(ChebyshevDecoder<>), [options.Base.UnitFunction()], options.Units, Share(options), options.PolynomialDegree, (float)options.Limit, (float)options.TypeRate);
        return (Decoder)typeof(Decoder).GetMethod(nameof(Decoder.Of))!.MakeGenericMethod(kernel.GetType()).Invoke(null, [kernel, null])!;
    }

    static ParameterSlice Kept(LdnnOptions options)
    {
        double[][] rows = [.. options.Types.Select(type => Fit(type, options))];
        return new() { Name = TypesSlice, Shape = [rows.Length, rows[0].Length], Block = "types", Initial = Start.Values(rows.SelectMany(row => row)), Trained = false };
    }

    static double[] Fit(Expression type, LdnnOptions options)
    {
        Func<double, double> value = type.Function();
        double[] numbers = options.Form switch
        {
            TypeForm.Table => TableForm.Fit(value, options.Segments, options.Limit),
            TypeForm.Spline => SplineForm.Fit(value, options.Segments, options.Limit),
            _ => ChebyshevForm.Fit(value, options.PolynomialDegree, options.Limit),
        };
        bool finite = Enumerable.Range(0, Places).All(i => float.IsFinite((float)value(options.Limit * (2.0 * i / (Places - 1) - 1)))); // 0 is among them
        return finite && numbers.All(number => float.IsFinite((float)number)) ? numbers
            : throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"A type is '{type}', which is not finite everywhere from {-options.Limit} to {options.Limit}; allowed: a function that is."));
    }

    /// <summary>The types of a trained controller, as they were kept or learned.</summary>
    /// <param name="layout">Its layout.</param>
    /// <param name="vector">Its flat vector.</param>
    /// <param name="options">Its options.</param>
    public static IReadOnlyList<Expression> TypesOf(ParameterLayout layout, ReadOnlySpan<float> vector, LdnnOptions options)
    {
        ArgumentNullException.ThrowIfNull(layout);
        ArgumentNullException.ThrowIfNull(options);
        if (options.Types.Count > 0) return options.Types;
        ParameterSlice slice = layout[TypesSlice];
        ReadOnlySpan<float> numbers = vector.Slice(slice.Offset, slice.Count);
        Expression[] types = new Expression[options.LearnedTypes];
        for (int type = 0; type < types.Length; type++)
        {
            double[] own = new double[3 * options.Units + 1];
            for (int k = 0; k < own.Length; k++) own[k] = options.TypeRate * numbers[k * types.Length + type] * (k < 2 * options.Units ? 1 : 1 / Math.Sqrt(options.Units));
            types[type] = new NeuronType(options.Base, options.Kappa, own).Formula();
        }
        return types;
    }
}
