using Neuromorphic.Numerics;

namespace Neuromorphic.Analysis;

/// <summary>A number and how sure it is.</summary>
/// <param name="Value">The number.</param>
/// <param name="Low">Lower end of its 95 % interval.</param>
/// <param name="High">Upper end.</param>
public readonly record struct Interval(double Value, double Low, double High)
{
    /// <summary>A statistic over seeds, with its interval by <see cref="Bootstrap"/>; NaN ends with fewer than two values, all NaN without any.</summary>
    /// <param name="values">A result for each seed; what is not finite is left out.</param>
    /// <param name="statistic">Such as <see cref="Location.InterquartileMean"/>.</param>
    /// <param name="seed">Of the generator: the same seed gives the same interval.</param>
    public static Interval Of(IReadOnlyList<double> values, Statistic statistic, ulong seed = 0)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(statistic);
        double[] finite = [.. values.Where(double.IsFinite)];
        double value = finite.Length == 0 ? double.NaN : statistic(finite);
        return finite.Length < 2 ? new(value, double.NaN, double.NaN) : Of(value, Bootstrap.Of(new Pcg64(seed), finite, statistic));
    }

    /// <summary>The interval that holds 95 % of a statistic's values in resamples.</summary>
    internal static Interval Of(double value, double[] resampled)
    {
        Array.Sort(resampled);
        return new(value, Quantiles.Of(resampled, .025), Quantiles.Of(resampled, .975));
    }
}
