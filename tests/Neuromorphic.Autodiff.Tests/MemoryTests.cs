using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Neuromorphic.Autodiff.Tests;

/// <summary>What the layer costs in memory, and that a long training costs no more than a short one.</summary>
public class MemoryTests(ITestOutputHelper output)
{
    /// <summary>
    /// A training step of 100 -> 1,000 -> 10 neurons, batch 128, 100 steps, in a process for each form: peak of resident memory over five steps, above what
    /// the process held before the first.
    /// </summary>
    [Fact]
    public void The_fused_form_takes_a_quarter_of_the_memory()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The peak is read from /proc.");
        long fused = Peak(SequenceForm.Fused), opByOp = Peak(SequenceForm.OpByOp);
        output.WriteLine($"fused {fused >> 20} MiB, op by op {opByOp >> 20} MiB");
        Assert.InRange(fused, 50 << 20, opByOp / 4);
    }

    static long Peak(SequenceForm form)
    {
        ProcessStartInfo start = new("dotnet", [Path.Combine(AppContext.BaseDirectory, "Neuromorphic.Autodiff.Benchmarks.dll"), "memory", form.ToString()]) { RedirectStandardOutput = true };
        using Process process = Process.Start(start)!;
        string text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return long.Parse(text, CultureInfo.InvariantCulture);
    }

    [Theory]
    [InlineData(SequenceForm.Fused)]
    [InlineData(SequenceForm.OpByOp)]
    public void Thousands_of_steps_take_no_more_memory_than_hundreds(SequenceForm form)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Memory is read from glibc.");
        // What earlier tests left behind is gone before the counting begins.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        using DisposeScope scope = NewDisposeScope();
        TorchLoop loop = new();
        NeuronLayer layer = Layers.Heterogeneous("lif", 64, new() { Form = form });
        optim.Optimizer adam = optim.Adam(layer.parameters());
        Tensor currents = Layers.Currents(10, 8, 64).requires_grad_(); // 20 KiB each
        long tensors = 0, bytes = 0;
        for (int i = 1; i <= 2500; i++)
        {
            using (TorchStep step = loop.Begin())
            {
                adam.zero_grad();
                currents.grad = null;
                BackwardPass.Run((layer.forward(currents).mean([0, 1]) - .2).square().sum());
                adam.step();
            }
            if (i == 500) (tensors, bytes) = (Tensor.TotalCount, (long)mallinfo2().InUse);
        }
        Assert.Equal(tensors, Tensor.TotalCount);
        long grown = (long)mallinfo2().InUse - bytes;
        output.WriteLine($"{grown} bytes more after 2,000 steps");
        Assert.InRange(grown, -10_000_000, 500_000); // a tensor a step would be 40 MB
    }

    [Fact]
    public void What_a_step_keeps_outlives_it_and_nothing_else_does()
    {
        TorchLoop loop = new();
        Tensor kept, dropped;
        using (TorchStep step = loop.Begin())
        {
            dropped = ones(3);
            kept = step.Keep(dropped + 1);
        }
        Assert.True(dropped.IsInvalid);
        Assert.Equal(6, kept.sum().item<float>());
        kept.Dispose();
    }

    [Fact]
    public void Beside_threads_that_allocate_no_collection_interrupts_a_step()
    {
        TorchLoop loop = new(1, OtherThreads.Allocate);
        using CancellationTokenSource end = new();
        const int Most = 12_000; // of 4,000 bytes: less than a step may hold back, however slow the machine
        int left = 0;
        Thread other = new(() =>
        {
            while (!end.IsCancellationRequested)
                if (Interlocked.Decrement(ref left) >= 0) GC.KeepAlive(new byte[4000]);
                else Thread.Sleep(0);
        });
        other.Start();
        try
        {
            NeuronLayer layer = Layers.Heterogeneous("lif", 50, new());
            for (int i = 0; i < 60; i++)
            {
                using TorchStep step = loop.Begin();
                int before = GC.CollectionCount(0);
                Interlocked.Exchange(ref left, Most);
                Tensor currents = Layers.Currents(20, 4, 50).requires_grad_();
                BackwardPass.Run(layer.forward(currents).sum());
                SpinWait.SpinUntil(() => Volatile.Read(ref left) < 0);
                Assert.Equal(before, GC.CollectionCount(0));
            }
        }
        finally
        {
            end.Cancel();
            other.Join();
        }
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
