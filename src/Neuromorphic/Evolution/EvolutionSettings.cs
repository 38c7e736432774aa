using Neuromorphic.Policies;
using Neuromorphic.Registries;

namespace Neuromorphic.Evolution;

/// <summary>The settings that several evolution strategies have, each with its own default.</summary>
public static class EvolutionSettings
{
    const int MostMembers = 10_000_000;
    const string PopulationHelp = "Members of a generation.", SigmaRateHelp = "Step size of the standard deviations.";

    /// <summary>Members of a generation.</summary>
    public static Setting<int> Population(int initial) => Setting.Count("population", 2, initial, PopulationHelp, MostMembers);
    /// <summary>Members of a generation; if not given, as many as the dimension asks for.</summary>
    public static Setting<int?> PopulationByDimension { get; } = Setting.Count("population", 2, $"{PopulationHelp} If not given, 4 + 3 ln n for n numbers.", MostMembers);
    /// <summary>Initial standard deviation.</summary>
    public static Setting<double> Sigma(double initial) => Setting.Real("sigma", Registries.Range.Positive.InSingle, initial, "Initial standard deviation of the search.");
    /// <summary>Step size of the mean.</summary>
    public static Setting<double> LearningRate(double initial) => Setting.Real("learning-rate", Registries.Range.Positive, initial, "Step size of the mean.");
    /// <summary>Step size of the standard deviations.</summary>
    public static Setting<double> SigmaLearningRate(double initial) => Setting.Real("sigma-learning-rate", Registries.Range.NotNegative, initial, SigmaRateHelp);
    /// <summary>Step size of the standard deviations; if not given, by the dimension.</summary>
    public static Setting<double?> SigmaLearningRateByDimension { get; } = Setting.Real("sigma-learning-rate", Registries.Range.NotNegative, $"{SigmaRateHelp} If not given, (3 + ln n) / (5 sqrt n) for n numbers.");
    /// <summary>Weight decay.</summary>
    public static Setting<double> WeightDecay(double initial) => Setting.Real("weight-decay", Registries.Range.NotNegative, initial, "Weight decay; parameters of neurons do not decay.").Needs(run => run.Find<ControllerFacts>()?.Weights);
    /// <summary>The optimiser.</summary>
    public static Setting<string> Optimizer { get; } = Setting.OneOf("optimizer", Evolution.Optimizer.Names, "adam", "How a gradient becomes a step.");
    /// <summary>How the step size changes over the training.</summary>
    public static Setting<Schedule> Schedule { get; } = Setting.Choice("schedule", Evolution.Schedule.Constant, "How the step size changes over the training.");
    /// <summary>How fitnesses become weights.</summary>
    public static Setting<string> Shaping { get; } = Setting.OneOf("shaping", ["ranks", "standard-score", "raw"], "ranks", "How fitnesses become weights of members: their ranks from -1/2 to 1/2, fitnesses less their mean over their standard deviation, or fitnesses as they are.");
    /// <summary>Momentum of the optimiser.</summary>
    public static Setting<double?> Momentum { get; } = Setting.Real("momentum", Registries.Range.BelowOne, "Momentum of the optimiser; .9, or 0 of sgd, if not given.");

    /// <summary>The shaping of given settings.</summary>
    internal static FitnessShaping ShapingOf(OptionSet options) => options.Get(Shaping) switch
    {
        "raw" => FitnessShaping.None,
        "standard-score" => FitnessShaping.StandardScore,
        _ => FitnessShaping.CentredRanks,
    };

    /// <summary>The optimiser of given settings, with the step size of the spec unless told otherwise.</summary>
    internal static Optimizer OptimizerOf(OptionSet options, int dimension, Setting<double> rate) =>
        Evolution.Optimizer.Create(options.Get(Optimizer), dimension, options.Get(rate), options.Get(Momentum));
}
