using System.Runtime.CompilerServices;
using Neuromorphic.Numerics;

namespace Neuromorphic.Benchmarks;

/// <summary>Special functions of numbers from -6 to 6 (powers and log1p of their magnitudes), against the platform's scalar ones where it has them.</summary>
static unsafe class SpecialBenchmark
{
    const int Count = 4096;

    public static IReadOnlyList<Row> Run() =>
    [
        .. Of<Expm1>(), .. Of<Log1p>(), .. Of<Softplus>(), .. Of<Logistic>(), .. Of<Sinh>(MathF.Sinh), .. Of<Cosh>(MathF.Cosh), .. Of<Asinh>(MathF.Asinh), .. Of<Atan>(MathF.Atan),
        .. Of<Erf>(), .. Of<Erfc>(), .. Of<I0e>(), .. Of<I1e>(), .. Of<Pow>(x => MathF.Pow(MathF.Abs(x), 1.7f)), .. Of<LookUp>(),
    ];

    static Row[] Of<TFunction>(Func<float, float>? platform = null) where TFunction : struct, IUnary
    {
        AlignedMemory<float> numbers = new(Count), values = new(Count);
        for (int i = 0; i < Count; i++) numbers.Span[i] = -6 + 12f * i / Count;
        void Lanes<R>() where R : unmanaged, IReal<R>
        {
            fixed (float* x = numbers, y = values) Fill<R, TFunction>((R*)x, (R*)y, Count / R.Width);
        }
        string name = typeof(TFunction).Name;
        Subject[] subjects =
        [
            LaneWidths.Preferred switch
            {
                LaneWidth.Lanes16 => new($"{name}, Lanes16", Count, Lanes<Lanes16>),
                LaneWidth.Lanes8 => new($"{name}, Lanes8", Count, Lanes<Lanes8>),
                _ => new($"{name}, one lane", Count, Lanes<Scalar>),
            },
            platform == null ? new($"{name}, Scalar", Count, Lanes<Scalar>) : new($"{name}, MathF", Count, () =>
            {
                for (int i = 0; i < Count; i++) values.Span[i] = platform(numbers.Span[i]);
            }),
        ];
        return Timing.Compare("ns", 1, 15, subjects);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Fill<R, TFunction>(R* numbers, R* values, int count) where R : unmanaged, IReal<R> where TFunction : struct, IUnary
    {
        for (int i = 0; i < count; i++) values[i] = TFunction.Of(numbers[i]);
    }

    interface IUnary
    {
        static abstract R Of<R>(R x) where R : unmanaged, IReal<R>;
    }

    struct Expm1 : IUnary { [MethodImpl(MethodImplOptions.AggressiveInlining)] public static R Of<R>(R x) where R : unmanaged, IReal<R> => R.Expm1(x); }
    struct Log1p : IUnary { [MethodImpl(MethodImplOptions.AggressiveInlining)] public static R Of<R>(R x) where R : unmanaged, IReal<R> => R.Log1p(R.Abs(x)); }
    struct Softplus : IUnary { [MethodImpl(MethodImplOptions.AggressiveInlining)] public static R Of<R>(R x) where R : unmanaged, IReal<R> => R.Softplus(x); }
    struct Logistic : IUnary { [MethodImpl(MethodImplOptions.AggressiveInlining)] public static R Of<R>(R x) where R : unmanaged, IReal<R> => R.Logistic(x); }
    struct Sinh : IUnary { [MethodImpl(MethodImplOptions.AggressiveInlining)] public static R Of<R>(R x) where R : unmanaged, IReal<R> => R.Sinh(x); }
    struct Cosh : IUnary { [MethodImpl(MethodImplOptions.AggressiveInlining)] public static R Of<R>(R x) where R : unmanaged, IReal<R> => R.Cosh(x); }
    struct Asinh : IUnary { [MethodImpl(MethodImplOptions.AggressiveInlining)] public static R Of<R>(R x) where R : unmanaged, IReal<R> => R.Asinh(x); }
    struct Atan : IUnary { [MethodImpl(MethodImplOptions.AggressiveInlining)] public static R Of<R>(R x) where R : unmanaged, IReal<R> => R.Atan(x); }
    struct Erf : IUnary { [MethodImpl(MethodImplOptions.AggressiveInlining)] public static R Of<R>(R x) where R : unmanaged, IReal<R> => R.Erf(x); }
    struct Erfc : IUnary { [MethodImpl(MethodImplOptions.AggressiveInlining)] public static R Of<R>(R x) where R : unmanaged, IReal<R> => R.Erfc(x); }
    struct I0e : IUnary { [MethodImpl(MethodImplOptions.AggressiveInlining)] public static R Of<R>(R x) where R : unmanaged, IReal<R> => R.I0e(x); }
    struct I1e : IUnary { [MethodImpl(MethodImplOptions.AggressiveInlining)] public static R Of<R>(R x) where R : unmanaged, IReal<R> => R.I1e(x); }
    struct Pow : IUnary { [MethodImpl(MethodImplOptions.AggressiveInlining)] public static R Of<R>(R x) where R : unmanaged, IReal<R> => R.Pow(R.Abs(x), 1.7); }
    struct LookUp : IUnary { [MethodImpl(MethodImplOptions.AggressiveInlining)] public static R Of<R>(R x) where R : unmanaged, IReal<R> => Real.LookUp(new Squares<R>(), 8, x); }

    /// <summary>A table in constants.</summary>
    readonly struct Squares<R> : IBuffer<R> where R : unmanaged, IReal<R>
    {
        public R this[int index]
        {
            get => index * index;
            set => throw new NotSupportedException();
        }
    }
}
