using System.Globalization;
using Neuromorphic.Autodiff;
using Neuromorphic.Autodiff.Benchmarks;
using Neuromorphic.Benchmarks;

// A training step of 100 -> 1000 LIF -> 10, batch 128, 100 steps, forward, backward and Adam, on one thread.
//   speed                      times both forms, step by step in turn
//   memory Fused|OpByOp        peak of resident memory over a few steps, in bytes: a process for each form
//   growth Fused|OpByOp        tensors and bytes that a small step leaves behind: likewise
switch (args)
{
    case ["speed"]:
        Row.Print(SpeedBenchmark.Run());
        return 0;
    case ["memory", string form] when Enum.TryParse(form, out SequenceForm parsed):
        Console.WriteLine(MemoryBenchmark.Peak(parsed).ToString(CultureInfo.InvariantCulture));
        return 0;
    case ["growth", string form] when Enum.TryParse(form, out SequenceForm parsed):
        (long tensors, long bytes) = MemoryBenchmark.Growth(parsed);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{tensors} {bytes}"));
        return 0;
    default:
        Console.Error.WriteLine($"Usage: speed | memory|growth {string.Join('|', Enum.GetNames<SequenceForm>())}");
        return 2;
}
