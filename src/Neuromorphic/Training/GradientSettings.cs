using Neuromorphic.Gradients;

namespace Neuromorphic.Training;

/// <summary>How the step size changes over a training.</summary>
public enum Schedule
{
    /// <summary>It stays.</summary>
    Constant,
    /// <summary>It falls to zero in a straight line.</summary>
    Linear,
    /// <summary>It falls to zero along half a cosine (Loshchilov, Hutter 2017, arXiv:1608.03983, without restarts).</summary>
    Cosine,
}

/// <summary>What a classifier's outputs are compared by.</summary>
public enum LossKind
{
    /// <summary>-ln softmax(outputs)[label].</summary>
    CrossEntropy,
    /// <summary>Half the squared distance of the outputs from 1 for the label and 0 for the others.</summary>
    MeanSquaredError,
}

/// <summary>By what the policy gradient judges an action.</summary>
public enum Advantage
{
    /// <summary>The return from there on, less its mean over the episodes of the batch at that step: REINFORCE with a baseline (Williams 1992), the paper's.</summary>
    Baseline,
    /// <summary>Generalised advantage estimation by a critic that is trained beside (Schulman et al. 2016, arXiv:1506.02438).</summary>
    Critic,
}

/// <summary>What becomes of an update whose gradient is not finite. Either way it is named, and the parameters stay as they were.</summary>
public enum NonFinite
{
    /// <summary>The update is left out and counted.</summary>
    Skip,
    /// <summary>The training ends with an error.</summary>
    Stop,
}

/// <summary>Settings of a training by gradients (strategy bptt). Defaults are ours.</summary>
public sealed record GradientSettings
{
    /// <summary>The surrogate's name.</summary>
    public string Surrogate { get; init; } = "atan";
    /// <summary>Its slope; the surrogate's own default if not given.</summary>
    public double? Slope { get; init; }
    /// <summary>Whether gradients pass through the decision to reset.</summary>
    public ResetGradient Reset { get; init; } = ResetGradient.Detached;
    /// <summary>Steps after which gradients of state end; 0 for none.</summary>
    public int Truncation { get; init; }
    /// <summary>Steps whose states are kept, the rest is computed again; 0 keeps all.</summary>
    public int Window { get; init; }
    /// <summary>Examples or episodes of an update; 128 or 32.</summary>
    public int? Batch { get; init; }
    /// <summary>Greatest norm of a gradient; longer ones are shortened to it; 0 for no limit.</summary>
    public double Clip { get; init; } = 1;
    /// <summary>Step size of the neurons' parameters over that of the weights.</summary>
    public double NeuronRate { get; init; } = 1;
    /// <summary>How the step size changes.</summary>
    public Schedule Schedule { get; init; } = Schedule.Constant;
    /// <summary>Share of the training in which the step size rises from zero.</summary>
    public double Warmup { get; init; }
    /// <summary>The loss of a classifier.</summary>
    public LossKind Loss { get; init; } = LossKind.CrossEntropy;
    /// <summary>By what the policy gradient judges an action.</summary>
    public Advantage Advantage { get; init; } = Advantage.Baseline;
    /// <summary>Discount of rewards per step.</summary>
    public double Discount { get; init; } = .99;
    /// <summary>The lambda of generalised advantage estimation.</summary>
    public double Lambda { get; init; } = .95;
    /// <summary>Weight of the entropy of actions in what is maximised.</summary>
    public double Entropy { get; init; } = .01;
    /// <summary>Standard deviation of actions in a box, whose bounds count as -1 and 1, around the policy's output.</summary>
    public double Exploration { get; init; } = .3;
    /// <summary>What becomes of a gradient that is not finite.</summary>
    public NonFinite OnNonFinite { get; init; } = NonFinite.Stop;

    /// <summary>The part of it that the backward pass reads.</summary>
    internal GradientOptions Options => new() { Surrogate = Surrogate, Slope = Slope, Reset = Reset, Truncation = Truncation, Window = Window };
}
