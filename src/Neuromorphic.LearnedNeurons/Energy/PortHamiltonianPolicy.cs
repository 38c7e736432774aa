using System.Globalization;
using Neuromorphic.Environments;
using Neuromorphic.Expressions;
using Neuromorphic.Neurons;
using Neuromorphic.Numerics;
using Neuromorphic.Policies;
using Neuromorphic.Registries;
using Range = Neuromorphic.Registries.Range;

namespace Neuromorphic.LearnedNeurons;

/// <summary>Settings of a port-Hamiltonian controller.</summary>
public sealed record PortHamiltonianOptions
{
    /// <summary>Pairs of a place and a momentum.</summary>
    public int Modes { get; init; } = 8;
    /// <summary>Units of each energy.</summary>
    public int Neurons { get; init; } = 16;
    /// <summary>The units' function, of which the slope is computed.</summary>
    public Expression Activation { get; init; } = Expression.Parse("tanh(x)");
    /// <summary>Time of a step.</summary>
    public double Step { get; init; } = .5;
    /// <summary>Dissipation of each mode at first; it stays positive.</summary>
    public Start Dissipation { get; init; } = .1;
}

/// <summary>Port-Hamiltonian controllers: recurrent, for tasks that need a memory.</summary>
public static class PortHamiltonianPolicy
{
    static readonly PortHamiltonianOptions Defaults = new();
    static readonly Setting<int> Modes = Setting.Count("modes", 1, Defaults.Modes, "Pairs of a place and a momentum.");
    static readonly Setting<int> Neurons = Setting.Count("neurons", 1, Defaults.Neurons, "Units of each energy, that of places and that of momenta.");
    static readonly Setting<Expression> Activation = Setting.Of("activation", "a function's name (tanh, sin, softplus, ...) or a formula of x", Defaults.Activation, "The units' function, smooth: its slope is what acts.", FormulaText.Read, function => function.ToString());
    static readonly Setting<double> Step = Setting.Real("time-step", Range.Positive.InSingle, Defaults.Step, "Time that passes in a step.");
    static readonly Setting<Start> Dissipation = Setting.Of("dissipation", $"a number above 0, or {Start.Forms}", Defaults.Dissipation, "Dissipation of each mode at first, above 0: how fast its momentum gives energy away.", Start.Parse, start => start.ToString());

    /// <summary>Its settings, in the order of help.</summary>
    public static IReadOnlyList<Setting> Settings { get; } = [Modes, Neurons, Activation, Step, Dissipation];

    /// <summary>The options that are given.</summary>
    public static PortHamiltonianOptions Read(OptionSet given)
    {
        ArgumentNullException.ThrowIfNull(given);
        return new() { Modes = given.Get(Modes), Neurons = given.Get(Neurons), Activation = given.Get(Activation), Step = given.Get(Step), Dissipation = given.Get(Dissipation) };
    }

    /// <summary>The controller for an environment's spaces; matrices begin as N(0, 1/inputs), biases at zero.</summary>
    /// <exception cref="ArgumentException">A size or a start is not allowed, or the function has numbers of units.</exception>
    public static Policy Create(EnvironmentSpec environment, PortHamiltonianOptions options)
    {
        ArgumentNullException.ThrowIfNull(environment);
        ArgumentNullException.ThrowIfNull(options);
        int observations = environment.ObservationSpace.Size, outputs = new ActionHead(environment.ActionSpace).Outputs;
        ParameterLayout layout = Layout(observations, outputs, options);
        object slopes = MlpPolicy.Units(new() { Neurons = options.Neurons, Layers = 1, Activations = [options.Activation] }, slopes: true);
        var kernel = Generic.Create<IPolicyKernel>(typeof(PortHamiltonianKernel<>), [slopes.GetType()], observations, options.Modes, options.Neurons, outputs, (float)options.Step, slopes);
        return new Policy("port-hamiltonian", layout, kernel, options.Modes, observations, environment.ActionSpace)
        {
            Texts = MlpPolicy.TextsOf([options.Activation]),
            Description = string.Create(CultureInfo.InvariantCulture, $"a port-Hamiltonian system of {options.Modes} modes"),
        };
    }

    internal static ParameterLayout Layout(int inputs, int outputs, PortHamiltonianOptions options)
    {
        if (!options.Activation.IsOfXAlone) throw new ArgumentException($"activation is '{options.Activation}'; allowed: a formula of x without numbers of units.");
        Start dissipation = options.Dissipation.Checked(value => value > 0 ? null : string.Create(CultureInfo.InvariantCulture, $"dissipation is {value}; allowed: above 0."));
        List<ParameterSlice> slices = [];
        foreach (string energy in (string[])["potential", "kinetic"])
        {
            slices.Add(ParameterSlice.Weights(energy + "/weight", options.Modes, options.Neurons, options.Modes));
            slices.Add(ParameterSlice.Weights(energy + "/bias", 1, options.Neurons)); // at zero the slopes of even functions vanish everywhere at rest
            slices.Add(ParameterSlice.Weights(energy + "/energy", options.Neurons, 1, options.Neurons));
        }
        slices.Add(ParameterSlice.Weights("input/momentum", inputs, options.Modes, inputs));
        slices.Add(ParameterSlice.Weights("input/place", inputs, options.Modes, inputs));
        slices.Add(new() { Name = "dissipation", Shape = [options.Modes], Block = "weights", Initial = dissipation, Transform = Transform.Softplus, Trained = true, Unit = "per unit of time" });
        slices.Add(ParameterSlice.Weights("readout/gradient", 2 * options.Modes, outputs, 2 * options.Modes));
        slices.Add(ParameterSlice.Weights("readout/observation", inputs, outputs, inputs));
        slices.Add(ParameterSlice.Biases("readout/bias", outputs));
        return new(slices);
    }
}
