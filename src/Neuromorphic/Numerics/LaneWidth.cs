using System.Runtime.Intrinsics;

namespace Neuromorphic.Numerics;

/// <summary>Which float32 implementation of <see cref="IReal{R}"/> runs the kernels. Results do not depend on it.</summary>
public enum LaneWidth
{
    /// <summary>One value at a time.</summary>
    Scalar = 1,
    /// <summary>256-bit registers.</summary>
    Lanes8 = 8,
    /// <summary>512-bit registers.</summary>
    Lanes16 = 16,
}

/// <summary>Chooses the lane implementation.</summary>
public static class LaneWidths
{
    /// <summary>The environment variable that forces a width: 1, 8 or 16.</summary>
    public const string Variable = "NEUROMORPHIC_LANES";

    /// <summary>The forced width, or else the widest that the processor supports.</summary>
    /// <exception cref="ArgumentException">The variable holds anything else.</exception>
    public static LaneWidth Preferred => Choose(Environment.GetEnvironmentVariable(Variable));

    /// <summary>Widths to choose from, the widest first: the given or the forced one alone, or else the processor's and the half of it, as far as it is vectors.</summary>
    /// <exception cref="ArgumentException">The variable holds anything else than a width.</exception>
    internal static LaneWidth[] From(LaneWidth? width) =>
        width is { } given ? [given]
        : Preferred == LaneWidth.Lanes16 && string.IsNullOrEmpty(Environment.GetEnvironmentVariable(Variable)) ? [LaneWidth.Lanes16, LaneWidth.Lanes8]
        : [Preferred];

    /// <summary>The width that a value of the variable forces; none means the processor's.</summary>
    internal static LaneWidth Choose(string? forced) => forced switch
    {
        null or "" => Vector512.IsHardwareAccelerated ? LaneWidth.Lanes16 : Vector256.IsHardwareAccelerated ? LaneWidth.Lanes8 : LaneWidth.Scalar,
        "1" => LaneWidth.Scalar,
        "8" => LaneWidth.Lanes8,
        "16" => LaneWidth.Lanes16,
        string other => throw new ArgumentException($"{Variable} is '{other}'; allowed are 1, 8 and 16."),
    };

    /// <summary>The type that implements a width.</summary>
    internal static Type NumberType(this LaneWidth width) => width switch
    {
        LaneWidth.Scalar => typeof(Scalar),
        LaneWidth.Lanes8 => typeof(Lanes8),
        LaneWidth.Lanes16 => typeof(Lanes16),
        _ => throw new ArgumentOutOfRangeException(nameof(width)),
    };
}
