using System.Globalization;
using System.Text.Json;
using Neuromorphic.Benchmarks;
using Neuromorphic.Numerics;

const string Usage = """
    Times the hot paths and prints each as a ratio within the same run.

      dotnet run -c Release --project tests/Neuromorphic.Benchmarks -- all
      dotnet run -c Release --project tests/Neuromorphic.Benchmarks -- lif generation --json

    Benchmarks:
    """;
(string Name, string Summary, Func<IReadOnlyList<Row>> Run)[] benchmarks =
[
    ("lif", "one update of leaky integrate-and-fire neurons, against hand-written and scalar loops", LifBenchmark.Run),
    ("population", "populations through whole sequences, the time loop fused", PopulationBenchmark.Run),
    ("normals", "standard normal numbers, against a scalar Box-Muller", NormalsBenchmark.Run),
    ("special", "special functions and a look-up in a table, against the platform's scalar ones", SpecialBenchmark.Run),
    ("formulas", "formulas of neurons, interpreted and compiled, and what compiling takes", FormulaBenchmark.Run),
    ("cartpole", "CartPole steps with random actions, against a scalar version", CartPoleBenchmark.Run),
    ("locomotion", "robots with random actions, against MuJoCo in C", LocomotionBenchmark.Run),
    ("policy", "a spiking policy with 27 inputs, 8 outputs and 1,024 neurons, against the peak of fused multiply-adds", PolicyBenchmark.Run),
    ("activations", "a perceptron whose activation is a formula, against the same one in C#", ActivationBenchmark.Run),
    ("learned", "a step of learned neurons (LDNN, energies), against a perceptron of tanh", LearnedBenchmark.Run),
    ("learning", "neuron types learned through whole trainings, and seeds side by side (peers/learned.sh has torch beside it)", LearningBenchmark.Run),
    ("gradients", "a training step through time of a spiking network, against its two large matrix products", GradientBenchmark.Run),
    ("peers", "the cases that peers/run.sh compares with C, NumPy and others, and their spikes", PeersBenchmark.Run),
    ("generation", "a whole ES generation on CartPole and the shares of its parts, with 1 and 2 threads", GenerationBenchmark.Run),
    ("width", "a generation's episodes in lane groups of 16 and of 8, one thread", WidthBenchmark.Run),
    ("device", "every CUDA and OpenCL device: neurons, CartPole and whole trainings beside the processor", DeviceBenchmark.Run),
    ("memory", "peak memory of population 1,024 with 8,192 neurons, over 1,000 generations", MemoryBenchmark.Run),
];
bool json = args.Contains("--json");
string[] names = [.. args.Where(arg => arg != "--json")];
string? unknown = names.FirstOrDefault(name => name != "all" && benchmarks.All(benchmark => benchmark.Name != name));
if (names.Length == 0 || unknown != null)
{
    if (unknown != null) Console.Error.WriteLine($"error: there is no benchmark '{unknown}'.");
    Console.Error.WriteLine(Usage);
    foreach ((string name, string summary, _) in benchmarks) Console.Error.WriteLine($"      {name,-12}{summary}");
    return unknown == null ? 0 : 1;
}
List<Row> rows = [];
foreach ((string name, _, Func<IReadOnlyList<Row>> run) in benchmarks)
{
    if (!names.Contains("all") && !names.Contains(name)) continue;
    if (!json) Console.Error.WriteLine($"{name} ...");
    rows.AddRange(run().Select(row => row with { Benchmark = name }));
}
if (json)
    Console.WriteLine(JsonSerializer.Serialize(new { lanes = (int)LaneWidths.Preferred, processors = Environment.ProcessorCount, rows }, JsonStyle.Options));
else
{
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{LaneWidths.Preferred}, {Environment.ProcessorCount} processors; medians, with the fastest run in brackets; a ratio is the median over rounds in which both ran one after the other"));
    Row.Print(rows);
}
return 0;
