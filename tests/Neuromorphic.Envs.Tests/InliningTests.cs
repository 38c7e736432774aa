using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Neuromorphic.Environments;
using Neuromorphic.Numerics;
using Neuromorphic.Tests;
using Xunit;

namespace Neuromorphic.Envs.Tests;

/// <summary>
/// Above 512 locals the JIT silently stops inlining, and operators on vectors become calls through memory, 4 to 30 times slower.
/// </summary>
public class InliningTests
{
    [Fact]
    public void Every_kernel_stays_below_the_number_of_locals_at_which_the_JIT_stops_inlining() => OwnProcess.Run(() =>
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
        Assert.True(double.IsFinite(Lanes16.Lane(x, 0)));
        Assert.True(listener.WaitFor(nameof(Stage<,>.TooManyLocals)), "the listener hears nothing");
        Assert.All(
            listener.Failures.Where(failure => failure.Reason == InliningFailure.TooManyLocals && failure.Root.Contains(nameof(InliningTests), StringComparison.Ordinal)),
            failure => Assert.EndsWith(nameof(Stage<,>.TooManyLocals), failure.Root, StringComparison.Ordinal));
    });

    static void Compile<E>(E environment) where E : struct, IEnvironment
    {
        Compile<E, Scalar>(environment);
        Compile<E, Lanes8>(environment);
        if (Vector512.IsHardwareAccelerated) Compile<E, Lanes16>(environment); // put together of two registers they have more locals, and nobody runs in them who does not ask for it
    }

    static unsafe void Compile<E, R>(E environment) where E : struct, IEnvironment where R : unmanaged, IReal<R>
    {
        AlignedMemory<R> memory = new(192);
        fixed (R* numbers = memory)
        {
            LaneBuffer<R> state = new(numbers), observation = state.From(64), action = state.From(128);
            Stage<E, R>.Reset(environment, state);
            Stage<E, R>.Observe(environment, state, observation);
            Stage<E, R>.Step(environment, state, action);
        }
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
}
