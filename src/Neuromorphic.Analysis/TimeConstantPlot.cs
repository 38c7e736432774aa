namespace Neuromorphic.Analysis;

/// <summary>The time constants of a population before and after training, on a logarithmic axis.</summary>
public static class TimeConstantPlot
{
    /// <summary>Writes the picture; see <see cref="DistributionPlot"/>.</summary>
    /// <param name="path">A .png or .svg file in a folder that exists.</param>
    /// <param name="before">Time constants before training, one for each neuron.</param>
    /// <param name="after">Time constants after training.</param>
    /// <param name="unit">Their unit, such as steps.</param>
    public static void Save(string path, IReadOnlyList<double> before, IReadOnlyList<double> after, string unit) =>
        DistributionPlot.Save(path, before, after, "Membrane time constants", "Time constant", unit, AxisScale.Logarithmic);
}
