using Neuromorphic.Numerics;

namespace Neuromorphic.Envs.Dynamics;

/// <summary>Draws of starts.</summary>
static class Draws
{
    /// <summary>The next number, uniform in [low, high).</summary>
    public static double Between(this MersenneTwister random, double low, double high) => low + (high - low) * random.NextUnit();
}
