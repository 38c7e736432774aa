using System.Runtime.CompilerServices;
using Neuromorphic.Environments;
using Neuromorphic.Numerics;
using Neuromorphic.Policies;

namespace Neuromorphic.Rollouts;

/// <summary>The memory in which one lane group lives: its parameters, its state and what it observes. Used by one thread at a time, again and again.</summary>
sealed unsafe class LaneMemory<R> where R : unmanaged, IReal<R>
{
    readonly int observations, actions;
    readonly bool box;
    readonly AlignedMemory<R> search, perMember, state, sums;
    readonly AlignedMemory<float> shared, scaling;
    float[]? decoded;

    public LaneMemory(ParameterLayout layout, int policyState, int environmentState, int observations, Space actionSpace)
    {
        this.observations = observations;
        actions = actionSpace.Size;
        search = new(layout.TrainedCount);
        perMember = new(layout.PerMemberCount);
        shared = new(layout.SharedCount);
        state = new(policyState + environmentState + observations + actions);
        sums = new(4 * observations + 1);
        scaling = new(2 * (observations + actions));
        R* next = state.Pointer;
        PolicyState = new(next);
        State = new(next += policyState);
        Observation = new(next += environmentState);
        Action = new(next + observations);
        if (actionSpace is not Box bounds) return;
        box = true;
        for (int i = 0; i < actions; i++)
        {
            scaling.Pointer[2 * observations + i] = (float)((bounds.Low[i] + bounds.High[i]) / 2);
            scaling.Pointer[2 * observations + actions + i] = (float)((bounds.High[i] - bounds.Low[i]) / 2);
        }
    }

    public PolicyParameters<R, LaneBuffer<R>, SharedBuffer<R>> Parameters => new(new(perMember.Pointer), new(shared.Pointer));
    public LaneBuffer<R> PolicyState { get; }
    public LaneBuffer<R> State { get; }
    public LaneBuffer<R> Observation { get; }
    public LaneBuffer<R> Action { get; }

    /// <summary>Decodes the members' parameters, and what they share when the vector is a new one.</summary>
    public void Decode(ParameterLayout layout, RolloutRequest request, int first)
    {
        if (!ReferenceEquals(decoded, request.Vector))
        {
            ParameterDecoder.DecodeShared(layout, request.Vector, shared.Pointer);
            ParameterDecoder.DecodeFrozen(layout, request.Vector, perMember.Pointer);
            decoded = request.Vector;
        }
        if (request.Scaling is { } scale)
        {
            scale.Mean.CopyTo(scaling.Span);
            scale.Scale.CopyTo(scaling.Span[observations..]);
        }
        else scaling.Span[..observations].Clear(); // sums of observations are then without a shift
        request.Candidates.Sample(first, search.Pointer);
        ParameterDecoder.DecodeTrained(layout, search.Pointer, perMember.Pointer);
    }

    public R AreObservationsFinite()
    {
        R finite = Real.All<R>();
        for (int i = 0; i < observations; i++) finite = R.And(finite, Real.IsFinite(Observation[i]));
        return finite;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void ScaleObservations()
    {
        LaneBuffer<R> observation = Observation;
        float* mean = scaling.Pointer, scale = mean + observations;
        R clip = ObservationScaling.Clip;
        for (int i = 0; i < observations; i++)
            observation[i] = Real.Clamp<R>((observation[i] - mean[i]) * scale[i], -clip, clip);
    }

    /// <summary>From [-1, 1] to the bounds of a box.</summary>
    public void ScaleActions()
    {
        if (!box) return;
        float* middle = scaling.Pointer + 2 * observations, half = middle + actions;
        LaneBuffer<R> action = Action;
        for (int i = 0; i < actions; i++) action[i] = R.Fma(action[i], half[i], middle[i]);
    }

    public void ClearSums() => sums.Span.Clear();

    /// <summary>Adds the observation to compensated sums of differences from the scaling's mean and of their squares.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Collect(R alive)
    {
        LaneBuffer<R> observation = Observation;
        float* mean = scaling.Pointer;
        var sum = (CompensatedSum<R>*)sums.Pointer;
        for (int i = 0; i < observations; i++)
        {
            R difference = R.Select(alive, observation[i] - mean[i], 0f);
            sum[2 * i].Add(difference);
            sum[2 * i + 1].Add(difference * difference);
        }
        sums.Pointer[4 * observations] += R.Select(alive, 1f, 0f);
    }

    public void StoreSums(ObservationSums result, int first, int count)
    {
        var sum = (CompensatedSum<R>*)sums.Pointer;
        for (int lane = 0; lane < count; lane++)
        {
            result.Count[first + lane] = R.Lane(sums.Pointer[4 * observations], lane);
            for (int i = 0; i < observations; i++)
            {
                result.Sum[(first + lane) * observations + i] = sum[2 * i].Lane(lane);
                result.Square[(first + lane) * observations + i] = sum[2 * i + 1].Lane(lane);
            }
        }
    }
}
