using System.Globalization;

namespace Neuromorphic.Autodiff.Benchmarks;

/// <summary>Resident memory as Linux counts it.</summary>
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

    /// <summary>A line of /proc/self/status, in bytes.</summary>
    static long Status(string name)
    {
        string line = File.ReadLines("/proc/self/status").Single(line => line.StartsWith(name + ":", StringComparison.Ordinal));
        return 1024 * long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }
}
