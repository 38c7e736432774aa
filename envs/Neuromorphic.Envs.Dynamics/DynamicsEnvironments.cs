using Neuromorphic.Environments;
using Neuromorphic.Registries;
using Neuromorphic.Training;
using Range = Neuromorphic.Registries.Range;

namespace Neuromorphic.Envs.Dynamics;

/// <summary>The vector fields of this project as tasks, by name.</summary>
public static class DynamicsEnvironments
{
    const string Choudhary = "Choudhary et al. 2023", Greydanus = "Greydanus, Dzamba, Yosinski 2019";
    const int MostOrbits = 10_000;

    static readonly Setting<double> Mu = Setting.Real("mu", new("0 to 20", mu => mu is >= 0 and <= 20), 2.7, "How strongly the oscillator is damped or driven.");
    static readonly Setting<double> Noise = Setting.Real("noise", Range.NotNegative.InSingle, .1, "Standard deviation of the noise on states.");
    static readonly Setting<int> Seed = Setting.Count("data-seed", 0, 0, "Seed of the data set.");
    static readonly Setting<int> VanDerPolOrbits = Orbits(40), HenonHeilesOrbits = Orbits(20), OscillatorOrbits = Orbits(25);

    static readonly EnvironmentFamily[] Families =
    [
        Of("henon-heiles", "Learn the vector field of a star in a galaxy from orbits.", Choudhary, 4, options => HenonHeilesData.Generate(options.Get(HenonHeilesOrbits), SeedOf(options)), HenonHeilesOrbits, Seed),
        Of("ideal-pendulum", "Learn the vector field of a pendulum without friction from noisy orbits.", Greydanus, 2, options => OscillatorData.IdealPendulum(options.Get(OscillatorOrbits), options.Get(Noise), SeedOf(options)), OscillatorOrbits, Noise, Seed),
        Of("pendulum-clock", "Learn the vector field of a pendulum clock from noisy angles of one film, which is simulated.", $"after {Choudhary}", 2, options => PendulumClockData.Generate(SeedOf(options)), Seed),
        Of(RealPendulumData.Name, $"Learn the vector field of a pendulum that was filmed (neuromorphic data get {RealPendulumData.Name}).", "Schmidt, Lipson 2009", 2, _ => RealPendulumData.Load()),
        Of("spring", "Learn the vector field of a mass on a spring from noisy orbits.", Greydanus, 2, options => OscillatorData.Spring(options.Get(OscillatorOrbits), options.Get(Noise), SeedOf(options)), OscillatorOrbits, Noise, Seed),
        Of("van-der-pol", "Learn the vector field of the van der Pol oscillator from orbits.", Choudhary, 2, options => VanDerPolData.Generate(options.Get(Mu), options.Get(VanDerPolOrbits), SeedOf(options)), Mu, VanDerPolOrbits, Seed),
    ];

    static DynamicsEnvironments()
    {
        foreach (EnvironmentFamily family in Families) EnvironmentRegistry.All.Add(family);
    }

    /// <summary>The names, in alphabetical order.</summary>
    public static IReadOnlyList<string> Names { get; } = Array.ConvertAll(Families, family => family.Name);

    /// <summary>Makes sure that <see cref="EnvironmentRegistry"/> has them now; it looks for them itself when a name is asked for.</summary>
    public static void Register()
    {
    }

    static Setting<int> Orbits(int initial) => Setting.Count("orbits", 1, initial, "Orbits that training shows.", MostOrbits);

    static uint SeedOf(OptionSet options) => (uint)options.Get(Seed);

    static EnvironmentFamily Of(string name, string summary, string source, int dimension, Func<OptionSet, DynamicsData> generate, params Setting[] settings)
    {
        EnvironmentSpec spec = DynamicsRegression.Describe(name, summary, source, dimension);
        return new(name, summary, options => new DynamicsRegression(spec, generate(options)), settings)
        {
            Preset = Presets.ForFields,
            Outline = _ => new(spec, LearnedFrom.Numbers), // its data need not be made, nor be here
        };
    }
}
