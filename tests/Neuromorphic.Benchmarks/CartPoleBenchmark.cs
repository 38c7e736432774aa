using System.Runtime.CompilerServices;
using Neuromorphic.Envs;
using Neuromorphic.Numerics;

namespace Neuromorphic.Benchmarks;

/// <summary>CartPole with random actions, ended episodes begun anew in place; one thread.</summary>
static unsafe class CartPoleBenchmark
{
    const int Steps = 4096;

    public static IReadOnlyList<Row> Run()
    {
        List<Subject> subjects = [new("plain float version", Steps, Plain.Run)];
        if (LaneWidths.Preferred == LaneWidth.Lanes16) subjects.Add(Of<Lanes16>());
        if (LaneWidths.Preferred != LaneWidth.Scalar) subjects.Add(Of<Lanes8>());
        subjects.Add(Of<Scalar>());
        Row[] rows = Timing.Compare("ns/step", 0, 21, [.. subjects]);
        return [.. rows, new Row($"{rows[1].What}, steps", 1e3 / rows[1].Value, 1e3 / rows[1].Best, "million/s")];
    }

    static Subject Of<R>() where R : unmanaged, IReal<R>
    {
        AlignedMemory<R> memory = new(16);
        RandomKey key = RandomKey.For(1, RandomPurpose.Check);
        fixed (R* numbers = memory) Reset<R>(new(key, Word<R>.Lanes(0), 0, 0, 0), new(numbers));
        return new($"kernel, {typeof(R).Name}", Steps * R.Width, () =>
        {
            fixed (R* numbers = memory) Advance(key, numbers);
        });
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Advance<R>(RandomKey key, R* memory) where R : unmanaged, IReal<R>
    {
        LaneBuffer<R> state = new(memory), action = new(memory + 4), fresh = new(memory + 8);
        for (uint step = 0; step < Steps / 4; step++)
        {
            // A block of the generator has four words: the actions of four steps.
            Philox<R> words = Philox<R>.Block(key, Word<R>.Lanes(0), step, 0u, 0u);
            Step(words.A, state, action, fresh, key, 4 * step);
            Step(words.B, state, action, fresh, key, 4 * step + 1);
            Step(words.C, state, action, fresh, key, 4 * step + 2);
            Step(words.D, state, action, fresh, key, 4 * step + 3);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Step<R>(Word<R> word, LaneBuffer<R> state, LaneBuffer<R> action, LaneBuffer<R> fresh, RandomKey key, uint step) where R : unmanaged, IReal<R>
    {
        action[0] = (word >>> 31).ToReal();
        PhiloxStream<R> none = default;
        new CartPole().Step(state, action, ref none, out _, out R terminated);
        if (!R.Any(terminated)) return;
        Reset<R>(new(key, Word<R>.Lanes(0), 1, step, 0), fresh);
        for (int i = 0; i < 4; i++) state[i] = R.Select(terminated, fresh[i], state[i]);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Reset<R>(PhiloxStream<R> random, LaneBuffer<R> state) where R : unmanaged, IReal<R> =>
        new CartPole().Reset<R, LaneBuffer<R>, PhiloxStream<R>>(state, ref random);

    /// <summary>The environment as one would write it without lanes.</summary>
    static class Plain
    {
        static readonly Random Random = new(1);
        static float x, v, angle, w;

        public static void Run()
        {
            for (int i = 0; i < Steps; i++)
            {
                float force = Random.Next(2) == 1 ? 10 : -10;
                (float sin, float cos) = MathF.SinCos(angle);
                float push = (force + .05f * w * w * sin) / 1.1f;
                float angular = (9.8f * sin - cos * push) / (.5f * (4f / 3 - .1f * cos * cos / 1.1f));
                float acceleration = push - .05f * angular * cos / 1.1f;
                x += .02f * v;
                v += .02f * acceleration;
                angle += .02f * w;
                w += .02f * angular;
                if (MathF.Abs(x) <= 2.4f && MathF.Abs(angle) <= .20943951f) continue;
                x = Random.NextSingle() * .1f - .05f;
                v = Random.NextSingle() * .1f - .05f;
                angle = Random.NextSingle() * .1f - .05f;
                w = Random.NextSingle() * .1f - .05f;
            }
        }
    }
}
