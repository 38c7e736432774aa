using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Neuromorphic.Envs.Locomotion.Physics;
using Neuromorphic.Envs.Locomotion.Programs;
using Neuromorphic.Numerics;
using Neuromorphic.Tests;
using Xunit;

namespace Neuromorphic.Envs.Locomotion.Tests;

/// <summary>Above 512 locals the JIT silently stops inlining, and operators on vectors become calls through memory, 4 to 30 times slower.</summary>
public class InliningTests
{
    [Fact]
    public void Every_method_of_the_engine_stays_below_the_number_of_locals_at_which_the_JIT_stops_inlining() => OwnProcess.Run(() =>
    {
        using JitListener listener = new();
        foreach (string name in LocomotionRegistry.Names)
        {
            Compile<Scalar>(LocomotionRegistry.Task(name));
            Compile<Lanes8>(LocomotionRegistry.Task(name));
            CompileWidest(LocomotionRegistry.Task(name));
            CompileWidest(LocomotionRegistry.Task(name, "gymnasium-v4"));
        }
        CompileWidest(LocomotionRegistry.Task("ant", "gymnasium-v5"));
        // Events arrive on another thread; this one is last, so all before it have arrived as well.
        Lanes16 x = TooManyLocals(1.0);
        Assert.True(double.IsFinite(Lanes16.Lane(x, 0)));
        Assert.True(listener.WaitFor(nameof(TooManyLocals)), "the listener hears nothing");
        Assert.Equal([Deliberate], listener.Failures.Where(failure => failure.Reason == InliningFailure.TooManyLocals).Select(failure => failure.Root).Where(IsOurs).Distinct());
    });

    static string Deliberate => $"{typeof(InliningTests).FullName}.{nameof(TooManyLocals)}";

    // What is written for devices runs here in tests only, and of the tests' own methods only the deliberate one counts.
    static bool IsOurs(string root) => root == Deliberate || !root.Contains(".Tests.", StringComparison.Ordinal) && !root.Contains(StagesEmitter.AssemblyName, StringComparison.Ordinal);

    /// <summary>In lanes as wide as registers: those put together of two have more locals, and nobody runs in them who does not ask for it.</summary>
    static void CompileWidest(LocomotionTask task)
    {
        if (Vector512.IsHardwareAccelerated) Compile<Lanes16>(task);
        else Compile<Lanes8>(task);
    }

    static void Compile<R>(LocomotionTask task) where R : unmanaged, IReal<R>
    {
        Simulation<R> simulation = new(new RobotProgram<R>(task.Recording));
        simulation.Step();
        RobotEnvironment environment = new(task);
        AlignedMemory<R> memory = new(512);
        PhiloxStream<R> random = default;
        Step(environment, memory, ref random);
    }

    static unsafe void Step<R>(RobotEnvironment environment, AlignedMemory<R> memory, ref PhiloxStream<R> random) where R : unmanaged, IReal<R>
    {
        fixed (R* numbers = memory) Step(environment, new LaneBuffer<R>(numbers), ref random);
    }

    static void Step<R>(RobotEnvironment environment, LaneBuffer<R> state, ref PhiloxStream<R> random) where R : unmanaged, IReal<R>
    {
        LaneBuffer<R> observation = state.From(192), action = state.From(384);
        environment.Reset<R, LaneBuffer<R>, PhiloxStream<R>>(state, ref random);
        environment.Observe<R, LaneBuffer<R>>(state, observation);
        environment.Step(state, action, ref random, out R _, out R _);
    }

    /// <summary>Too long on purpose: it shows that the listener hears.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    static Lanes16 TooManyLocals(Lanes16 x)
    {
        Lanes16 y = Twice(x) + Twice(-x);
        return y + Twice(y * .5) + Twice(y * .25);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Lanes16 Twice(Lanes16 x) => Lanes16.Tanh(Lanes16.Tanh(x)) + Lanes16.Tanh(Lanes16.Tanh(-x));
}
