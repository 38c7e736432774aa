#:project ../../src/Neuromorphic.Runs
#:project ../../envs/Neuromorphic.Envs
#:property PublishAot=false

// A study of five seeds for each condition, compared and plotted: dotnet run docs/scripts/study.cs
// A run that was stopped goes on; runs are side by side on the cores, and each has the bits it has alone.
using Neuromorphic.Analysis;
using Neuromorphic.Runs;

string folder = args.Length > 0 ? args[0] : "runs/study";
int generations = args.Length > 1 ? int.Parse(args[1]) : 30;
(string Condition, (string, object)[] Settings)[] conditions =
[
    ("heterogeneous neurons, random weights", [("condition", "neuron")]),
    ("homogeneous neurons, trained weights", [("condition", "weight")]),
    ("one trained neuron for all, trained weights", [("condition", "both"), ("shared", "tau,threshold,rest,resistance")]),
];
StudyRun[] runs = [.. from condition in conditions
                      from seed in Enumerable.Range(0, 5)
                      select new StudyRun([new("condition", condition.Condition)], Run.Configure("cartpole", [("neurons", 128), ("generations", generations), ("seed", seed), .. condition.Settings]))];
Study.Run(folder, runs, new() { OnResult = result => Console.WriteLine($"{result.Run.Name}: {result.Return:F1}") });

IReadOnlyList<Sample> samples = Sample.Gather([folder], column: null, run => Run.Load(run).Evaluate().Mean);
foreach (Sample sample in samples)
{
    Estimate estimate = Estimate.Of(sample.Values);
    Comparison against = Comparison.Of(samples[0].Values, sample.Values);
    Console.WriteLine($"{sample.Condition}: {estimate.Mean:F1} ({estimate.Low:F1} to {estimate.High:F1}); difference {against.Difference:F1}, p {against.P:F3}");
}
foreach (string picture in StudyPlots.Draw(samples, folder)) Console.WriteLine(picture);
