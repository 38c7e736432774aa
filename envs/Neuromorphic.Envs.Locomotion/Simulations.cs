using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Neuromorphic.Envs.Locomotion.Physics;
using Neuromorphic.Envs.Locomotion.Programs;
using Neuromorphic.Numerics;

namespace Neuromorphic.Envs.Locomotion;

/// <summary>The simulation of each task that a thread works in. Programs are compiled once for all threads.</summary>
static class Simulations<R> where R : unmanaged, IReal<R>
{
    static readonly ConcurrentDictionary<int, Lazy<RobotProgram<R>>> Programs = [];
    [ThreadStatic] static Simulation<R>?[]? own;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simulation<R> Of(LocomotionTask task)
    {
        Simulation<R>?[]? simulations = own;
        if (simulations != null && (uint)task.Index < (uint)simulations.Length && simulations[task.Index] is { } simulation) return simulation;
        return Make(task);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    static Simulation<R> Make(LocomotionTask task)
    {
        if (own == null || own.Length <= task.Index) Array.Resize(ref own, task.Index + 8);
        Lazy<RobotProgram<R>> program = Programs.GetOrAdd(task.Index, _ => new(() => new(task.Recording)));
        return own[task.Index] = new(program.Value);
    }
}
