using Neuromorphic.Environments;
using Neuromorphic.Envs.Locomotion.Model;
using Neuromorphic.Envs.Locomotion.Physics;
using Neuromorphic.Numerics;

namespace Neuromorphic.Envs.Locomotion;

/// <summary>
/// A robot that earns its speed along x, less the cost of its controls. The state is what physics leaves to the next step:
/// positions, velocities, accelerations (where the contact solver starts); and what the task measures. Actions are clipped to [-1, 1].
/// A state with a number beyond 1e10 or NaN ends the episode with an undefined reward, which rollouts count as failure; MuJoCo resets there.
/// </summary>
/// <remarks>
/// Intermediate results live in memory of the calling thread, not in the state: straight-line code wants one address,
/// and the state remains a few dozen numbers that mean something.
/// </remarks>
public readonly struct RobotEnvironment : IHostEnvironment
{
    /// <summary>Steps until a rollout truncates.</summary>
    public const int StepLimit = 1000;

    readonly LocomotionTask task;
    readonly RobotRules rules;

    internal RobotEnvironment(LocomotionTask task)
    {
        this.task = task;
        rules = new(task);
    }

    internal LocomotionTask Task => task;

    /// <summary>The robot; its positions are the first numbers of the state.</summary>
    public Robot Robot => task.Robot;

    /// <summary>Length of a step, s.</summary>
    public double TimeStep => task.TimeStep;

    /// <inheritdoc/>
    public EnvironmentSpec Spec => task.Spec;

    /// <inheritdoc/>
    public IEnvironment DeviceForm => task.DeviceForm;

    /// <inheritdoc/>
    public void Reset<R, B, TRandom>(B state, ref TRandom random) where R : unmanaged, IReal<R> where B : struct, IBuffer<R> where TRandom : struct, IRandomStream<R>
    {
        double[] start = task.Start;
        for (int i = 0; i < start.Length; i++) state[i] = start[i];
        rules.Reset<R, B, TRandom>(state, ref random);
    }

    /// <inheritdoc/>
    public void Observe<R, B>(B state, B observation) where R : unmanaged, IReal<R> where B : struct, IBuffer<R> => rules.Observe<R, B>(state, observation);

    /// <inheritdoc/>
    public unsafe void Step<R, B, TRandom>(B state, B action, ref TRandom random, out R reward, out R terminated)
        where R : unmanaged, IReal<R> where B : struct, IBuffer<R> where TRandom : struct, IRandomStream<R>
    {
        Simulation<R> simulation = Simulations<R>.Of(task);
        R squares, start;
        fixed (R* numbers = simulation.Memory)
        {
            LaneBuffer<R> memory = new(numbers);
            for (int i = 0; i < rules.StateSize; i++) memory[i] = state[i];
            rules.Begin(action, memory, out squares, out start);
        }
        for (int k = 0; k < rules.Substeps; k++) simulation.Step();
        if (rules.Feels) simulation.MeasureContactForces();
        fixed (R* numbers = simulation.Memory)
        {
            LaneBuffer<R> memory = new(numbers);
            rules.End(memory, squares, start, out reward, out terminated);
            for (int i = 0; i < rules.StateSize; i++) state[i] = memory[i];
        }
    }
}
