using System.Runtime.InteropServices;
using Neuromorphic.Environments;
using Neuromorphic.Numerics;
using Neuromorphic.Policies;

namespace Neuromorphic.Rollouts;

/// <summary>The memory in which one lane group lives: its parameters, its state and what it observes. Used by one thread at a time, again and again.</summary>
sealed unsafe class LaneMemory<R> where R : unmanaged, IReal<R>
{
    readonly ParameterLayout layout;
    readonly int observations, scalingLength;
    readonly int perMember, policyState, environmentState, observation, action, sums, shared, scaling; // where each begins; search vectors begin at 0
    readonly LastVector decoded = new();

    public LaneMemory(Policy policy, EnvironmentSpec environment) : this(policy.Layout, policy.Kernel.StateSize, environment.StateSize, environment.ObservationSpace.Size, environment.ActionSpace)
    {
    }

    public LaneMemory(ParameterLayout layout, int policyState, int environmentState, int observations, Space actionSpace)
    {
        this.layout = layout;
        this.observations = observations;
        int actions = actionSpace.Size;
        scalingLength = ScalingRow.Length(observations, actions);
        perMember = layout.TrainedCount;
        this.policyState = checked(perMember + layout.PerMemberCount);
        this.environmentState = checked(this.policyState + policyState);
        observation = checked(this.environmentState + environmentState);
        action = observation + observations;
        sums = action + actions;
        shared = sums + 4 * observations + 1;
        scaling = checked(shared + Groups(layout.SharedCount));
        Numbers = new(checked(scaling + Groups(scalingLength)));
        ScalingRow.WriteActions(Scaling, observations, actionSpace);
    }

    /// <summary>All numbers, for <c>fixed</c> around <see cref="Episode"/>.</summary>
    public AlignedMemory<R> Numbers { get; }

    Span<float> Shared => Floats(shared, layout.SharedCount);
    Span<float> Scaling => Floats(scaling, scalingLength);
    Span<R> Sums => Numbers.Span[sums..shared];

    /// <summary>Where the group's episode lives, within the <c>fixed</c> statement that gave the pointer to <see cref="Numbers"/>.</summary>
    public EpisodeMemory<R, LaneBuffer<R>, SharedBuffer<R>> Episode(R* numbers) =>
        new(new(new(numbers + perMember), new((float*)(numbers + shared))), new(numbers + policyState), new(numbers + environmentState), new(numbers + observation), new(numbers + action),
            new((float*)(numbers + scaling)), new(numbers + sums));

    /// <summary>Decodes the members' parameters, and what they share when the vector is a new one.</summary>
    public void Decode(RolloutRequest request, int first)
    {
        fixed (R* numbers = Numbers)
        {
            if (decoded.Take(request.Vector))
            {
                ParameterDecoder.DecodeShared(layout, request.Vector, (float*)(numbers + shared));
                ParameterDecoder.DecodeFrozen(layout, request.Vector, numbers + perMember);
            }
            request.Candidates.Sample(first, numbers);
            ParameterDecoder.DecodeTrained(layout, numbers, numbers + perMember, request.Draws.Of(Word<R>.Lanes((uint)first)));
        }
        ScalingRow.WriteObservations(Scaling, observations, request.Scaling);
    }

    public void ClearSums() => Sums.Clear();

    public void StoreSums(ObservationSums result, int first, int count)
    {
        Span<CompensatedSum<R>> sum = MemoryMarshal.Cast<R, CompensatedSum<R>>(Sums);
        for (int lane = 0; lane < count; lane++)
        {
            result.Count[first + lane] = R.Lane(Sums[4 * observations], lane);
            for (int i = 0; i < observations; i++)
            {
                result.Sum[(first + lane) * observations + i] = sum[2 * i].Lane(lane);
                result.Square[(first + lane) * observations + i] = sum[2 * i + 1].Lane(lane);
            }
        }
    }

    static int Groups(int floats) => (floats + R.Width - 1) / R.Width;

    Span<float> Floats(int first, int count) => MemoryMarshal.Cast<R, float>(Numbers.Span[first..])[..count];
}
