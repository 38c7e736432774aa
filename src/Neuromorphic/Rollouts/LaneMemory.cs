using Neuromorphic.Environments;
using Neuromorphic.Numerics;
using Neuromorphic.Policies;

namespace Neuromorphic.Rollouts;

/// <summary>The memory in which one lane group lives: its parameters, its state and what it observes. Used by one thread at a time, again and again.</summary>
sealed unsafe class LaneMemory<R> where R : unmanaged, IReal<R>
{
    readonly int observations;
    readonly AlignedMemory<R> search, perMember, state, sums;
    readonly AlignedMemory<float> shared, scaling;
    float[]? decoded;

    public LaneMemory(ParameterLayout layout, int policyState, int environmentState, int observations, Space actionSpace)
    {
        this.observations = observations;
        int actions = actionSpace.Size;
        search = new(layout.TrainedCount);
        perMember = new(layout.PerMemberCount);
        shared = new(layout.SharedCount);
        state = new(policyState + environmentState + observations + actions);
        sums = new(4 * observations + 1);
        scaling = new(ScalingRow.Length(observations, actions));
        R* next = state.Pointer;
        Episode = new(new(new(perMember.Pointer), new(shared.Pointer)), new(next), new(next += policyState), new(next += environmentState), new(next + observations),
            new(scaling.Pointer), new(sums.Pointer));
        ScalingRow.WriteActions(scaling.Span, observations, actionSpace);
    }

    /// <summary>Where the group's episode lives, as long as this object does.</summary>
    public EpisodeMemory<R, LaneBuffer<R>, SharedBuffer<R>> Episode { get; }

    /// <summary>Decodes the members' parameters, and what they share when the vector is a new one.</summary>
    public void Decode(ParameterLayout layout, RolloutRequest request, int first)
    {
        if (!ReferenceEquals(decoded, request.Vector))
        {
            ParameterDecoder.DecodeShared(layout, request.Vector, shared.Pointer);
            ParameterDecoder.DecodeFrozen(layout, request.Vector, perMember.Pointer);
            decoded = request.Vector;
        }
        ScalingRow.WriteObservations(scaling.Span, observations, request.Scaling);
        request.Candidates.Sample(first, search.Pointer);
        ParameterDecoder.DecodeTrained(layout, search.Pointer, perMember.Pointer);
    }

    public void ClearSums() => sums.Span.Clear();

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
