using System.Diagnostics;
using System.Runtime.CompilerServices;
using Neuromorphic.Numerics;
using Neuromorphic.Tape;
using Xunit;

namespace Neuromorphic.Tests.Tape;

/// <summary>Loops made of equations.</summary>
public sealed unsafe class LoopTests
{
    static Symbol Load(int slot, int variable = 0) => new(Recorder.Current.Load(LoopEmitter.Address(slot, variable)));

    /// <summary>Slot 0: two variables in lanes; 1: a value for each item; 2: a constant; 3: a sum; 4: results, the first added to.</summary>
    static readonly Slot[] Slots = [Slot.Lanes, Slot.Shared, Slot.Constant, Slot.Carried, Slot.Lanes];

    static Equations Everything() => Recorder.Record("everything", stores =>
    {
        Symbol a = Load(0), b = Load(0, 1), value = Load(1), factor = Load(2) * Load(2);
        stores[LoopEmitter.Address(4)] = Load(4) + a * value;
        stores[LoopEmitter.Address(4, 1)] = Symbol.Select(a < b, factor, Symbol.Tanh(a) * factor);
        stores[LoopEmitter.Address(0)] = b; // exchanged: each is read before either is written
        stores[LoopEmitter.Address(0, 1)] = a;
        stores[LoopEmitter.Address(3)] = Load(3) + b;
    });

    [Fact]
    public void A_loop_computes_what_the_equations_say()
    {
        const int Stride = 16, Count = 11;
        double[] lanes = [.. Enumerable.Range(0, 2 * Stride).Select(i => Math.Sin(i))], values = [.. Enumerable.Range(0, Stride).Select(i => i * .5)], results = [.. Enumerable.Range(0, 2 * Stride).Select(i => (double)i)];
        double[] before = [.. lanes], start = [.. results];
        double factor = 1.5, sum = 7;
        LoopKernel kernel = LoopEmitter.Compile<Scalar64>(Everything(), Slots, Stride);
        fixed (double* a = lanes, v = values, r = results)
        {
            nint* slots = stackalloc nint[5] { (nint)a, (nint)v, (nint)(&factor), (nint)(&sum), (nint)r };
            kernel(slots, Count);
        }
        double expected = 7;
        for (int n = 0; n < Stride; n++)
        {
            if (n < Count) expected += before[Stride + n];
            Assert.Equal(n < Count ? (before[Stride + n], before[n]) : (before[n], before[Stride + n]), (lanes[n], lanes[Stride + n]));
            Assert.Equal(n < Count ? Math.FusedMultiplyAdd(before[n], values[n], start[n]) : start[n], results[n]);
            double chosen = before[n] < before[Stride + n] ? 2.25 : Portable.Tanh(before[n]) * 2.25;
            Assert.Equal(n < Count ? chosen : start[Stride + n], results[Stride + n]);
        }
        Assert.Equal(expected, sum);
    }

    [Fact]
    public void Bits_do_not_depend_on_the_lane_width()
    {
        float[] one = Run<Scalar>(), eight = Run<Lanes8>(), sixteen = Run<Lanes16>();
        Assert.Equal(one, eight);
        Assert.Equal(one, sixteen);

        // Sixteen lanes of four items, in the order of lanes.
        static float[] Run<R>() where R : unmanaged, IReal<R>
        {
            const int Items = 4, Lanes = 16;
            List<float> all = [];
            nint* slots = stackalloc nint[5];
            for (int part = 0; part < Lanes / R.Width; part++)
            {
                AlignedMemory<R> lanes = new(2 * Items), results = new(2 * Items);
                for (int i = 0; i < 2 * Items; i++)
                {
                    double[] row = [.. Enumerable.Range(0, R.Width).Select(lane => Math.Sin(1.7 * (i * Lanes + part * R.Width + lane)))];
                    (lanes.Span[i], results.Span[i]) = (R.FromLanes(row), R.FromLanes(row));
                }
                float[] values = [.1f, .2f, .3f, .4f];
                R factor = 1.3f, sum = 0f;
                fixed (R* a = lanes, r = results)
                fixed (float* v = values)
                {
                    (slots[0], slots[1], slots[2], slots[3], slots[4]) = ((nint)a, (nint)v, (nint)(&factor), (nint)(&sum), (nint)r);
                    LoopEmitter.Compile<R>(Everything(), Slots, Items)(slots, Items);
                }
                for (int lane = 0; lane < R.Width; lane++)
                    foreach (R number in (R[])[.. lanes.Span, .. results.Span, sum]) all.Add((float)R.Lane(number, lane));
            }
            return [.. all];
        }
    }

    /// <summary>A search makes thousands of functions; assemblies of their own would end at some 9,000, for want of memory mappings.</summary>
    [Fact]
    public void Ten_thousand_functions_are_compiled_and_dropped_without_growth() => OwnProcess.Run(() =>
    {
        const int Warm = 1000, More = 10_000;
        for (int i = 0; i < Warm; i++) Compiled(i);
        (long managed, long native) = Held();
        long started = Stopwatch.GetTimestamp();
        for (int i = Warm; i < Warm + More; i++) Compiled(i);
        Console.WriteLine($"{Stopwatch.GetElapsedTime(started).TotalMilliseconds / More:F2} ms to record, compile and run a function");
        (long managedAfter, long nativeAfter) = Held();
        // An assembly for each would be 71 KB for each.
        Assert.True(managedAfter - managed < 1 << 20, $"{managedAfter - managed} bytes more in the collector's heap");
        Assert.True(nativeAfter - native < 16 << 20, $"{nativeAfter - native} bytes more beside it");

        [MethodImpl(MethodImplOptions.NoInlining)]
        static void Compiled(int i)
        {
            Equations equations = Recorder.Record("function", stores => stores[LoopEmitter.Address(1)] = Load(0) * (i + .5) + Symbol.Logistic(Load(0)));
            LoopKernel kernel = LoopEmitter.Compile<Scalar64>(equations, new Slot[2], 1);
            double x = .5, y = 0;
            nint* slots = stackalloc nint[2] { (nint)(&x), (nint)(&y) };
            kernel(slots, 1);
            Assert.Equal(Math.FusedMultiplyAdd(.5, i + .5, Portable.Logistic(.5)), y);
        }

        static (long Managed, long Native) Held()
        {
            for (int i = 0; i < 3; i++)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
            }
            using Process own = Process.GetCurrentProcess();
            return (GC.GetTotalMemory(true), own.PrivateMemorySize64 - GC.GetGCMemoryInfo().TotalCommittedBytes);
        }
    });
}
