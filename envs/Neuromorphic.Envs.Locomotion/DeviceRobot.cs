using Neuromorphic.Environments;
using Neuromorphic.Envs.Locomotion.Physics;
using Neuromorphic.Envs.Locomotion.Recording;
using Neuromorphic.Numerics;

namespace Neuromorphic.Envs.Locomotion;

/// <summary>
/// A robot on a device: all of the engine's memory is its state, and nothing refers to the host.
/// The bits are those of <see cref="Simulation{R}"/>, which leaves out stages that would change nothing.
/// </summary>
readonly struct DeviceRobot<TStages>(RobotRules rules, DeviceRobotSizes sizes) : IEnvironment where TStages : struct, IRobotStages
{
    static EnvironmentSpec? spec;

    /// <inheritdoc/>
    public EnvironmentSpec Spec => spec ?? throw new InvalidOperationException($"{typeof(TStages).Name} is no program of a task.");

    /// <summary>For <see cref="DeviceRobot.Create"/>.</summary>
    public static IEnvironment Make(LocomotionTask task, int memory)
    {
        spec = task.Spec with { StateSize = memory };
        return new DeviceRobot<TStages>(new(task), new(memory, task.Recording));
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

    /// <summary>Newton steps until no active set changes.</summary>
    void Solve<R, B>(B memory) where R : unmanaged, IReal<R> where B : struct, IBuffer<R>
    {
        TStages.Activate<R, B>(memory);
        for (int limb = 0; limb < sizes.Limbs; limb++) memory[sizes.Changed + limb] = 1.0;
        for (int step = 0; step < Simulation<R>.DefaultSolverSteps; step++)
        {
            TStages.Eliminate<R, B>(memory);
            TStages.Substitute<R, B>(memory);
            R again = memory[sizes.Changed] > 0.0;
            for (int limb = 1; limb < sizes.Limbs; limb++) again = R.Or(again, memory[sizes.Changed + limb] > 0.0);
            if (!R.Any(again)) break;
        }
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
