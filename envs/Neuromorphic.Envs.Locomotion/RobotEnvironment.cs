using System.Runtime.CompilerServices;
using Neuromorphic.Environments;
using Neuromorphic.Envs.Locomotion.Model;
using Neuromorphic.Envs.Locomotion.Physics;
using Neuromorphic.Numerics;

namespace Neuromorphic.Envs.Locomotion;

/// <summary>
/// A robot that earns its speed along x, less the cost of its controls. The state is what physics leaves to the next step:
/// positions, velocities, accelerations (where the contact solver starts); and what the task measures. Actions are clipped to [-1, 1].
/// A state that is not finite ends the episode with an undefined reward, which rollouts count as failure.
/// </summary>
/// <remarks>
/// Intermediate results live in memory of the calling thread, not in the state: straight-line code wants one address,
/// and the state remains a few dozen numbers that mean something.
/// </remarks>
public readonly struct RobotEnvironment : IEnvironment
{
    /// <summary>Steps until a rollout truncates.</summary>
    public const int StepLimit = 1000;

    readonly LocomotionTask task;

    internal RobotEnvironment(LocomotionTask task) => this.task = task;

    internal LocomotionTask Task => task;

    /// <summary>The robot; its positions are the first numbers of the state.</summary>
    public Robot Robot => task.Robot;

    /// <summary>Length of a step, s.</summary>
    public double TimeStep => task.TimeStep;

    /// <inheritdoc/>
    public EnvironmentSpec Spec
    {
        get
        {
            Mechanism mechanism = task.Recording.Mechanism;
            double[] bounds =
            [
                .. Enumerable.Repeat(double.PositiveInfinity, mechanism.Positions - task.HiddenPositions),
                .. Enumerable.Repeat(task.ObservedSpeed, mechanism.Velocities),
                .. task.ContactSense is { } sense ? Enumerable.Repeat(sense.Limit, 6 * mechanism.Bodies) : [],
            ];
            return new()
            {
                Name = task.Robot.Name,
                Summary = task.Summary,
                Source = task.Source,
                ObservationSpace = new Box([.. bounds.Select(bound => -bound)], bounds),
                ActionSpace = Box.Uniform(mechanism.Controls, -1, 1),
                StateSize = task.Recording.Map.StateSize,
                StepLimit = StepLimit,
            };
        }
    }

    /// <inheritdoc/>
    public void Reset<R, B, TRandom>(B state, ref TRandom random) where R : unmanaged, IReal<R> where B : struct, IBuffer<R> where TRandom : struct, IRandomStream<R>
    {
        Mechanism mechanism = task.Recording.Mechanism;
        int positions = mechanism.Positions, velocities = mechanism.Velocities;
        for (int i = 0; i < positions; i++) state[i] = task.Start[i] + random.Uniform<R, TRandom>(-task.Noise, task.Noise);
        if (mechanism.IsFree) Normalize<R, B>(state);
        for (int i = 0; i < velocities; i += 2)
        {
            R first, second;
            if (task.NormalVelocities) Normals(ref random, out first, out second);
            else (first, second) = (random.Uniform<R, TRandom>(-1.0, 1.0), random.Uniform<R, TRandom>(-1.0, 1.0));
            state[positions + i] = task.Noise * first;
            if (i + 1 < velocities) state[positions + i + 1] = task.Noise * second;
        }
        for (int i = positions + velocities; i < task.Recording.Map.StateSize; i++) state[i] = 0.0;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    static void Normalize<R, B>(B state) where R : unmanaged, IReal<R> where B : struct, IBuffer<R>
    {
        R scale = 1.0 / R.Sqrt(R.Fma(state[3], state[3], R.Fma(state[4], state[4], R.Fma(state[5], state[5], state[6] * state[6]))));
        for (int i = 3; i < 7; i++) state[i] *= scale;
    }

    /// <summary>Box-Muller.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    static void Normals<R, TRandom>(ref TRandom random, out R first, out R second) where R : unmanaged, IReal<R> where TRandom : struct, IRandomStream<R>
    {
        R length = R.Sqrt(-2.0 * R.Log(1.0 - random.NextUnit()));
        R.SinCos(random.NextUnit() * (2 * Math.PI), out R sin, out R cos);
        first = length * cos;
        second = length * sin;
    }

    /// <inheritdoc/>
    public void Observe<R, B>(B state, B observation) where R : unmanaged, IReal<R> where B : struct, IBuffer<R>
    {
        MemoryMap map = task.Recording.Map;
        int positions = map.Velocity, end = map.Acceleration, height = task.Recording.Mechanism.Height.Position, next = 0;
        for (int i = task.HiddenPositions; i < positions; i++) observation[next++] = i == height ? state[i] + task.HeightOffset : state[i];
        bool clip = double.IsFinite(task.ObservedSpeed);
        // Clipping written so that what is not finite stays visible.
        for (int i = positions; i < end; i++)
        {
            R velocity = state[i];
            if (clip) velocity = R.Select(velocity > task.ObservedSpeed, task.ObservedSpeed, R.Select(velocity < -task.ObservedSpeed, -task.ObservedSpeed, velocity));
            observation[next++] = velocity;
        }
        for (int i = map.ContactForce; i < map.StateSize; i++) observation[next++] = state[i];
    }

    /// <inheritdoc/>
    public unsafe void Step<R, B, TRandom>(B state, B action, ref TRandom random, out R reward, out R terminated)
        where R : unmanaged, IReal<R> where B : struct, IBuffer<R> where TRandom : struct, IRandomStream<R>
    {
        Simulation<R> simulation = Simulations<R>.Of(task);
        MemoryMap map = simulation.Map;
        R* memory = simulation.Memory;
        R cost = 0.0;
        for (int i = 0; i < map.StateSize; i++) memory[i] = state[i];
        for (int u = 0; u < simulation.Mechanism.Controls; u++)
        {
            R control = Real.Clamp<R>(action[u], -1.0, 1.0);
            memory[map.Control + u] = control;
            cost = R.Fma(control, control, cost);
        }
        memory[map.Shift] = 0.0;
        R lag = memory[map.Lag];
        for (int k = 0; k < task.Substeps; k++) simulation.Step();
        memory = simulation.Memory; // it may have moved
        R healthy = Healthy(memory, map, simulation.Mechanism), bonus = task.Bonus;
        if (task.BonusRule == BonusRule.HealthySteps) bonus = R.Select(healthy, bonus, 0.0);
        if (task.ContactSense is { } sense) bonus = R.Fma(Feel(simulation, sense.Limit), -sense.Cost, bonus);
        R finite = Real.All<R>();
        for (int i = 0; i < map.StateSize; i++)
        {
            R value = memory[i];
            state[i] = value;
            finite = R.And(finite, Real.IsFinite(value));
        }
        R way = memory[map.Shift];
        if (task.Odometer == Odometer.LastEvaluation) way += lag - memory[map.Lag];
        reward = R.Fma(way, 1 / task.TimeStep, R.Fma(cost, -task.ControlCost, bonus));
        reward = R.Select(finite, reward, double.NaN);
        terminated = Real.Not(R.And(finite, healthy));
    }

    /// <summary>Measures and clips the contact forces. Returns the sum of their squares.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    static unsafe R Feel<R>(Simulation<R> simulation, double limit) where R : unmanaged, IReal<R>
    {
        simulation.MeasureContactForces();
        R* memory = simulation.Memory;
        R sum = 0.0;
        for (int i = simulation.Map.ContactForce; i < simulation.Map.StateSize; i++)
        {
            R force = memory[i];
            force = R.Select(force > limit, limit, R.Select(force < -limit, -limit, force));
            memory[i] = force;
            sum = R.Fma(force, force, sum);
        }
        return sum;
    }

    unsafe R Healthy<R>(R* memory, MemoryMap map, Mechanism mechanism) where R : unmanaged, IReal<R>
    {
        R healthy = Real.All<R>();
        if (task.Health is not { } health) return healthy;
        R height = memory[mechanism.Height.Position] + task.HeightOffset;
        healthy = R.And(height >= health.Low, height <= health.High);
        if (double.IsFinite(health.Angle)) healthy = R.And(healthy, R.Abs(memory[2]) < health.Angle);
        if (!double.IsFinite(health.State)) return healthy;
        for (int i = mechanism.Height.Position + 1; i < map.Acceleration; i++) healthy = R.And(healthy, R.Abs(memory[i]) < health.State);
        return healthy;
    }
}
