#:project ../src/Neuromorphic.Runs
#:project ../envs/Neuromorphic.Envs
#:project ../envs/Neuromorphic.Envs.Images

// Question: how does the firing of neurons change during training by evolution, if what neurons are is trained, and if weights are?
// Source:   Shen et al. (2023), arXiv:2305.11484, figure 4, 32 random neurons by 10 categories over generations: with heterogeneous neurons most fall silent during training
//           and a few keep high rates; with trained weights the rate rises.
// Command:  dotnet run experiments/firing-through-training.cs     (the images: neuromorphic data get mnist)
// Budget:   presets of mnist but for the number of generations, half of theirs: 1,500 of 256 members that see the same 128 images, 49 million presentations a run. Nothing is chosen.
//           As many trained numbers as 1,024 neurons have give 5 neurons with trained weights; so that there are 32 to be seen, a network of 32 is trained beside.
//           Drift: as many updates from the same start with fitnesses that are random numbers.
// Result:   experiments/README.md

using System.Globalization;
using Neuromorphic.Analysis;
using Neuromorphic.Envs;
using Neuromorphic.Rollouts;
using Neuromorphic.Runs;
using Neuromorphic.Storage;
using Neuromorphic.Storage.Data;
using Neuromorphic.Training;

Experiment experiment = Experiment.Begin("firing-through-training", "How does the firing of neurons change during training by evolution?", args, seeds: 3);
if (DataFolder.Usual.Find(DataCatalog.Get("mnist")) == null)
{
    Console.WriteLine("skipped: mnist is not here; get it with `neuromorphic data get mnist`.");
    return;
}
const int Categories = 10, Rows = 32;
int[] generations = experiment.Smoke ? [0, 1, 2] : [0, 3, 10, 30, 100, 300, 1000, 1500], pictured = experiment.Smoke ? generations : [0, 10, 100, 1000, 1500];
int images = experiment.Smoke ? 40 : 1000, threads = Environment.ProcessorCount, shown = experiment.Seeds[0];
Learner[] learners =
[
    new("neurons", "Neurons are trained\n(32 of 1,024 shown)", false, [("neurons", 1024)]),
    new("neurons, drift", "", true, [("neurons", 1024)]),
    new("weights, 32 neurons", "Weights are trained\n(32 neurons)", false, [("condition", "weight"), ("neurons", 32)]),
    new("weights, 32 neurons, drift", "", true, [("condition", "weight"), ("neurons", 32)]),
    new("weights, 5 neurons", "Weights\n(5 neurons)", false, [("condition", "weight"), ("neurons", 5)]),
];

using ResultsFile results = new(experiment.File("results.csv"), 3, "trained", "seed", "generation", "mean-rate", "silent", "below-one-in-100", "median-rate", "rate-of-upper-decile", "mean-rate-of-active", "gini", "accuracy");
using ResultsFile rates = new(experiment.File("rates.csv"), 4, ["trained", "seed", "generation", "neuron", .. Enumerable.Range(0, Categories).Select(Text)]); // of the neurons that are pictured
int left = learners.Length * experiment.Seeds.Count;
foreach (Learner learner in learners)
    foreach (int seed in experiment.Seeds)
    {
        left--;
        bool maps = learner.Drift || seed != shown || pictured.All(generation => rates.Has(learner.Name, seed, generation, 0));
        if (maps && generations.All(generation => results.Has(learner.Name, seed, generation))) continue;
        Train(learner, seed);
        experiment.Report(string.Create(CultureInfo.InvariantCulture, $"{learner.Name}, seed {seed}: {100 * Mean(learner, "silent", generations[0], seed):F0} % of neurons silent before, {100 * Mean(learner, "silent", generations[^1], seed):F0} % after training"), left);
    }

Console.WriteLine($"\nmean over {experiment.Seeds.Count} seeds: spikes of a neuron in a sub-step, neurons silent, neurons below .01, rates below which half and nine in ten lie, inequality of rates (Gini), accuracy on test images");
foreach (Learner learner in learners)
    foreach (int generation in pictured)
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{learner.Name,-28}{generation,6}{Mean(learner, "mean-rate", generation),8:F3}{100 * Mean(learner, "silent", generation),7:F1} %{100 * Mean(learner, "below-one-in-100", generation),7:F1} %{Mean(learner, "median-rate", generation),8:F3}{Mean(learner, "rate-of-upper-decile", generation),8:F3}{Mean(learner, "gini", generation),8:F3}{100 * Mean(learner, "accuracy", generation),8:F2} %"));

RateMapPlot.Save(experiment.File("firing.png"),
    [.. learners.Where(learner => !learner.Drift).Select(learner => new RateMapRow(learner.Heading, [.. pictured.Select(generation => new RateMap(Map(learner, generation),
        string.Create(CultureInfo.InvariantCulture, $"{100 * Mean(learner, "silent", generation, shown):F0} % silent\nmedian rate {Mean(learner, "median-rate", generation, shown):F2}")))]))],
    [.. pictured.Select(generation => generation == 0 ? "before training" : string.Create(CultureInfo.InvariantCulture, $"generation {generation:N0}"))],
    [.. Enumerable.Range(0, Categories).Select(Text)], $"Firing while MNIST is learned by evolution: neurons by digits (seed {shown})", "Digit", "Spikes a sub-step");
BandPlot.Save(experiment.File("course.png"),
[
    (Series("silent"), new() { Title = $"Firing while MNIST is learned, {experiment.Seeds.Count} seeds", X = "", Y = "Silent neurons (%)", Scale = AxisScale.Logarithmic }),
    (Series("median-rate"), new() { X = "", Y = "Median rate (%)", Scale = AxisScale.Logarithmic }),
    (Series("mean-rate"), new() { X = "Generation + 1", Y = "Mean rate (%)", Scale = AxisScale.Logarithmic }),
]);
File.WriteAllText(experiment.File("source.txt"), $"neuromorphic {SourceRevision.Version} {SourceRevision.GitHash}\n");
Console.WriteLine($"{experiment.Folder}: results.csv, rates.csv, firing.png, course.png");

// Trains, and looks at the mean of the search at some generations.
void Train(Learner learner, int seed)
{
    RunConfiguration configuration = Run.Configure("mnist",
        [("generations", generations[^1]), ("evaluate-every", 0), ("seed", seed), .. learner.Settings, .. experiment.Smoke ? [("population", (object)8), ("episodes", 4)] : Array.Empty<(string, object)>()]);
    ImageClassification task = (ImageClassification)configuration.CreateEnvironment(), test = new(task.Spec, task.Test, task.Test);
    TrainingRun run = learner.Drift ? TrainingRun.Create(configuration, task, (_, _) => new RandomFitness(), threads) : TrainingRun.Create(configuration, task, threads);
    foreach (int generation in generations)
    {
        while (run.Trainer.Generation < generation) run.Trainer.RunGeneration();
        float[] vector = run.Trainer.State.Mean;
        RolloutRequest request = run.EvaluationRequest(vector, null, images, seed: 0); // the same images for all
        var seen = new (Neuromorphic.Neurons.Recording, int)[images];
        Parallel.For(0, images, image =>
        {
            Episode episode = Episode.Play(test, run.Policy, request, member: image);
            seen[image] = (episode.Recording, test.Test.Label((int)episode.States[0][0]));
        });
        FiringRates firing = FiringRates.Of(seen, Categories);
        double accuracy = run.Evaluate(vector, null, experiment.Smoke ? 50 : task.Test.Count, (ulong)seed).Mean;
        if (!results.Has(learner.Name, seed, generation))
            results.Append(learner.Name, seed, generation, firing.Mean, firing.Silent, firing.Below(.01), firing.Median, firing.UpperDecile, firing.MeanOfActive, firing.Gini, accuracy);
        if (seed != shown || learner.Drift || !pictured.Contains(generation)) continue;
        foreach (int neuron in Pictured(run.Policy.Neurons).Where(neuron => !rates.Has(learner.Name, seed, generation, neuron)))
            rates.Append([learner.Name, seed, generation, neuron, .. firing.ByCategory[neuron].Select(rate => (object)rate)]);
    }
}

// Evenly spread: weights are random, so that any neurons are.
static int[] Pictured(int neurons) => [.. Enumerable.Range(0, Math.Min(Rows, neurons)).Select(row => row * neurons / Math.Min(Rows, neurons))];

double[][] Map(Learner learner, int generation)
{
    double[][] columns = [.. Enumerable.Range(0, Categories).Select(category => rates.Numbers(Text(category), learner.Name, shown, generation))];
    return [.. Enumerable.Range(0, columns[0].Length).Select(row => (double[])[.. columns.Select(column => column[row])])];
}

double Mean(Learner learner, string column, int generation, int? seed = null) => results.Numbers(column, learner.Name, seed, generation).Average();

// Without the last one, of whose 5 neurons one is 20 %.
IReadOnlyList<BandSeries> Series(string column) =>
    [.. learners.SkipLast(1).Select(learner => new BandSeries(learner.Name, [.. generations.Select(generation => generation + 1.0)], [.. generations.Select(generation => (double[])[.. results.Numbers(column, learner.Name, null, generation).Select(value => 100 * value)])]))];

static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

/// <summary>What is trained, and its name in the picture; drift is not trained.</summary>
sealed record Learner(string Name, string Heading, bool Drift, (string, object)[] Settings);
