using System.Globalization;
using Neuromorphic.Environments;
using Neuromorphic.Registries;

namespace Neuromorphic.Envs;

/// <summary>MNIST-1D as a task: tell ten digits apart by signals of 40 values. The first four fifths are for training, the rest for testing.</summary>
public static class Mnist1d
{
    /// <summary>Signals, as a setting.</summary>
    public static Setting<int> SamplesSetting { get; } = Setting.Of("samples", $"a multiple of {Mnist1dSignals.Classes} from {Mnist1dSignals.Classes} to 1000000", 5000, "Signals that are made, four fifths of them for training.",
        text => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture) is var count && count is >= Mnist1dSignals.Classes and <= 1_000_000 && count % Mnist1dSignals.Classes == 0 ? count : throw new FormatException(),
        count => count.ToString(CultureInfo.InvariantCulture));

    /// <summary>Seed of the signals, as a setting.</summary>
    public static Setting<int> SeedSetting { get; } = Setting.Count("data-seed", 0, 42, "Seed of the signals; 42 gives the published ones.");

    /// <summary>What it is.</summary>
    /// <param name="fitness">What an episode earns.</param>
    public static EnvironmentSpec Describe(ClassificationFitness fitness = ClassificationFitness.Accuracy) => new()
    {
        Name = "mnist1d",
        Summary = $"Tell the {Mnist1dSignals.Classes} digits of signals of {Mnist1dSignals.Size} values apart, which are made here.",
        Source = "Greydanus, Kobak 2024",
        ObservationSpace = Box.Uniform(Mnist1dSignals.Size, double.NegativeInfinity, double.PositiveInfinity),
        ActionSpace = fitness == ClassificationFitness.Accuracy ? new Discrete(Mnist1dSignals.Classes) : Box.Uniform(Mnist1dSignals.Classes, double.NegativeInfinity, double.PositiveInfinity),
        StateSize = 1,
        StepLimit = 1,
    };

    /// <summary>The task.</summary>
    /// <param name="samples">Signals, a multiple of 10.</param>
    /// <param name="seed">Their seed.</param>
    /// <param name="fitness">What an episode earns.</param>
    /// <exception cref="ArgumentException">The signals are not as many of every digit.</exception>
    public static ImageClassification Create(int samples = 5000, uint seed = 42, ClassificationFitness fitness = ClassificationFitness.Accuracy)
    {
        Mnist1dSignals signals = Mnist1dSignals.Generate(samples, seed);
        int training = samples / 5 * 4; // samples is a multiple of 5
        return new(Describe(fitness), signals.Examples(0, training), signals.Examples(training, samples - training));
    }
}
