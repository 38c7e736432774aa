using Neuromorphic.Numerics;
using Neuromorphic.Policies;

namespace Neuromorphic.Gradients;

/// <summary>A dense layer: where its numbers stand in the layout.</summary>
/// <param name="Units">Units.</param>
/// <param name="Inputs">Numbers that its weights multiply.</param>
/// <param name="Weight">The slice of the weights [units, inputs].</param>
/// <param name="Bias">The slice of the biases [units].</param>
/// <param name="Groups">Its units by activation function; none of a linear layer.</param>
/// <param name="Numbers">Where each group's numbers [units of the group] begin in the layout, in the order P0, P1, ....</param>
public sealed record DenseLayer(int Units, int Inputs, ParameterSlice Weight, ParameterSlice Bias, IReadOnlyList<ActivationGroup> Groups, IReadOnlyList<IReadOnlyList<int>> Numbers);

/// <summary>A multilayer perceptron as gradients see it, on the layout of <see cref="MlpPolicy"/>. It has no state: a step does not depend on those before it.</summary>
public sealed class DenseNetwork : IGradientModel
{
    /// <summary>A network.</summary>
    /// <param name="inputs">Numbers of an input.</param>
    /// <param name="outputs">Numbers of an output.</param>
    /// <param name="options">Options of the network.</param>
    /// <exception cref="ArgumentException">A size is not positive, or an activation is no function of x alone.</exception>
    public DenseNetwork(int inputs, int outputs, MlpOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (inputs < 1) throw new ArgumentException($"inputs is {inputs}; allowed is 1 or more.");
        if (outputs < 1) throw new ArgumentException($"outputs is {outputs}; allowed is 1 or more.");
        (Inputs, Outputs) = (inputs, outputs);
        Layout = MlpPolicy.Layout(inputs, outputs, options);
        IReadOnlyList<ActivationGroup> groups = MlpPolicy.Groups(options);
        Layers = [.. Enumerable.Range(0, options.Layers + 1).Select(layer =>
        {
            bool hidden = layer < options.Layers;
            string prefix = MlpPolicy.Prefix(layer, options);
            IReadOnlyList<int>[] numbers = [.. groups.Select(group => (IReadOnlyList<int>)[.. group.Numbers.Where(_ => hidden).Select(number => Layout[prefix + number.Slice].Offset + number.Row * group.Count)])];
            return new DenseLayer(hidden ? options.Neurons : outputs, layer == 0 ? inputs : options.Neurons, Layout[prefix + "weight"], Layout[prefix + "bias"], hidden ? groups : [], numbers);
        })];
    }

    /// <inheritdoc/>
    public double BytesOf(GradientOptions options, int capacity)
    {
        double items = 2.0 * Padded(Inputs) + 2 * Padded(Outputs) + Padded(1); // both ends, and a tile
        foreach (DenseLayer layer in Layers.SkipLast(1)) items += 4 * Padded(layer.Units);
        return sizeof(float) * SequenceGroup.Members * items * capacity;

        static double Padded(int count) => Math.Ceiling(count / (double)Tiled<Scalar>.Tile) * Tiled<Scalar>.Tile;
    }

    /// <inheritdoc/>
    public ParameterLayout Layout { get; }
    /// <inheritdoc/>
    public int Inputs { get; }
    /// <inheritdoc/>
    public int Outputs { get; }
    /// <inheritdoc/>
    public bool AllowsIndependentSteps => true;
    /// <inheritdoc/>
    public bool IsExact => true;
    /// <summary>The layers, first to last; the last one is the readout.</summary>
    public IReadOnlyList<DenseLayer> Layers { get; }

    /// <inheritdoc/>
    SequenceGroup IGradientModel.CreateGroup(Type number, GradientOptions options, int capacity, bool inputGradients, StepRelation relation) =>
        Generic.Create<SequenceGroup>(typeof(DenseSequenceGroup<>), [number], this, capacity, inputGradients);
}
