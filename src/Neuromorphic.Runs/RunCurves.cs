using Neuromorphic.Analysis;
using Neuromorphic.Environments;
using Neuromorphic.Storage;
using Neuromorphic.Training;

namespace Neuromorphic.Runs;

/// <summary>What a run learned over its generations, as a picture in the words of its task: returns, or answers to examples.</summary>
static class RunCurves
{
    /// <summary>Writes the picture.</summary>
    /// <param name="path">Its file.</param>
    /// <param name="title">Its title.</param>
    /// <param name="run">The run.</param>
    /// <param name="environment">Its task.</param>
    /// <param name="state">How far it came.</param>
    /// <param name="metrics">The file of what was measured; there may be none.</param>
    public static void Save(string path, string title, TrainingRun run, IEnvironment environment, TrainingState state, string metrics)
    {
        IReadOnlyList<GenerationReport> history = state.History;
        switch (environment)
        {
            case IClassification: Classification(path, title, run, environment, history, metrics); break;
            case IRegression: Regression(path, title, run, history); break;
            default: LearningCurvePlot.Save(path, history, Returns(title, run, environment.Spec, history, metrics)); break;
        }
    }

    static LearningCurveOptions Returns(string title, TrainingRun run, EnvironmentSpec spec, IReadOnlyList<GenerationReport> history, string metrics)
    {
        IReadOnlyList<double?> low = MetricsFile.Measures(metrics, "lower-decile", history), high = MetricsFile.Measures(metrics, "upper-decile", history);
        double root = Math.Sqrt(Math.Max(1, run.Configuration.EvaluationEpisodes));
        return new()
        {
            Title = title,
            Individuals = run.Trainer is GradientTrainer ? "episodes" : "members",
            SolvedReturn = spec.SolvedReturn,
            Deciles = [.. low.Zip(high, (from, to) => from is { } a && to is { } b ? ((double, double)?)(a, b) : null)],
            Errors = [.. MetricsFile.Measures(metrics, "evaluation-deviation", history).Select(deviation => deviation / root)],
        };
    }

    static void Classification(string path, string title, TrainingRun run, IEnvironment environment, IReadOnlyList<GenerationReport> history, string metrics)
    {
        // Members that climb a likelihood have no accuracy but a loss, which is minus their return.
        bool likelihood = run.Trainer is not GradientTrainer && environment.Spec.ActionSpace is not Discrete;
        Curve training = new(Examples(run), [.. history.Select(report => likelihood ? null : (double?)(100 * report.Mean))]);
        Curve loss = new("", likelihood ? [.. history.Select(report => (double?)-report.Mean)] : MetricsFile.Measures(metrics, "loss", history));
        ExampleCurvePlot.Save(path, training, new("test", [.. history.Select(report => 100 * report.Evaluation)]), loss,
            new() { Title = title, X = Counted(run), Y = "Accuracy (%)", Loss = likelihood ? "Loss (−log likelihood)" : "Loss of training" });
    }

    static void Regression(string path, string title, TrainingRun run, IReadOnlyList<GenerationReport> history)
    {
        // The loss is this error.
        Curve training = new(Examples(run), [.. history.Select(report => (double?)-report.Mean)]);
        ExampleCurvePlot.Save(path, training, new("test", [.. history.Select(report => -report.Evaluation)]), new("", []),
            new() { Title = title, X = Counted(run), Y = "Mean squared error", Scale = AxisScale.Logarithmic });
    }

    static string Examples(TrainingRun run) => run.Trainer is GradientTrainer ? "training" : "training, mean of members";

    static string Counted(TrainingRun run) => run.Trainer is GradientTrainer ? "Epoch" : "Generation";
}
