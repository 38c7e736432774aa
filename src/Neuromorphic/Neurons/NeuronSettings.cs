using Neuromorphic.Registries;

namespace Neuromorphic.Neurons;

/// <summary>The settings of neuron models: options that all share, and how the parameters of one begin.</summary>
public static class NeuronSettings
{
    static readonly Setting<Integration> Integration = Setting.Choice("integration", Neurons.Integration.Euler, "Integration of the membrane equation.");
    static readonly Setting<ThresholdRule> ThresholdRule = Setting.Choice("threshold-rule", Neurons.ThresholdRule.AtOrAbove, "Whether a neuron fires at its threshold or only above it.");
    static readonly Setting<ResetRule> ResetRule = Setting.Choice("reset-rule", Neurons.ResetRule.ToValue, "Whether a spike sets the potential to a value or subtracts the threshold.");
    static readonly Setting<Parameterization> Parameterization = Setting.Choice("parameterization", Neurons.Parameterization.Unconstrained, "How searched numbers become neuron parameters.");
    static readonly Setting<double?> Reset = Setting.Real("reset", Registries.Range.Any.InSingle, "Potential after a spike; the neuron's resting potential if not given.");

    /// <summary>The settings of a model with given parameters.</summary>
    internal static IEnumerable<Setting> Of(IEnumerable<NeuronParameter> parameters) =>
        [.. parameters.Select(Begin), Integration, ThresholdRule, ResetRule, Parameterization, Reset];

    static Setting<Start> Begin(NeuronParameter parameter)
    {
        string what = parameter.Meaning == "" ? $"parameter {parameter.Name}" : parameter.Meaning, unit = parameter.Unit == "" ? "" : $", in {parameter.Unit},";
        return Setting.Of(parameter.Name, $"{parameter.Range}, or {Start.Forms}", parameter.Initial, $"How {what}{unit} begins: a value, a distribution (drawn again where a number is not allowed), values, or a file with a number for each neuron (each layer, the network, where it is shared).",
            text => Read(text, parameter), start => start.ToString());
    }

    static Start Read(string text, NeuronParameter parameter)
    {
        if (text.StartsWith('@')) return File.Exists(text[1..]) ? Start.Read(text[1..])
            : throw new ArgumentException($"{parameter.Name} is {text}, and there is no such file{(Directory.Exists(text[1..]) ? ", but a folder" : "")}.");
        Start start = Start.Find(text) ?? Start.Parse(text);
        return start.Value is not { } value || parameter.Allows(value) ? start : throw new FormatException();
    }

    /// <summary>The options of a model that are given, as they are read by <see cref="INeuron{TSelf}.Parameters"/>.</summary>
    /// <param name="neuron">The model's name.</param>
    /// <param name="given">What is given.</param>
    public static NeuronOptions Read(string neuron, OptionSet given)
    {
        ArgumentNullException.ThrowIfNull(given);
        NeuronOptions options = new()
        {
            Integration = given.Get(Integration),
            ThresholdRule = given.Get(ThresholdRule),
            ResetRule = given.Get(ResetRule),
            Parameterization = given.Get(Parameterization),
            Reset = given.Get(Reset),
        };
        foreach (Setting<Start> start in NeuronRegistry.All.Find(neuron).Settings.OfType<Setting<Start>>())
            if (given.Given.ContainsKey(start.Name)) options = options.With(start.Name, given.Get(start));
        return options;
    }
}
