using System.Globalization;
using Neuromorphic.Analysis;

namespace Neuromorphic.Cli;

/// <summary>Conditions as rows.</summary>
static class ComparisonTable
{
    /// <summary>What a row says.</summary>
    public static readonly string[] Headers = ["condition", "seeds", "mean", "95 % interval", "least", "greatest"];

    /// <summary>A condition.</summary>
    public static string[] Row(string condition, Estimate estimate) =>
    [
        Output.Plain(condition, 100), $"{estimate.Values.Count}", Output.Short(estimate.Mean), Interval(estimate.Low, estimate.High),
        Output.Short(estimate.Values.DefaultIfEmpty(double.NaN).Min()), Output.Short(estimate.Values.DefaultIfEmpty(double.NaN).Max()),
    ];

    /// <summary>An interval; nothing where there is none.</summary>
    public static string Interval(double low, double high) => double.IsFinite(low) ? $"{Output.Short(low)} to {Output.Short(high)}" : "";

    /// <summary>A p value.</summary>
    public static string Probability(double value) => value < .001 ? value.ToString("E1", CultureInfo.InvariantCulture) : value.ToString("F3", CultureInfo.InvariantCulture);
}
