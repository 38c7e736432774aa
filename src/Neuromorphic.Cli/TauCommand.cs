using System.CommandLine;
using System.Globalization;
using Neuromorphic.Analysis;
using Neuromorphic.Files;
using Neuromorphic.Runs;
using Neuromorphic.Storage;
using Neuromorphic.Storage.Data;

namespace Neuromorphic.Cli;

/// <summary>`tau`: learned membrane time constants against measured ones.</summary>
static class TauCommand
{
    public static Command Create()
    {
        Argument<string[]> paths = new("runs") { Description = "Runs of one condition that differ in their seeds, or folders of such studies.", Arity = ArgumentArity.OneOrMore };
        Option<string> against = new("--against") { Description = $"Classes of cells, joined by commas: {string.Join(", ", CellClass.All.Select(cells => cells.Name))}. Several, of which some should not match, say what a match means.", DefaultValueFactory = _ => string.Join(',', TauReport.Usual), HelpName = "classes" };
        Option<double?> step = new("--step-ms") { Description = "What a step of a neuron is taken for, in ms; that of the task if not given. Without one only shapes are compared.", HelpName = "ms" };
        Option<int?> episodes = CommonOptions.Whole("--episodes", smallest: 0, "Fresh episodes for the returns of changed time constants; 0 leaves these out.");
        episodes.DefaultValueFactory = _ => 100;
        Option<string?> folder = new("--out", "-o") { Description = "Folder for tau.png, tau.csv (every time constant) and distances.csv; these must not exist there.", HelpName = "folder" };
        Option<bool> json = CommonOptions.Json();
        var command = new ExampledCommand("tau", "Compare learned membrane time constants with those of measured cells, and with controls: the start, drift without selection, one for all, shuffled.", """
            neuromorphic train memory-length --steps 25 --mode paper --seeds 0-9 --out runs/memory
            neuromorphic tau runs/memory --out runs/memory
            neuromorphic tau runs/hopper-a runs/hopper-b --against mouse-v1-l4,human-mtg --step-ms 1
            """) { paths, against, step, episodes, folder, json };
        ComputeOptions compute = new(command);
        command.SetAction(result =>
        {
            if (result.GetValue(step) is { } given && !(given > 0 && double.IsFinite(given))) throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"--step-ms is {given}; allowed: above 0."));
            MeasuredCells[] cells = [.. result.GetRequiredValue(against).Split(',', StringSplitOptions.TrimEntries).Distinct().Select(name => Given.ByUser(() => MeasuredCells.Of(name)))];
            string[] runs = [.. result.GetRequiredValue(paths).SelectMany(RunFolder.FindRuns)];
            string? place = result.GetValue(folder);
            string[] files = place == null ? [] : [.. ((string[])["tau.png", "tau.csv", "distances.csv"]).Select(name => Path.Combine(place, name))];
            if (files.FirstOrDefault(Path.Exists) is { } there) throw new IOException($"{there} exists; move it away, or choose another --out.");
            TauReport report = Given.ByUser(() => TauReport.Of(runs, cells, result.GetValue(step), result.GetValue(episodes)!.Value, compute.Of(result).Options));
            IReadOnlyList<TauComparison> comparisons = report.Compare();
            if (result.GetValue(json)) WriteJson(runs, report, comparisons);
            else Write(runs, report, comparisons);
            if (place == null) return;
            Directory.CreateDirectory(place);
            TauFigure.Save(files[0], report, $"{Path.GetFileName(Path.GetFullPath(result.GetRequiredValue(paths)[0]))}: learned time constants of {runs.Length} {(runs.Length == 1 ? "seed" : "seeds")} against measured ones");
            WholeFile.Write(files[1], stream => Table(stream, ["arm", "run", "neuron", "tau-steps"], from arm in report.Arms from run in Enumerable.Range(0, arm.Samples.Count) from neuron in Enumerable.Range(0, arm.Samples[run].Length) select (object[])[arm.Name, runs[run], neuron, arm.Samples[run][neuron]]));
            WholeFile.Write(files[2], stream => Table(stream, ["arm", "cells", "distance", "low", "high", "matches"], comparisons.Select(item => (object[])[item.Arm.Name, item.Cells.Name, item.Distance.Value, item.Distance.Low, item.Distance.High, item.Matches])));
            if (!result.GetValue(json)) Console.WriteLine($"\n{string.Join(", ", files)}");
        });
        return command;
    }

    static void Table(Stream stream, IEnumerable<string> columns, IEnumerable<object[]> rows)
    {
        using StreamWriter writer = new(stream, leaveOpen: true) { NewLine = "\n" };
        writer.WriteLine(string.Join(',', columns));
        foreach (object[] row in rows) writer.WriteLine(CsvLine.Join([.. row.Select(value => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "")]));
    }

    static void Write(string[] runs, TauReport report, IReadOnlyList<TauComparison> comparisons)
    {
        string several = runs.Length == 1 ? "1 run" : $"{runs.Length} runs";
        Console.WriteLine(report.StepMilliseconds is { } step
            ? string.Create(CultureInfo.InvariantCulture, $"{several}; a step of a neuron is taken for {step:G4} ms")
            : $"{several}; a step of a neuron has no duration: shapes alone are compared (--step-ms says one)");
        double? ms = report.StepMilliseconds;
        Console.WriteLine();
        Output.WriteTable(["time constants", "seeds", "median (steps)", .. ms == null ? Array.Empty<string>() : ["median (ms)"], "sd of log", "skewness of log", "best fit, seeds"], report.Arms.Select(arm => (string[])
        [
            arm.Name, $"{arm.Seeds}", Text(arm.Median), .. ms is { } each ? [Output.Short(each * arm.Median.Value)] : Array.Empty<string>(), Text(arm.Deviation), Text(arm.Skewness),
            string.Join(", ", arm.Families.Where(family => family.Value > 0).OrderByDescending(family => family.Value).Select(family => $"{family.Key} {family.Value}")),
        ]).Concat(report.Cells.Select(cells => new TauArm(cells.Name, [[.. cells.Milliseconds]])).Select(arm => (string[])
        [
            $"{arm.Name} ({arm.Samples[0].Length} cells)", "", "", .. ms == null ? Array.Empty<string>() : [Output.Short(arm.Median.Value)], Output.Short(arm.Deviation.Value), Output.Short(arm.Skewness.Value), arm.Families.MaxBy(family => family.Value).Key,
        ])));
        Console.WriteLine("\nKolmogorov-Smirnov distance of log(tau / median): mean over seeds (95 % interval over seeds)");
        Output.WriteTable(["time constants", .. report.Cells.Select(cells => cells.Name)], report.Arms.Select(arm => (string[])
            [arm.Name, .. comparisons.Where(item => item.Arm == arm).Select(item => Text(item.Distance) + (item.Matches ? "  matches" : ""))]));
        Console.WriteLine(double.IsNaN(report.LeastBetweenCells)
            ? "\nWith one class of cells nothing says how far apart classes are, and nothing matches; --against takes several."
            : string.Create(CultureInfo.InvariantCulture, $"\n{Verdict(report, comparisons)} A match is an upper end below the least distance between two of these classes of cells, {report.LeastBetweenCells:F3}."));
        if (report.Returns is not { } returns)
        {
            Console.WriteLine($"Rows, columns and controls: docs/tau.md");
            return;
        }
        Console.WriteLine("\nMean return of fresh episodes, mean over seeds (95 % interval)");
        Output.WriteTable(["time constants", "return"],
        [
            ["as learned", Text(Interval.Of(returns.Learned, Location.Mean))],
            ["shuffled over neurons", Text(Interval.Of(returns.Shuffled, Location.Mean))],
            [$"one for all, each seed's best ({string.Join(", ", returns.Best.Distinct().Order().Select(Output.Short))} steps)", Text(Interval.Of(returns.Single, Location.Mean))],
        ]);
    }

    /// <summary>The comparison in a sentence.</summary>
    static string Verdict(TauReport report, IReadOnlyList<TauComparison> comparisons)
    {
        string[] Matched(TauArm arm) => [.. comparisons.Where(item => item.Arm == arm).Where(item => item.Matches).Select(item => item.Cells.Name)];
        TauArm learned = report.Arms[0];
        TauArm? drift = report.Arms.FirstOrDefault(arm => arm.Name == "drift");
        string[] matched = Matched(learned), without = drift == null ? [] : Matched(drift);
        if (matched.Length == 0)
        {
            // Where drift is nearer to every class, or to none, is worth saying either way.
            int nearer = drift == null ? 0 : comparisons.Where(item => item.Arm == learned).Zip(comparisons.Where(item => item.Arm == drift)).Count(pair => pair.First.Distance.High < pair.Second.Distance.Low);
            return $"The learned time constants match none of these classes{(drift == null ? "" : nearer == 0 ? ", and are nearer to none of them than drift is" : $"; they are nearer than drift to {nearer} of {report.Cells.Count}")}.";
        }
        string[] own = [.. matched.Except(without)];
        return $"The learned time constants match {string.Join(", ", matched)}{(own.Length == matched.Length ? "" : own.Length == 0 ? ", and so does drift: that is no likeness of learning" : $"; drift matches {string.Join(", ", matched.Intersect(without))} too")}.";
    }

    static string Text(Interval interval) => Output.Short(interval.Value) + (double.IsFinite(interval.Low) ? $" ({Output.Short(interval.Low)} to {Output.Short(interval.High)})" : "");

    static void WriteJson(string[] runs, TauReport report, IReadOnlyList<TauComparison> comparisons) => Output.WriteJson(new
    {
        Runs = runs,
        StepMs = report.StepMilliseconds,
        report.LeastBetweenCells,
        Arms = report.Arms.Select(arm => new
        {
            arm.Name,
            arm.Seeds,
            arm.Median,
            arm.Deviation,
            arm.Skewness,
            arm.Families,
            Distances = comparisons.Where(item => item.Arm == arm).Select(item => new { Cells = item.Cells.Name, item.Distance, item.Matches }).ToArray(),
        }).ToArray(),
        report.Returns,
    });
}
