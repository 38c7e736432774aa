using System.Collections.Immutable;
using Neuromorphic.Numerics;

namespace Neuromorphic.Neurons;

/// <summary>How the membrane equation is integrated over a step.</summary>
public enum Integration
{
    /// <summary>Explicit Euler, gain 1 / tau: the paper's.</summary>
    Euler,
    /// <summary>Exponential Euler, gain 1 - e^(-1 / tau): exact for a current that is constant within the step.</summary>
    ExponentialEuler,
}

/// <summary>What counts as reaching the threshold.</summary>
public enum ThresholdRule
{
    /// <summary>u &gt;= threshold, as SpikingJelly and Brian2 have it.</summary>
    AtOrAbove,
    /// <summary>u &gt; threshold, as snnTorch, Norse and NIR have it.</summary>
    Above,
}

/// <summary>What a spike does to the membrane.</summary>
public enum ResetRule
{
    /// <summary>v' = v_reset: the paper's.</summary>
    ToValue,
    /// <summary>v' = u - v_th, or u + v_th of a spike of -1: what lies beyond the threshold is kept.</summary>
    Subtract,
}

/// <summary>How search space maps to the parameters of a neuron. It decides what a learned distribution can look like.</summary>
public enum Parameterization
{
    /// <summary>1/tau = logistic(x), threshold = softplus(x), rest = x, resistance = exp(x): any number is valid. The default for control.</summary>
    Unconstrained,
    /// <summary>The values themselves, tau clipped to more than one step: no shape of distribution is built in.</summary>
    Direct,
}

/// <summary>Options that all neuron models share.</summary>
public sealed record NeuronOptions
{
    /// <summary>The integration scheme.</summary>
    public Integration Integration { get; init; } = Integration.Euler;
    /// <summary>The threshold rule.</summary>
    public ThresholdRule ThresholdRule { get; init; } = ThresholdRule.AtOrAbove;
    /// <summary>The reset rule.</summary>
    public ResetRule ResetRule { get; init; } = ResetRule.ToValue;
    /// <summary>The map from search space.</summary>
    public Parameterization Parameterization { get; init; } = Parameterization.Unconstrained;
    /// <summary>The potential after a spike; none means the neuron's own resting potential, as in the paper.</summary>
    public double? Reset { get; init; }
    /// <summary>How the model's parameters begin, by name; what is not given begins as the model says.</summary>
    public IReadOnlyDictionary<string, Start> Starts { get; init; } = ImmutableDictionary<string, Start>.Empty;

    /// <summary>Initial membrane time constant in steps.</summary>
    public Start Tau { get => Start("tau", 2); init => Starts = Change("tau", value); }
    /// <summary>Initial threshold.</summary>
    public Start Threshold { get => Start("threshold", 1); init => Starts = Change("threshold", value); }
    /// <summary>Initial resting potential.</summary>
    public Start Rest { get => Start("rest", 0); init => Starts = Change("rest", value); }
    /// <summary>Initial membrane resistance.</summary>
    public Start Resistance { get => Start("resistance", 1); init => Starts = Change("resistance", value); }

    /// <summary>How a parameter begins: as given, or as the model says.</summary>
    /// <param name="name">The parameter.</param>
    /// <param name="model">The model's own start.</param>
    public Start Start(string name, Start model) => Starts.GetValueOrDefault(name) ?? model;

    /// <summary>The same options with another start of a parameter.</summary>
    public NeuronOptions With(string name, Start start) => this with { Starts = Change(name, start) };

    /// <summary>The same options with other starts.</summary>
    internal NeuronOptions WithStarts(Func<Start, Start> change) => this with { Starts = Starts.ToImmutableDictionary(start => start.Key, start => change(start.Value)) };

    ImmutableDictionary<string, Start> Change(string name, Start start) => Starts.ToImmutableDictionary().SetItem(name, start);

    /// <inheritdoc/>
    public bool Equals(NeuronOptions? other) => other != null
        && (Integration, ThresholdRule, ResetRule, Parameterization, Reset) == (other.Integration, other.ThresholdRule, other.ResetRule, other.Parameterization, other.Reset)
        && Starts.Count == other.Starts.Count && Starts.All(start => start.Value.Equals(other.Starts.GetValueOrDefault(start.Key)));

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Integration, ThresholdRule, ResetRule, Parameterization, Reset, Starts.Count);

    bool Free => Parameterization == Parameterization.Unconstrained;
    Transform Positive(Transform transform) => Free ? transform : Transform.Identity;

    /// <summary>A time constant under these options.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="model">How it begins where these options say nothing, in steps.</param>
    /// <param name="learned">Whether the neuron condition trains it.</param>
    /// <param name="meaning">What it is, for people.</param>
    public NeuronParameter TimeConstant(string name, Start model, bool learned, string meaning = "") => new(name, Start(name, model),
        Free ? Transform.LogisticLeak : Transform.AboveOneStep,
        Integration == Integration.Euler ? Transform.EulerGain : Transform.ExponentialGain, learned, "steps", meaning);

    /// <summary>Parameters of a model with a <see cref="Membrane{TSpike}"/>: tau, threshold, rest, resistance, its others and, if it is an own value, reset.</summary>
    /// <exception cref="ArgumentException">A reset by subtraction has no value.</exception>
    public IReadOnlyList<NeuronParameter> MembraneParameters(params IEnumerable<NeuronParameter> others)
    {
        if (ResetRule == ResetRule.Subtract && Reset != null) throw new ArgumentException("A reset by subtraction needs no reset potential: leave out reset, or take the reset rule to-value.");
        List<NeuronParameter> parameters =
        [
            TimeConstant("tau", 2, learned: true, "the membrane time constant"),
            new("threshold", Threshold, Positive(Transform.Softplus), ThresholdRule == ThresholdRule.Above ? Transform.JustAbove : Transform.Identity, Learned: true, Meaning: "the threshold"),
            new("rest", Rest, Transform.Identity, Transform.Identity, Learned: true, Meaning: "the resting potential"),
            new("resistance", Resistance, Positive(Transform.Exponential), Transform.Identity, Learned: true, Meaning: "the membrane resistance"),
            .. others,
        ];
        if (Reset is { } reset) parameters.Add(new("reset", reset, Transform.Identity, Transform.Identity, Learned: false));
        return parameters;
    }
}
