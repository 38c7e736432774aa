using System.Buffers;
using System.Globalization;
using MessagePack;
using Neuromorphic.Evolution;
using Neuromorphic.Rollouts;
using Neuromorphic.Training;

namespace Neuromorphic.Storage;

/// <summary>Writes the content of a checkpoint. Fields have a fixed order, rows and texts are sorted by name.</summary>
static class CheckpointWriter
{
    /// <summary>UTC to 100 ns, ISO 8601.</summary>
    internal const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'";

    public static ReadOnlySpan<byte> Write(Checkpoint checkpoint)
    {
        TrainingState state = checkpoint.State;
        var buffer = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(buffer);
        writer.WriteMapHeader(17);
        writer.Field("created", checkpoint.Created.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture));
        writer.Field("program", checkpoint.Program);
        writer.Field("git_hash", checkpoint.GitHash);
        writer.Write("configuration");
        Configuration(ref writer, checkpoint.Configuration);
        writer.Write("layout");
        LayoutFields.Write(ref writer, state.Layout);
        writer.Field("generation", state.Generation);
        writer.Row<float>("initial", state.Initial);
        writer.Row<float>("mean", state.Mean);
        writer.Row<float>("best", state.Best);
        writer.Field("best_fitness", state.BestFitness);
        writer.Write("best_scaling");
        Scaling(ref writer, state.BestScaling);
        writer.Write("best_evaluation");
        Evaluated(ref writer, state.BestEvaluation);
        writer.Write("strategy");
        Strategy(ref writer, state.StrategyName, state.Strategy);
        Texts(ref writer, "policy_texts", state.PolicyTexts);
        writer.Write("normalizer");
        Normalizer(ref writer, state.Normalizer);
        writer.Field("steps", state.Steps);
        writer.Write("history");
        HistoryFields.Write(ref writer, state.History);
        writer.Flush();
        return buffer.WrittenSpan;
    }

    static void Configuration(ref MessagePackWriter writer, RunConfiguration configuration)
    {
        IReadOnlyList<KeyValuePair<string, string>> values = Settings.Values(configuration);
        writer.WriteMapHeader(values.Count);
        foreach ((string name, string text) in values) writer.Field(name, text);
    }

    static void Strategy(ref MessagePackWriter writer, string name, StrategyState state)
    {
        writer.WriteMapHeader(3);
        writer.Field("name", name);
        writer.Write("rows");
        writer.WriteMapHeader(state.Arrays.Count);
        foreach ((string row, double[] values) in state.Arrays.OrderBy(row => row.Key, StringComparer.Ordinal)) writer.Row<double>(row, values);
        Texts(ref writer, "texts", state.Texts);
    }

    static void Texts(ref MessagePackWriter writer, string name, IReadOnlyDictionary<string, string> texts)
    {
        writer.Write(name);
        writer.WriteMapHeader(texts.Count);
        foreach ((string key, string text) in texts.OrderBy(text => text.Key, StringComparer.Ordinal)) writer.Field(key, text);
    }

    static void Scaling(ref MessagePackWriter writer, ObservationScaling? scaling)
    {
        if (scaling == null)
        {
            writer.WriteNil();
            return;
        }
        writer.WriteMapHeader(2);
        writer.Row<float>("mean", scaling.Mean);
        writer.Row<float>("scale", scaling.Scale);
    }

    static void Evaluated(ref MessagePackWriter writer, EvaluatedMean? best)
    {
        if (best == null)
        {
            writer.WriteNil();
            return;
        }
        writer.WriteMapHeader(4);
        writer.Field("generation", best.Generation);
        writer.Field("evaluation", best.Evaluation);
        writer.Row<float>("vector", best.Vector);
        writer.Write("scaling");
        Scaling(ref writer, best.Scaling);
    }

    static void Normalizer(ref MessagePackWriter writer, NormalizerState? normalizer)
    {
        if (normalizer == null)
        {
            writer.WriteNil();
            return;
        }
        writer.WriteMapHeader(3);
        writer.Field("count", normalizer.Count);
        writer.Row<double>("mean", normalizer.Mean);
        writer.Row<double>("squares", normalizer.Squares);
    }
}
