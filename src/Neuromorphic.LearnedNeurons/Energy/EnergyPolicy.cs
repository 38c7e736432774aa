using System.Globalization;
using Neuromorphic.Environments;
using Neuromorphic.Expressions;
using Neuromorphic.Neurons;
using Neuromorphic.Numerics;
using Neuromorphic.Policies;
using Neuromorphic.Registries;

namespace Neuromorphic.LearnedNeurons;

/// <summary>Settings of a controller that is the gradient of an energy.</summary>
public sealed record EnergyOptions
{
    /// <summary>Units of the energy.</summary>
    public int Neurons { get; init; } = 32;
    /// <summary>The units' functions, which share them; their slopes are what is computed.</summary>
    public IReadOnlyList<Expression> Activations { get; init; } = [Expression.Parse("tanh(x)")];
    /// <summary>What becomes of the gradient.</summary>
    public EnergyMap Map { get; init; }
    /// <summary>The first component that <see cref="EnergyMap.Selected"/> takes.</summary>
    public int First { get; init; }
}

/// <summary>Energy controllers: the action is made of the gradient of a learned energy; with a field of Hamilton's equations as map, the Hamiltonian neural network.</summary>
public static class EnergyPolicy
{
    static readonly EnergyOptions Defaults = new();
    static readonly Setting<int> Neurons = Setting.Count("neurons", 1, Defaults.Neurons, "Units of the energy.");
    static readonly Setting<IReadOnlyList<Expression>> Activation = Setting.Of("activation", "a function's name (tanh, sin, softplus, ...) or a formula of x; several joined by ;",
        Defaults.Activations, "The units' function, smooth: its slope is what acts. P0, P1, ... are numbers of each unit.", FormulaText.ReadSeveral, functions => string.Join("; ", functions));
    static readonly Setting<EnergyMap> Map = Setting.Choice("map", Defaults.Map, "What becomes of the gradient of the energy: learned, a matrix and an offset; selected, components from --first on; solenoidal, the field of Hamilton's equations; conservative, the gradient itself; both, the sum of these of two energies.");
    static readonly Setting<int> First = Setting.Count("first", 0, Defaults.First, "The observation whose derivative is the first output.").Needs(run => run.Get(Map) == EnergyMap.Selected ? null : "--map selected");

    /// <summary>Its settings, in the order of help.</summary>
    public static IReadOnlyList<Setting> Settings { get; } = [Neurons, Activation, Map, First];

    /// <summary>The options that are given.</summary>
    public static EnergyOptions Read(OptionSet given)
    {
        ArgumentNullException.ThrowIfNull(given);
        return new() { Neurons = given.Get(Neurons), Activations = given.Get(Activation), Map = given.Get(Map), First = given.Get(First) };
    }

    /// <summary>The controller for an environment's spaces. W begins as N(0, 1/observations), a as N(0, 1/units), P as N(0, 1/observations), biases at zero.</summary>
    /// <exception cref="ArgumentException">A size is not allowed, or the map does not fit the spaces.</exception>
    public static Policy Create(EnvironmentSpec environment, EnergyOptions options)
    {
        ArgumentNullException.ThrowIfNull(environment);
        ArgumentNullException.ThrowIfNull(options);
        int observations = environment.ObservationSpace.Size, outputs = new ActionHead(environment.ActionSpace).Outputs;
        ParameterLayout layout = Layout(observations, outputs, options);
        object slopes = MlpPolicy.Units(Units(options), slopes: true);
        var kernel = Generic.Create<IPolicyKernel>(typeof(EnergyKernel<>), [slopes.GetType()], observations, options.Neurons, outputs, options.Map, options.First, slopes);
        return new Policy("energy", layout, kernel, options.Neurons, observations, environment.ActionSpace)
        {
            Texts = MlpPolicy.TextsOf(options.Activations),
            Description = string.Create(CultureInfo.InvariantCulture, $"the gradient of an energy of {options.Neurons} {string.Join(" and ", options.Activations)} units"),
        };
    }

    /// <summary>The units as a perceptron's layer.</summary>
    static MlpOptions Units(EnergyOptions options) => new() { Neurons = options.Neurons, Layers = 1, Activations = options.Activations };

    internal static ParameterLayout Layout(int inputs, int outputs, EnergyOptions options)
    {
        bool field = options.Map is EnergyMap.Solenoidal or EnergyMap.Conservative or EnergyMap.Both;
        if (field && outputs != inputs) throw new ArgumentException($"map is {options.Map.ToString().ToLowerInvariant()}, a field over the observations, of which there are {inputs}, but outputs are {outputs}; allowed: as many, or --map learned, selected.");
        if (options.Map is EnergyMap.Solenoidal or EnergyMap.Both && inputs % 2 != 0) throw new ArgumentException($"map is {options.Map.ToString().ToLowerInvariant()}, which pairs places and momenta, but there are {inputs} observations; allowed: an even number.");
        if (options.Map == EnergyMap.Selected && options.First + outputs > inputs) throw new ArgumentException($"first is {options.First} with {outputs} outputs and {inputs} observations; allowed is {inputs - outputs} or less.");
        List<ParameterSlice> slices = [.. MlpPolicy.Layout(inputs, 1, Units(options)).Slices.TakeWhile(slice => slice.Block == "neurons").Select(slice => slice with { Offset = 0 })];
        slices.Add(ParameterSlice.Weights("hidden/weight", inputs, options.Neurons, inputs));
        slices.Add(ParameterSlice.Biases("hidden/bias", options.Neurons));
        slices.Add(ParameterSlice.Weights("energy/weight", options.Neurons, options.Map == EnergyMap.Both ? 2 : 1, options.Neurons));
        if (options.Map == EnergyMap.Learned)
        {
            slices.Add(ParameterSlice.Weights("map/weight", inputs, outputs, inputs));
            slices.Add(ParameterSlice.Biases("map/bias", outputs));
        }
        return new(slices);
    }
}
