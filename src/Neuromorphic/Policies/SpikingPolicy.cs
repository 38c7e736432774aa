using System.Globalization;
using Neuromorphic.Environments;
using Neuromorphic.Neurons;
using Neuromorphic.Numerics;

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
    /// <summary>Neurons of further hidden layers. The layers of a controller have equally many.</summary>
    public IReadOnlyList<int> MoreLayers { get; init; } = [];
    /// <summary>Whether layers also receive their own last spikes (an option outside the paper).</summary>
    public bool Recurrent { get; init; }
    /// <summary>What is trained.</summary>
    public Condition Condition { get; init; } = Condition.Neuron;
    /// <summary>The neuron parameters that the neuron condition trains, by name; none named means all that the model learns.</summary>
    public IReadOnlyList<string> Learned { get; init; } = [];
    /// <summary>The neuron parameters that are one number for a layer, by name.</summary>
    public IReadOnlyList<string> Shared { get; init; } = [];
    /// <summary>The neuron parameters that are one number for all layers, by name.</summary>
    public IReadOnlyList<string> SharedNetwork { get; init; } = [];
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

    /// <summary>A spiking controller made of the named model.</summary>
    /// <exception cref="ArgumentException">No model has the name; the message lists the names. Or an option is not allowed.</exception>
    public static Policy Create(string neuron, EnvironmentSpec environment, SpikingPolicyOptions options) => NeuronRegistry.Use(neuron, new Creation(environment, options));

    sealed record Creation(EnvironmentSpec Environment, SpikingPolicyOptions Options) : INeuronUse<Policy>
    {
        public Policy With<TNeuron>() where TNeuron : struct, INeuron<TNeuron> => Create<TNeuron>(Environment, Options);
    }

    /// <summary>The controller for an environment's spaces.</summary>
    /// <exception cref="ArgumentException">A size is not positive, or a learned parameter is unknown.</exception>
    internal static Policy Create<TNeuron>(EnvironmentSpec environment, SpikingPolicyOptions options) where TNeuron : struct, INeuron<TNeuron>
    {
        ArgumentNullException.ThrowIfNull(environment);
        ArgumentNullException.ThrowIfNull(options);
        if (options.MoreLayers.Any(neurons => neurons != options.Neurons))
            throw new ArgumentException($"The layers have {string.Join(", ", (int[])[options.Neurons, .. options.MoreLayers])} neurons; those of a controller have equally many.");
        Check("input-scale", options.InputScale);
        Check("readout-scale", options.ReadoutScale);
        int observations = environment.ObservationSpace.Size;
        int outputs = new ActionHead(environment.ActionSpace).Outputs;
        ParameterLayout layout = Layout<TNeuron>(observations, outputs, options);
        TNeuron neuron = TNeuron.Create(options.Neuron);
        int layers = 1 + options.MoreLayers.Count;
        IPolicyKernel kernel = layers == 1 && !options.Recurrent
            ? new SpikingKernel<TNeuron>(neuron, options.Neurons, observations, outputs, options.SubSteps, options.Readout, layout)
            : new LayeredSpikingKernel<TNeuron>(neuron, layers, options.Neurons, TNeuron.Parameters(options.Neuron).Count, observations, outputs, options.SubSteps, options.Readout, options.Recurrent, layout);
        return new Policy("spiking", layout, kernel, layers * options.Neurons, observations, environment.ActionSpace)
        {
            HasSpikes = true,
            Description = string.Create(CultureInfo.InvariantCulture,
                $"{layers * options.Neurons:N0} {(AreAlike(layout) ? "homogeneous" : "heterogeneous")} {TNeuron.Name} neurons{(layers > 1 ? $" in {layers} layers" : "")}{(options.Recurrent ? ", recurrent" : "")} ({options.Condition.ToString().ToLowerInvariant()} condition)"),
        };
    }

    /// <summary>Whether the neurons of a layer are alike, and stay so.</summary>
    static bool AreAlike(ParameterLayout layout) =>
        layout.Slices.All(slice => !slice.OfNeurons || slice.Scope != ParameterScope.Own || (!slice.Trained && slice.Initial.Value != null));

    /// <summary>Hidden neurons for which the weight condition trains about as many numbers as the neuron condition with the given neurons.</summary>
    public static int MatchedNeurons(EnvironmentSpec environment, int parameters)
    {
        ArgumentNullException.ThrowIfNull(environment);
        return MatchedNeurons(environment.ObservationSpace.Size + new ActionHead(environment.ActionSpace).Outputs, parameters);
    }

    /// <summary>Likewise for a number of weights of each neuron.</summary>
    internal static int MatchedNeurons(int weights, int parameters) => Math.Max(1, (int)Math.Round((double)parameters / weights));

    /// <summary>Every number of a network of the named model.</summary>
    internal static ParameterLayout Layout(string neuron, int inputs, int outputs, SpikingPolicyOptions options) => NeuronRegistry.Use(neuron, new Numbering(inputs, outputs, options));

    sealed record Numbering(int Inputs, int Outputs, SpikingPolicyOptions Options) : INeuronUse<ParameterLayout>
    {
        public ParameterLayout With<TNeuron>() where TNeuron : struct, INeuron<TNeuron> => Layout<TNeuron>(Inputs, Outputs, Options);
    }

    /// <summary>Every number of a network: the neurons' parameters, layer by layer, then the weights.</summary>
    internal static ParameterLayout Layout<TNeuron>(int inputs, int outputs, SpikingPolicyOptions options) where TNeuron : struct, INeuron<TNeuron>
    {
        foreach (int neurons in (int[])[options.Neurons, .. options.MoreLayers])
            if (neurons < 1) throw new ArgumentException($"neurons is {neurons}; allowed is 1 or more.");
        if (options.SubSteps < 1) throw new ArgumentException($"sub-steps is {options.SubSteps}; allowed is 1 or more.");
        IReadOnlyList<NeuronParameter> parameters = TNeuron.Parameters(options.Neuron);
        foreach (string name in (string[])[.. options.Learned, .. options.Shared, .. options.SharedNetwork, .. options.Neuron.Starts.Keys]) NeuronParameter.Find(parameters, name);
        if (options.Shared.Intersect(options.SharedNetwork).FirstOrDefault() is { } twice)
            throw new ArgumentException($"{twice} is to be one number for a layer (shared) and one for the network (shared-network); allowed is one of them.");
        int last = options.MoreLayers.Count > 0 ? options.MoreLayers[^1] : options.Neurons;
        return new([.. NeuronSlices(parameters, options), .. WeightSlices(inputs, outputs, last, options)]);
    }

    /// <summary>What the names of a layer's slices begin with.</summary>
    internal static string Prefix(int layer) => layer == 0 ? "hidden/" : $"hidden{layer + 1}/";

    static IEnumerable<ParameterSlice> NeuronSlices(IReadOnlyList<NeuronParameter> parameters, SpikingPolicyOptions options)
    {
        int[] layers = [options.Neurons, .. options.MoreLayers];
        for (int i = 0; i < layers.Length; i++)
            foreach (NeuronParameter parameter in parameters)
            {
                bool chosen = options.Learned.Count == 0 ? parameter.Learned : options.Learned.Contains(parameter.Name);
                ParameterScope scope = options.Shared.Contains(parameter.Name) ? ParameterScope.Layer : options.SharedNetwork.Contains(parameter.Name) ? ParameterScope.Network : ParameterScope.Own;
                yield return new ParameterSlice
                {
                    Name = Prefix(i) + parameter.Name,
                    Shape = [layers[i]],
                    Block = "neurons",
                    Initial = StartOf(parameter, scope, layers, i),
                    Transform = parameter.Transform,
                    Coefficient = parameter.Coefficient,
                    Scope = scope,
                    Trained = chosen && options.Condition is Condition.Neuron or Condition.Both,
                    Unit = parameter.Unit,
                };
            }
    }

    /// <summary>A layer's part of a start: of a list, which goes through the layers in order, its own numbers.</summary>
    static Start StartOf(NeuronParameter parameter, ParameterScope scope, int[] layers, int layer)
    {
        (int count, string each, int first, int own) = scope switch
        {
            ParameterScope.Network => (1, "the network", 0, 1),
            ParameterScope.Layer => (layers.Length, "each layer", layer, 1),
            _ => (layers.Sum(), "each neuron", layers[..layer].Sum(), layers[layer]),
        };
        parameter.Initial.CheckCount(parameter.Name, count, each);
        return parameter.Initial.Part(first, own);
    }

    static void Check(string name, double scale)
    {
        const double Greatest = 1e37; // times a normal number, float32 still holds it
        if (!(scale >= 0 && scale <= Greatest)) throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{name} is {scale}; allowed is 0 to {Greatest}."));
    }

    static IEnumerable<ParameterSlice> WeightSlices(int inputs, int outputs, int last, SpikingPolicyOptions options)
    {
        bool trained = options.Condition is Condition.Weight or Condition.Both;
        ParameterSlice Matrix(string name, int rows, int columns, double scale) => new()
        {
            Name = name,
            Shape = [rows, columns],
            Block = "weights",
            Initial = Start.Normal(0, scale / Math.Sqrt(columns)),
            Trained = trained,
        };

        yield return Matrix(InputWeight, options.Neurons, inputs, options.InputScale);
        if (options.Recurrent) yield return Matrix(Prefix(0) + "recurrent", options.Neurons, options.Neurons, options.InputScale);
        for (int i = 0; i < options.MoreLayers.Count; i++)
        {
            int neurons = options.MoreLayers[i];
            yield return Matrix(Prefix(i + 1) + "weight", neurons, i == 0 ? options.Neurons : options.MoreLayers[i - 1], options.InputScale);
            if (options.Recurrent) yield return Matrix(Prefix(i + 1) + "recurrent", neurons, neurons, options.InputScale);
        }
        yield return Matrix(ReadoutWeight, outputs, last, options.ReadoutScale);
        if (options.Readout == Readout.LeakyIntegrator)
            yield return new ParameterSlice
            {
                Name = ReadoutTau,
                Shape = [outputs],
                Block = "weights",
                Initial = ((Start)options.ReadoutTau).Checked(value => Transform.AboveOneStep.Fault("readout-tau", value, "steps")),
                Transform = Transform.AboveOneStep,
                Coefficient = Transform.EulerGain,
                Unit = "steps",
            };
    }
}
