using System.Collections.Concurrent;
using Neuromorphic.Envs.Locomotion.Model;
using Neuromorphic.Envs.Locomotion.Physics;
using Neuromorphic.Envs.Locomotion.Programs;
using Neuromorphic.Numerics;

namespace Neuromorphic.Envs.Locomotion.Tests;

/// <summary>Puts states into lanes of the engine and reads what comes out, in MuJoCo's conventions.</summary>
sealed unsafe class EngineDriver<R> where R : unmanaged, IReal<R>
{
    static readonly ConcurrentDictionary<Robot, RobotProgram<R>> Programs = [];

    public EngineDriver(Robot robot)
    {
        Simulation = new(Programs.GetOrAdd(robot, Compile));
        Mechanism = Simulation.Mechanism;
        Map = Simulation.Map;
    }

    static RobotProgram<R> Compile(Robot robot)
    {
        Mechanism mechanism = MechanismCompiler.Compile(robot);
        MemoryMap map = new(mechanism);
        return new(new RobotRecording(mechanism, Measured.None, [.. Enumerable.Range(map.Bias, mechanism.Velocities), .. Enumerable.Range(map.Mass, mechanism.Sparsity.Count)]));
    }

    public Simulation<R> Simulation { get; }
    public Mechanism Mechanism { get; }
    public MemoryMap Map { get; }

    /// <summary>Which constraints a kind of reference state had.</summary>
    public void Constrain(string kind)
    {
        Simulation.Limits = kind is "b2_sin_limits" or "c_contact";
        Simulation.Contacts = kind == "c_contact";
    }

    public void Set(int lane, double[] positions, double[] velocities, double[] controls)
    {
        Write(lane, Map.Position, positions);
        Write(lane, Map.Velocity, velocities);
        Write(lane, Map.Acceleration, new double[velocities.Length]);
        Write(lane, Map.Control, controls);
    }

    /// <summary>The same state in every lane.</summary>
    public void SetAll(double[] positions, double[] velocities, double[] controls)
    {
        for (int lane = 0; lane < R.Width; lane++) Set(lane, positions, velocities, controls);
    }

    /// <summary>A state for each lane.</summary>
    public void SetEach((double[] Positions, double[] Velocities, double[] Controls)[] states)
    {
        Span<double> lanes = stackalloc double[R.Width];
        for (int i = 0; i < Mechanism.Positions; i++) WriteEach(Map.Position + i, k => states[k].Positions[i], lanes);
        for (int i = 0; i < Mechanism.Velocities; i++)
        {
            WriteEach(Map.Velocity + i, k => states[k].Velocities[i], lanes);
            WriteEach(Map.Acceleration + i, _ => 0, lanes);
        }
        for (int i = 0; i < Mechanism.Controls; i++) WriteEach(Map.Control + i, k => states[k].Controls[i], lanes);
    }

    void WriteEach(int index, Func<int, double> value, Span<double> lanes)
    {
        for (int lane = 0; lane < R.Width; lane++) lanes[lane] = value(lane);
        Simulation.Memory.Span[index] = R.FromLanes(lanes);
    }

    public void Write(int lane, int index, double[] values)
    {
        double[] lanes = new double[R.Width];
        for (int i = 0; i < values.Length; i++)
        {
            for (int l = 0; l < R.Width; l++) lanes[l] = R.Lane(Simulation.Memory.Span[index + i], l);
            lanes[lane] = values[i];
            Simulation.Memory.Span[index + i] = R.FromLanes(lanes);
        }
    }

    public double[] Read(int lane, int index, int count) => [.. Enumerable.Range(index, count).Select(i => R.Lane(Simulation.Memory.Span[i], lane))];
    public double[] Positions(int lane) => Read(lane, Map.Position, Mechanism.Positions);
    public double[] Velocities(int lane) => Read(lane, Map.Velocity, Mechanism.Velocities);

    public void EnvironmentStep(int steps)
    {
        for (int i = 0; i < steps; i++) Simulation.Step();
    }

    /// <summary>A generalised force as MuJoCo writes it: the moments about a free root in the root's frame.</summary>
    public double[] InOwnFrame(double[] world, double[] positions)
    {
        if (!Mechanism.IsFree) return world;
        double[] own = [.. world];
        double[,] rotation = Rotation(positions);
        for (int i = 0; i < 3; i++) own[3 + i] = Enumerable.Range(0, 3).Sum(k => rotation[k, i] * world[3 + k]);
        return own;
    }

    /// <summary>M as MuJoCo writes it, dense.</summary>
    public double[,] Mass(int lane, double[] positions)
    {
        int n = Mechanism.Velocities;
        double[,] world = new double[n, n];
        for (int i = 0; i < n; i++)
            for (int depth = 0; depth < Mechanism.Sparsity.Branches[i].Length; depth++)
            {
                int j = Mechanism.Sparsity.Branches[i][depth];
                world[i, j] = world[j, i] = R.Lane(Simulation.Memory.Span[Map.Mass + Mechanism.Sparsity.Index(i, depth)], lane);
            }
        double[,] own = new double[n, n];
        for (int i = 0; i < n; i++)
        {
            double[] row = InOwnFrame([.. Enumerable.Range(0, n).Select(j => world[i, j])], positions);
            for (int j = 0; j < n; j++) own[i, j] = row[j];
        }
        for (int j = 0; j < n; j++)
        {
            double[] column = InOwnFrame([.. Enumerable.Range(0, n).Select(i => own[i, j])], positions);
            for (int i = 0; i < n; i++) own[i, j] = column[i];
        }
        return own;
    }

    static double[,] Rotation(double[] q)
    {
        double w = q[3], x = q[4], y = q[5], z = q[6];
        return new[,]
        {
            { 1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y) },
            { 2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x) },
            { 2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y) },
        };
    }
}
