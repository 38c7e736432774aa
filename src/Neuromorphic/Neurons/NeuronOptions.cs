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
public enum Parameterisation
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
    public Parameterisation Parameterisation { get; init; } = Parameterisation.Unconstrained;
    /// <summary>The potential after a spike; none means the neuron's own resting potential, as in the paper.</summary>
    public double? Reset { get; init; }
    /// <summary>Initial membrane time constant in steps.</summary>
    public Start Tau { get; init; } = 2;
    /// <summary>Initial threshold.</summary>
    public Start Threshold { get; init; } = 1;
    /// <summary>Initial resting potential.</summary>
    public Start Rest { get; init; } = 0;
    /// <summary>Initial membrane resistance.</summary>
    public Start Resistance { get; init; } = 1;
    /// <summary>Initial rise of an adaptive threshold; the model's own if not given.</summary>
    public Start? Adaptation { get; init; }
    /// <summary>Initial time constant of an adaptive threshold, in steps; the model's own if not given.</summary>
    public Start? AdaptationTau { get; init; }
    /// <summary>Initial time constant of an exponential synapse, in steps; the model's own if not given.</summary>
    public Start? SynapseTau { get; init; }
    /// <summary>Initial refractory period, in steps; the model's own if not given.</summary>
    public Start? Refractory { get; init; }

    (string Name, Start? Start)[] Particulars => [("adaptation", Adaptation), ("adaptation-tau", AdaptationTau), ("synapse-tau", SynapseTau), ("refractory", Refractory)];

    /// <summary>The parameters whose start is given and that only some models have, by name.</summary>
    internal IEnumerable<string> Particular => Particulars.Where(parameter => parameter.Start != null).Select(parameter => parameter.Name);

    /// <summary>The same options with other starts.</summary>
    internal NeuronOptions WithStarts(Func<Start, Start> change) => this with
    {
        Tau = change(Tau),
        Threshold = change(Threshold),
        Rest = change(Rest),
        Resistance = change(Resistance),
        Adaptation = Adaptation == null ? null : change(Adaptation),
        AdaptationTau = AdaptationTau == null ? null : change(AdaptationTau),
        SynapseTau = SynapseTau == null ? null : change(SynapseTau),
        Refractory = Refractory == null ? null : change(Refractory),
    };

    bool Free => Parameterisation == Parameterisation.Unconstrained;
    Transform Positive(Transform transform) => Free ? transform : Transform.Identity;

    /// <summary>A time constant under these options.</summary>
    public NeuronParameter TimeConstant(string name, Start initial, bool learned) => new(name, initial,
        Free ? Transform.LogisticLeak : Transform.AboveOneStep,
        Integration == Integration.Euler ? Transform.EulerGain : Transform.ExponentialGain, learned, "steps");

    /// <summary>Parameters of a model with a <see cref="Membrane{TSpike}"/>: tau, threshold, rest, resistance, its others and, if it is an own value, reset.</summary>
    /// <exception cref="ArgumentException">A reset by subtraction has no value.</exception>
    public IReadOnlyList<NeuronParameter> MembraneParameters(params IEnumerable<NeuronParameter> others)
    {
        if (ResetRule == ResetRule.Subtract && Reset != null) throw new ArgumentException("A reset by subtraction needs no reset potential: leave out reset, or take the reset rule to-value.");
        List<NeuronParameter> parameters =
        [
            TimeConstant("tau", Tau, learned: true),
            new("threshold", Threshold, Positive(Transform.Softplus), ThresholdRule == ThresholdRule.Above ? Transform.JustAbove : Transform.Identity, Learned: true),
            new("rest", Rest, Transform.Identity, Transform.Identity, Learned: true),
            new("resistance", Resistance, Positive(Transform.Exponential), Transform.Identity, Learned: true),
            .. others,
        ];
        if (Reset is { } reset) parameters.Add(new("reset", reset, Transform.Identity, Transform.Identity, Learned: false));
        return parameters;
    }
}
