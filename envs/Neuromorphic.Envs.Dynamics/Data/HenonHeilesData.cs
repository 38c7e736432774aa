using Neuromorphic.Numerics;

namespace Neuromorphic.Envs.Dynamics;

/// <summary>
/// Orbits of <see cref="HenonHeiles"/> of energies uniform in [0.02, 0.16], each of 50 samples 0.4 apart, with exact rates; 20 more orbits for testing.
/// A start has a position uniform where the square [-0.5, 0.5]^2 allows its energy, and a momentum of any direction.
/// </summary>
/// <remarks>For Choudhary et al. (2023), doi:10.1038/s41598-023-40766-6, figure 6, whose data are not published; ours.</remarks>
public static class HenonHeilesData
{
    const int TestOrbits = 20, Samples = 50, Steps = 40;
    const double Interval = .4;

    /// <summary>A data set.</summary>
    /// <param name="orbits">Training orbits.</param>
    /// <param name="seed">Seed of the starts.</param>
    public static DynamicsData Generate(int orbits, uint seed)
    {
        HenonHeiles truth = new();
        MersenneTwister random = new(seed);
        RungeKutta4 rule = new(truth.Dimension);
        return new() { Training = Draw(orbits), Test = Draw(TestOrbits), Truth = truth };

        Samples Draw(int count) => Dynamics.Samples.Join(Enumerable.Range(0, count)
            .Select(_ => Dynamics.Samples.Of(truth, Orbit.Follow(truth, rule, Start(random), Samples, Interval, Steps))).ToArray());
    }

    static double[] Start(MersenneTwister random)
    {
        double energy = random.Between(.02, .16), x, y;
        do (x, y) = (random.Between(-.5, .5), random.Between(-.5, .5));
        while (HenonHeiles.Potential(x, y) >= energy);
        double momentum = Math.Sqrt(2 * (energy - HenonHeiles.Potential(x, y))), direction = random.Between(0, 2 * Math.PI);
        return [x, y, momentum * Portable.Cos(direction), momentum * Portable.Sin(direction)];
    }
}
