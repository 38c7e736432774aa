using System.Runtime.CompilerServices;
using Neuromorphic.Neurons;
using Neuromorphic.Numerics;

namespace Neuromorphic.Policies;

/// <summary>How spikes become outputs.</summary>
public enum Readout
{
    /// <summary>Outputs are linear in the spikes of the step.</summary>
    Spikes,
    /// <summary>Outputs are the potentials of leaky integrators that the spikes drive and that never fire.</summary>
    LeakyIntegrator,
}

/// <summary>
/// One layer of spiking neurons between a linear input and a linear readout, no biases:
/// <code>I = W_in x;  s = neuron(I), k sub-steps;  y = W_out mean(s)  or  y = y + (W_out mean(s) - y) / tau_out</code>
/// </summary>
/// <remarks>
/// The population is worked through in tiles of <see cref="Tile"/> neurons that stay in the nearest cache, and a readout is the sum
/// of the tiles' sums: a device that gives tiles to threads adds in the same order.
/// State: [neuron state][integrators], scratch: [currents][spikes][outputs].
/// </remarks>
public readonly struct SpikingKernel<TNeuron> : IPolicyKernel where TNeuron : struct, INeuron<TNeuron>
{
    /// <summary>Neurons whose spikes are summed first.</summary>
    public const int Tile = 16;

    readonly TNeuron neuron;
    readonly int neurons, observations, subSteps;
    readonly Flag ownNeurons, ownWeights; // whether each member has its own
    readonly int inputWeight, readoutWeight, readoutGain;
    readonly int integrators, currents, spikes, outputs;
    readonly Readout readout;
    readonly ActionHead head;

    internal SpikingKernel(TNeuron neuron, int neurons, int observations, ActionHead head, int subSteps, Readout readout, ParameterLayout layout)
    {
        this.neuron = neuron;
        this.neurons = neurons;
        this.observations = observations;
        this.subSteps = subSteps;
        this.readout = readout;
        this.head = head;
        ParameterSlice input = layout[SpikingPolicy.InputWeight];
        ownNeurons = layout.Slices[0].PerMember;
        ownWeights = input.PerMember;
        inputWeight = input.BufferOffset;
        readoutWeight = layout[SpikingPolicy.ReadoutWeight].BufferOffset;
        readoutGain = readout == Readout.LeakyIntegrator ? layout[SpikingPolicy.ReadoutTau].BufferOffset : 0;
        integrators = neurons * TNeuron.StateSize;
        currents = integrators + (readout == Readout.LeakyIntegrator ? head.Outputs : 0);
        spikes = currents + Tile;
        outputs = spikes + Tile;
    }

    /// <inheritdoc/>
    public int StateSize => outputs + head.Outputs;

    /// <inheritdoc/>
    public void Reset<R, B, F>(PolicyParameters<R, B, F> parameters, B state)
        where R : unmanaged, IReal<R> where B : struct, IBuffer<R> where F : struct, IBuffer<R>
    {
        for (int n = 0; n < neurons; n++)
            if (ownNeurons) neuron.Reset<R, B, B>(parameters.PerMember, state, n, neurons);
            else neuron.Reset<R, F, B>(parameters.Shared, state, n, neurons);
        for (int i = integrators; i < currents; i++) state[i] = 0f;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Act<R, B, F, TProbe>(PolicyParameters<R, B, F> parameters, B state, B observation, B action, ref TProbe probe)
        where R : unmanaged, IReal<R> where B : struct, IBuffer<R> where F : struct, IBuffer<R> where TProbe : struct, IProbe
    {
        probe.BeginStep(subSteps);
        for (int o = 0; o < head.Outputs; o++) state[outputs + o] = 0f;
        for (int first = 0; first < neurons; first += Tile)
        {
            int count = Math.Min(Tile, neurons - first);
            for (int i = 0; i < count; i++) state[currents + i] = 0f;
            if (ownWeights) Dense.MultiplyAdd<R, B, B>(parameters.PerMember, inputWeight + first * observations, observations, observation, 0, observations, state, currents, count);
            else Dense.MultiplyAdd<R, F, B>(parameters.Shared, inputWeight + first * observations, observations, observation, 0, observations, state, currents, count);
            if (ownNeurons) Fire<R, B, B, TProbe>(parameters.PerMember, state, first, count, ref probe);
            else Fire<R, F, B, TProbe>(parameters.Shared, state, first, count, ref probe);
            if (ownWeights) Dense.MultiplyAdd<R, B, B>(parameters.PerMember, readoutWeight + first, neurons, state, spikes, count, state, outputs, head.Outputs);
            else Dense.MultiplyAdd<R, F, B>(parameters.Shared, readoutWeight + first, neurons, state, spikes, count, state, outputs, head.Outputs);
        }
        if (readout == Readout.LeakyIntegrator) Integrate(parameters, state);
        head.Act<R, B>(state, readout == Readout.LeakyIntegrator ? integrators : outputs, action);
    }

    /// <summary>Neurons first ... first + count - 1 make their sub-steps; their mean spikes go to the scratch memory.</summary>
    /// <remarks>The sub-step is the outer loop: a neuron's next sub-step waits for its last, and meanwhile the others of the tile run.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void Fire<R, P, B, TProbe>(P parameters, B state, int first, int count, ref TProbe probe)
        where R : unmanaged, IReal<R> where P : struct, IBuffer<R> where B : struct, IBuffer<R> where TProbe : struct, IProbe
    {
        R share = 1f / subSteps;
        for (int i = 0; i < count; i++) state[spikes + i] = 0f;
        for (int k = 0; k < subSteps; k++)
            for (int i = 0; i < count; i++)
            {
                R spike = neuron.Step<R, P, B>(parameters, state, first + i, neurons, state[currents + i]);
                probe.Record(first + i, k, state, spike);
                state[spikes + i] = R.Fma(spike, share, state[spikes + i]);
            }
    }

    void Integrate<R, B, F>(PolicyParameters<R, B, F> parameters, B state)
        where R : unmanaged, IReal<R> where B : struct, IBuffer<R> where F : struct, IBuffer<R>
    {
        for (int o = 0; o < head.Outputs; o++)
        {
            R gain = ownWeights ? parameters.PerMember[readoutGain + o] : parameters.Shared[readoutGain + o];
            state[integrators + o] = R.Fma(gain, state[outputs + o] - state[integrators + o], state[integrators + o]);
        }
    }
}
