using System.Diagnostics.Tracing;
using System.Runtime.CompilerServices;
using Neuromorphic.Envs.Locomotion.Physics;
using Neuromorphic.Envs.Locomotion.Recording;
using Neuromorphic.Numerics;
using Xunit;

namespace Neuromorphic.Envs.Locomotion.Tests;

/// <summary>Above 512 locals the JIT silently stops inlining, and operators on vectors become calls through memory, 4 to 30 times slower.</summary>
public class InliningTests
{
    [Fact]
    public void Every_method_of_the_engine_stays_below_the_number_of_locals_at_which_the_JIT_stops_inlining()
    {
        foreach (string name in LocomotionRegistry.Names)
        {
            Compile<Scalar>(LocomotionRegistry.Task(name));
            Compile<Lanes8>(LocomotionRegistry.Task(name));
            Compile<Lanes16>(LocomotionRegistry.Task(name));
            Compile<Lanes16>(LocomotionRegistry.Task(name, "gymnasium-v4"));
        }
        Compile<Lanes16>(LocomotionRegistry.Task("ant", "gymnasium-v5"));
        // Events arrive on another thread; this one is last, so all before it have arrived as well.
        Lanes16 x = TooManyLocals(1.0);
        SpinWait.SpinUntil(() => JitListener.Methods.Contains(nameof(TooManyLocals)), TimeSpan.FromSeconds(20));
        Assert.True(double.IsFinite(Lanes16.Lane(x, 0)));
        Assert.Equal([nameof(TooManyLocals)], JitListener.Methods);
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

/// <summary>Hears every refusal of the JIT from the first test on: other tests may compile a method before this one asks for it.</summary>
sealed class JitListener : EventListener
{
    static readonly HashSet<string> Heard = [];
    static JitListener? listener;

    [ModuleInitializer]
    internal static void Begin() => listener = new();

    public static string[] Methods
    {
        get
        {
            GC.KeepAlive(listener);
            lock (Heard) return [.. Heard];
        }
    }

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        const EventKeywords JitTracing = (EventKeywords)0x1000;
        if (eventSource.Name == "Microsoft-Windows-DotNETRuntime") EnableEvents(eventSource, EventLevel.Verbose, JitTracing);
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        if (eventData is not { EventName: string name, Payload: { Count: > 10 } payload } || !name.StartsWith("MethodJitInliningFailed", StringComparison.Ordinal)) return;
        if (payload[10] as string != "too many locals" || payload[0] is not string space || !IsOurs(space)) return;
        lock (Heard) Heard.Add((string)payload[1]!);
    }

    // Other tests are not hot, and what is written for devices runs here in tests only.
    static bool IsOurs(string type) =>
        type.Contains("Neuromorphic.Envs.Locomotion", StringComparison.Ordinal) && !type.Contains(".Tests", StringComparison.Ordinal) && !type.Contains(StagesEmitter.AssemblyName, StringComparison.Ordinal) || type.Contains(nameof(InliningTests), StringComparison.Ordinal);
}
