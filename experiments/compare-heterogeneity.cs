#:project ../src/Neuromorphic.Runs
#:project ../src/Neuromorphic.LearnedNeurons
#:project ../envs/Neuromorphic.Envs

// Question: what does it help that neurons differ, and that what they are is learned? The common comparison: each method adds its rows.
// Source:   Shen et al. (2023), arXiv:2305.11484, compare neurons that are learned with weights that are; the controls are those that such a claim needs:
//           homogeneous at the default, one trained neuron for all, homogeneous at the best value of a grid, random and not learned.
// Command:  dotnet run experiments/compare-heterogeneity.cs
// Budget:   the presets of PGPE at 256 neurons; two layers of 64 units for perceptrons, one of 64 neurons for LDNN, energies and their controls. Each row has one number that is chosen among five, on seeds 100 to 102; results are of seeds 0 to 9.
// Result:   experiments/README.md

using System.Globalization;
using Neuromorphic.Analysis;
using Neuromorphic.Runs;
using Neuromorphic.Storage;
using Neuromorphic.Training;

Experiment experiment = Experiment.Begin("compare-heterogeneity", "What does it help that neurons differ, and that what they are is learned?", args, seeds: 10);
(string Name, string Environment, (string, object)[] Settings)[] tasks =
[
    ("cartpole", "cartpole", []),
    ("pendulum", "pendulum", []),
    ("memory-5", "memory-length", [("steps", 5), ("mode", "paper")]),
    ("memory-25", "memory-length", [("steps", 25), ("mode", "paper")]),
];
const string All = "tau,threshold,rest,resistance";
string[] sigmas = ["0.1", "0.2", "0.3", "0.5", "1"], taus = ["2", "5", "10", "20", "50"], spreads = ["lognormal:1.6,0.25", "lognormal:1.6,0.5", "lognormal:1.6,0.75", "lognormal:1.6,1", "lognormal:1.6,1.5"];
Row[] rows =
[
    new("homogeneous, default", [("condition", "weight")], "sigma", sigmas),
    new("homogeneous, shared neuron trained", [("condition", "both"), ("shared", All)], "sigma", sigmas),
    new("homogeneous, best tau of a grid", [("condition", "weight")], "tau", taus),
    new("random neurons, not learned", [("condition", "weight")], "tau", spreads),
    new("tau learned", [("condition", "neuron"), ("learned", "tau")], "sigma", sigmas),
    new("four parameters learned", [("condition", "neuron")], "sigma", sigmas),
    new("neurons and weights learned", [("condition", "both")], "sigma", sigmas),
    new("mlp, relu", [("policy", "mlp"), ("activation", "relu"), ("layers", 2), ("neurons", 64)], "sigma", sigmas),
    new("mlp, tanh", [("policy", "mlp"), ("activation", "tanh"), ("layers", 2), ("neurons", 64)], "sigma", sigmas),
    new("mlp of one layer, sin", [("policy", "mlp"), ("activation", "sin"), ("layers", 1), ("neurons", 64)], "sigma", sigmas),
    new("mlp of one layer, sin and relu by hand", [("policy", "mlp"), ("activation", "sin; relu"), ("layers", 1), ("neurons", 64)], "sigma", sigmas),
    new("ldnn, two types learned along", [("policy", "ldnn"), ("neurons", 64)], "sigma", sigmas),
    new("ldnn, recurrent, around tanh", [("policy", "ldnn"), ("neurons", 64), ("recurrence", "full"), ("base", "tanh(x)")], "sigma", sigmas),
    new("energy gradient, tanh", [("policy", "energy"), ("neurons", 64)], "sigma", sigmas),
    new("port-hamiltonian", [("policy", "port-hamiltonian"), ("neurons", 16), ("modes", 16)], "sigma", sigmas),
];
int tuningSeeds = experiment.Smoke ? 1 : 3;
if (experiment.Smoke) (tasks, rows) = (tasks[..1], rows[..1]);

using ResultsFile results = new(experiment.File("results.csv"), 3, "task", "method", "seed", "return", "deviation", "chosen", "trained-numbers", "environment-steps", "training-seconds");
using ResultsFile trials = new(experiment.File("trials.csv"), 4, "task", "method", "value", "seed", "return");
int left = tasks.Length * rows.Length;
foreach (var task in tasks)
    foreach (Row row in rows)
    {
        string[] values = experiment.Smoke ? row.Values[..2] : row.Values;
        left--;
        if (experiment.Seeds.All(seed => results.Has(task.Name, row.Name, seed))) continue;
        Make("tuning", task, row, [.. from value in values from seed in Enumerable.Range(100, tuningSeeds) where !trials.Has(task.Name, row.Name, value, seed) select (value, seed)],
            (value, result) => trials.Append(task.Name, row.Name, value, result.Run.Configuration.Seed, result.Return));
        // The first of equals: of sigmas the smallest.
        string chosen = values.MaxBy(value => trials.Numbers("return", task.Name, row.Name, value).Average())!;
        Make("results", task, row, [.. from seed in experiment.Seeds where !results.Has(task.Name, row.Name, seed) select (chosen, seed)],
            (value, result) => results.Append(task.Name, row.Name, result.Run.Configuration.Seed, result.Return, result.Deviation, value, Numbers(result.Run.Configuration), result.Steps, Math.Round(result.Seconds, 3)));
        experiment.Report(string.Create(CultureInfo.InvariantCulture, $"{task.Name}, {row.Name} ({row.Setting} {chosen}): {results.Numbers("return", task.Name, row.Name).Average():F3}"), left);
    }

foreach (var task in tasks)
{
    Console.WriteLine($"\n{task.Name}: mean of {experiment.Seeds.Count} seeds (95 % interval), difference from the homogeneous default, p");
    (string Name, double[] Values)[] conditions = [.. rows.Select(row => (row.Name, results.Numbers("return", task.Name, row.Name)))];
    foreach ((string name, double[] values) in conditions)
    {
        Estimate estimate = Estimate.Of(values);
        Comparison against = Comparison.Of(conditions[0].Values, values);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-36} {estimate.Mean,9:F3} ({estimate.Low:F3} to {estimate.High:F3})  {against.Difference,9:F3}  p {against.P:F4}"));
    }
    SeedPlot.Save(experiment.File($"{task.Name}.png"), [.. conditions.Select(condition => (condition.Name, (IReadOnlyList<double>)condition.Values))], $"{task.Name}: every seed", "Mean return of 100 fresh episodes");
}
File.WriteAllText(experiment.File("source.txt"), $"neuromorphic {SourceRevision.Version} {SourceRevision.GitHash}\n");
Console.WriteLine($"\n{experiment.Folder}: results.csv, trials.csv and a picture for each task");

void Make(string kind, (string Name, string Environment, (string, object)[] Settings) task, Row row, (string Value, int Seed)[] missing, Action<string, StudyResult> append)
{
    // The folders of runs are for going on after a stop; what lasts is in the tables.
    string folder = Path.Combine(experiment.Folder, "runs", kind, task.Name, row.Name.Replace(' ', '-').Replace(",", "", StringComparison.Ordinal));
    foreach (StudyResult result in Study.Run(folder, [.. missing.Select(item => new StudyRun([new(row.Setting, item.Value)], Configure(task, row, item.Value, item.Seed)))]))
        append(result.Run.Varied[0].Value, result);
}

RunConfiguration Configure((string Name, string Environment, (string, object)[] Settings) task, Row row, string value, int seed) =>
    Run.Configure(task.Environment, [("neurons", 256), ("evaluate-every", 0), ("seed", seed), .. experiment.Smoke ? [("generations", (object)3)] : Array.Empty<(string, object)>(), .. task.Settings, .. row.Settings, (row.Setting, value)]);

static int Numbers(RunConfiguration configuration) => TrainingRun.CreatePolicy(configuration, configuration.CreateEnvironment().Spec).Layout.TrainedCount;

/// <summary>A method: its settings, and the one number that is chosen among five.</summary>
sealed record Row(string Name, (string, object)[] Settings, string Setting, string[] Values);
