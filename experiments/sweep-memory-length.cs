#:project ../src/Neuromorphic.Runs
#:project ../envs/Neuromorphic.Envs

// Question: how long can a network without recurrent connections remember, if neurons are learned with random weights, and how long do the controls of that claim:
//           homogeneous neurons at each value of a grid with trained weights, one trained neuron for all, neurons as different as cells that are not learned?
// Source:   Shen et al. (2023), arXiv:2305.11484, figure 2: heterogeneous neurons keep about .9 at 25 steps, homogeneous ones fall quickly. bsuite goes on to 100 steps.
// Command:  dotnet run experiments/sweep-memory-length.cs
// Budget:   1,024 neurons, 4,096 trained numbers (of the row that trains weights and neurons 8,192; tau alone has 4,096 neurons), at most 500 generations of 128 members with two mirrored episodes each; a training ends when 500 fresh
//           episodes are all answered right, which is asked every twenty generations. Nothing is chosen: every value of the grid is a row.
// Result:   experiments/README.md

using System.Globalization;
using Neuromorphic.Analysis;
using Neuromorphic.Runs;
using Neuromorphic.Storage;
using Neuromorphic.Training;

Experiment experiment = Experiment.Begin("sweep-memory-length", "How long can learned neurons remember without recurrent connections, and how long the controls?", args, seeds: 10);
const string All = "tau,threshold,rest,resistance";
Condition[] conditions =
[
    new("neurons learned", [("condition", "neuron")]),
    new("tau alone learned", [("condition", "neuron"), ("learned", "tau"), ("neurons", 4096)]),
    new("neurons and weights", [("condition", "both")]),
    new("one neuron for all, weights", [("condition", "both"), ("shared", All)]),
    new("neurons as different as cells, weights", [("condition", "weight"), ("tau", "lognormal:3.051,0.269")]), // layer 4 of the mouse's V1, a step being 1 ms
    .. ((int[])[2, 5, 10, 20, 40]).Select(tau => new Condition(string.Create(CultureInfo.InvariantCulture, $"tau {tau}, weights"), [("condition", "weight"), ("tau", tau)])),
];
int[] lengths = experiment.Smoke ? [5, 10] : [5, 10, 15, 20, 25, 50, 100];
if (experiment.Smoke) conditions = conditions[..2];

using ResultsFile results = new(experiment.File("results.csv"), 3, "condition", "steps", "seed", "reward", "deviation", "generations", "trained-numbers", "training-seconds");
int left = lengths.Length * conditions.Length;
foreach (int steps in lengths)
    foreach (Condition condition in conditions)
    {
        left--;
        StudyRun[] missing = [.. from seed in experiment.Seeds where !results.Has(condition.Name, steps, seed) select new StudyRun([], Configure(condition, steps, seed))];
        // The folders of runs are for going on after a stop, and for `neuromorphic tau`; what lasts is in the table.
        foreach (StudyResult result in Study.Run(Path.Combine(experiment.Folder, "runs", $"{condition.Name.Replace(' ', '-').Replace(",", "", StringComparison.Ordinal)}-{steps}"), missing))
            results.Append(condition.Name, steps, result.Run.Configuration.Seed, result.Return, result.Deviation, result.Generations, Numbers(result.Run.Configuration), Math.Round(result.Seconds, 2));
        if (missing.Length > 0) experiment.Report(string.Create(CultureInfo.InvariantCulture, $"{condition.Name}, {steps} steps: {results.Numbers("reward", condition.Name, steps).Average():F3}"), left);
    }

Console.WriteLine($"\nmean reward of 500 fresh episodes, mean over {experiment.Seeds.Count} seeds (seeds at .95 or more)");
foreach (Condition condition in conditions)
    Console.WriteLine($"{condition.Name,-40}{string.Concat(lengths.Select(steps => results.Numbers("reward", condition.Name, steps)).Select(rewards => string.Create(CultureInfo.InvariantCulture, $"{rewards.Average(),8:F3} ({rewards.Count(reward => reward >= .95),2})")))}");
BandPlot.Save(experiment.File("reward.png"),
    [.. conditions.Where(condition => condition.Name is not ("tau alone learned" or "tau 5, weights" or "tau 10, weights")).Select(condition => new BandSeries(condition.Name, [.. lengths.Select(steps => (double)steps)], [.. lengths.Select(steps => results.Numbers("reward", condition.Name, steps))]))],
    new BandPlotOptions { Title = $"Memory length, paper's wording, {experiment.Seeds.Count} seeds", X = "Steps from cue to question", Y = "Mean reward of 500 fresh episodes", Scale = AxisScale.Logarithmic, Limits = (-.1, 1.05), Band = Band.None });
foreach (int steps in lengths)
    SeedPlot.Save(experiment.File(string.Create(CultureInfo.InvariantCulture, $"seeds-{steps}.png")), [.. conditions.Select(condition => (condition.Name, (IReadOnlyList<double>)results.Numbers("reward", condition.Name, steps)))],
        string.Create(CultureInfo.InvariantCulture, $"Memory length, {steps} steps: every seed"), "Mean reward of 500 fresh episodes");
File.WriteAllText(experiment.File("source.txt"), $"neuromorphic {SourceRevision.Version} {SourceRevision.GitHash}\n");
Console.WriteLine($"{experiment.Folder}: results.csv, reward.png, and a picture of every seed for each length");

RunConfiguration Configure(Condition condition, int steps, int seed) => Run.Configure("memory-length",
    [("mode", "paper"), ("steps", steps), ("generations", experiment.Smoke ? 20 : 500), ("stop-when-solved", "true"), ("evaluate-every", 20), ("evaluation-episodes", 500), ("seed", seed), .. condition.Settings]);

static int Numbers(RunConfiguration configuration) => TrainingRun.CreatePolicy(configuration, configuration.CreateEnvironment().Spec).Layout.TrainedCount;

/// <summary>What is trained, and how neurons begin.</summary>
sealed record Condition(string Name, (string, object)[] Settings);
