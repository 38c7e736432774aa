using System.Runtime.CompilerServices;
using Neuromorphic.Neurons;
using Neuromorphic.Numerics;

namespace Neuromorphic.Policies;

/// <summary>
/// Layers of equally many spiking neurons, one after the other and perhaps each with its own last spikes, between a linear input and a linear readout:
/// <code>I_1 = W_in x (+ V_1 s_1);  I_i = W_i s_(i-1) (+ V_i s_i);  s_i = neuron(I_i), k sub-steps;  y as in <see cref="SpikingKernel{TNeuron}"/> from the last layer</code>
/// </summary>
/// <remarks>
/// A sub-step passes through all layers; V reads the spikes of the sub-step before. One thread for an individual.
/// State: [layer, neuron state][layer, last spikes][integrators], scratch: [outputs][constant currents][currents][mean spikes].
/// </remarks>
public readonly struct LayeredSpikingKernel<TNeuron> : IPolicyKernel where TNeuron : struct, INeuron<TNeuron>
{
    const int Tile = SpikingKernel<TNeuron>.Tile;

    readonly TNeuron neuron;
    readonly int layers, neurons, observations, subSteps, parametersOfLayer;
    readonly Flag ownNeurons, ownWeights, recurrent, leaky;
    readonly int inputWeight, readoutWeight, readoutGain;
    readonly int outputCount, spikes, integrators, outputs, constant, currents, means;

    internal LayeredSpikingKernel(TNeuron neuron, int layers, int neurons, int parameters, int observations, int outputs, int subSteps, Readout readout, bool recurrent, ParameterLayout layout)
    {
        this.neuron = neuron;
        this.layers = layers;
        this.neurons = neurons;
        this.observations = observations;
        this.subSteps = subSteps;
        outputCount = outputs;
        this.recurrent = recurrent;
        leaky = readout == Readout.LeakyIntegrator;
        parametersOfLayer = parameters * neurons;
        ParameterSlice input = layout[SpikingPolicy.InputWeight];
        ownNeurons = layout.Slices[0].PerMember;
        ownWeights = input.PerMember;
        inputWeight = input.BufferOffset;
        readoutWeight = layout[SpikingPolicy.ReadoutWeight].BufferOffset;
        readoutGain = readout == Readout.LeakyIntegrator ? layout[SpikingPolicy.ReadoutTau].BufferOffset : 0;
        spikes = checked(layers * neurons * TNeuron.StateSize);
        integrators = checked(spikes + layers * neurons);
        this.outputs = integrators + (readout == Readout.LeakyIntegrator ? outputs : 0);
        constant = this.outputs + outputs;
        currents = constant + neurons;
        means = currents + neurons;
    }

    /// <inheritdoc/>
    public int StateSize => checked(means + neurons);

    /// <inheritdoc/>
    public int Outputs => leaky ? integrators : outputs;

    /// <inheritdoc/>
    public void Reset<R, B, F, TTeam>(PolicyParameters<R, B, F> parameters, B state, TTeam team)
        where R : unmanaged, IReal<R> where B : struct, IBuffer<R> where F : struct, IBuffer<R> where TTeam : struct, ITeam
    {
        for (int layer = 0; layer < layers; layer++)
        {
            OffsetBuffer<R, B> own = new(state, layer * neurons * TNeuron.StateSize);
            for (int n = 0; n < neurons; n++)
                if (ownNeurons) neuron.Reset<R, OffsetBuffer<R, B>, OffsetBuffer<R, B>>(new(parameters.PerMember, layer * parametersOfLayer), own, n, neurons);
                else neuron.Reset<R, OffsetBuffer<R, F>, OffsetBuffer<R, B>>(new(parameters.Shared, layer * parametersOfLayer), own, n, neurons);
        }
        for (int i = spikes; i < outputs; i++) state[i] = 0f;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<R, B, F, TProbe, TTeam>(PolicyParameters<R, B, F> parameters, B state, B observation, ref TProbe probe, TTeam team)
        where R : unmanaged, IReal<R> where B : struct, IBuffer<R> where F : struct, IBuffer<R> where TProbe : struct, IProbe where TTeam : struct, ITeam
    {
        probe.BeginStep(subSteps);
        for (int n = 0; n < neurons; n++) state[constant + n] = state[means + n] = 0f;
        Multiply(parameters, inputWeight, observations, observation, 0, state, constant);
        for (int k = 0; k < subSteps; k++)
        {
            int weights = inputWeight + neurons * observations;
            for (int layer = 0; layer < layers; layer++)
            {
                if (layer == 0)
                    for (int n = 0; n < neurons; n++) state[currents + n] = state[constant + n];
                else
                {
                    for (int n = 0; n < neurons; n++) state[currents + n] = 0f;
                    Multiply(parameters, weights, neurons, state, spikes + (layer - 1) * neurons, state, currents);
                    weights += neurons * neurons;
                }
                if (recurrent)
                {
                    Multiply(parameters, weights, neurons, state, spikes + layer * neurons, state, currents);
                    weights += neurons * neurons;
                }
                if (ownNeurons) Step<R, B, B, TProbe>(parameters.PerMember, state, layer, k, ref probe);
                else Step<R, F, B, TProbe>(parameters.Shared, state, layer, k, ref probe);
            }
        }
        Read(parameters, state);
    }

    /// <summary>Adds to the currents of a layer.</summary>
    void Multiply<R, B, F>(PolicyParameters<R, B, F> parameters, int weights, int columns, B x, int from, B state, int to)
        where R : unmanaged, IReal<R> where B : struct, IBuffer<R> where F : struct, IBuffer<R>
    {
        if (ownWeights) Dense.MultiplyAdd<R, B, B>(parameters.PerMember, weights, columns, x, from, columns, state, to, neurons);
        else Dense.MultiplyAdd<R, F, B>(parameters.Shared, weights, columns, x, from, columns, state, to, neurons);
    }

    /// <summary>One sub-step of a layer.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void Step<R, P, B, TProbe>(P parameters, B state, int layer, int subStep, ref TProbe probe)
        where R : unmanaged, IReal<R> where P : struct, IBuffer<R> where B : struct, IBuffer<R> where TProbe : struct, IProbe
    {
        OffsetBuffer<R, P> ownParameters = new(parameters, layer * parametersOfLayer);
        OffsetBuffer<R, B> ownState = new(state, layer * neurons * TNeuron.StateSize), seen = new(state, layer * neurons * (TNeuron.StateSize - 1));
        R share = 1f / subSteps;
        bool last = layer == layers - 1;
        for (int n = 0; n < neurons; n++)
        {
            R spike = neuron.Step<R, OffsetBuffer<R, P>, OffsetBuffer<R, B>>(ownParameters, ownState, n, neurons, state[currents + n]);
            probe.Record(layer * neurons + n, subStep, seen, spike);
            state[spikes + layer * neurons + n] = spike;
            if (last) state[means + n] = R.Fma(spike, share, state[means + n]);
        }
    }

    /// <summary>Outputs, added tile by tile.</summary>
    void Read<R, B, F>(PolicyParameters<R, B, F> parameters, B state)
        where R : unmanaged, IReal<R> where B : struct, IBuffer<R> where F : struct, IBuffer<R>
    {
        for (int o = 0; o < outputCount; o++) state[outputs + o] = 0f;
        for (int first = 0; first < neurons; first += Tile)
        {
            int count = Math.Min(Tile, neurons - first);
            if (ownWeights) Dense.MultiplyAdd<R, B, B>(parameters.PerMember, readoutWeight + first, neurons, state, means + first, count, state, outputs, outputCount);
            else Dense.MultiplyAdd<R, F, B>(parameters.Shared, readoutWeight + first, neurons, state, means + first, count, state, outputs, outputCount);
        }
        for (int o = 0; leaky && o < outputCount; o++)
        {
            R gain = ownWeights ? parameters.PerMember[readoutGain + o] : parameters.Shared[readoutGain + o], potential = state[integrators + o];
            state[integrators + o] = R.Fma(gain, state[outputs + o] - potential, potential);
        }
    }
}
