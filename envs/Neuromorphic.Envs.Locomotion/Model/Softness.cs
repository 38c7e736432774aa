namespace Neuromorphic.Envs.Locomotion.Model;

/// <summary>
/// How soft a constraint is, in MuJoCo's terms: a violation returns to zero like a damped spring (solref),
/// and the fraction of it that the constraint takes up rises from one impedance to another over a width (solimp, midpoint 1/2, power 2).
/// </summary>
/// <param name="TimeConstant">Of the spring, s; at least two time steps are used.</param>
/// <param name="DampingRatio">1 is critical.</param>
/// <param name="ImpedanceAtZero">Where the violation begins; clamped to [1e-4, .9999].</param>
/// <param name="ImpedanceAtWidth">Where the violation reaches <paramref name="Width"/>; clamped likewise.</param>
/// <param name="Width">m or rad.</param>
public sealed record Softness(double TimeConstant, double DampingRatio, double ImpedanceAtZero, double ImpedanceAtWidth, double Width)
{
    /// <summary>MuJoCo's default.</summary>
    public static Softness Default { get; } = new(.02, 1, .9, .95, .001);

    /// <summary>What two geoms in contact share: the mean of both.</summary>
    public static Softness Mix(Softness a, Softness b) => new((a.TimeConstant + b.TimeConstant) / 2, (a.DampingRatio + b.DampingRatio) / 2,
        (a.ImpedanceAtZero + b.ImpedanceAtZero) / 2, (a.ImpedanceAtWidth + b.ImpedanceAtWidth) / 2, (a.Width + b.Width) / 2);
}
