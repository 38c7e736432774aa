using System.Diagnostics;
using System.Globalization;
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

    static long Peak(SequenceForm form) => Measured("memory", form)[0];

    /// <summary>What the benchmarks' command prints, run as a process of its own: no earlier test has left anything there that is given back meanwhile.</summary>
    static long[] Measured(string what, SequenceForm form)
    {
        ProcessStartInfo start = new("dotnet", [Path.Combine(AppContext.BaseDirectory, "Neuromorphic.Autodiff.Benchmarks.dll"), what, form.ToString()]) { RedirectStandardOutput = true };
        using Process process = Process.Start(start)!;
        string text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return Array.ConvertAll(text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries), number => long.Parse(number, CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData(SequenceForm.Fused)]
    [InlineData(SequenceForm.OpByOp)]
    public void A_step_leaves_no_memory_behind(SequenceForm form)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Memory is read from glibc.");
        long[] grown = Measured("growth", form);
        output.WriteLine($"{grown[0]} tensors and {grown[1]} bytes more a step");
        Assert.Equal(0, grown[0]);
        Assert.InRange(grown[1], -1000, 1000); // a tensor would be 20,480
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
}
