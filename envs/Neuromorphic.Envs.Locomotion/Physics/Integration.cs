using Neuromorphic.Envs.Locomotion.Model;
using Neuromorphic.Numerics;

namespace Neuromorphic.Envs.Locomotion.Physics;

/// <summary>Last stage of a step: from accelerations to the next state.</summary>
static class Integration
{
    const int Doublings = 13;

    /// <summary>
    /// Semi-implicit Euler. With implicit damping, (M + h D) a' = force = M a, so a' = a - (M + h D)^-1 h D a:
    /// written this way no constraint force is needed, and the correction is small.
    /// </summary>
    public static void Euler<R, B>(Mechanism mechanism, MemoryMap map, EngineMemory<R, B> memory) where R : unmanaged, IReal<R> where B : struct, IBuffer<R>
    {
        double h = mechanism.Robot.TimeStep;
        R[] acceleration = memory.Row(map.Acceleration, mechanism.Velocities);
        if (mechanism.Robot.Integrator == Integrator.Euler) Damp(mechanism, map, memory, acceleration);
        R[] change = InOwnFrame(mechanism, map, memory, acceleration);
        R[] velocity = memory.Row(map.Velocity, mechanism.Velocities);
        for (int i = 0; i < velocity.Length; i++) velocity[i] += h * change[i];
        memory.Write(map.Velocity, velocity);
        memory[map.Shift] += h * velocity[0];
        if (map.Measured.HasFlag(Measured.Lag)) memory[map.Lag] = h * velocity[0];
        memory.Write(map.Position, Moved(mechanism, memory.Row(map.Position, mechanism.Positions), velocity, h));
    }

    static void Damp<R, B>(Mechanism mechanism, MemoryMap map, EngineMemory<R, B> memory, R[] acceleration) where R : unmanaged, IReal<R> where B : struct, IBuffer<R>
    {
        R[] matrix = memory.Row(map.Mass, mechanism.Sparsity.Count), x = new R[acceleration.Length];
        for (int i = 0; i < x.Length; i++)
        {
            double damping = mechanism.Robot.TimeStep * mechanism.Dofs[i].Damping;
            x[i] = damping * acceleration[i];
            matrix[mechanism.Sparsity.Diagonal(i)] += damping;
        }
        BranchSparse.Factor(mechanism.Sparsity, matrix);
        BranchSparse.Solve(mechanism.Sparsity, matrix, x);
        for (int i = 0; i < x.Length; i++) acceleration[i] -= x[i];
    }

    /// <summary>Accelerations as rates of the velocities: a free root's angular one in its own frame.</summary>
    static R[] InOwnFrame<R, B>(Mechanism mechanism, MemoryMap map, EngineMemory<R, B> memory, R[] acceleration) where R : unmanaged, IReal<R> where B : struct, IBuffer<R>
    {
        if (!mechanism.IsFree) return acceleration;
        Vector3<R> own = Posture<R>.Load(mechanism, map, memory).Rotation(0).Back(new(acceleration[3], acceleration[4], acceleration[5]));
        return [.. acceleration[..3], own.X, own.Y, own.Z, .. acceleration[6..]];
    }

    /// <summary>Positions after a time at constant velocity.</summary>
    static R[] Moved<R>(Mechanism mechanism, R[] position, R[] velocity, double time) where R : unmanaged, IReal<R>
    {
        R[] moved = [.. position];
        for (int i = 0; i < mechanism.Velocities; i++)
            if (mechanism.Dofs[i].Freedom != Freedom.Spin) moved[mechanism.Dofs[i].Position] += time * velocity[i];
        if (mechanism.IsFree) Turn(moved.AsSpan(3, 4), new(velocity[3], velocity[4], velocity[5]), time);
        return moved;
    }

    /// <summary>Quaternion times the exponential of half the turn, in the body's frame.</summary>
    static void Turn<R>(Span<R> quaternion, Vector3<R> velocity, double time) where R : unmanaged, IReal<R>
    {
        Vector3<R> half = (R)(.5 * time) * velocity;
        (R cos, R sin) = HalfTurn(Vector3<R>.Dot(half, half));
        Vector3<R> axis = sin * half;
        R w = quaternion[0];
        Vector3<R> v = new(quaternion[1], quaternion[2], quaternion[3]);
        R newW = w * cos - Vector3<R>.Dot(v, axis);
        Vector3<R> newV = w * axis + cos * v + Vector3<R>.Cross(v, axis);
        R scale = 1.0 / R.Sqrt(newW * newW + Vector3<R>.Dot(newV, newV));
        quaternion[0] = newW * scale;
        for (int k = 0; k < 3; k++) quaternion[1 + k] = newV[k] * scale;
    }

    /// <summary>
    /// Cosine of an angle, and sine over angle, from its square. The series is exact to 1e-15 up to 1 rad; what is larger, up to 2^<see cref="Doublings"/> rad,
    /// is divided by as much and doubled again. Robots that turn faster have long failed by their accelerations.
    /// </summary>
    static (R Cos, R Sin) HalfTurn<R>(R square) where R : unmanaged, IReal<R>
    {
        R large = square > 1.0, reduced = R.Select(large, Portable.Pow(4, -Doublings) * square, square), cos = 0.0, sin = 0.0, twice = 0.0;
        for (int k = 8; k >= 0; k--)
        {
            double factorial = Enumerable.Range(1, 2 * k).Aggregate(1.0, (product, n) => product * n), sign = k % 2 == 0 ? 1 : -1;
            if (k == 0) twice = -2.0 * reduced * cos;
            cos = cos * reduced + sign / factorial;
            sin = sin * reduced + sign / (factorial * (2 * k + 1));
        }
        // Of 2 (1 - cos), which keeps its digits where a cosine is close to 1.
        R doubled = Portable.Pow(2, -Doublings) * sin;
        for (int k = 0; k < Doublings; k++)
        {
            doubled = doubled * (2.0 - twice);
            twice = twice * (4.0 - twice);
        }
        return (R.Select(large, 1.0 - .5 * twice, cos), R.Select(large, doubled, sin));
    }

    /// <summary>
    /// Runge-Kutta of fourth order, after the evaluation of stage 0 to 3: velocities and accelerations are summed with weights 1, 2, 2, 1,
    /// and the state moves to where the next evaluation is due, or to the end of the step.
    /// </summary>
    public static void RungeKutta<R, B>(Mechanism mechanism, MemoryMap map, EngineMemory<R, B> memory, int stage) where R : unmanaged, IReal<R> where B : struct, IBuffer<R>
    {
        double h = mechanism.Robot.TimeStep, weight = stage is 0 or 3 ? h / 6 : h / 3, next = stage < 2 ? h / 2 : h;
        int n = mechanism.Velocities;
        R[] velocity = memory.Row(map.Velocity, n), change = InOwnFrame(mechanism, map, memory, memory.Row(map.Acceleration, n));
        R[] startPosition = memory.Row(stage == 0 ? map.Position : map.StagePosition, mechanism.Positions), startVelocity = memory.Row(stage == 0 ? map.Velocity : map.StageVelocity, n);
        R[] sumVelocity = new R[n], sumChange = new R[n], moved = new R[n];
        for (int i = 0; i < n; i++)
        {
            sumVelocity[i] = stage == 0 ? weight * velocity[i] : memory[map.SumVelocity + i] + weight * velocity[i];
            sumChange[i] = stage == 0 ? weight * change[i] : memory[map.SumAcceleration + i] + weight * change[i];
            moved[i] = startVelocity[i] + (stage == 3 ? sumChange[i] : next * change[i]);
        }
        if (stage == 0)
        {
            memory.Write(map.StagePosition, startPosition);
            memory.Write(map.StageVelocity, startVelocity);
        }
        memory.Write(map.SumVelocity, sumVelocity);
        memory.Write(map.SumAcceleration, sumChange);
        memory.Write(map.Velocity, moved);
        memory.Write(map.Position, stage == 3 ? Moved(mechanism, startPosition, sumVelocity, 1) : Moved(mechanism, startPosition, velocity, next));
        if (stage == 3) memory[map.Shift] += sumVelocity[0];
        if (!map.Measured.HasFlag(Measured.Lag)) return;
        // The last evaluation is one step of the third stage's velocity ahead of the beginning.
        if (stage == 2) memory[map.Lag] = next * velocity[0];
        if (stage == 3) memory[map.Lag] = sumVelocity[0] - memory[map.Lag];
    }
}
