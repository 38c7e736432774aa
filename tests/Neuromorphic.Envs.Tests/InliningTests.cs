using System.Diagnostics.Tracing;
using System.Runtime.CompilerServices;
using Neuromorphic.Environments;
using Neuromorphic.Numerics;
using Xunit;

namespace Neuromorphic.Envs.Tests;

/// <summary>
/// Above 512 locals the JIT silently stops inlining, and operators on vectors become calls through memory, 4 to 30 times slower.
/// </summary>
public class InliningTests
{
    [Fact]
    public void Every_kernel_stays_below_the_number_of_locals_at_which_the_JIT_stops_inlining()
    {
        using JitListener listener = new();
        Compile(new CartPole());
        Compile(new MountainCar());
        Compile(new MountainCarContinuous());
        Compile(new Pendulum());
        Compile(new Acrobot());
        Compile(new MemoryLength());
        Compile(new MemorySize());
        // Events arrive on another thread; this one is last, so all before it have arrived as well.
        Lanes16 x = Stage<MemorySize, Lanes16>.TooManyLocals(1.0);
        SpinWait.SpinUntil(() => listener.Methods.Contains(nameof(Stage<,>.TooManyLocals)), TimeSpan.FromSeconds(20));
        Assert.True(double.IsFinite(Lanes16.Lane(x, 0)));
        Assert.Equal([nameof(Stage<,>.TooManyLocals)], listener.Methods);
    }

    static void Compile<E>(E environment) where E : struct, IEnvironment
    {
        Compile<E, Scalar>(environment);
        Compile<E, Lanes8>(environment);
        Compile<E, Lanes16>(environment);
    }

    static unsafe void Compile<E, R>(E environment) where E : struct, IEnvironment where R : unmanaged, IReal<R>
    {
        AlignedMemory<R> memory = new(192);
        LaneBuffer<R> state = new(memory.Pointer), observation = state.From(64), action = state.From(128);
        Stage<E, R>.Reset(environment, state);
        Stage<E, R>.Observe(environment, state, observation);
        Stage<E, R>.Step(environment, state, action);
    }

    /// <summary>The stages of a rollout, each compiled by itself and at once with full optimisation.</summary>
    static class Stage<E, R> where E : struct, IEnvironment where R : unmanaged, IReal<R>
    {
        const MethodImplOptions Whole = MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization;

        [MethodImpl(Whole)]
        public static void Reset(E environment, LaneBuffer<R> state)
        {
            PhiloxStream<R> random = default;
            environment.Reset<R, LaneBuffer<R>, PhiloxStream<R>>(state, ref random);
        }

        [MethodImpl(Whole)]
        public static void Observe(E environment, LaneBuffer<R> state, LaneBuffer<R> observation) =>
            environment.Observe<R, LaneBuffer<R>>(state, observation);

        [MethodImpl(Whole)]
        public static R Step(E environment, LaneBuffer<R> state, LaneBuffer<R> action)
        {
            PhiloxStream<R> random = default;
            environment.Step(state, action, ref random, out R reward, out R terminated);
            return R.Select(terminated, 0.0, reward);
        }

        /// <summary>Too long on purpose: it shows that the listener hears.</summary>
        [MethodImpl(Whole)]
        public static R TooManyLocals(R x)
        {
            R y = Twice(x) + Twice(-x);
            return y + Twice(y * .5) + Twice(y * .25);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static R Twice(R x) => R.Tanh(R.Tanh(x)) + R.Tanh(R.Tanh(-x));
    }

    sealed class JitListener : EventListener
    {
        readonly HashSet<string> methods = [];

        public string[] Methods
        {
            get
            {
                lock (methods) return [.. methods];
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
            if (payload[10] as string != "too many locals" || payload[0] is not string space || !space.Contains(nameof(InliningTests), StringComparison.Ordinal)) return;
            lock (methods) methods.Add((string)payload[1]!);
        }
    }
}
