using Neuromorphic.Numerics;

namespace Neuromorphic.Envs.Dynamics;

/// <summary>
/// Orbits of <see cref="Spring"/> and <see cref="IdealPendulum"/> of three units of time: starts of any direction and of a radius by chance, normal noise on the states, none on the rates.
/// As many orbits for testing as for training.
/// </summary>
/// <remarks>
/// Greydanus, Dzamba, Yosinski (2019), "Hamiltonian neural networks", arXiv:1906.01563, tasks 1 and 2. Numbers are drawn in the order of the authors' program
/// from the same generator, so 25 orbits and seed 0 are meant to be their data; this has not been compared with a run of it.
/// </remarks>
public static class OscillatorData
{
    const int Steps = 16;
    const double Span = 3;

    /// <summary>Orbits of a spring: radius 0.1 to 1, 30 samples.</summary>
    /// <param name="orbits">Training orbits.</param>
    /// <param name="noise">Standard deviation of the noise.</param>
    /// <param name="seed">Seed of the starts and of the noise.</param>
    public static DynamicsData Spring(int orbits, double noise, uint seed) => Generate(new Spring(), .9, .1, 30, orbits, noise, seed);

    /// <summary>Orbits of a pendulum: radius 1.3 to 2.3, 45 samples.</summary>
    /// <param name="orbits">Training orbits.</param>
    /// <param name="noise">Standard deviation of the noise.</param>
    /// <param name="seed">Seed of the starts and of the noise.</param>
    public static DynamicsData IdealPendulum(int orbits, double noise, uint seed) => Generate(new IdealPendulum(), 1, 1.3, 45, orbits, noise, seed);

    static DynamicsData Generate(IDynamics truth, double spread, double least, int samples, int orbits, double noise, uint seed)
    {
        MersenneTwister random = new(seed);
        RungeKutta4 rule = new(truth.Dimension);
        return new() { Training = Draw(), Test = Draw(), Truth = truth };

        Samples Draw() => Samples.Join(Enumerable.Range(0, orbits).Select(_ =>
        {
            double q = random.NextUnit() * 2 - 1, p = random.NextUnit() * 2 - 1, radius = random.NextUnit() * spread + least, length = Math.Sqrt(q * q + p * p);
            Samples orbit = Samples.Of(truth, Orbit.Follow(truth, rule, [q / length * radius, p / length * radius], samples, Span / (samples - 1), Steps));
            for (int i = 0; i < truth.Dimension; i++)
                foreach (double[] state in orbit.States) state[i] += noise * random.NextNormal();
            return orbit;
        }).ToArray());
    }
}
