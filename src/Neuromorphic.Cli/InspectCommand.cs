using System.CommandLine;
using System.Globalization;
using Neuromorphic.Analysis;
using Neuromorphic.Numerics;
using Neuromorphic.Policies;
using Neuromorphic.Runs;
using Neuromorphic.Storage;
using Neuromorphic.Training;

namespace Neuromorphic.Cli;

/// <summary>`inspect`: what a checkpoint holds.</summary>
static class InspectCommand
{
    public static Command Create()
    {
        Argument<string> path = CommonOptions.Run();
        Option<bool> json = CommonOptions.Json();
        var command = new ExampledCommand("inspect", "Show what a checkpoint holds: settings, progress, and every slice of parameters with its distribution in physical units.", """
            neuromorphic inspect runs/cartpole-20260101-120000
            """) { path, json };
        command.SetAction(result =>
        {
            string file = RunFolder.FindCheckpoint(result.GetRequiredValue(path));
            Checkpoint checkpoint = CheckpointFile.Read(file);
            if (result.GetValue(json)) WriteJson(checkpoint);
            else WriteText(file, checkpoint);
        });
        return command;
    }

    static void WriteText(string file, Checkpoint checkpoint)
    {
        TrainingState state = checkpoint.State;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{file}: {new FileInfo(file).Length:N0} bytes, written by {Output.Plain(checkpoint.Program)} ({Output.Plain(checkpoint.GitHash ?? "unknown revision")}) at {checkpoint.Created:u}"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{state.StrategyName}, generation {state.Generation} of {checkpoint.Configuration.Generations}, {state.Steps:N0} environment steps, best fitness {Output.Short(state.BestFitness)}"));
        if (state.History.Count > 0) Console.WriteLine($"last generation: mean {Output.Short(state.History[^1].Mean)}, best {Output.Short(state.History[^1].Best)}");
        if (state.BestEvaluation is { } evaluated) Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"best evaluation: {Output.Short(evaluated.Evaluation)}, after generation {evaluated.Generation}"));
        Console.WriteLine();
        Output.WriteTable(["parameters", "shape", "one for", "trained", "unit", "10 %", "median", "90 %", "at the start"],
            state.Layout.Slices.Select(slice =>
            {
                double[] now = state.Layout.Values(slice.Name, state.Mean), start = state.Layout.Values(slice.Name, state.Initial);
                return new[]
                {
                    Output.Plain(slice.Name), string.Join(" x ", slice.Shape), ScopeOf(slice), slice.Trained ? "yes" : "", Output.Plain(slice.Unit),
                    Output.Short(Summary.Quantile(now, .1)), Output.Short(Summary.Quantile(now, .5)), Output.Short(Summary.Quantile(now, .9)),
                    slice.Initial.Value == null && slice.OfNeurons ? Brief(slice.Initial.ToString()) : Output.Short(Summary.Quantile(start, .5)),
                };
            }));
        Console.WriteLine();
        Output.WriteTable(["setting", "value"], Settings.Values(checkpoint.Configuration).Select(pair => new[] { pair.Key, Brief(pair.Value) }));
    }

    static string Brief(string text)
    {
        const int Longest = 60;
        return Output.Plain(text, Longest) + (text.Length > Longest && text.Contains(',', StringComparison.Ordinal) ? $" ({text.Split(',').Length} values)" : "");
    }

    /// <summary>What a number of a slice is for.</summary>
    static string ScopeOf(ParameterSlice slice) => slice.Scope switch
    {
        ParameterScope.Layer => "layer",
        ParameterScope.Network => "network",
        _ => slice.OfNeurons ? "neuron" : "weight",
    };

    static void WriteJson(Checkpoint checkpoint)
    {
        TrainingState state = checkpoint.State;
        Output.WriteJson(new
        {
            Program = Output.Plain(checkpoint.Program),
            GitHash = checkpoint.GitHash == null ? null : Output.Plain(checkpoint.GitHash),
            Created = checkpoint.Created.UtcDateTime,
            Configuration = Settings.Values(checkpoint.Configuration).ToDictionary(pair => pair.Key, pair => pair.Value),
            state.Generation,
            state.Steps,
            state.BestFitness,
            BestEvaluation = state.BestEvaluation is { } best ? new { best.Generation, best.Evaluation } : null,
            Strategy = state.StrategyName,
            Parameters = state.Layout.Slices.Select(slice => Describe(slice, state)).ToArray(),
        });
    }

    static object Describe(ParameterSlice slice, TrainingState state)
    {
        double[] values = state.Layout.Values(slice.Name, state.Mean);
        return new
        {
            Name = Output.Plain(slice.Name),
            slice.Shape,
            Scope = ScopeOf(slice),
            Start = slice.Initial.ToString(),
            slice.Trained,
            Unit = Output.Plain(slice.Unit),
            Transform = slice.Transform.Name,
            Minimum = values.Min(),
            Quantile10 = Summary.Quantile(values, .1),
            Median = Summary.Quantile(values, .5),
            Quantile90 = Summary.Quantile(values, .9),
            Maximum = values.Max(),
        };
    }
}
