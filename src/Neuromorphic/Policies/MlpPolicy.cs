using System.Globalization;
using Neuromorphic.Environments;
using Neuromorphic.Expressions;
using Neuromorphic.Neurons;
using Neuromorphic.Numerics;
using Neuromorphic.Registries;

namespace Neuromorphic.Policies;

/// <summary>Settings of a multilayer perceptron.</summary>
public sealed record MlpOptions
{
    /// <summary>Units of each hidden layer.</summary>
    public int Neurons { get; init; } = 64;
    /// <summary>Hidden layers; 0 for a linear policy.</summary>
    public int Layers { get; init; } = 2;
    /// <summary>Activation functions, formulas of x with numbers P0, P1, ... of each unit; several share the units of each layer equally.</summary>
    public IReadOnlyList<Expression> Activations { get; init; } = [Expression.Parse("tanh")];
}

/// <summary>The units of each hidden layer that share an activation function.</summary>
/// <param name="Function">The function: a formula of x.</param>
/// <param name="First">The first unit.</param>
/// <param name="Count">Units.</param>
public sealed record ActivationGroup(Expression Function, int First, int Count);

/// <summary>
/// A multilayer perceptron whose weights and biases are trained, and the numbers of its units where their activation functions have some. Units may have
/// different functions: they come in groups.
/// </summary>
public static class MlpPolicy
{
    const int MostLayers = 256;

    static readonly MlpOptions Defaults = new();
    static readonly Setting<int> Neurons = Setting.Count("neurons", 1, Defaults.Neurons, "Units of each hidden layer.");
    static readonly Setting<int> Layers = Setting.Count("layers", 0, Defaults.Layers, "Hidden layers; 0 for a linear policy.", MostLayers);
    static readonly Setting<IReadOnlyList<Expression>> Activation = Setting.Of("activation", "a function's name (tanh, relu, swish, ...) or a formula of x such as x*sigmoid(P0*x); several joined by ; share the units",
        Defaults.Activations, "Activation function. P0, P1, ... are numbers of each unit, 1 at first, which are trained too. See `neuromorphic operators`.", Read, functions => string.Join("; ", functions.Select(Text)));

    /// <summary>Its settings, in the order of help.</summary>
    public static IReadOnlyList<Setting> Settings { get; } = [Neurons, Layers, Activation];

    static Expression[] Read(string text) => Array.ConvertAll(text.Split(';'), part => FormulaText.Read(part.Trim()));

    /// <summary>A function of x alone by its name.</summary>
    static string Text(Expression function) =>
        function is { Kind: NodeKind.Operator, Operator.Arity: 1 } && function.Arguments[0].Kind == NodeKind.Input ? function.Operator.Name : function.ToString();

    /// <summary>The options that are given.</summary>
    public static MlpOptions Read(OptionSet given)
    {
        ArgumentNullException.ThrowIfNull(given);
        return new() { Neurons = given.Get(Neurons), Layers = given.Get(Layers), Activations = given.Get(Activation) };
    }

    /// <summary>The controller for an environment's spaces; weights begin as N(0, 1/fan_in), biases at zero, numbers of units at one.</summary>
    /// <exception cref="ArgumentException">A size is not positive, or an activation is no function of x alone.</exception>
    public static Policy Create(EnvironmentSpec environment, MlpOptions options)
    {
        ArgumentNullException.ThrowIfNull(environment);
        ArgumentNullException.ThrowIfNull(options);
        int observations = environment.ObservationSpace.Size, outputs = new ActionHead(environment.ActionSpace).Outputs;
        ParameterLayout layout = Layout(observations, outputs, options);
        object groups = default(NoUnits);
        foreach (ActivationGroup group in Groups(options).Reverse())
            groups = Generic.Create<object>(typeof(UnitGroup<,>), [group.Function.UnitFunction(), groups.GetType()], group.First, group.Count, group.Function.Parameters, groups);
        var kernel = Generic.Create<IPolicyKernel>(typeof(DenseKernel<>), [groups.GetType()], observations, options.Neurons, options.Layers, outputs, groups);
        string functions = string.Join(" and ", options.Activations.Select(Text));
        return new Policy("mlp", layout, kernel, options.Neurons * options.Layers, observations, environment.ActionSpace)
        {
            Texts = options.Layers == 0 ? new Dictionary<string, string>() : options.Activations.Select((function, g) => KeyValuePair.Create(options.Activations.Count == 1 ? "activation" : $"group{g + 1}/activation", function.ToString())).ToDictionary(),
            Description = options.Layers == 0 ? "a linear policy" : string.Create(CultureInfo.InvariantCulture, $"an mlp of {options.Layers} x {options.Neurons} {functions} units"),
        };
    }

    /// <summary>The groups of each hidden layer's units.</summary>
    public static IReadOnlyList<ActivationGroup> Groups(MlpOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        int groups = options.Activations.Count;
        return [.. options.Activations.Select((function, g) =>
        {
            int first = options.Neurons * g / groups;
            return new ActivationGroup(function, first, options.Neurons * (g + 1) / groups - first);
        })];
    }

    /// <summary>Every number of a network: those of the units, layer by layer, then weights and biases.</summary>
    internal static ParameterLayout Layout(int inputs, int outputs, MlpOptions options)
    {
        if (options.Neurons < 1) throw new ArgumentException($"neurons is {options.Neurons}; allowed is 1 or more.");
        if (options.Layers is < 0 or > MostLayers) throw new ArgumentException($"layers is {options.Layers}; allowed is 0 to {MostLayers}.");
        int functions = options.Activations.Count;
        if (functions < 1 || functions > options.Neurons) throw new ArgumentException($"activation has {functions} functions for {options.Neurons} units; allowed are 1 to {options.Neurons}.");
        if (options.Activations.FirstOrDefault(function => function.Inputs > 1) is { } wide) throw new ArgumentException($"activation is '{wide}', a function of {wide.Inputs} inputs; allowed: a function of x.");
        IReadOnlyList<ActivationGroup> groups = Groups(options);
        List<ParameterSlice> slices = [];
        for (int layer = 0; layer < options.Layers; layer++)
            for (int g = 0; g < groups.Count; g++)
                for (int k = 0; k < groups[g].Function.Parameters; k++)
                    slices.Add(new() { Name = NumberOf(layer, g, groups.Count, k), Shape = [groups[g].Count], Block = "neurons", Initial = 1, Trained = true });
        for (int layer = 0, columns = inputs; layer <= options.Layers; layer++, columns = options.Neurons)
        {
            string name = Prefix(layer, options);
            int rows = layer < options.Layers ? options.Neurons : outputs;
            slices.Add(new() { Name = name + "weight", Shape = [rows, columns], Block = "weights", Initial = Start.Normal(0, 1 / Math.Sqrt(columns)), Trained = true });
            slices.Add(new() { Name = name + "bias", Shape = [rows], Block = "weights", Initial = 0, Trained = true });
        }
        return new(slices);
    }

    /// <summary>What the names of a layer's slices begin with.</summary>
    internal static string Prefix(int layer, MlpOptions options) => layer < options.Layers ? $"hidden{layer + 1}/" : "readout/";

    /// <summary>The name of the slice of number k of a group's units.</summary>
    internal static string NumberOf(int layer, int group, int groups, int k) => $"hidden{layer + 1}/{(groups == 1 ? "" : $"group{group + 1}/")}P{k}";
}
