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
/// of the tiles' sums: a team adds in the same order.
/// State: [neuron state][integrators], scratch: [outputs][currents][spikes][tile, output].
/// </remarks>
public readonly struct SpikingKernel<TNeuron> : IDrivenKernel where TNeuron : struct, INeuron<TNeuron>
{
    /// <summary>Neurons whose spikes are summed first.</summary>
    public const int Tile = 16;

    readonly TNeuron neuron;
    readonly int neurons, observations, subSteps;
    readonly Flag ownNeurons, ownWeights; // whether each member has its own
    readonly int inputWeight, readoutWeight, readoutGain;
    readonly int outputCount, integrators, outputs, scratch;
    readonly Readout readout;
    readonly Flag driven; // whether an observation is the neurons' currents

    internal SpikingKernel(TNeuron neuron, int neurons, int observations, int outputs, int subSteps, Readout readout, ParameterLayout layout)
    {
        this.neuron = neuron;
        this.neurons = neurons;
        this.observations = observations;
        this.subSteps = subSteps;
        this.readout = readout;
        outputCount = outputs;
        ParameterSlice input = layout[SpikingPolicy.InputWeight];
        ownNeurons = layout.Slices[0].PerMember;
        ownWeights = input.PerMember;
        inputWeight = input.BufferOffset;
        readoutWeight = layout[SpikingPolicy.ReadoutWeight].BufferOffset;
        readoutGain = readout == Readout.LeakyIntegrator ? layout[SpikingPolicy.ReadoutTau].BufferOffset : 0;
        integrators = checked(neurons * TNeuron.StateSize);
        this.outputs = integrators + (readout == Readout.LeakyIntegrator ? outputs : 0);
        scratch = this.outputs + outputs;
    }

    SpikingKernel(SpikingKernel<TNeuron> whole)
    {
        this = whole;
        driven = true;
        observations = neurons;
    }

    /// <inheritdoc/>
    IPolicyKernel? IDrivenKernel.Driven => ownWeights || driven ? null : new SpikingKernel<TNeuron>(this);

    /// <inheritdoc/>
    public int StateSize => checked(scratch + 2 * neurons + Tiles * outputCount);

    /// <inheritdoc/>
    public int Outputs => readout == Readout.LeakyIntegrator ? integrators : outputs;

    /// <inheritdoc/>
    public int Parts => neurons;

    int Tiles => (neurons + Tile - 1) / Tile;

    /// <inheritdoc/>
    public void Reset<R, B, F, TTeam>(PolicyParameters<R, B, F> parameters, B state, TTeam team)
        where R : unmanaged, IReal<R> where B : struct, IBuffer<R> where F : struct, IBuffer<R> where TTeam : struct, ITeam
    {
        for (int n = team.Rank; n < neurons; n += team.Size)
            if (ownNeurons) neuron.Reset<R, B, B>(parameters.PerMember, state, n, neurons);
            else neuron.Reset<R, F, B>(parameters.Shared, state, n, neurons);
        for (int i = integrators + team.Rank; i < outputs; i += team.Size) state[i] = 0f;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<R, B, F, TProbe, TTeam>(PolicyParameters<R, B, F> parameters, B state, B observation, ref TProbe probe, TTeam team)
        where R : unmanaged, IReal<R> where B : struct, IBuffer<R> where F : struct, IBuffer<R> where TProbe : struct, IProbe where TTeam : struct, ITeam
    {
        probe.BeginStep(subSteps);
        if (TTeam.IsAlone) Spike(parameters, state, observation, ref probe);
        else Spike(parameters, state, observation, ref probe, team);
        team.Barrier();
        for (int o = team.Rank; o < outputCount; o += team.Size)
        {
            if (!TTeam.IsAlone) SumTiles<R, B>(state, o);
            if (readout == Readout.LeakyIntegrator) Integrate(parameters, state, o);
        }
    }

    /// <summary>One thread works through the population tile by tile; one tile's scratch serves all, and their outputs are added as they come.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void Spike<R, B, F, TProbe>(PolicyParameters<R, B, F> parameters, B state, B observation, ref TProbe probe)
        where R : unmanaged, IReal<R> where B : struct, IBuffer<R> where F : struct, IBuffer<R> where TProbe : struct, IProbe
    {
        int currents = scratch, spikes = currents + Math.Min(Tile, neurons);
        for (int o = 0; o < outputCount; o++) state[outputs + o] = 0f;
        for (int first = 0; first < neurons; first += Tile)
        {
            int count = Math.Min(Tile, neurons - first);
            Fire(parameters, state, observation, first, count, currents, spikes, ref probe);
            Read(parameters, state, first, count, spikes, outputs, 0, outputCount);
        }
    }

    /// <summary>A team divides the neurons, then the sums of tiles for each output.</summary>
    void Spike<R, B, F, TProbe, TTeam>(PolicyParameters<R, B, F> parameters, B state, B observation, ref TProbe probe, TTeam team)
        where R : unmanaged, IReal<R> where B : struct, IBuffer<R> where F : struct, IBuffer<R> where TProbe : struct, IProbe where TTeam : struct, ITeam
    {
        int currents = scratch, spikes = currents + neurons, sums = spikes + neurons;
        int share = Math.Min(8, (neurons + team.Size - 1) / team.Size); // neurons that a thread takes at once
        for (int first = team.Rank * share; first < neurons; first += team.Size * share)
            Fire(parameters, state, observation, first, Math.Min(share, neurons - first), currents + first, spikes + first, ref probe);
        team.Barrier();
        for (int sum = team.Rank; sum < Tiles * outputCount; sum += team.Size)
        {
            int first = sum / outputCount * Tile;
            state[sums + sum] = 0f;
            Read(parameters, state, first, Math.Min(Tile, neurons - first), spikes + first, sums + sum, sum % outputCount, 1);
        }
    }

    /// <summary>Currents, and mean spikes of the sub-steps, of the neurons first ... first + count - 1.</summary>
    void Fire<R, B, F, TProbe>(PolicyParameters<R, B, F> parameters, B state, B observation, int first, int count, int currents, int spikes, ref TProbe probe)
        where R : unmanaged, IReal<R> where B : struct, IBuffer<R> where F : struct, IBuffer<R> where TProbe : struct, IProbe
    {
        for (int i = 0; i < count; i++) state[currents + i] = driven ? observation[first + i] : 0f;
        if (driven) { }
        else if (ownWeights) Dense.MultiplyAdd<R, B, B>(parameters.PerMember, inputWeight + first * observations, observations, observation, 0, observations, state, currents, count);
        else Dense.MultiplyAdd<R, F, B>(parameters.Shared, inputWeight + first * observations, observations, observation, 0, observations, state, currents, count);
        if (ownNeurons) Step<R, B, B, TProbe>(parameters.PerMember, state, first, count, currents, spikes, ref probe);
        else Step<R, F, B, TProbe>(parameters.Shared, state, first, count, currents, spikes, ref probe);
    }

    /// <summary>Adds the spikes of the neurons first ... first + count - 1 to a number of outputs.</summary>
    void Read<R, B, F>(PolicyParameters<R, B, F> parameters, B state, int first, int count, int spikes, int to, int output, int number)
        where R : unmanaged, IReal<R> where B : struct, IBuffer<R> where F : struct, IBuffer<R>
    {
        int weights = readoutWeight + output * neurons + first;
        if (ownWeights) Dense.MultiplyAdd<R, B, B>(parameters.PerMember, weights, neurons, state, spikes, count, state, to, number);
        else Dense.MultiplyAdd<R, F, B>(parameters.Shared, weights, neurons, state, spikes, count, state, to, number);
    }

    /// <summary>Neurons first ... first + count - 1 make their sub-steps.</summary>
    /// <remarks>The sub-step is the outer loop: a neuron's next sub-step waits for its last, and meanwhile the others of the tile run.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void Step<R, P, B, TProbe>(P parameters, B state, int first, int count, int currents, int spikes, ref TProbe probe)
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

    void SumTiles<R, B>(B state, int output) where R : unmanaged, IReal<R> where B : struct, IBuffer<R>
    {
        R sum = 0f;
        for (int tile = 0; tile < Tiles; tile++) sum += state[scratch + 2 * neurons + tile * outputCount + output];
        state[outputs + output] = sum;
    }

    void Integrate<R, B, F>(PolicyParameters<R, B, F> parameters, B state, int output)
        where R : unmanaged, IReal<R> where B : struct, IBuffer<R> where F : struct, IBuffer<R>
    {
        R gain = ownWeights ? parameters.PerMember[readoutGain + output] : parameters.Shared[readoutGain + output];
        R potential = state[integrators + output];
        state[integrators + output] = R.Fma(gain, state[outputs + output] - potential, potential);
    }
}
