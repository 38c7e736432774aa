using Neuromorphic.Evolution;
using Neuromorphic.Neurons;
using Neuromorphic.Policies;
using Neuromorphic.Rollouts;

namespace Neuromorphic.Training;

/// <summary>Everything that determines the result of a run. What is null is left to the environment's or the strategy's own default.</summary>
public sealed record RunConfiguration
{
    /// <summary>The environment's name.</summary>
    public string Environment { get; init; } = "cartpole";
    /// <summary>Length of a memory task.</summary>
    public int? Steps { get; init; }
    /// <summary>Variant of a memory task.</summary>
    public string? Mode { get; init; }
    /// <summary>Bits of a memory task.</summary>
    public int? Bits { get; init; }
    /// <summary>Variant of a robot.</summary>
    public string? Variant { get; init; }
    /// <summary>Steps after which an episode is truncated.</summary>
    public int? StepLimit { get; init; }

    /// <summary>Kind of controller: spiking or mlp.</summary>
    public string Policy { get; init; } = "spiking";
    /// <summary>The neuron model's name.</summary>
    public string Neuron { get; init; } = "lif";
    /// <summary>Hidden neurons (of each layer).</summary>
    public int? Neurons { get; init; }
    /// <summary>What is trained.</summary>
    public Condition Condition { get; init; } = Condition.Neuron;
    /// <summary>Neuron parameters that are trained; none named means all.</summary>
    public IReadOnlyList<string> Learned { get; init; } = [];
    /// <summary>Neuron parameters that are one number for a layer.</summary>
    public IReadOnlyList<string> Shared { get; init; } = [];
    /// <summary>Neuron parameters that are one number for all layers.</summary>
    public IReadOnlyList<string> SharedNetwork { get; init; } = [];
    /// <summary>Sub-steps of the neurons in a step of the environment.</summary>
    public int SubSteps { get; init; } = 1;
    /// <summary>How spikes become outputs.</summary>
    public Readout Readout { get; init; } = Readout.Spikes;
    /// <summary>Time constant of a leaky integrator at the output, in steps.</summary>
    public double ReadoutTau { get; init; } = 2;
    /// <summary>Scale of the random input weights.</summary>
    public double InputScale { get; init; } = 1;
    /// <summary>Scale of the random readout weights.</summary>
    public double ReadoutScale { get; init; } = 1;
    /// <summary>Options of the neuron model.</summary>
    public NeuronOptions NeuronOptions { get; init; } = new();
    /// <summary>Hidden layers: 2 of an MLP, 1 of spiking neurons.</summary>
    public int? Layers { get; init; }
    /// <summary>Whether spiking layers also receive their own last spikes.</summary>
    public bool Recurrent { get; init; }
    /// <summary>Activation of an MLP.</summary>
    public Activation Activation { get; init; } = Activation.Tanh;

    /// <summary>The strategy's name: an evolution strategy, or bptt for gradients.</summary>
    public string Strategy { get; init; } = "pgpe";
    /// <summary>Settings of the strategy.</summary>
    public StrategySettings StrategySettings { get; init; } = new();

    /// <summary>Settings of a training by gradients.</summary>
    public GradientSettings Gradients { get; init; } = new();

    /// <summary>Generations.</summary>
    public int Generations { get; init; } = 100;
    /// <summary>Episodes of each member in a generation.</summary>
    public int Episodes { get; init; } = 1;
    /// <summary>Which random numbers members meet.</summary>
    public EpisodeRandomness Randomness { get; init; } = EpisodeRandomness.Independent;
    /// <summary>How the episodes of a member relate.</summary>
    public EpisodeSampling EpisodeSampling { get; init; } = EpisodeSampling.Independent;
    /// <summary>Whether observations are scaled.</summary>
    public Normalization Normalization { get; init; } = Normalization.Off;
    /// <summary>Seed of everything random.</summary>
    public ulong Seed { get; init; }
    /// <summary>Fresh episodes of an evaluation.</summary>
    public int EvaluationEpisodes { get; init; } = 100;
    /// <summary>Generations between evaluations of the mean.</summary>
    public int EvaluateEvery { get; init; } = 10;
    /// <summary>Generations between checkpoints.</summary>
    public int CheckpointEvery { get; init; } = 10;
}
