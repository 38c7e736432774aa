using Neuromorphic.Registries;

namespace Neuromorphic.Analysis;

/// <summary>A family of distributions that is fitted to samples, all of them with location 0.</summary>
public sealed class DistributionFamily
{
    readonly Func<double[], ContinuousDistribution> fit;

    DistributionFamily(string name, bool isPositive, string[] parameters, Func<double[], ContinuousDistribution> fit) => (Name, IsPositive, ParameterNames, this.fit) = (name, isPositive, parameters, fit);

    /// <summary>Its logarithm is normal: mu and sigma of the logarithm.</summary>
    public static DistributionFamily Lognormal { get; } = new("lognormal", true, ["mu", "sigma"], LognormalDistribution.Fit);
    /// <summary>Gamma: shape k and scale theta.</summary>
    public static DistributionFamily Gamma { get; } = new("gamma", true, ["k", "theta"], GammaDistribution.Fit);
    /// <summary>Normal: mean mu and standard deviation sigma.</summary>
    public static DistributionFamily Normal { get; } = new("normal", false, ["mu", "sigma"], NormalDistribution.Fit);
    /// <summary>Weibull: shape k and scale lambda.</summary>
    public static DistributionFamily Weibull { get; } = new("weibull", true, ["k", "lambda"], WeibullDistribution.Fit);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<DistributionFamily> All { get; } = [Lognormal, Gamma, Normal, Weibull];

    /// <summary>The name that is typed, such as lognormal.</summary>
    public string Name { get; }
    /// <summary>Whether values have to be above 0.</summary>
    public bool IsPositive { get; }
    /// <summary>Names of its parameters.</summary>
    public IReadOnlyList<string> ParameterNames { get; }

    /// <summary>The family of a name.</summary>
    /// <exception cref="ArgumentException">There is none; the message lists the names and suggests the nearest.</exception>
    public static DistributionFamily Get(string name) => All.FirstOrDefault(family => family.Name == name)
        ?? throw new ArgumentException($"There is no distribution '{name}'; there are {string.Join(", ", All.Select(family => family.Name))}.{NearestName.Suggest(name, All.Select(family => family.Name))}");

    /// <summary>The distribution of the family under which a sample is most likely.</summary>
    /// <param name="values">At least three finite values, not all equal, and above 0 where <see cref="IsPositive"/>.</param>
    /// <exception cref="ArgumentException">The values are not so; the message says which is wrong.</exception>
    public ContinuousDistribution Fit(IReadOnlyList<double> values) => Fit(Check(values));

    /// <summary>The same for values that were checked.</summary>
    internal ContinuousDistribution Fit(double[] sample) => fit(sample);

    /// <summary>A copy of values that a distribution can be fitted to.</summary>
    internal double[] Check(IReadOnlyList<double> values)
    {
        double[] sample = FiniteSample.Of(values, least: 3, nameof(values));
        int wrong = IsPositive ? Array.FindIndex(sample, value => value <= 0) : -1;
        if (wrong >= 0) throw new ArgumentException(FormattableString.Invariant($"Value {wrong} is {sample[wrong]}; a {Name} distribution has values above 0 only."), nameof(values));
        if (sample.AsSpan().IndexOfAnyExcept(sample[0]) < 0)
            throw new ArgumentException(FormattableString.Invariant($"All {sample.Length} values are {sample[0]}; a distribution is fitted to values that differ."), nameof(values));
        return sample;
    }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
