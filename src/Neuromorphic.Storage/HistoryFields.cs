using MessagePack;
using Neuromorphic.Training;

namespace Neuromorphic.Storage;

/// <summary>The history as columns. An evaluation may be NaN, so those that were made are named by their generations.</summary>
static class HistoryFields
{
    static readonly string[] Names = ["generation", "best", "mean", "deviation", "failed", "steps", "evaluated", "evaluation", "unconverged"];

    public static void Write(ref MessagePackWriter writer, IReadOnlyList<GenerationReport> history)
    {
        GenerationReport[] evaluated = [.. history.Where(report => report.Evaluation != null)];
        writer.WriteMapHeader(Names.Length);
        writer.Row<int>("generation", [.. history.Select(report => report.Generation)]);
        writer.Row<double>("best", [.. history.Select(report => report.Best)]);
        writer.Row<double>("mean", [.. history.Select(report => report.Mean)]);
        writer.Row<double>("deviation", [.. history.Select(report => report.Deviation)]);
        writer.Row<int>("failed", [.. history.Select(report => report.Failed)]);
        writer.Row<long>("steps", [.. history.Select(report => report.Steps)]);
        writer.Row<int>("evaluated", [.. evaluated.Select(report => report.Generation)]);
        writer.Row<double>("evaluation", [.. evaluated.Select(report => report.Evaluation!.Value)]);
        writer.Row<long>("unconverged", [.. history.Select(report => report.Unconverged)]);
    }

    public static GenerationReport[] Read(ref MessagePackReader reader)
    {
        int[] generation = [], failed = [], evaluated = [];
        double[] best = [], mean = [], deviation = [], evaluation = [];
        long[] steps = [];
        long[]? unconverged = null;
        // Files of earlier programs do not count it.
        Fields fields = new("history/", Names, optional: ["unconverged"]);
        while (fields.Next(ref reader))
            switch (fields.Name)
            {
                case "generation": generation = fields.Row<int>(ref reader); break;
                case "best": best = fields.Row<double>(ref reader); break;
                case "mean": mean = fields.Row<double>(ref reader); break;
                case "deviation": deviation = fields.Row<double>(ref reader); break;
                case "failed": failed = fields.Row<int>(ref reader); break;
                case "steps": steps = fields.Row<long>(ref reader); break;
                case "evaluated": evaluated = fields.Row<int>(ref reader); break;
                case "evaluation": evaluation = fields.Row<double>(ref reader); break;
                case "unconverged": unconverged = fields.Row<long>(ref reader); break;
            }
        unconverged ??= new long[generation.Length];
        foreach ((string name, int length) in new[] { ("best", best.Length), ("mean", mean.Length), ("deviation", deviation.Length), ("failed", failed.Length), ("steps", steps.Length), ("unconverged", unconverged.Length) })
            if (length != generation.Length) throw new InvalidDataException($"inconsistent: 'history/{name}' has {length} rows, 'history/generation' {generation.Length}.");
        if (evaluated.Length != evaluation.Length) throw new InvalidDataException($"inconsistent: 'history/evaluation' has {evaluation.Length} rows, 'history/evaluated' {evaluated.Length}.");
        var history = new GenerationReport[generation.Length];
        int next = 0;
        for (int i = 0; i < history.Length; i++)
        {
            bool measured = next < evaluated.Length && evaluated[next] == generation[i];
            history[i] = new(generation[i], best[i], mean[i], deviation[i], failed[i], steps[i], measured ? evaluation[next] : null) { Unconverged = unconverged[i] };
            if (measured) next++;
        }
        return next == evaluated.Length ? history : throw new InvalidDataException($"inconsistent: 'history/evaluated' has {evaluated[next]}, which is no generation of the history in order.");
    }
}
