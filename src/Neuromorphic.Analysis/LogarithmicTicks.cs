using ScottPlot;
using ScottPlot.TickGenerators;

namespace Neuromorphic.Analysis;

/// <summary>Ticks of an axis whose coordinates are logarithms (base 10), labelled with the values themselves.</summary>
static class LogarithmicTicks
{
    /// <summary>Mantissas that are labelled, from coarse to fine.</summary>
    static readonly double[][] Mantissas = [[1], [1, 3], [1, 2, 5], [1, 1.5, 2, 3, 5, 7], [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 7, 8, 9]];
    const int Few = 4, Many = 10;

    /// <summary>Ticks within limits that are logarithms themselves.</summary>
    /// <param name="low">The lower limit.</param>
    /// <param name="high">The upper limit.</param>
    /// <param name="most">Labels that there may be.</param>
    public static NumericManual Create(double low, double high, int most = Many)
    {
        var ticks = new NumericManual();
        IReadOnlyList<double> values = Values(low, high);
        int keep = (values.Count + most - 1) / most;
        for (int i = 0; i < values.Count; i += keep) ticks.AddMajor(Math.Log10(values[i]), PlotStyle.Text(values[i]) is { Length: < 6 } text && !text.Contains('E') ? text : PlotStyle.Brief(values[i]));
        for (int decade = (int)Math.Floor(low); decade <= Math.Ceiling(high); decade++)
            for (int digit = 1; digit <= 9; digit++)
                if (Math.Log10(digit) + decade is var x && x >= low && x <= high) ticks.AddMinor(x);
        return ticks;
    }

    /// <summary>The values at which ticks stand: the coarsest mantissas that give a few of them; evenly spaced ones where the axis is too short for any.</summary>
    public static IReadOnlyList<double> Values(double low, double high)
    {
        List<double> values = [];
        foreach (double[] mantissas in Mantissas)
        {
            values.Clear();
            for (int decade = (int)Math.Floor(low); decade <= Math.Ceiling(high); decade++)
                foreach (double mantissa in mantissas)
                    if (Math.Log10(mantissa) + decade is var x && x >= low && x <= high) values.Add(mantissa * Math.Pow(10, decade));
            if (values.Count >= Few) return Thin(values);
        }
        double least = Math.Pow(10, low), greatest = Math.Pow(10, high);
        double step = Math.Pow(10, Math.Floor(Math.Log10(greatest - least)));
        while ((greatest - least) / step < Few) step /= 2;
        values.Clear();
        double first = Math.Ceiling(least / step);
        for (int i = 0; (first + i) * step <= greatest; i++) values.Add((first + i) * step); // first + 1 may be first, where the ends are neighbours
        return values;
    }

    static List<double> Thin(List<double> values)
    {
        int keep = (values.Count + Many - 1) / Many;
        return [.. values.Where((_, i) => i % keep == 0)];
    }
}
