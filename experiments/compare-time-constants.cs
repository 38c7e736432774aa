#:project ../src/Neuromorphic.Runs
#:project ../envs/Neuromorphic.Envs
#:project ../envs/Neuromorphic.Envs.Locomotion

// Question: are learned membrane time constants distributed as those of cells, and nearer to them than what the same updates do without selection?
// Source:   Shen et al. (2023), arXiv:2305.11484, figure 3: long-tailed, close to lognormal or gamma, as in biology. Cells: Allen Cell Types Database.
// Command:  dotnet run experiments/compare-time-constants.cs
// Budget:   presets of PGPE with 1,024 neurons (neuron condition), the hopper 100 generations; both parameterizations. Drift: as many updates with fitnesses that are random numbers.
// Result:   experiments/README.md

using System.Globalization;
using Neuromorphic.Analysis;
using Neuromorphic.Runs;
using Neuromorphic.Storage;
using Neuromorphic.Storage.Data;

Experiment experiment = Experiment.Begin("compare-time-constants", "Are learned membrane time constants distributed as those of cells, and nearer to them than drift is?", args, seeds: 10);
if (DataFolder.Usual.Find(DataCatalog.Get<CellDatasetEntry>("allen-cell-types")) == null)
{
    Console.WriteLine("skipped: allen-cell-types is not here; get it with `neuromorphic data get allen-cell-types`.");
    return;
}
(string Name, string Environment, double? StepMilliseconds, int MostSeeds, (string, object)[] Settings)[] tasks =
[
    ("memory-5", "memory-length", 1, int.MaxValue, [("mode", "paper"), ("steps", 5)]), // a step has no duration: it is taken for 1 ms, which shapes do not depend on
    ("memory-25", "memory-length", 1, int.MaxValue, [("mode", "paper"), ("steps", 25)]),
    ("hopper", "hopper", null, 3, [("generations", 100)]), // 8 ms
];
string[] parameterizations = ["unconstrained", "direct"];
if (experiment.Smoke) tasks = tasks[..1];
MeasuredCells[] cells = [.. TauReport.Usual.Select(MeasuredCells.Of)];

using ResultsFile results = new(experiment.File("results.csv"), 4, "task", "parameterization", "time-constants", "cells", "seeds", "distance", "low", "high", "matches", "median-steps", "sd-of-log", "skewness-of-log", "best-fit", "p-nearer-than-drift");
List<(string, IReadOnlyList<double>)> rows = [];
double least = double.NaN;
int left = tasks.Length * parameterizations.Length;
foreach (var task in tasks)
    foreach (string parameterization in parameterizations)
    {
        StudyRun[] runs = [.. experiment.Seeds.Take(task.MostSeeds).Select(seed => new StudyRun([], Run.Configure(task.Environment,
            [("parameterization", parameterization), ("evaluate-every", 0), ("seed", seed), .. task.Settings, .. experiment.Smoke ? [("generations", (object)5), ("neurons", 64)] : Array.Empty<(string, object)>()])))];
        string folder = Path.Combine(experiment.Folder, "runs", $"{task.Name}-{parameterization}");
        Study.Run(folder, runs);
        TauReport report = TauReport.Of([.. runs.Select(run => Path.Combine(folder, run.Folder))], cells, task.StepMilliseconds, episodes: experiment.Smoke ? 4 : 100);
        least = report.LeastBetweenCells;
        TauArm drift = report.Arms[^1];
        foreach (TauArm arm in report.Arms.Where(arm => arm.Name != "before training"))
        {
            foreach (MeasuredCells measured in cells)
            {
                if (results.Has(task.Name, parameterization, arm.Name, measured.Name)) continue;
                Interval distance = arm.DistanceTo(measured.Milliseconds);
                IReadOnlyList<double> own = arm.DistancesTo(measured.Milliseconds), others = drift.DistancesTo(measured.Milliseconds);
                double p = arm == drift || own.Count != others.Count || own.Count < 2 ? double.NaN : RankTest.WilcoxonSignedRank(own, others).P;
                results.Append(task.Name, parameterization, arm.Name, measured.Name, arm.Seeds, distance.Value, distance.Low, distance.High, report.Matches(distance), arm.Median.Value, arm.Deviation.Value, arm.Skewness.Value, arm.Families.MaxBy(family => family.Value).Key, p);
            }
            rows.Add(($"{task.Name}, {parameterization}: {arm.Name}", arm.DistancesTo(cells[0].Milliseconds)));
        }
        TauFigure.Save(experiment.File($"{task.Name}-{parameterization}.png"), report, $"{task.Name}, {parameterization}: {runs.Length} seeds");
        string returns = report.Returns is { } earned ? string.Create(CultureInfo.InvariantCulture, $"; return as learned {earned.Learned.Average():F3}, shuffled {earned.Shuffled.Average():F3}, one for all {earned.Single.Average():F3}") : "";
        experiment.Report(string.Create(CultureInfo.InvariantCulture, $"{task.Name}, {parameterization}: distance to {cells[0].Name} {report.Arms[0].DistanceTo(cells[0].Milliseconds).Value:F3}, of drift {drift.DistanceTo(cells[0].Milliseconds).Value:F3}{returns}"), --left);
    }
rows.Add(("time constants of the cells, drawn anew", [.. experiment.Seeds.Select(seed => Drawn(cells[0], (ulong)seed))]));
SeedPlot.Save(experiment.File("distances.png"), rows, "Learned time constants and those of cells", $"KS distance to {cells[0].Name}; line: least of classes", least);
File.WriteAllText(experiment.File("source.txt"), $"neuromorphic {SourceRevision.Version} {SourceRevision.GitHash}\n");
Console.WriteLine($"\n{experiment.Folder}: results.csv, distances.png, and a picture for each task and parameterization");

// A test of the test: 1,024 neurons with time constants of the cells have to match.
static double Drawn(MeasuredCells cells, ulong seed)
{
    Neuromorphic.Numerics.Pcg64 random = new(seed);
    return new TauArm("", [[.. Enumerable.Range(0, 1024).Select(_ => cells.Milliseconds[(int)(random.NextUnit().Value * cells.Milliseconds.Count)])]]).DistancesTo(cells.Milliseconds)[0];
}
