using System.Runtime.CompilerServices;
using Neuromorphic.Neurons;
using Neuromorphic.Numerics;
using Neuromorphic.Registries;

namespace Neuromorphic.Policies;

/// <summary>The nonlinearity of a multilayer perceptron.</summary>
public enum Activation
{
    /// <summary>Hyperbolic tangent.</summary>
    Tanh,
    /// <summary>max(x, 0).</summary>
    Relu,
}

/// <summary>Fully connected layers of equal width: h = f(W h + b), and a linear readout y = W h + b. No state; scratch: [layers, width][outputs], where a probe finds each neuron's activation.</summary>
/// <remarks>Parameters by layer: weights [width, inputs], then biases [width].</remarks>
public readonly struct MlpKernel(int observations, int width, int layers, Activation activation, int outputs) : IPolicyKernel
{
    const int Rows = 8; // that a thread of a team takes at once

    /// <inheritdoc/>
    public int StateSize => checked(layers * width + outputs);

    /// <inheritdoc/>
    public int Outputs => layers * width;

    /// <inheritdoc/>
    public int Parts => layers == 0 ? 1 : (width + Rows - 1) / Rows;

    /// <inheritdoc/>
    public void Reset<R, B, F, TTeam>(PolicyParameters<R, B, F> parameters, B state, TTeam team)
        where R : unmanaged, IReal<R> where B : struct, IBuffer<R> where F : struct, IBuffer<R> where TTeam : struct, ITeam
    {
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<R, B, F, TProbe, TTeam>(PolicyParameters<R, B, F> parameters, B state, B observation, ref TProbe probe, TTeam team)
        where R : unmanaged, IReal<R> where B : struct, IBuffer<R> where F : struct, IBuffer<R> where TProbe : struct, IProbe where TTeam : struct, ITeam
    {
        probe.BeginStep(1);
        B w = parameters.PerMember;
        int parameter = 0, inputs = observations, from = 0;
        int rows = TTeam.IsAlone ? width : Rows;
        B input = observation;
        for (int layer = 0; layer < layers; layer++)
        {
            int to = layer * width;
            for (int first = team.Rank * rows; first < width; first += team.Size * rows)
            {
                int count = Math.Min(rows, width - first);
                Affine<R, B>(w, parameter, width, input, from, inputs, state, to, first, count);
                Activate<R, B>(state, to + first, count);
            }
            team.Barrier();
            for (int i = 0; i < width; i++) probe.Record<R, B>(to + i, 0, state, state[to + i]);
            parameter += width * (inputs + 1);
            input = state;
            from = to;
            inputs = width;
        }
        if (team.Rank == 0) Affine<R, B>(w, parameter, outputs, input, from, inputs, state, layers * width, 0, outputs);
    }

    /// <summary>Rows first ... first + count - 1 of a layer: to = W from + b.</summary>
    static void Affine<R, B>(B w, int parameter, int rows, B input, int from, int inputs, B state, int to, int first, int count)
        where R : unmanaged, IReal<R> where B : struct, IBuffer<R>
    {
        for (int i = first; i < first + count; i++) state[to + i] = w[parameter + rows * inputs + i];
        Dense.MultiplyAdd<R, B, B>(w, parameter + first * inputs, inputs, input, from, inputs, state, to + first, count);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void Activate<R, B>(B state, int first, int count) where R : unmanaged, IReal<R> where B : struct, IBuffer<R>
    {
        if (activation == Activation.Tanh)
            for (int i = 0; i < count; i++) state[first + i] = R.Tanh(state[first + i]);
        else
            for (int i = 0; i < count; i++) state[first + i] = R.Select(state[first + i] < 0f, 0f, state[first + i]); // NaN stays NaN
    }
}

/// <summary>The baseline without neurons: a multilayer perceptron whose weights and biases are trained.</summary>
public static class MlpPolicy
{
    static readonly Setting<int> Neurons = Setting.Count("neurons", 1, 64, "Units of each hidden layer.");
    static readonly Setting<int> Layers = Setting.Count("layers", 0, 2, "Hidden layers; 0 for a linear policy.");
    static readonly Setting<Activation> Activation = Setting.Choice("activation", Policies.Activation.Tanh, "Nonlinearity.");

    /// <summary>Its settings, in the order of help.</summary>
    public static IReadOnlyList<Setting> Settings { get; } = [Neurons, Layers, Activation];

    /// <summary>The controller for an environment's spaces, with given settings.</summary>
    public static Policy Create(Environments.EnvironmentSpec environment, OptionSet given)
    {
        ArgumentNullException.ThrowIfNull(given);
        return Create(environment, given.Get(Neurons), given.Get(Layers), given.Get(Activation));
    }

    /// <summary>The controller for an environment's spaces, linear without layers; weights begin as N(0, 1/fan_in), biases at zero.</summary>
    /// <exception cref="ArgumentException">A size is not positive.</exception>
    public static Policy Create(Environments.EnvironmentSpec environment, int width, int layers, Activation activation)
    {
        ArgumentNullException.ThrowIfNull(environment);
        if (width < 1) throw new ArgumentException($"neurons is {width}; allowed is 1 or more.");
        if (layers < 0) throw new ArgumentException($"layers is {layers}; allowed is 0 or more.");
        int observations = environment.ObservationSpace.Size;
        int outputs = new ActionHead(environment.ActionSpace).Outputs;
        List<ParameterSlice> slices = [];
        int inputs = observations;
        for (int layer = 0; layer <= layers; layer++)
        {
            (string name, int rows) = layer < layers ? ($"hidden{layer + 1}", width) : ("readout", outputs);
            slices.Add(new() { Name = name + "/weight", Shape = [rows, inputs], Block = "weights", Initial = Start.Normal(0, 1 / Math.Sqrt(inputs)), Trained = true });
            slices.Add(new() { Name = name + "/bias", Shape = [rows], Block = "weights", Initial = 0, Trained = true });
            inputs = width;
        }
        return new Policy("mlp", new ParameterLayout(slices), new MlpKernel(observations, width, layers, activation, outputs), width * layers, observations, environment.ActionSpace) { Description = $"an mlp of {layers} x {width} units" };
    }
}
