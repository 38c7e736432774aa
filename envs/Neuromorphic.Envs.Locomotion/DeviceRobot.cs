using Neuromorphic.Environments;
using Neuromorphic.Envs.Locomotion.Physics;
using Neuromorphic.Envs.Locomotion.Programs;
using Neuromorphic.Numerics;

namespace Neuromorphic.Envs.Locomotion;

/// <summary>
/// A robot on a device: all of the engine's memory is its state, and nothing refers to the host.
/// The bits are those of <see cref="Simulation{R}"/>, which leaves out stages that would change nothing.
/// </summary>
readonly struct DeviceRobot<TStages>(RobotRules rules, DeviceRobotSizes sizes, LineSearch search) : IEnvironment where TStages : struct, IRobotStages
{
    static EnvironmentSpec? spec;

    /// <inheritdoc/>
    public EnvironmentSpec Spec => spec ?? throw new InvalidOperationException($"{typeof(TStages).Name} is no program of a task.");

    /// <summary>For <see cref="DeviceRobot.Create"/>.</summary>
    public static IEnvironment Make(LocomotionTask task, int memory)
    {
        spec = task.Spec with { StateSize = memory };
        return new DeviceRobot<TStages>(new(task), new(memory, task.Recording), new(task.Recording.Mechanism, task.Recording.Map));
    }

    /// <inheritdoc/>
    public void Reset<R, B, TRandom>(B state, ref TRandom random) where R : unmanaged, IReal<R> where B : struct, IBuffer<R> where TRandom : struct, IRandomStream<R>
    {
        // What earlier episodes left may be infinite, and what is read may not have been written yet: both times a weight of 0 could not help.
        for (int i = rules.StateSize; i < sizes.Memory; i++) state[i] = 0.0;
        TStages.Start<R, B>(state);
        rules.Reset<R, B, TRandom>(state, ref random);
    }

    /// <inheritdoc/>
    public void Observe<R, B>(B state, B observation) where R : unmanaged, IReal<R> where B : struct, IBuffer<R> => rules.Observe<R, B>(state, observation);

    /// <inheritdoc/>
    public void Step<R, B, TRandom>(B state, B action, ref TRandom random, out R reward, out R terminated)
        where R : unmanaged, IReal<R> where B : struct, IBuffer<R> where TRandom : struct, IRandomStream<R>
    {
        rules.Begin(action, state, out R squares, out R start);
        for (int k = 0; k < rules.Substeps; k++)
            for (int evaluation = 0; evaluation < sizes.Evaluations; evaluation++)
            {
                TStages.Sines<R, B>(state);
                TStages.Motion<R, B>(state);
                TStages.Prepare<R, B>(state);
                Solve<R, B>(state);
                TStages.Integrate<R, B>(state, evaluation);
            }
        if (rules.Feels) TStages.Measure<R, B>(state);
        rules.End(state, squares, start, out reward, out terminated);
    }

    /// <summary>Whole Newton steps until no active set changes, then line searches, as <see cref="Simulation{R}.Solve"/>.</summary>
    void Solve<R, B>(B memory) where R : unmanaged, IReal<R> where B : struct, IBuffer<R>
    {
        TStages.Activate<R, B>(memory);
        MarkAll<R, B>(memory);
        memory[sizes.Searching] = 0.0;
        for (int step = 0; step < Newton.WholeSteps + LineSearch.Steps; step++)
        {
            if (step == Newton.WholeSteps) search.Enter<R, B>(memory);
            bool whole = step < Newton.WholeSteps;
            if (!whole)
            {
                search.Begin<R, B>(memory);
                MarkAll<R, B>(memory);
            }
            TStages.Eliminate<R, B>(memory);
            TStages.Substitute<R, B>(memory);
            if (whole)
            {
                R again = memory[sizes.Changed] > 0.0;
                for (int limb = 1; limb < sizes.Limbs; limb++) again = R.Or(again, memory[sizes.Changed + limb] > 0.0);
                if (!R.Any(again)) break;
            }
            else
            {
                Search<R, B>(memory);
                if (!R.Any(memory[sizes.Searching] > 0.0)) break;
            }
        }
        memory[sizes.Unconverged] += memory[sizes.Searching];
    }

    /// <summary>Where the lines go down to, and what is active there.</summary>
    void Search<R, B>(B memory) where R : unmanaged, IReal<R> where B : struct, IBuffer<R>
    {
        search.Aim<R, B>(memory);
        for (int round = -1; round < LineSearch.Rounds; round++)
        {
            TStages.Slope<R, B>(memory);
            if (round < 0) search.Open<R, B>(memory);
            else search.Narrow<R, B>(memory, round);
        }
        search.End<R, B>(memory);
        TStages.Activate<R, B>(memory);
    }

    /// <summary>Every limb is to be eliminated.</summary>
    void MarkAll<R, B>(B memory) where R : unmanaged, IReal<R> where B : struct, IBuffer<R>
    {
        for (int limb = 0; limb < sizes.Limbs; limb++) memory[sizes.Changed + limb] = 1.0;
    }
}

/// <summary>What the engine of a robot counts.</summary>
/// <param name="memory">Numbers of memory.</param>
/// <param name="recording">The robot.</param>
readonly struct DeviceRobotSizes(int memory, RobotRecording recording)
{
    public readonly int Memory = memory;
    /// <summary>Evaluations of accelerations in a physics step.</summary>
    public readonly int Evaluations = recording.Integrate.Length;
    public readonly int Limbs = recording.Mechanism.Limbs.Length;
    /// <inheritdoc cref="MemoryMap.Changed"/>
    public readonly int Changed = recording.Map.Changed;
    /// <inheritdoc cref="MemoryMap.Searching"/>
    public readonly int Searching = recording.Map.Searching;
    /// <inheritdoc cref="MemoryMap.Unconverged"/>
    public readonly int Unconverged = recording.Map.Unconverged;
}

/// <summary>Makes robots for devices.</summary>
static class DeviceRobot
{
    /// <summary>Emits the stages of a task's robot, and makes its environment.</summary>
    public static IEnvironment Create(LocomotionTask task)
    {
        StagesEmitter stages = StagesEmitter.Emit(task);
        return (IEnvironment)typeof(DeviceRobot<>).MakeGenericType(stages.Type).GetMethod(nameof(DeviceRobot<>.Make))!.Invoke(null, [task, stages.MemoryCount])!;
    }
}
