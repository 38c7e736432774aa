#:project ../src/Neuromorphic
#:project ../src/Neuromorphic.Storage
#:project ../src/Neuromorphic.Analysis
#:project ../envs/Neuromorphic.Envs

// Question: do heterogeneous neurons with random, untrained weights learn CartPole within 3,840 episodes as reliably as homogeneous
//           neurons with trained weights do, with the same number of trained numbers?
// Source:   Shen et al. (2023), arXiv:2305.11484, figure 5: population 128, 30 generations, one episode each. PGPE and its step sizes are ours.
// Command:  dotnet run experiments/train-cartpole.cs
// Budget:   30 generations of 128 members: 3,840 episodes a run.
// Result:   experiments/README.md

using System.Diagnostics;
using System.Globalization;
using Neuromorphic.Analysis;
using Neuromorphic.Envs;
using Neuromorphic.Storage;
using Neuromorphic.Training;

Experiment experiment = Experiment.Begin("train-cartpole", "Do heterogeneous neurons with random weights learn CartPole as reliably as homogeneous ones with trained weights?", args, seeds: 10);
string[] conditions = ["neuron", "weight"];
int generations = experiment.Smoke ? 5 : 30;

using ResultsFile results = new(experiment.File("results.csv"), 2, "condition", "seed", "return", "deviation", "training-seconds", "environment-steps");
var runs = (from seed in experiment.Seeds from condition in conditions select (condition, seed))
    .Where(run => !results.Has(run.condition, run.seed)).ToArray();
for (int i = 0; i < runs.Length; i++)
{
    (string condition, int seed) = runs[i];
    RunConfiguration configuration = ClassicEnvironments.Configure("cartpole",
    [
        new("condition", condition),
        new("generations", generations.ToString(CultureInfo.InvariantCulture)),
        new("evaluate-every", "1"),
        new("seed", seed.ToString(CultureInfo.InvariantCulture)),
    ]);
    TrainingRun run = TrainingRun.Create(configuration, configuration.CreateEnvironment(), Environment.ProcessorCount);
    long started = Stopwatch.GetTimestamp();
    using (MetricsFile metrics = MetricsFile.Create(Metrics(condition, seed)))
        while (run.Trainer.Generation < configuration.Generations) metrics.Append(run.Trainer.RunGeneration());
    double seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
    TrainingState state = run.Trainer.State;
    EvaluationResult evaluation = Trainer.Evaluate(run.Backend, run.EvaluationRequest(state.Mean, state.Scaling, episodes: 100, configuration.Seed));
    results.Append(condition, seed, evaluation.Mean, evaluation.Deviation, Math.Round(seconds, 3), state.Steps);
    experiment.Report($"{condition} condition, seed {seed}: mean return {evaluation.Mean.ToString("F1", CultureInfo.InvariantCulture)}", runs.Length - i - 1);
}

Console.WriteLine();
foreach (string condition in conditions)
{
    double[] returns = results.Numbers("return", condition);
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"{condition,-8} mean return {returns.Average():F1} ({returns.Min():F1} to {returns.Max():F1}); {returns.Count(value => value >= 475)} of {returns.Length} seeds solve the task"));
}
BandPlot.Save(experiment.File("returns.png"), [.. conditions.Select(Curve)],
    new BandPlotOptions { Title = $"CartPole, {experiment.Seeds.Count} seeds", X = "Generation of 128 episodes", Y = "Mean return of 100 fresh episodes", Limits = (0, 520) });
File.WriteAllText(experiment.File("source.txt"), $"neuromorphic {SourceRevision.Version} {SourceRevision.GitHash}\n");
Console.WriteLine($"{experiment.Folder}: results.csv, returns.png");

string Metrics(string condition, int seed) => experiment.File(string.Create(CultureInfo.InvariantCulture, $"metrics-{condition}-{seed}.csv"));

BandSeries Curve(string condition)
{
    IReadOnlyList<GenerationReport>[] histories = [.. experiment.Seeds.Select(seed => MetricsFile.Read(Metrics(condition, seed)))];
    return new($"{condition} condition", [.. Enumerable.Range(1, generations).Select(generation => (double)generation)],
        [.. Enumerable.Range(0, generations).Select(generation => histories.Select(history => history[generation].Evaluation ?? double.NaN).ToArray())]);
}
