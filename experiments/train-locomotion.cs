#:project ../src/Neuromorphic
#:project ../src/Neuromorphic.Storage
#:project ../src/Neuromorphic.Analysis
#:project ../envs/Neuromorphic.Envs.Locomotion

// Question: how well do 1,024 heterogeneous neurons with random, untrained weights learn to walk, and how well do homogeneous neurons
//           with trained weights, with the same number of trained numbers and of episodes?
// Source:   Shen et al. (2023), arXiv:2305.11484, table 1 (4,096 numbers; neuron/weight: ant 729/990, half cheetah 3571/2630,
//           hopper 1851/1832, walker 2097/2482; in Brax v1, another engine). Strategy, step sizes and readout scales are ours.
// Command:  dotnet run experiments/train-locomotion.cs
// Budget:   the robots' presets: 400 generations of 256 members, one episode each: 102,400 episodes a run.
// Result:   experiments/README.md

using System.Diagnostics;
using System.Globalization;
using Neuromorphic.Analysis;
using Neuromorphic.Envs.Locomotion;
using Neuromorphic.Storage;
using Neuromorphic.Training;

Experiment experiment = Experiment.Begin("train-locomotion", "How well do heterogeneous neurons with random weights learn to walk, and homogeneous ones with trained weights?", args, seeds: 3);
string[] conditions = ["neuron", "weight"];

using ResultsFile results = new(experiment.File("results.csv"), 3, "robot", "condition", "seed", "return", "deviation", "training-seconds", "environment-steps");
var runs = (from seed in experiment.Seeds from robot in LocomotionRegistry.Names from condition in conditions select (robot, condition, seed))
    .Where(run => !results.Has(run.robot, run.condition, run.seed)).ToArray();
for (int i = 0; i < runs.Length; i++)
{
    (string robot, string condition, int seed) = runs[i];
    List<KeyValuePair<string, string>> settings = [new("condition", condition), new("seed", Text(seed))];
    if (experiment.Smoke) settings.AddRange([new("generations", "2"), new("population", "16"), new("step-limit", "50"), new("neurons", "64"), new("evaluate-every", "1"), new("evaluation-episodes", "16")]);
    RunConfiguration configuration = LocomotionPresets.Configure(robot, settings);
    TrainingRun run = TrainingRun.Create(configuration, configuration.CreateEnvironment(), Environment.ProcessorCount);
    long started = Stopwatch.GetTimestamp();
    using (MetricsFile metrics = MetricsFile.Create(Metrics(robot, condition, seed)))
        while (run.Trainer.Generation < configuration.Generations) metrics.Append(run.Trainer.RunGeneration());
    double seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
    TrainingState state = run.Trainer.State;
    EvaluationResult evaluation = Trainer.Evaluate(run.Backend, run.EvaluationRequest(state.Mean, state.Scaling, configuration.EvaluationEpisodes, configuration.Seed));
    results.Append(robot, condition, seed, evaluation.Mean, evaluation.Deviation, Math.Round(seconds, 1), state.Steps);
    experiment.Report(string.Create(CultureInfo.InvariantCulture,
        $"{robot}, {condition} condition, seed {seed}: mean return {evaluation.Mean:F0}, {state.Steps / seconds / 1000:F0} k environment steps/s"), runs.Length - i - 1);
}

Console.WriteLine($"\nmean return of fresh episodes (least to greatest of the seeds)");
foreach (string robot in LocomotionRegistry.Names)
{
    foreach (string condition in conditions)
    {
        double[] returns = results.Numbers("return", robot, condition);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{robot,-12}  {condition,-6}  {returns.Average(),6:F0}  ({returns.Min():F0} to {returns.Max():F0}, {returns.Length} seeds)"));
    }
    BandPlot.Save(experiment.File($"{robot}.png"), [.. conditions.Select(condition => Curve(robot, condition))],
        new BandPlotOptions { Title = $"{robot}, {experiment.Seeds.Count} seeds", X = "Generation", Y = "Mean return of fresh episodes" });
}
File.WriteAllText(experiment.File("source.txt"), $"neuromorphic {SourceRevision.Version} {SourceRevision.GitHash}\n");
Console.WriteLine($"{experiment.Folder}: results.csv and a picture for each robot");

string Metrics(string robot, string condition, int seed) => experiment.File($"metrics-{robot}-{condition}-{Text(seed)}.csv");

BandSeries Curve(string robot, string condition)
{
    GenerationReport[][] histories = [.. experiment.Seeds
        .Select(seed => MetricsFile.Read(Metrics(robot, condition, seed)).Where(report => report.Evaluation != null).ToArray())];
    return new($"{condition} condition", [.. histories[0].Select(report => (double)report.Generation)],
        [.. Enumerable.Range(0, histories[0].Length).Select(i => histories.Select(history => history[i].Evaluation!.Value).ToArray())]);
}

static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
