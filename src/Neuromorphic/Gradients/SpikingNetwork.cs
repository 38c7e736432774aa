using Neuromorphic.Neurons;
using Neuromorphic.Numerics;
using Neuromorphic.Policies;

namespace Neuromorphic.Gradients;

/// <summary>A layer of spiking neurons: where its numbers stand in the layout.</summary>
/// <param name="Neurons">Neurons.</param>
/// <param name="Inputs">Numbers that its weights multiply: observations, or spikes of the layer before.</param>
/// <param name="Parameters">The slices of the neurons' parameters [neurons], in the order in which kernels read them.</param>
/// <param name="Weight">The slice of the weights [neurons, inputs].</param>
/// <param name="Recurrent">The slice of the weights from the layer's own last spikes [neurons, neurons], or null.</param>
public sealed record SpikingLayer(int Neurons, int Inputs, IReadOnlyList<ParameterSlice> Parameters, ParameterSlice Weight, ParameterSlice? Recurrent);

/// <summary>
/// A network as gradients see it: dense weights and spiking neurons, layer after layer, then a linear readout, no biases.
/// With one layer and no recurrent weights it is the spiking controller, on the same layout.
/// </summary>
/// <remarks>
/// Slices of the first layer are those of <see cref="SpikingPolicy"/>; layer i from 2 has hidden{i}/weight and hidden{i}/tau and so on;
/// recurrent weights are hidden/recurrent, hidden{i}/recurrent. The first layer's currents are constant within the sub-steps of a step.
/// </remarks>
public sealed class SpikingNetwork : IGradientModel
{
    SpikingNetwork(Type neuron, object model, int inputs, int outputs, SpikingPolicyOptions options)
    {
        NeuronType = neuron;
        Model = model;
        Inputs = inputs;
        Outputs = outputs;
        Options = options;
        Layout = null!;
        Layers = null!;
    }

    int StateSize { get; init; }

    /// <summary>The neuron model: an <see cref="INeuron{TSelf}"/>.</summary>
    internal Type NeuronType { get; }
    /// <summary>The model under its options, boxed.</summary>
    internal object Model { get; }
    /// <summary>Numbers of an input.</summary>
    public int Inputs { get; }
    /// <summary>Numbers of an output.</summary>
    public int Outputs { get; }
    /// <summary>Options of the network.</summary>
    public SpikingPolicyOptions Options { get; }
    /// <summary>Every number of it.</summary>
    public ParameterLayout Layout { get; private init; }
    /// <inheritdoc/>
    public bool AllowsIndependentSteps => !Options.Recurrent;
    /// <inheritdoc/>
    public bool IsExact => false;

    /// <inheritdoc/>
    public double BytesOf(GradientOptions options, int capacity)
    {
        ArgumentNullException.ThrowIfNull(options);
        const int Tile = Tiled<Scalar>.Tile, Block = LayerSequence<Scalar>.BlockSize;
        double window = options.Window == 0 ? capacity : Math.Min(options.Window, capacity), subSteps = window * Options.SubSteps, states = StateSize, items = 0;
        for (int l = 0; l < Layers.Count; l++)
        {
            SpikingLayer layer = Layers[l];
            double stretch = Math.Min(window, LayerSequence<Scalar>.StretchOf(layer, Options.SubSteps, l == 0));
            bool recurrent = layer.Recurrent != null, last = l == Layers.Count - 1;
            double ofNeuron = (l == 0 && !recurrent ? window : subSteps) // currents
                + ((recurrent ? subSteps : Math.Ceiling(window / stretch) * Math.Ceiling(stretch * Options.SubSteps / Block)) + 1) * states
                + (last && !recurrent ? 0 : 2 * subSteps) // spikes, and turned
                + (recurrent ? subSteps : 0) + states + layer.Parameters.Count
                + (capacity > window ? Math.Ceiling(capacity / window) * states : 0);
            items += Math.Ceiling(layer.Neurons / (double)Tile) * Tile * ofNeuron;
        }
        items += capacity * (2.0 * Padded(Inputs) + 3 * Padded(Outputs)) + window * Padded(Outputs); // both ends
        items += Tile * (3 * subSteps + 5 * window); // a thread's tile
        return sizeof(float) * SequenceGroup.Members * items;

        static double Padded(int count) => Math.Ceiling(count / (double)Tile) * Tile;
    }

    /// <inheritdoc/>
    SequenceGroup IGradientModel.CreateGroup(Type number, GradientOptions options, int capacity, bool inputGradients, StepRelation relation) =>
        Generic.Create<SequenceGroup>(typeof(LaneSequenceGroup<,,>), [NeuronType, SurrogateRegistry.TypeOf(options.Surrogate), number], this, options, capacity, inputGradients, relation);

    /// <summary>The layers, first to last.</summary>
    public IReadOnlyList<SpikingLayer> Layers { get; private init; }
    /// <summary>The slice of the readout [outputs, neurons of the last layer].</summary>
    public ParameterSlice ReadoutWeight => Layout[SpikingPolicy.ReadoutWeight];
    /// <summary>The slice of the readout's time constants, if outputs are leaky integrators.</summary>
    public ParameterSlice? ReadoutTau => Options.Readout == Readout.LeakyIntegrator ? Layout[SpikingPolicy.ReadoutTau] : null;

    /// <summary>A network of the named model, for training by gradients.</summary>
    /// <param name="neuron">The model.</param>
    /// <param name="inputs">Numbers of an input.</param>
    /// <param name="outputs">Numbers of an output.</param>
    /// <param name="options">Options of the network.</param>
    /// <exception cref="ArgumentException">No model has the name, or an option is not allowed.</exception>
    public static SpikingNetwork Create(string neuron, int inputs, int outputs, SpikingPolicyOptions options) => NeuronRegistry.Use(neuron, new Creation(inputs, outputs, options));

    sealed record Creation(int Inputs, int Outputs, SpikingPolicyOptions Options) : INeuronUse<SpikingNetwork>
    {
        public SpikingNetwork With<TNeuron>() where TNeuron : struct, INeuron<TNeuron> => Create<TNeuron>(Inputs, Outputs, Options);
    }

    /// <summary>A network of one neuron model.</summary>
    /// <exception cref="ArgumentException">A size is not positive, or a learned parameter is unknown.</exception>
    public static SpikingNetwork Create<TNeuron>(int inputs, int outputs, SpikingPolicyOptions options) where TNeuron : struct, INeuron<TNeuron>
    {
        ArgumentNullException.ThrowIfNull(options);
        if (inputs < 1) throw new ArgumentException($"inputs is {inputs}; allowed is 1 or more.");
        if (outputs < 1) throw new ArgumentException($"outputs is {outputs}; allowed is 1 or more.");
        ParameterLayout layout = SpikingPolicy.Layout<TNeuron>(inputs, outputs, options);
        int[] neurons = [options.Neurons, .. options.MoreLayers];
        int parameters = TNeuron.Parameters(options.Neuron).Count;
        SpikingLayer[] layers = new SpikingLayer[neurons.Length];
        for (int i = 0; i < neurons.Length; i++)
        {
            string prefix = SpikingPolicy.Prefix(i);
            ParameterSlice[] own = [.. layout.Slices.Where(slice => slice.Name.StartsWith(prefix, StringComparison.Ordinal))];
            layers[i] = new(neurons[i], i == 0 ? inputs : neurons[i - 1], own[..parameters],
                layout[i == 0 ? SpikingPolicy.InputWeight : prefix + "weight"], options.Recurrent ? layout[prefix + "recurrent"] : null);
        }
        return new(typeof(TNeuron), TNeuron.Create(options.Neuron), inputs, outputs, options) { Layout = layout, Layers = layers, StateSize = TNeuron.StateSize };
    }
}
