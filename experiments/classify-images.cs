#:project ../src/Neuromorphic
#:project ../src/Neuromorphic.Storage
#:project ../src/Neuromorphic.Analysis
#:project ../envs/Neuromorphic.Envs.Images

// Question: how well do spiking networks trained by gradients classify images that they see for 4 or 16 steps: with trained weights and
//           homogeneous neurons, with trained neurons and random weights, with both trained? And by an evolution strategy?
// Source:   Shen et al. (2023), arXiv:2305.11484, table 3, by an evolution strategy in 4 steps with about 4,000 trained numbers
//           (neurons/weights): MNIST 80.96/78.66 %, Fashion-MNIST 76.35/48.33 %. Step sizes and scales are ours.
// Command:  dotnet run experiments/classify-images.cs     (the images: neuromorphic data get mnist, neuromorphic data get fashion-mnist)
// Budget:   10 epochs of 60,000 images a run; the evolution strategy's preset, 300 generations of 128 members with 64 images each.
// Result:   experiments/README.md

using System.Diagnostics;
using System.Globalization;
using Neuromorphic.Analysis;
using Neuromorphic.Envs;
using Neuromorphic.Storage;
using Neuromorphic.Storage.Data;
using Neuromorphic.Training;

Experiment experiment = Experiment.Begin("classify-images", "How well do spiking networks classify images, by what of them is trained?", args, seeds: 3);
// Random readout weights of N(0, 1 / neurons) hold a softmax near its middle where they may not grow: ten times that, and longer steps, for neurons alone.
KeyValuePair<string, string>[] neurons = [new("method", "bptt"), new("condition", "neuron"), new("readout-scale", "10"), new("learning-rate", "0.05")];
Learner[] learners =
[
    new("gradient-weight", "weights", int.MaxValue, 16, [new("method", "bptt"), new("condition", "weight")]),
    new("gradient-both", "weights and neurons", int.MaxValue, 16, [new("method", "bptt"), new("condition", "both")]),
    new("gradient-neuron", "neurons", int.MaxValue, 16, neurons),
    new("gradient-neuron-1024", "1,024 neurons", int.MaxValue, 4, [.. neurons, new("neurons", "1024")]),
    new("es-neuron-1024", "ES, 1,024 neurons", 1, 4, [new("condition", "neuron")]),
];
string[] names = experiment.Smoke ? ["mnist"] : ["mnist", "fashion-mnist"];
int[] lengths = experiment.Smoke ? [4] : [4, 16];

Dictionary<string, ImageClassification> tasks = [];
try
{
    foreach (string name in names) tasks[name] = (ImageClassification)ClassicEnvironments.Create(name);
}
catch (DatasetException e)
{
    if (experiment.Smoke) Console.WriteLine($"skipped: {e.Message}");
    else Console.Error.WriteLine($"error: {e.Message}");
    return experiment.Smoke ? 0 : 1;
}

using ResultsFile results = new(experiment.File("results.csv"), 4, "images", "learner", "sub-steps", "seed", "accuracy", "trained-numbers", "epochs", "seconds-per-epoch");
var runs = (from seed in experiment.Seeds
            from learner in learners
            from name in names
            from length in lengths
            where Takes(learner, name, length) && experiment.Seeds.Take(learner.Seeds).Contains(seed) && !results.Has(name, learner.Name, length, seed)
            select (learner, name, length, seed)).ToArray();
for (int i = 0; i < runs.Length; i++)
{
    (Learner learner, string name, int length, int seed) = runs[i];
    RunConfiguration configuration = Configure(learner, name, length, seed);
    ImageClassification task = tasks[name];
    TrainingRun run = TrainingRun.Create(configuration, task, Environment.ProcessorCount);
    double accuracy = 0;
    long ticks = 0;
    using (MetricsFile metrics = MetricsFile.Create(Metrics(learner, name, length, seed)))
        while (run.Trainer.Generation < configuration.Generations)
        {
            long started = Stopwatch.GetTimestamp();
            GenerationReport report = run.Trainer.RunGeneration();
            ticks += Stopwatch.GetTimestamp() - started;
            if (report.Generation % Math.Max(1, configuration.Generations / 10) == 0 || report.Generation == configuration.Generations)
                accuracy = run.Trainer.Evaluate(task.Test.Count, 0).Mean;
            metrics.Append(report with { Evaluation = accuracy });
        }
    double epochs = (double)run.Trainer.State.Steps / task.Training.Count;
    results.Append(name, learner.Name, length, seed, accuracy, run.Policy.Layout.TrainedCount, Math.Round(epochs, 2), Math.Round(ticks / (double)Stopwatch.Frequency / epochs, 2));
    experiment.Report($"{name}, {learner.Name}, {length} steps, seed {seed}: {Percent(accuracy)} % of {task.Test.Count:N0} test images", runs.Length - i - 1);
}

Console.WriteLine("\naccuracy on the test images, mean over seeds (least to greatest); seconds of 60,000 images, training alone");
foreach (string name in names)
    foreach (Learner learner in learners)
        foreach (int length in lengths.Where(length => Takes(learner, name, length)))
        {
            double[] accuracies = results.Numbers("accuracy", name, learner.Name, length), seconds = results.Numbers("seconds-per-epoch", name, learner.Name, length);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{name,-14} {learner.Name,-21} {length,2} steps  {Percent(accuracies.Average())} %  ({Percent(accuracies.Min())} to {Percent(accuracies.Max())}, {accuracies.Length} seeds)  {seconds.Average():F2} s"));
        }
foreach (string name in names)
    BandPlot.Save(experiment.File($"{name}.png"),
        [.. from learner in learners where learner.Seeds > 1 from length in lengths where Takes(learner, name, length) select Curve(learner, name, length)],
        new BandPlotOptions { Title = $"{name}, {experiment.Seeds.Count} seeds", X = "Epoch", Y = "Wrong of 100 test images", VerticalScale = AxisScale.Logarithmic });
File.WriteAllText(experiment.File("source.txt"), $"neuromorphic {SourceRevision.Version} {SourceRevision.GitHash}\n");
File.WriteAllLines(experiment.File("configuration.txt"), learners.SelectMany(learner => (string[])[learner.Name, .. Settings.Values(Configure(learner, "mnist", 4, 0)).Select(setting => $"  {setting.Key} = {setting.Value}")]));
Console.WriteLine($"{experiment.Folder}: results.csv and a picture for each set of images");
return 0;

// The evolution strategy is for comparison alone: on digits.
bool Takes(Learner learner, string name, int length) => length <= learner.Longest && (learner.Seeds > 1 || name == "mnist");

RunConfiguration Configure(Learner learner, string name, int length, int seed) => ClassicEnvironments.Configure(name,
[
    .. learner.Settings,
    new("sub-steps", Text(length)),
    new("evaluate-every", "0"), // by this program, outside of the time that is measured
    new("seed", Text(seed)),
    .. experiment.Smoke ? (KeyValuePair<string, string>[])[new("generations", "1"), new("neurons", "32"), .. learner.Seeds > 1 ? [] : (KeyValuePair<string, string>[])[new("population", "16")]] : [],
]);

string Metrics(Learner learner, string name, int length, int seed) => experiment.File($"metrics-{name}-{learner.Name}-{Text(length)}-{Text(seed)}.csv");

BandSeries Curve(Learner learner, string name, int length)
{
    IReadOnlyList<GenerationReport>[] histories = [.. experiment.Seeds.Select(seed => MetricsFile.Read(Metrics(learner, name, length, seed)))];
    return new($"{learner.Words}, {length} steps", [.. histories[0].Select(report => (double)report.Generation)],
        [.. Enumerable.Range(0, histories[0].Count).Select(i => histories.Select(history => 100 * (1 - history[i].Evaluation!.Value)).ToArray())]);
}

static string Percent(double share) => (100 * share).ToString("F2", CultureInfo.InvariantCulture);

static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);

/// <param name="Name">Name in the results.</param>
/// <param name="Words">Name in pictures.</param>
/// <param name="Seeds">Most seeds.</param>
/// <param name="Longest">Most steps.</param>
/// <param name="Settings">What makes it different.</param>
sealed record Learner(string Name, string Words, int Seeds, int Longest, KeyValuePair<string, string>[] Settings);
