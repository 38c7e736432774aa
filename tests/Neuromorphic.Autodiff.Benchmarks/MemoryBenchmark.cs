using System.Globalization;
using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Neuromorphic.Autodiff.Benchmarks;

/// <summary>Memory as Linux counts it.</summary>
static class MemoryBenchmark
{
    const int Steps = 5;

    /// <summary>The peak over a few training steps, above what the process held before the first.</summary>
    public static long Peak(SequenceForm form)
    {
        using TrainingStep step = new(form);
        long before = Status("VmRSS");
        for (int i = 0; i < Steps; i++) step.Run();
        return Status("VmHWM") - before;
    }

    /// <summary>Tensors and bytes that a step of a small layer leaves behind: the median of windows of 250 steps, as the runtime's own memory grows and shrinks by megabytes at times.</summary>
    public static (long Tensors, long Bytes) Growth(SequenceForm form)
    {
        const int Windows = 9, Steps = 250;
        using DisposeScope scope = NewDisposeScope();
        TorchLoop loop = new();
        manual_seed(1);
        NeuronLayer layer = new("lif", 64, new() { Form = form });
        optim.Optimizer adam = optim.Adam(layer.parameters());
        Tensor currents = (rand(10, 8, 64) * 4 - 1).requires_grad_(); // 20 KiB
        (long Tensors, long Bytes)[] held = new (long, long)[Windows + 1];
        for (int window = 0; window <= Windows; window++)
        {
            for (int i = 0; i < Steps; i++)
            {
                using TorchStep step = loop.Begin();
                adam.zero_grad();
                currents.grad = null;
                BackwardPass.Run((layer.forward(currents).mean([0, 1]) - .2).square().sum());
                adam.step();
            }
            // Once everything that waits for the collector is gone.
            GC.Collect();
            GC.WaitForPendingFinalizers();
            held[window] = (Tensor.TotalCount, (long)mallinfo2().InUse);
        }
        GC.KeepAlive(layer);
        GC.KeepAlive(adam);
        long Median(Func<int, long> growth) => Enumerable.Range(1, Windows).Select(growth).Order().ElementAt(Windows / 2) / Steps;
        return (Median(w => held[w].Tensors - held[w - 1].Tensors), Median(w => held[w].Bytes - held[w - 1].Bytes));
    }

    /// <summary>A line of /proc/self/status, in bytes.</summary>
    static long Status(string name)
    {
        string line = File.ReadLines("/proc/self/status").Single(line => line.StartsWith(name + ":", StringComparison.Ordinal));
        return 1024 * long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }

    [DllImport("libc.so.6")]
    static extern AllocationCounts mallinfo2();

    /// <summary>struct mallinfo2 of glibc's malloc.h.</summary>
    [StructLayout(LayoutKind.Sequential)]
    readonly struct AllocationCounts
    {
        readonly nuint arena, freeChunks, fastChunks, maps, mapped, unused, fast;
        public readonly nuint InUse;
        readonly nuint free, top;
    }
}
