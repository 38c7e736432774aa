using System.Runtime.CompilerServices;
using Neuromorphic.Envs.Locomotion.Physics;
using Neuromorphic.Numerics;

namespace Neuromorphic.Envs.Locomotion;

/// <summary>
/// A robot's task but for the physics: what a reset draws, what is observed, what earns, when it ends. Numbers only, so that a kernel on any device can hold it.
/// The memory is the engine's; the state is its beginning.
/// </summary>
readonly struct RobotRules
{
    /// <summary>Beyond this a state has failed: MuJoCo's mjMAXVAL.</summary>
    const double Largest = 1e10;

    readonly int positions, velocities, hidden, height, controls, control, shift, lag, contactForce;
    readonly double noise, heightOffset, observedSpeed, controlCost, bonus, contactLimit, contactCost, frequency, low, high, angle, magnitude;
    readonly Flag free, normalVelocities, clipsSpeed, healthyBonus, lastEvaluation, ends, endsByAngle, endsByMagnitude;

    public RobotRules(LocomotionTask task)
    {
        Mechanism mechanism = task.Recording.Mechanism;
        MemoryMap map = task.Recording.Map;
        positions = mechanism.Positions;
        velocities = mechanism.Velocities;
        hidden = task.HiddenPositions;
        height = mechanism.Height.Position;
        controls = mechanism.Controls;
        control = map.Control;
        shift = map.Shift;
        lag = map.Lag;
        contactForce = map.ContactForce;
        StateSize = map.StateSize;
        Substeps = task.Substeps;
        noise = task.Noise;
        heightOffset = task.HeightOffset;
        observedSpeed = task.ObservedSpeed;
        controlCost = task.ControlCost;
        bonus = task.Bonus;
        frequency = 1 / task.TimeStep;
        free = mechanism.IsFree;
        normalVelocities = task.NormalVelocities;
        clipsSpeed = double.IsFinite(task.ObservedSpeed);
        healthyBonus = task.BonusRule == BonusRule.HealthySteps;
        lastEvaluation = task.Odometer == Odometer.LastEvaluation;
        Feels = task.ContactSense != null;
        contactLimit = task.ContactSense?.Limit ?? 0;
        contactCost = task.ContactSense?.Cost ?? 0;
        if (task.Health is not { } health) return;
        ends = true;
        (low, high, angle, magnitude) = health;
        endsByAngle = double.IsFinite(angle);
        endsByMagnitude = double.IsFinite(magnitude);
    }

    /// <summary>Numbers of the state.</summary>
    public int StateSize { get; }
    /// <summary>Physics steps in a step of the environment.</summary>
    public int Substeps { get; }
    /// <summary>Whether contact forces are observed.</summary>
    public Flag Feels { get; }

    /// <summary>The first state, from the positions before noise.</summary>
    public void Reset<R, B, TRandom>(B state, ref TRandom random) where R : unmanaged, IReal<R> where B : struct, IBuffer<R> where TRandom : struct, IRandomStream<R>
    {
        for (int i = 0; i < positions; i++) state[i] += random.Uniform<R, TRandom>(-noise, noise);
        if (free) Normalize<R, B>(state);
        for (int i = 0; i < velocities; i += 2)
        {
            R first, second;
            if (normalVelocities) Normals(ref random, out first, out second);
            else
            {
                first = random.Uniform<R, TRandom>(-1.0, 1.0);
                second = random.Uniform<R, TRandom>(-1.0, 1.0);
            }
            state[positions + i] = noise * first;
            if (i + 1 < velocities) state[positions + i + 1] = noise * second;
        }
        for (int i = positions + velocities; i < StateSize; i++) state[i] = 0.0;
    }

    static void Normalize<R, B>(B state) where R : unmanaged, IReal<R> where B : struct, IBuffer<R>
    {
        R scale = 1.0 / R.Sqrt(R.Fma(state[3], state[3], R.Fma(state[4], state[4], R.Fma(state[5], state[5], state[6] * state[6]))));
        for (int i = 3; i < 7; i++) state[i] *= scale;
    }

    /// <summary>Box-Muller.</summary>
    static void Normals<R, TRandom>(ref TRandom random, out R first, out R second) where R : unmanaged, IReal<R> where TRandom : struct, IRandomStream<R>
    {
        R length = R.Sqrt(-2.0 * R.Log(1.0 - random.NextUnit()));
        R.SinCos(random.NextUnit() * (2 * Math.PI), out R sin, out R cos);
        first = length * cos;
        second = length * sin;
    }

    /// <summary>What the robot feels of the state.</summary>
    public void Observe<R, B>(B state, B observation) where R : unmanaged, IReal<R> where B : struct, IBuffer<R>
    {
        int next = 0;
        for (int i = hidden; i < positions; i++) observation[next++] = i == height ? state[i] + heightOffset : state[i];
        for (int i = positions; i < positions + velocities; i++) observation[next++] = clipsSpeed ? Clip<R>(state[i], observedSpeed) : state[i];
        for (int i = contactForce; i < StateSize; i++) observation[next++] = state[i];
    }

    /// <summary>Written so that what is not finite stays visible.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static R Clip<R>(R value, R limit) where R : unmanaged, IReal<R> => R.Select(value > limit, limit, R.Select(value < -limit, -limit, value));

    /// <summary>Before the physics: clips the controls. Their squares cost; the root is where it was, less the lag.</summary>
    public void Begin<R, B, M>(B action, M memory, out R squares, out R start) where R : unmanaged, IReal<R> where B : struct, IBuffer<R> where M : struct, IBuffer<R>
    {
        squares = 0.0;
        for (int u = 0; u < controls; u++)
        {
            R drive = Real.Clamp<R>(action[u], -1.0, 1.0);
            memory[control + u] = drive;
            squares = R.Fma(drive, drive, squares);
        }
        memory[shift] = 0.0;
        start = memory[lag];
    }

    /// <summary>After the physics, contact forces included: clips these, and judges the step.</summary>
    public void End<R, M>(M memory, R squares, R start, out R reward, out R terminated) where R : unmanaged, IReal<R> where M : struct, IBuffer<R>
    {
        R healthy = Healthy<R, M>(memory), earned = bonus;
        if (healthyBonus) earned = R.Select(healthy, earned, 0.0);
        if (Feels) earned = R.Fma(Feel<R, M>(memory), -contactCost, earned);
        R sound = Real.All<R>();
        for (int i = 0; i < StateSize; i++) sound = R.And(sound, R.Abs(memory[i]) <= Largest);
        R way = memory[shift];
        if (lastEvaluation) way += start - memory[lag];
        reward = R.Fma(way, frequency, R.Fma(squares, -controlCost, earned));
        reward = R.Select(sound, reward, double.NaN);
        terminated = Real.Not(R.And(sound, healthy));
    }

    /// <summary>Clips the contact forces. Returns the sum of their squares.</summary>
    R Feel<R, M>(M memory) where R : unmanaged, IReal<R> where M : struct, IBuffer<R>
    {
        R sum = 0.0;
        for (int i = contactForce; i < StateSize; i++)
        {
            R force = Clip<R>(memory[i], contactLimit);
            memory[i] = force;
            sum = R.Fma(force, force, sum);
        }
        return sum;
    }

    R Healthy<R, M>(M memory) where R : unmanaged, IReal<R> where M : struct, IBuffer<R>
    {
        R healthy = Real.All<R>();
        if (!ends) return healthy;
        R z = memory[height] + heightOffset;
        healthy = R.And(z >= low, z <= high);
        if (endsByAngle) healthy = R.And(healthy, R.Abs(memory[2]) < angle);
        if (!endsByMagnitude) return healthy;
        for (int i = height + 1; i < positions + velocities; i++) healthy = R.And(healthy, R.Abs(memory[i]) < magnitude);
        return healthy;
    }
}
