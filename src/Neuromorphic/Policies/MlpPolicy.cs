using System.Globalization;
using Neuromorphic.Environments;
using Neuromorphic.Expressions;
using Neuromorphic.Neurons;
using Neuromorphic.Numerics;
using Neuromorphic.Registries;

namespace Neuromorphic.Policies;

/// <summary>How units come by their activation function where there are several.</summary>
public enum UnitSelection
{
    /// <summary>The functions share the units of each layer equally.</summary>
    Fixed,
    /// <summary>Every unit mixes all of them, by the softmax of a trained number for each.</summary>
    Softmax,
    /// <summary>Every unit has the one that is drawn by that softmax, in each generation anew; in evaluations the likeliest.</summary>
    Gumbel,
}

/// <summary>Settings of a multilayer perceptron.</summary>
public sealed record MlpOptions
{
    /// <summary>Units of each hidden layer.</summary>
    public int Neurons { get; init; } = 64;
    /// <summary>Hidden layers; 0 for a linear policy.</summary>
    public int Layers { get; init; } = 2;
    /// <summary>Activation functions, formulas of x with numbers P0, P1, ... of each unit.</summary>
    public IReadOnlyList<Expression> Activations { get; init; } = [Expression.Parse("tanh")];
    /// <summary>How units come by theirs.</summary>
    public UnitSelection Selection { get; init; }
}

/// <summary>The units of each hidden layer that share an activation function.</summary>
/// <param name="Function">The function: a formula of x.</param>
/// <param name="First">The first unit.</param>
/// <param name="Count">Units.</param>
/// <param name="Numbers">The names of P0, P1, ..., in a layer's slices; of several in one slice, which of its rows.</param>
public sealed record ActivationGroup(Expression Function, int First, int Count, IReadOnlyList<(string Slice, int Row)> Numbers);

/// <summary>
/// A multilayer perceptron whose weights and biases are trained, and the numbers of its units where their activation functions have some. Units may have
/// different functions: they come in groups.
/// </summary>
public static class MlpPolicy
{
    const int MostLayers = 256;

    static readonly MlpOptions Defaults = new();
    static readonly Setting<int> Neurons = Setting.Count("neurons", 1, Defaults.Neurons, "Units of each hidden layer.").Needs(HiddenLayers);
    static readonly Setting<int> Layers = Setting.Count("layers", 0, Defaults.Layers, "Hidden layers; 0 for a linear policy.", MostLayers);
    static readonly Setting<IReadOnlyList<Expression>> Activation = Setting.Of("activation", "a function's name (tanh, relu, swish, ...) or a formula of x such as x*sigmoid(P0*x); several joined by ;",
        Defaults.Activations, "Activation function. P0, P1, ... are numbers of each unit, 1 at first, which are trained too. See `neuromorphic operators`.", FormulaText.ReadSeveral, functions => string.Join("; ", functions.Select(Text))).Needs(HiddenLayers);

    static readonly Setting<UnitSelection> Selection = Setting.Choice("selection", Defaults.Selection,
        "How units come by one of several activation functions: fixed, they share the units equally; softmax, every unit mixes them by a trained number for each; gumbel, every unit draws one by these numbers, in evaluations the likeliest.")
        .Needs(run => HiddenLayers(run) ?? (run.Get(Activation).Count == 1 ? "several activation functions, joined by ;" : null));

    /// <summary>Its settings, in the order of help.</summary>
    public static IReadOnlyList<Setting> Settings { get; } = [Neurons, Layers, Activation, Selection];

    static string? HiddenLayers(IRunFacts run) => run.Get(Layers) == 0 ? "hidden layers" : null;

    /// <summary>Whether units have trained numbers beside weights and biases.</summary>
    internal static bool HasNumbersOfUnits(MlpOptions options) =>
        options.Layers > 0 && (options.Selection != UnitSelection.Fixed && options.Activations.Count > 1 || options.Activations.Any(function => function.Parameters > 0));

    /// <summary>A function of x alone by its name.</summary>
    static string Text(Expression function) =>
        function is { Kind: NodeKind.Operator, Operator.Arity: 1 } && function.Arguments[0].Kind == NodeKind.Input ? function.Operator.Name : function.ToString();

    /// <summary>The options that are given.</summary>
    public static MlpOptions Read(OptionSet given)
    {
        ArgumentNullException.ThrowIfNull(given);
        return new() { Neurons = given.Get(Neurons), Layers = given.Get(Layers), Activations = given.Get(Activation), Selection = given.Get(Selection) };
    }

    /// <summary>The controller for an environment's spaces; weights begin as N(0, 1/fan_in), biases at zero, numbers of units at one.</summary>
    /// <exception cref="ArgumentException">A size is not positive, or an activation is no function of x alone.</exception>
    public static Policy Create(EnvironmentSpec environment, MlpOptions options)
    {
        ArgumentNullException.ThrowIfNull(environment);
        ArgumentNullException.ThrowIfNull(options);
        int observations = environment.ObservationSpace.Size, outputs = new ActionHead(environment.ActionSpace).Outputs;
        ParameterLayout layout = Layout(observations, outputs, options);
        object groups = Units(options);
        var kernel = Generic.Create<IPolicyKernel>(typeof(DenseKernel<>), [groups.GetType()], observations, options.Neurons, options.Layers, outputs, groups);
        string functions = string.Join(options.Selection switch { UnitSelection.Softmax => " with ", UnitSelection.Gumbel => " or ", _ => " and " }, options.Activations.Select(Text));
        return new Policy("mlp", layout, kernel, options.Neurons * options.Layers, observations, environment.ActionSpace)
        {
            Texts = options.Layers == 0 ? new Dictionary<string, string>() : TextsOf(options.Activations),
            Description = options.Layers == 0 ? "a linear policy" : string.Create(CultureInfo.InvariantCulture, $"an mlp of {options.Layers} x {options.Neurons} {functions} units"),
        };
    }

    /// <summary>The units of a layer as kernels have them: an <see cref="IUnitGroups"/> of their functions, or of the slopes of these.</summary>
    internal static object Units(MlpOptions options, bool slopes = false)
    {
        object groups = default(NoUnits);
        foreach (ActivationGroup group in Groups(options).Reverse())
            groups = Generic.Create<object>(typeof(UnitGroup<,>), [slopes ? group.Function.UnitSlope() : group.Function.UnitFunction(), groups.GetType()], group.First, group.Count, group.Function.Parameters, groups);
        return groups;
    }

    /// <summary>The functions, and what their operators stand for where that is a formula.</summary>
    internal static Dictionary<string, string> TextsOf(IReadOnlyList<Expression> functions) =>
        FormulaText.Of([.. functions.Select((function, g) => (functions.Count == 1 ? "activation" : $"group{g + 1}/activation", function))]);

    /// <summary>The groups of each hidden layer's units.</summary>
    public static IReadOnlyList<ActivationGroup> Groups(MlpOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        int functions = options.Activations.Count;
        if (options.Selection != UnitSelection.Fixed) return [Mixture(options)];
        return [.. options.Activations.Select((function, g) =>
        {
            int first = options.Neurons * g / functions;
            return new ActivationGroup(function, first, options.Neurons * (g + 1) / functions - first, [.. Enumerable.Range(0, function.Parameters).Select(k => (NumberOf(g, functions, k), 0))]);
        })];
    }

    /// <summary>All functions of a unit, each times its share: P0 f(x) + P1 g(x), whose own numbers come behind the shares.</summary>
    static ActivationGroup Mixture(MlpOptions options)
    {
        int functions = options.Activations.Count;
        List<(string, int)> numbers = [.. Enumerable.Range(0, functions).Select(k => (SharesOf(options), k))];
        Expression? sum = null;
        for (int g = 0; g < functions; g++)
        {
            Expression part = Expression.Apply(Operators.Multiply, Expression.Parameter(g), Moved(options.Activations[g], numbers.Count));
            sum = sum == null ? part : Expression.Apply(Operators.Add, sum, part);
            for (int k = 0; k < options.Activations[g].Parameters; k++) numbers.Add((NumberOf(g, functions, k), 0));
        }
        return new(sum!, 0, options.Neurons, numbers);
    }

    /// <summary>The formula with later numbers of a unit.</summary>
    static Expression Moved(Expression formula, int by) => formula.Kind switch
    {
        NodeKind.Parameter => Expression.Parameter(formula.Index + by),
        NodeKind.Operator => Expression.Apply(formula.Operator!, [.. formula.Arguments.Select(argument => Moved(argument, by))]),
        _ => formula,
    };

    /// <summary>The name of the shares of all functions in a unit, in a layer's slices.</summary>
    static string SharesOf(MlpOptions options) => options.Selection == UnitSelection.Softmax ? "softmax" : "gumbel";

    /// <summary>Every number of a network: those of the units, layer by layer, then weights and biases.</summary>
    internal static ParameterLayout Layout(int inputs, int outputs, MlpOptions options)
    {
        if (options.Neurons < 1) throw new ArgumentException($"neurons is {options.Neurons}; allowed is 1 or more.");
        if (options.Layers is < 0 or > MostLayers) throw new ArgumentException($"layers is {options.Layers}; allowed is 0 to {MostLayers}.");
        int functions = options.Activations.Count;
        if (functions < 1 || functions > options.Neurons) throw new ArgumentException($"activation has {functions} functions for {options.Neurons} units; allowed are 1 to {options.Neurons}.");
        if (options.Activations.FirstOrDefault(function => function.Inputs > 1) is { } wide) throw new ArgumentException($"activation is '{wide}', a function of {wide.Inputs} inputs; allowed: a function of x.");
        foreach (Expression function in options.Activations)
        {
            int[] numbers = [.. function.PreOrder().Where(node => node.Kind == NodeKind.Parameter).Select(node => node.Index).Distinct()];
            if (numbers.Length < function.Parameters)
                throw new ArgumentException($"activation is '{function}', which has P{numbers.Max()} but not P{Enumerable.Range(0, function.Parameters).Except(numbers).First()}; numbers of a unit are P0, P1, ... without a gap.");
        }
        IReadOnlyList<ActivationGroup> groups = Groups(options);
        if (functions == 1 && options.Selection != UnitSelection.Fixed) throw new ArgumentException($"selection is {SharesOf(options)}, and activation the single function {Text(options.Activations[0])}; allowed: fixed, or several functions joined by ;.");
        List<ParameterSlice> slices = [];
        for (int layer = 0; layer < options.Layers; layer++)
            foreach (ActivationGroup group in groups)
                foreach ((string number, int row) in group.Numbers)
                    if (row == 0) slices.Add(number == SharesOf(options) ? Shares(Prefix(layer, options) + number, group.Count, options) : OfUnits(Prefix(layer, options) + number, [group.Count], 1));
        for (int layer = 0, columns = inputs; layer <= options.Layers; layer++, columns = options.Neurons)
        {
            string name = Prefix(layer, options);
            int rows = layer < options.Layers ? options.Neurons : outputs;
            slices.Add(ParameterSlice.Weights(name + "weight", columns, rows, columns));
            slices.Add(ParameterSlice.Biases(name + "bias", rows));
        }
        return new(slices);
    }

    /// <summary>The shares of all functions in each unit [functions, units], which begin equal.</summary>
    static ParameterSlice Shares(string name, int units, MlpOptions options)
    {
        int functions = options.Activations.Count;
        return OfUnits(name, [functions, units], 0) with { Decoder = options.Selection == UnitSelection.Softmax ? Choices.Softmax(functions) : Choices.Gumbel(functions) };
    }

    static ParameterSlice OfUnits(string name, int[] shape, double initial) => new() { Name = name, Shape = shape, Block = "neurons", Initial = initial, Trained = true };

    /// <summary>What the names of a layer's slices begin with.</summary>
    internal static string Prefix(int layer, MlpOptions options) => layer < options.Layers ? $"hidden{layer + 1}/" : "readout/";

    /// <summary>The name of number k of a function, in a layer's slices.</summary>
    static string NumberOf(int function, int functions, int k) => $"{(functions == 1 ? "" : $"group{function + 1}/")}P{k}";
}
