#:project ../src/Neuromorphic.Runs

// Question: how differently do leaky integrate-and-fire neurons fire under one constant current, if they differ in tau, threshold, rest and resistance?
// Source:   Shen et al. (2023), arXiv:2305.11484, figure 1, right: one constant current, different neurons, different firing patterns. Equation 2.
// Command:  dotnet run experiments/firing-patterns.cs
// Budget:   400 steps of 8 neurons: seconds.
// Check:    the step at which each neuron first fires, and the interval between its spikes, are those of the formula, or the program ends with 1.
// Result:   experiments/README.md

using System.Globalization;
using Neuromorphic.Analysis;
using Neuromorphic.Neurons;
using Neuromorphic.Storage;

Experiment experiment = Experiment.Begin("firing-patterns", "How differently do neurons fire under one constant current?", args, [new("steps", 400, 100, 100, "steps that neurons are looked at")]);
const float Current = 1.5f;
const int Shown = 100;
int steps = experiment["steps"];
RegularFiring usual = new(Tau: 10, Threshold: 1, Rest: 0, Resistance: 1);
(string Name, RegularFiring Neuron)[] neurons =
[
    ("the usual one", usual),
    ("tau 40", usual with { Tau = 40 }),
    ("tau 3", usual with { Tau = 3 }),
    ("threshold 1.4", usual with { Threshold = 1.4 }),
    ("threshold 1.6", usual with { Threshold = 1.6 }),
    ("rest 0.5", usual with { Rest = .5 }),
    ("resistance 0.7", usual with { Resistance = .7 }),
    ("resistance 1.5", usual with { Resistance = 1.5 }),
];

// The library's own neuron, all of them at once.
NeuronPopulation population = NeuronRegistry.CreatePopulation("lif", neurons.Length, members: 1);
population.Set("tau", [.. neurons.Select(one => one.Neuron.Tau)]);
population.Set("threshold", [.. neurons.Select(one => one.Neuron.Threshold)]);
population.Set("rest", [.. neurons.Select(one => one.Neuron.Rest)]);
population.Set("resistance", [.. neurons.Select(one => one.Neuron.Resistance)]);
population.Reset();
float[] currents = new float[steps * neurons.Length], spikes = new float[currents.Length], potentials = new float[currents.Length];
Array.Fill(currents, Current);
population.Run(currents, spikes, potentials);

using ResultsFile results = new(experiment.File("results.csv"), 1, "neuron", "tau", "threshold", "rest", "resistance", "first-spike", "first-spike-by-formula", "least-interval", "greatest-interval", "interval-by-formula", "interval-in-continuous-time", "spikes");
List<NeuronTrace> traces = [];
Console.WriteLine($"constant current {Current.ToString(CultureInfo.InvariantCulture)}, {steps} steps; unless named, tau is 10, threshold 1, rest 0, resistance 1\n\n{"neuron",-16}{"first spike",12}{"intervals",12}{"by formula",12}{"continuous",12}");
foreach ((int i, (string name, RegularFiring neuron)) in neurons.Index())
{
    NeuronTrace trace = new(name, Of(potentials, i), Of(spikes, i), neuron.Threshold, neuron.Rest);
    string first = trace.SpikeSteps.Count == 0 ? "none" : Text(trace.SpikeSteps[0]), least = trace.Intervals.Count == 0 ? "none" : Text(trace.Intervals.Min()), greatest = trace.Intervals.Count == 0 ? "none" : Text(trace.Intervals.Max());
    string formula = neuron.Steps(Current) is { } interval ? Text(interval) : "none";
    string continuous = double.IsFinite(neuron.Interval(Current)) ? neuron.Interval(Current).ToString("F2", CultureInfo.InvariantCulture) : "none";
    bool agrees = first == formula && least == formula && greatest == formula;
    if (!agrees) Environment.ExitCode = 1;
    Console.WriteLine($"{name,-16}{first,12}{(least == greatest ? least : $"{least} to {greatest}"),12}{formula,12}{continuous,12}  {(agrees ? "agrees" : "DOES NOT AGREE")}");
    if (!results.Has(name)) results.Append(name, neuron.Tau, neuron.Threshold, neuron.Rest, neuron.Resistance, first, formula, least, greatest, formula, continuous, trace.SpikeSteps.Count);
    traces.Add(trace with
    {
        Potentials = [.. trace.Potentials.Take(Shown)],
        Spikes = [.. trace.Spikes.Take(Shown)],
        Note = trace.SpikeSteps.Count == 0 ? "silent\nby formula: too" : $"every {least} steps\nby formula: {formula}",
    });
}

TracePlot.Save(experiment.File("traces.png"), traces, "One constant current, eight neurons");
File.WriteAllText(experiment.File("source.txt"), $"neuromorphic {SourceRevision.Version} {SourceRevision.GitHash}\n");
Console.WriteLine($"\n{experiment.Folder}: results.csv, traces.png");

float[] Of(float[] all, int neuron) => [.. Enumerable.Range(0, steps).Select(step => all[step * neurons.Length + neuron])];

static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
