using Neuromorphic.Environments;
using Neuromorphic.Neurons;

namespace Neuromorphic.Policies;

/// <summary>What is trained. A choice of slices, nothing else.</summary>
public enum Condition
{
    /// <summary>The neurons' own parameters; the weights stay random.</summary>
    Neuron,
    /// <summary>The weights; the neurons stay homogeneous.</summary>
    Weight,
    /// <summary>Neurons and weights.</summary>
    Both,
}

/// <summary>Settings of a spiking controller.</summary>
public sealed record SpikingPolicyOptions
{
    /// <summary>Hidden neurons.</summary>
    public int Neurons { get; init; } = 1024;
    /// <summary>What is trained.</summary>
    public Condition Condition { get; init; } = Condition.Neuron;
    /// <summary>The neuron parameters that the neuron condition trains, by name; none named means all that the model learns.</summary>
    public IReadOnlyList<string> Learned { get; init; } = [];
    /// <summary>Sub-steps of the neurons within a step of the environment.</summary>
    public int SubSteps { get; init; } = 1;
    /// <summary>How spikes become outputs.</summary>
    public Readout Readout { get; init; } = Readout.Spikes;
    /// <summary>Time constant of leaky integrators at the output, in steps (default ours).</summary>
    public double ReadoutTau { get; init; } = 2;
    /// <summary>Standard deviation of input weights times the square root of the observation size (1 is W ~ N(0, 1/fan_in)).</summary>
    public double InputScale { get; init; } = 1;
    /// <summary>Standard deviation of readout weights times the square root of the number of neurons (1 is W ~ N(0, 1/fan_in)).</summary>
    public double ReadoutScale { get; init; } = 1;
    /// <summary>Options of the neuron model.</summary>
    public NeuronOptions Neuron { get; init; } = new();
}

/// <summary>
/// A population of spiking neurons as controller. In the neuron condition the random input and readout weights stay as drawn
/// and only tau, threshold, rest and resistance of every neuron are searched.
/// </summary>
/// <remarks>Shen et al. (2023), arXiv:2305.11484. W ~ N(0, 1/fan_in) from a seed is our default.</remarks>
public static class SpikingPolicy
{
    /// <summary>The slice of the membrane time constants, in steps.</summary>
    public const string TimeConstant = "hidden/tau";

    internal const string InputWeight = "input/weight", ReadoutWeight = "readout/weight", ReadoutTau = "readout/tau";

    /// <summary>The controller for an environment's spaces.</summary>
    /// <exception cref="ArgumentException">A size is not positive, or a learned parameter is unknown.</exception>
    public static Policy Create<TNeuron>(EnvironmentSpec environment, SpikingPolicyOptions options) where TNeuron : struct, INeuron<TNeuron>
    {
        ArgumentNullException.ThrowIfNull(environment);
        ArgumentNullException.ThrowIfNull(options);
        if (options.Neurons < 1) throw new ArgumentException($"neurons is {options.Neurons}; allowed is 1 or more.");
        if (options.SubSteps < 1) throw new ArgumentException($"sub-steps is {options.SubSteps}; allowed is 1 or more.");
        int observations = environment.ObservationSpace.Size;
        ActionHead head = new(environment.ActionSpace);
        ParameterLayout layout = new([
            .. NeuronSlices(TNeuron.Parameters(options.Neuron), options),
            .. WeightSlices(observations, head.Outputs, options),
        ]);
        var kernel = new SpikingKernel<TNeuron>(TNeuron.Create(options.Neuron), options.Neurons, observations, head, options.SubSteps, options.Readout, layout);
        return new Policy("spiking", layout, kernel, options.Neurons);
    }

    /// <summary>Hidden neurons for which the weight condition trains about as many numbers as the neuron condition with the given neurons.</summary>
    public static int MatchedNeurons(EnvironmentSpec environment, int parameters)
    {
        ArgumentNullException.ThrowIfNull(environment);
        return Math.Max(1, (int)Math.Round((double)parameters / (environment.ObservationSpace.Size + new ActionHead(environment.ActionSpace).Outputs)));
    }

    static IEnumerable<ParameterSlice> NeuronSlices(IReadOnlyList<NeuronParameter> parameters, SpikingPolicyOptions options)
    {
        foreach (string name in options.Learned)
            if (parameters.All(parameter => parameter.Name != name))
                throw new ArgumentException($"The neuron has no parameter '{name}'; it has {string.Join(", ", parameters.Select(parameter => parameter.Name))}.");
        foreach (NeuronParameter parameter in parameters)
        {
            bool chosen = options.Learned.Count == 0 ? parameter.Learned : options.Learned.Contains(parameter.Name);
            yield return new ParameterSlice
            {
                Name = "hidden/" + parameter.Name,
                Shape = [options.Neurons],
                Block = "neurons",
                Initial = new(parameter.Initial),
                Transform = parameter.Transform,
                Coefficient = parameter.Coefficient,
                Trained = chosen && options.Condition is Condition.Neuron or Condition.Both,
                Unit = parameter.Unit,
            };
        }
    }

    static IEnumerable<ParameterSlice> WeightSlices(int observations, int outputs, SpikingPolicyOptions options)
    {
        bool trained = options.Condition is Condition.Weight or Condition.Both;
        yield return new ParameterSlice
        {
            Name = InputWeight,
            Shape = [options.Neurons, observations],
            Block = "weights",
            Initial = new(0, options.InputScale / Math.Sqrt(observations)),
            Trained = trained,
        };
        yield return new ParameterSlice
        {
            Name = ReadoutWeight,
            Shape = [outputs, options.Neurons],
            Block = "weights",
            Initial = new(0, options.ReadoutScale / Math.Sqrt(options.Neurons)),
            Trained = trained,
        };
        if (options.Readout == Readout.LeakyIntegrator)
            yield return new ParameterSlice
            {
                Name = ReadoutTau,
                Shape = [outputs],
                Block = "weights",
                Initial = new(options.ReadoutTau),
                Transform = Transform.AboveOneStep,
                Coefficient = Coefficient.EulerGain,
                Unit = "steps",
            };
    }
}
