using System.Globalization;
using MessagePack;
using Neuromorphic.Evolution;
using Neuromorphic.Policies;
using Neuromorphic.Rollouts;
using Neuromorphic.Training;

namespace Neuromorphic.Storage;

/// <summary>Reads the content of a checkpoint: the right fields with the right types. Whether they agree is for <see cref="Consistency"/>.</summary>
static class CheckpointReader
{
    static readonly string[] Names =
    [
        "created", "program", "git_hash", "configuration", "layout", "generation", "initial", "mean", "best", "best_fitness",
        "best_scaling", "best_evaluation", "strategy", "policy_texts", "normalizer", "steps", "history",
    ];

    /// <summary>What the first programs of version 1 did not write, and what version 1 does not have.</summary>
    static readonly string[] Optional = ["best_scaling", "best_evaluation", "policy_texts"];

    /// <exception cref="InvalidDataException">A field is missing, unknown, there twice, or not what it must be.</exception>
    public static Checkpoint Read(ReadOnlyMemory<byte> content, int version)
    {
        try
        {
            var reader = new MessagePackReader(content);
            Checkpoint checkpoint = Content(ref reader, version);
            return reader.End ? checkpoint : throw new InvalidDataException("inconsistent: bytes follow the end of its content.");
        }
        catch (EndOfStreamException e)
        {
            throw new InvalidDataException("inconsistent: its content ends within a field.", e);
        }
        catch (MessagePackSerializationException e)
        {
            throw new InvalidDataException($"inconsistent: its content is not MessagePack ({e.Message})", e);
        }
    }

    static Checkpoint Content(ref MessagePackReader reader, int version)
    {
        string program = "", strategy = "";
        string? hash = null;
        DateTimeOffset created = default;
        RunConfiguration configuration = new();
        ParameterLayout layout = new([]);
        float[] initial = [], mean = [], best = [];
        int generation = 0;
        double bestFitness = 0;
        long steps = 0;
        ObservationScaling? bestScaling = null;
        EvaluatedMean? bestEvaluation = null;
        StrategyState rows = new(new Dictionary<string, double[]>());
        NormalizerState? normalizer = null;
        GenerationReport[] history = [];
        IReadOnlyDictionary<string, string> texts = new Dictionary<string, string>();
        Fields fields = new("", Names, version == 1 ? Optional : []);
        while (fields.Next(ref reader))
            switch (fields.Name)
            {
                case "created": created = Time(fields.Text(ref reader)); break;
                case "program": program = fields.Text(ref reader); break;
                case "git_hash": hash = fields.TextOrNil(ref reader); break;
                case "configuration": configuration = Configuration(ref reader, version); break;
                case "layout": layout = LayoutFields.Read(fields, ref reader); break;
                case "generation": generation = (int)fields.Integer(ref reader, 0, int.MaxValue); break;
                case "initial": initial = fields.Row<float>(ref reader); break;
                case "mean": mean = fields.Row<float>(ref reader); break;
                case "best": best = fields.Row<float>(ref reader); break;
                case "best_fitness": bestFitness = fields.Number(ref reader); break;
                case "best_scaling": bestScaling = Scaling("best_scaling/", ref reader); break;
                case "best_evaluation": bestEvaluation = Evaluated(ref reader); break;
                case "strategy": (strategy, rows) = Strategy(ref reader, version); break;
                case "policy_texts": texts = Texts("policy_texts/", ref reader); break;
                case "normalizer": normalizer = Normalizer(ref reader); break;
                case "steps": steps = fields.Integer(ref reader, 0, long.MaxValue); break;
                case "history": history = HistoryFields.Read(ref reader); break;
            }
        return new Checkpoint
        {
            Created = created,
            Program = program,
            GitHash = hash,
            Configuration = configuration,
            State = new TrainingState
            {
                Layout = layout,
                Generation = generation,
                Initial = initial,
                Mean = mean,
                Best = best,
                BestFitness = bestFitness,
                BestScaling = bestScaling,
                BestEvaluation = bestEvaluation,
                StrategyName = strategy,
                Strategy = rows,
                PolicyTexts = texts,
                Normalizer = normalizer,
                Steps = steps,
                History = history,
            },
        };
    }

    static DateTimeOffset Time(string text) =>
        DateTimeOffset.TryParseExact(text, CheckpointWriter.TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time)
            ? time
            : throw new InvalidDataException($"inconsistent: 'created' is '{Fields.Quoted(text)}', not a time such as 2026-01-31T12:00:00.0000000Z.");

    static RunConfiguration Configuration(ref MessagePackReader reader, int version)
    {
        List<KeyValuePair<string, string>> values = [];
        Fields fields = new("configuration/");
        while (fields.Next(ref reader))
        {
            string text = fields.Text(ref reader);
            if (text.Any(char.IsControl)) throw new InvalidDataException($"inconsistent: {fields.Path} has control characters.");
            if (text.StartsWith('@')) throw new InvalidDataException($"inconsistent: {fields.Path} names a file; a checkpoint holds all that it needs.");
            values.Add(KeyValuePair.Create(fields.Name, text));
        }
        try
        {
            return version == 1 ? Settings.ApplyVersion01(new RunConfiguration(), values) : Settings.ApplySaved(new RunConfiguration(), values);
        }
        catch (ArgumentException e)
        {
            throw new InvalidDataException($"inconsistent: its configuration is refused ({Fields.Quoted(e.Message, longest: 200)}); a newer program may have written it, or one that adds its own.", e);
        }
    }

    static (string Name, StrategyState Rows) Strategy(ref MessagePackReader reader, int version)
    {
        string name = "";
        Dictionary<string, double[]> rows = [];
        IReadOnlyDictionary<string, string> texts = new Dictionary<string, string>();
        Fields fields = new("strategy/", ["name", "rows", "texts"], version == 1 ? ["texts"] : []);
        while (fields.Next(ref reader))
            switch (fields.Name)
            {
                case "name": name = fields.Text(ref reader); break;
                case "texts": texts = Texts("strategy/texts/", ref reader); break;
                default:
                    Fields named = new("strategy/rows/");
                    while (named.Next(ref reader)) rows.Add(named.Name, named.Row<double>(ref reader));
                    break;
            }
        return (name, new StrategyState(rows) { Texts = texts });
    }

    static Dictionary<string, string> Texts(string path, ref MessagePackReader reader)
    {
        Dictionary<string, string> texts = [];
        Fields fields = new(path);
        while (fields.Next(ref reader)) texts.Add(fields.Name, fields.Text(ref reader));
        return texts;
    }

    static ObservationScaling? Scaling(string path, ref MessagePackReader reader)
    {
        if (reader.TryReadNil()) return null;
        float[] mean = [], scale = [];
        Fields fields = new(path, ["mean", "scale"]);
        while (fields.Next(ref reader))
            if (fields.Name == "mean") mean = fields.Row<float>(ref reader);
            else scale = fields.Row<float>(ref reader);
        return new ObservationScaling(mean, scale);
    }

    static EvaluatedMean? Evaluated(ref MessagePackReader reader)
    {
        if (reader.TryReadNil()) return null;
        int generation = 0;
        double evaluation = 0;
        float[] vector = [];
        ObservationScaling? scaling = null;
        Fields fields = new("best_evaluation/", ["generation", "evaluation", "vector", "scaling"]);
        while (fields.Next(ref reader))
            switch (fields.Name)
            {
                case "generation": generation = (int)fields.Integer(ref reader, 1, int.MaxValue); break;
                case "evaluation": evaluation = fields.Finite(ref reader); break;
                case "vector": vector = fields.Row<float>(ref reader); break;
                case "scaling": scaling = Scaling("best_evaluation/scaling/", ref reader); break;
            }
        return new EvaluatedMean(generation, evaluation, vector, scaling);
    }

    static NormalizerState? Normalizer(ref MessagePackReader reader)
    {
        if (reader.TryReadNil()) return null;
        double count = 0;
        double[] mean = [], squares = [];
        Fields fields = new("normalizer/", ["count", "mean", "squares"]);
        while (fields.Next(ref reader))
            switch (fields.Name)
            {
                case "count": count = fields.Number(ref reader); break;
                case "mean": mean = fields.Row<double>(ref reader); break;
                case "squares": squares = fields.Row<double>(ref reader); break;
            }
        return new NormalizerState(count, mean, squares);
    }
}
