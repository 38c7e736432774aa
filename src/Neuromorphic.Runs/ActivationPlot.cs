using Neuromorphic.Analysis;
using Neuromorphic.Expressions;

namespace Neuromorphic.Runs;

/// <summary>Activation functions that are learned, as they were at several times.</summary>
public static class ActivationPlot
{
    const int Places = 241;
    const double Reach = 6;

    /// <summary>Writes the picture, of the first functions, as many as it has room for.</summary>
    /// <param name="path">A .png or .svg file in a folder that exists.</param>
    /// <param name="functions">The functions with their names at each of the times, as many each time.</param>
    /// <param name="times">The times, rising.</param>
    /// <param name="title">Title.</param>
    /// <param name="time">What the times are.</param>
    public static void Save(string path, IReadOnlyList<IReadOnlyList<(string Name, Expression Function)>> functions, IReadOnlyList<double> times, string title, string time)
    {
        ArgumentNullException.ThrowIfNull(functions);
        double[] places = [.. Enumerable.Range(0, Places).Select(i => Reach * (2.0 * i / (Places - 1) - 1))];
        FunctionFamily[] shown = [.. functions[0].Take(FunctionFamilyPlot.MostPanels).Select((first, i) => new FunctionFamily(first.Name, [.. functions.Select(at => Array.ConvertAll(places, new Converter<double, double>(at[i].Function.Function())))]))];
        FunctionFamilyPlot.Save(path, places, times, shown, new() { Title = title, Time = time, X = "Received", Y = "Value" });
    }
}
