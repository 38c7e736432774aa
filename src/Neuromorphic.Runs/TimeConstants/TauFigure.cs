using Neuromorphic.Analysis;

namespace Neuromorphic.Runs;

/// <summary>Learned and measured time constants as a picture: shapes on a logarithmic axis, and, where a step has a duration, milliseconds on a linear one.</summary>
public static class TauFigure
{
    /// <summary>Writes the picture.</summary>
    /// <param name="path">A .png or .svg file in a folder that exists.</param>
    /// <param name="report">The report.</param>
    /// <param name="title">What the runs are.</param>
    public static void Save(string path, TauReport report, string title)
    {
        ArgumentNullException.ThrowIfNull(report);
        TauArm[] arms = [.. report.Arms.Where(arm => arm.Shapes.Any(shape => shape.Distinct().Count() > 1))];
        static IReadOnlyList<double> Relative(IReadOnlyList<double> values)
        {
            double median = Summary.Quantile(values, .5);
            return [.. values.Select(value => value / median)];
        }

        // Where cells are is what is looked at; how many learned ones are beyond, the curves say at the edge.
        CumulativePanel shapes = new("Time constant / median", AxisScale.Logarithmic,
            [.. arms.Select(arm => new SampleSet(arm.Name, [.. arm.Samples.Where(sample => sample.Length >= TauArm.Fewest).Select(Relative)])), .. report.Cells.Select(cells => new SampleSet(cells.Name, [Relative(cells.Milliseconds)]))])
        {
            End = 30,
        };
        CumulativePanel[] panels = report.StepMilliseconds is not { } step ? [shapes]
            : [shapes, new($"Time constant (ms), a step being {step:G4} ms", AxisScale.Linear,
                [.. arms.Select(arm => new SampleSet(arm.Name, [.. arm.Samples.Where(sample => sample.Length >= TauArm.Fewest).Select(sample => (IReadOnlyList<double>)[.. sample.Select(tau => step * tau)])])), .. report.Cells.Select(cells => new SampleSet(cells.Name, [cells.Milliseconds]))])
                {
                    End = 2 * report.Cells.Max(cells => Summary.Quantile(cells.Milliseconds, .99)),
                }];
        CumulativePlot.Save(path, panels, title);
    }
}
