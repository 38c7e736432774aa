#:project ../src/Neuromorphic
#:project ../src/Neuromorphic.Storage
#:project ../src/Neuromorphic.Analysis
#:project ../envs/Neuromorphic.Envs

// Question: how long can a network without recurrent connections remember, if neurons may differ (neuron condition: tau, threshold,
//           rest and resistance of every neuron are trained, weights stay random), and if they may not (weight condition: homogeneous
//           neurons with tau = 2 steps, all weights trained, the same number of trained numbers)? Memory length in the paper's wording.
// Source:   Shen et al. (2023), arXiv:2305.11484, figure 2: heterogeneous neurons keep about .9 at 25 steps, homogeneous ones fall quickly.
// Command:  dotnet run experiments/sweep-memory-length.cs
// Budget:   500 generations of 128 members with two mirrored episodes each: 128,000 episodes a run.
// Result:   experiments/README.md

using System.Diagnostics;
using System.Globalization;
using Neuromorphic.Analysis;
using Neuromorphic.Envs;
using Neuromorphic.Storage;
using Neuromorphic.Training;

Experiment experiment = Experiment.Begin("sweep-memory-length", "How long can heterogeneous neurons remember without recurrent connections, and how long homogeneous ones?", args, seeds: 10);
int[] lengths = experiment.Smoke ? [5, 10] : [5, 10, 15, 20, 25];
string[] conditions = ["neuron", "weight"];
int generations = experiment.Smoke ? 20 : 500;

using ResultsFile results = new(experiment.File("results.csv"), 3, "condition", "steps", "seed", "reward", "deviation", "episodes", "seconds");
var runs = (from seed in experiment.Seeds from steps in lengths from condition in conditions select (condition, steps, seed))
    .Where(run => !results.Has(run.condition, run.steps, run.seed)).ToArray();
for (int i = 0; i < runs.Length; i++)
{
    (string condition, int steps, int seed) = runs[i];
    RunConfiguration configuration = ClassicEnvironments.Configure("memory-length",
    [
        new("mode", "paper"),
        new("steps", Text(steps)),
        new("condition", condition),
        new("generations", Text(generations)),
        new("evaluate-every", "0"),
        new("seed", Text(seed)),
    ]);
    long started = Stopwatch.GetTimestamp();
    TrainingRun run = TrainingRun.Create(configuration, configuration.CreateEnvironment(), Environment.ProcessorCount);
    while (run.Trainer.Generation < configuration.Generations) run.Trainer.RunGeneration();
    TrainingState state = run.Trainer.State;
    EvaluationResult reward = Trainer.Evaluate(run.Backend, run.EvaluationRequest(state.Mean, state.Scaling, episodes: 1000, configuration.Seed));
    results.Append(condition, steps, seed, reward.Mean, reward.Deviation, reward.Episodes, Math.Round(Stopwatch.GetElapsedTime(started).TotalSeconds, 2));
    experiment.Report($"{condition} condition, {steps} steps, seed {seed}: mean reward {reward.Mean.ToString("F3", CultureInfo.InvariantCulture)}", runs.Length - i - 1);
}

Console.WriteLine("\nmean reward over seeds (least to greatest)");
foreach (string condition in conditions)
    foreach (int steps in lengths)
    {
        double[] rewards = results.Numbers("reward", condition, steps);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{condition,-8} N = {steps,2}  {rewards.Average(),6:F3}  ({rewards.Min():F3} to {rewards.Max():F3}, {rewards.Length} seeds)"));
    }
BandPlot.Save(experiment.File("reward.png"),
    [.. conditions.Select(condition => new BandSeries($"{condition} condition", [.. lengths.Select(steps => (double)steps)], [.. lengths.Select(steps => results.Numbers("reward", condition, steps))]))],
    new BandPlotOptions { Title = $"Memory length, paper's wording, {experiment.Seeds.Count} seeds", X = "Steps from cue to question", Y = "Mean reward of 1,000 fresh episodes", Limits = (-1.05, 1.05) });
File.WriteAllText(experiment.File("source.txt"), $"neuromorphic {SourceRevision.Version} {SourceRevision.GitHash}\n");
Console.WriteLine($"{experiment.Folder}: results.csv, reward.png");

static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
