using Neuromorphic.Numerics;

namespace Neuromorphic.Envs.Dynamics;

/// <summary>
/// Orbits of <see cref="VanDerPol"/> from starts uniform in [-3, 3] x [-5, 5], each of 400 samples 0.05 apart, with exact rates, in deviations of the training set; 20 more orbits for testing.
/// </summary>
/// <remarks>For Choudhary et al. (2023), doi:10.1038/s41598-023-40766-6, figure 5, who say of their data only mu = 2.7; ours otherwise.</remarks>
public static class VanDerPolData
{
    const int TestOrbits = 20, Samples = 400, Steps = 10;
    const double Interval = .05;

    /// <summary>A data set.</summary>
    /// <param name="mu">How strongly the oscillator is damped or driven.</param>
    /// <param name="orbits">Training orbits.</param>
    /// <param name="seed">Seed of the starts.</param>
    public static DynamicsData Generate(double mu, int orbits, uint seed)
    {
        VanDerPol truth = new(mu);
        MersenneTwister random = new(seed);
        RungeKutta4 rule = new(truth.Dimension);
        return new DynamicsData { Training = Draw(orbits), Test = Draw(TestOrbits), Truth = truth }.InDeviations();

        Samples Draw(int count) => Dynamics.Samples.Join(Enumerable.Range(0, count).Select(_ =>
        {
            double x = random.Between(-3, 3), v = random.Between(-5, 5);
            return Dynamics.Samples.Of(truth, Orbit.Follow(truth, rule, [x, v], Samples, Interval, Steps));
        }).ToArray());
    }
}
