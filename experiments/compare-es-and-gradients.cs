#:project ../src/Neuromorphic
#:project ../src/Neuromorphic.Storage
#:project ../src/Neuromorphic.Analysis
#:project ../envs/Neuromorphic.Envs

// Question: does the policy gradient through surrogates learn CartPole faster than an evolution strategy where episodes are short, and
//           fail where they are long, with the same number of episodes? Homogeneous neurons with trained weights, and heterogeneous
//           neurons with random weights; for the latter also with gradients through the reset. Where episodes are long also a critic,
//           returns without discount, and slow neurons (tau = 100 steps at first), whose gradients reach far back.
// Source:   Shen et al. (2023), arXiv:2305.11484, figure 5: limits 100, 200, 500, 1000; gradients converge faster on short episodes and
//           degrade with length, the evolution strategy holds. Strategies, step sizes and numbers of neurons are the presets': ours.
// Command:  dotnet run experiments/compare-es-and-gradients.cs
// Budget:   3,840 episodes a run: 30 generations of 128 members, or 120 updates of 32 episodes.
// Result:   experiments/README.md

using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Neuromorphic.Analysis;
using Neuromorphic.Envs;
using Neuromorphic.Storage;
using Neuromorphic.Training;

Experiment experiment = Experiment.Begin("compare-es-and-gradients", "Does the policy gradient learn CartPole faster than an evolution strategy, and does it fail on long episodes?", args, seeds: 20);
KeyValuePair<string, string>[] slow = [new("tau", "100"), new("input-scale", "7")]; // stronger currents, so that they fire
Learner[] learners =
[
    new("es-weight", "ES, weights", 0, [new("condition", "weight")]),
    new("es-neuron", "ES, neurons", 0, [new("condition", "neuron")]),
    new("gradient-weight", "gradient, weights", 0, [new("condition", "weight"), new("method", "bptt")]),
    new("gradient-neuron", "gradient, neurons", 0, [new("condition", "neuron"), new("method", "bptt")]),
    new("gradient-neuron-attached", "gradient, neurons, reset attached", 0, [new("condition", "neuron"), new("method", "bptt"), new("reset-gradient", "attached")]),
    new("critic-weight", "critic, weights (few seeds)", 500, [new("condition", "weight"), new("method", "bptt"), new("advantage", "critic")]),
    new("critic-neuron", "critic, neurons (few seeds)", 500, [new("condition", "neuron"), new("method", "bptt"), new("advantage", "critic")]),
    new("gradient-neuron-undiscounted", "gradient, no discount", 500, [new("condition", "neuron"), new("method", "bptt"), new("discount", "1")]),
    new("es-neuron-slow", "slow ES, neurons", 500, [new("condition", "neuron"), .. slow]),
    new("gradient-neuron-slow", "slow gradient, neurons", 500, [new("condition", "neuron"), new("method", "bptt"), .. slow]),
    new("gradient-neuron-slow-attached", "slow, reset attached", 500, [new("condition", "neuron"), new("method", "bptt"), new("reset-gradient", "attached"), .. slow]),
];
Learner[] shown = [.. learners[..4], .. learners[^3..]], followed = learners[..7]; // in the picture of ends, in learning curves: as many as can be told apart
int[] limits = experiment.Smoke ? [20, 500] : [100, 200, 500, 1000];
const int Episodes = 3840, PointEpisodes = 256; // of a run, and between the points of a learning curve
int episodes = experiment.Smoke ? 2 * PointEpisodes : Episodes;

using ResultsFile results = new(experiment.File("results.csv"), 3, "learner", "limit", "seed", "return", "share", "deviation", "episodes-to-95", "training-seconds", "environment-steps");
// What is beside the question last.
var runs = (from late in (bool[])[false, true]
            from seed in experiment.Seeds
            from limit in limits
            from learner in learners
            where learner.Least <= limit && learner.Least > 0 == late && Seeds(learner).Contains(seed) && !results.Has(learner.Name, limit, seed)
            select (learner, limit, seed)).ToArray();
int left = runs.Length;
Parallel.ForEach(Partitioner.Create(runs, EnumerablePartitionerOptions.NoBuffering), new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, one =>
{
    (Learner learner, int limit, int seed) = one;
    RunConfiguration configuration = Configure(learner, limit, seed);
    TrainingRun run = TrainingRun.Create(configuration, configuration.CreateEnvironment(), threads: 1);
    long started = Stopwatch.GetTimestamp();
    using (MetricsFile metrics = MetricsFile.Create(Metrics(learner, limit, seed)))
        while (run.Trainer.Generation < configuration.Generations) metrics.Append(run.Trainer.RunGeneration());
    double seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
    TrainingState state = run.Trainer.State;
    EvaluationResult evaluation = run.Evaluate(state.Mean, state.Scaling, episodes: 100, configuration.Seed);
    int reached = 1 + Array.FindIndex(Points(learner, limit, seed), value => value >= .95 * limit);
    lock (results)
    {
        results.Append(learner.Name, limit, seed, evaluation.Mean, evaluation.Mean / limit, evaluation.Deviation, reached > 0 ? reached * PointEpisodes : double.NaN, Math.Round(seconds, 2), state.Steps);
        experiment.Report($"{learner.Name}, limit {limit}, seed {seed}: mean return {evaluation.Mean.ToString("F1", CultureInfo.InvariantCulture)}", --left);
    }
});

Console.WriteLine("\nmean return over seeds (10 to 90 %), seeds at 95 % of the limit in the end, median episodes until an evaluation was there");
foreach (int limit in limits)
    foreach (Learner learner in learners.Where(learner => learner.Least <= limit))
    {
        double[] returns = results.Numbers("return", learner.Name, limit), reached = results.Numbers("episodes-to-95", learner.Name, limit);
        // A seed that never got there counts as later than all others.
        double median = Summary.Quantile(reached.Select(value => double.IsNaN(value) ? 2 * episodes : value), .5);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"limit {limit,4}  {learner.Name,-29}  {returns.Average(),6:F1}  ({Summary.Quantile(returns, .1):F1} to {Summary.Quantile(returns, .9):F1})  {returns.Count(value => value >= .95 * limit),2} of {returns.Length}  {(median > episodes ? "-" : median.ToString("F0", CultureInfo.InvariantCulture))}"));
    }
BandPlot.Save(experiment.File("share.png"),
    [.. shown.Select(learner => new BandSeries(learner.Words, [.. Limits(learner).Select(limit => (double)limit)], [.. Limits(learner).Select(limit => results.Numbers("share", learner.Name, limit))]))],
    new BandPlotOptions { Title = $"CartPole after {episodes:N0} episodes, {experiment.Seeds.Count} seeds, 10 to 90 %", X = "Step limit", Y = "Mean return / limit", Scale = AxisScale.Logarithmic, Limits = (0, 1.05), Band = Band.Deciles });
foreach (int limit in limits)
    BandPlot.Save(experiment.File($"curves-{limit}.png"), [.. followed.Where(learner => learner.Least <= limit).Select(learner => Curve(learner, limit))],
        new BandPlotOptions { Title = $"CartPole of {limit} steps, {experiment.Seeds.Count} seeds, 10 to 90 %", X = "Episodes", Y = "Mean return of 50 fresh episodes", Limits = (0, 1.05 * limit), Band = Band.Deciles });
File.WriteAllText(experiment.File("source.txt"), $"neuromorphic {SourceRevision.Version} {SourceRevision.GitHash}\n");
File.WriteAllLines(experiment.File("configuration.txt"), learners.SelectMany(learner => (string[])[learner.Name, .. Settings.Values(Configure(learner, limits[^1], 0)).Select(setting => $"  {setting.Key} = {setting.Value}")]));
Console.WriteLine($"{experiment.Folder}: results.csv, share.png, learning curves");

RunConfiguration Configure(Learner learner, int limit, int seed)
{
    int each = EpisodesOfGeneration(learner);
    return ClassicEnvironments.Configure("cartpole",
    [
        .. learner.Settings,
        new("step-limit", Text(limit)),
        new("generations", Text(episodes / each)),
        new("evaluate-every", Text(PointEpisodes / each)),
        new("evaluation-episodes", "50"),
        new("seed", Text(seed)),
    ]);
}

// The presets': batches of 32 episodes, populations of 128 members with one episode each.
static int EpisodesOfGeneration(Learner learner) => learner.Settings.Any(setting => setting.Key == "method") ? 32 : 128;

// Those that are beside the question have few.
IEnumerable<int> Seeds(Learner learner) => learner.Least > 0 ? experiment.Seeds.Take(5) : experiment.Seeds;

IEnumerable<int> Limits(Learner learner) => limits.Where(limit => learner.Least <= limit);

string Metrics(Learner learner, int limit, int seed) => experiment.File($"metrics-{learner.Name}-{Text(limit)}-{Text(seed)}.csv");

double[] Points(Learner learner, int limit, int seed) => [.. MetricsFile.Read(Metrics(learner, limit, seed)).Where(report => report.Evaluation != null).Select(report => report.Evaluation!.Value)];

BandSeries Curve(Learner learner, int limit)
{
    double[][] curves = [.. Seeds(learner).Select(seed => Points(learner, limit, seed))];
    return new(learner.Words, [.. curves[0].Select((_, i) => (double)(i + 1) * PointEpisodes)], [.. curves[0].Select((_, i) => curves.Select(curve => curve[i]).ToArray())]);
}

static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);

/// <param name="Name">Name in the results.</param>
/// <param name="Words">Name in pictures.</param>
/// <param name="Least">The least step limit at which it runs.</param>
/// <param name="Settings">What makes it different.</param>
sealed record Learner(string Name, string Words, int Least, KeyValuePair<string, string>[] Settings);
