#:project ../src/Neuromorphic.Runs
#:project ../envs/Neuromorphic.Envs
#:project ../envs/Neuromorphic.Envs.Images

// Question: how well do evolved spiking networks classify images, by what of them is searched: what neurons are, or weights? Which of the four parameters matters?
// Source:   Shen et al. (2023), arXiv:2305.11484, table 3, 4 steps, neurons / weights: MNIST 80.96/78.66 % at about 4,096 numbers, 85.64/88.69 at 8,192; Fashion-MNIST 76.35/48.33 and 77.64/58.15.
// Command:  dotnet run experiments/evolve-images.cs     (the images: neuromorphic data get mnist, neuromorphic data get fashion-mnist)
// Budget:   presets of PGPE, 256 members that see the same 128 images: 5,000 generations (164 million presentations) at 4,096 numbers, half as many at 8,192; ablations 2,500.
//           Settings were chosen on seeds 100 and up; results are of seeds 0 to 2.
// Result:   experiments/README.md

using System.Globalization;
using Neuromorphic.Analysis;
using Neuromorphic.Runs;
using Neuromorphic.Storage;
using Neuromorphic.Storage.Data;
using Neuromorphic.Training;

Experiment experiment = Experiment.Begin("evolve-images", "How well do evolved spiking networks classify images, by what of them is searched?", args, seeds: 3);
string[] names = experiment.Smoke ? ["mnist"] : ["mnist", "fashion-mnist"];
if (names.FirstOrDefault(name => DataFolder.Usual.Find(DataCatalog.Get(name)) == null) is { } missing)
{
    Console.WriteLine($"skipped: {missing} is not here; get it with `neuromorphic data get {missing}`.");
    return;
}
Learner[] learners =
[
    new("neurons, 4,096", 5000, 3, []),
    new("weights, about 4,096", 5000, 3, [("condition", "weight"), ("neurons", 5)]),
    new("neurons, 8,192", 2500, 3, [("neurons", 2048)]),
    new("weights, about 8,192", 5000, 3, [("condition", "weight"), ("neurons", 10)]),
    .. ((string[])["tau", "threshold", "rest", "resistance"]).Select(parameter => new Learner($"{parameter} alone, 1,024 neurons", 2500, 1, [("learned", parameter)])),
    new("neurons, 4,096, unconstrained", 2500, 1, [("parameterization", "unconstrained")]),
];
if (experiment.Smoke) learners = learners[..2];

using ResultsFile results = new(experiment.File("results.csv"), 3, "images", "searched", "seed", "accuracy", "trained-numbers", "generations", "presentations", "seconds");
int left = names.Length * learners.Length;
foreach (Learner learner in learners)
    foreach (string name in names)
    {
        left--;
        if (learner.Seeds == 1 && name != names[0]) continue;
        StudyRun[] runs = [.. from seed in experiment.Seeds.Take(learner.Seeds) where !results.Has(name, learner.Name, seed) select new StudyRun([], Configure(learner, name, seed))];
        foreach (StudyResult result in Study.Run(Path.Combine(experiment.Folder, "runs", $"{name}-{string.Concat(learner.Name.Where(c => c != ',')).Replace(' ', '-')}"), runs))
            results.Append(name, learner.Name, result.Run.Configuration.Seed, result.Return, Numbers(result.Run.Configuration), result.Generations, result.Steps, Math.Round(result.Seconds, 1));
        Draw(name);
        if (runs.Length > 0) experiment.Report(string.Create(CultureInfo.InvariantCulture, $"{name}, {learner.Name}: {100 * results.Numbers("accuracy", name, learner.Name).Average():F2} %"), left);
    }

Console.WriteLine("\naccuracy on the 10,000 test images, mean over seeds (least to greatest)");
foreach (string name in names)
    foreach (Learner learner in learners)
        if (results.Numbers("accuracy", name, learner.Name) is { Length: > 0 } accuracies)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-14} {learner.Name,-32} {100 * accuracies.Average():F2} %  ({100 * accuracies.Min():F2} to {100 * accuracies.Max():F2}, {accuracies.Length} seeds)"));
Console.WriteLine($"{experiment.Folder}: results.csv and a picture for each set of images");

// After each condition, for those who look while it runs, or stop it.
void Draw(string name)
{
    SeedPlot.Save(experiment.File($"{name}.png"), [.. from learner in learners let accuracies = results.Numbers("accuracy", name, learner.Name) where accuracies.Length > 0 select (learner.Name, (IReadOnlyList<double>)[.. accuracies.Select(accuracy => 100 * accuracy)])],
        $"{name}, evolved: every seed", "Right of 100 test images");
    File.WriteAllText(experiment.File("source.txt"), $"neuromorphic {SourceRevision.Version} {SourceRevision.GitHash}\n");
}

RunConfiguration Configure(Learner learner, string name, int seed) => Run.Configure(name,
    [("generations", experiment.Smoke ? 2 : learner.Generations), ("evaluate-every", 0), ("checkpoint-every", 100), ("seed", seed), .. learner.Settings, .. experiment.Smoke ? [("population", (object)8), ("episodes", 4), ("evaluation-episodes", 50)] : Array.Empty<(string, object)>()]);

static int Numbers(RunConfiguration configuration) => TrainingRun.CreatePolicy(configuration, configuration.CreateEnvironment().Spec).Layout.TrainedCount;

/// <summary>What is searched, for how long, with how many seeds at most.</summary>
sealed record Learner(string Name, int Generations, int Seeds, (string, object)[] Settings);
