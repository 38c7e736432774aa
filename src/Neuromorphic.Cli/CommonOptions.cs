using System.CommandLine;
using System.Globalization;
using System.Numerics;

namespace Neuromorphic.Cli;

/// <summary>Options that several commands share.</summary>
static class CommonOptions
{
    public static Option<bool> Json() => new("--json") { Description = "Print one JSON value instead of text; progress goes to standard error." };

    public static Option<ulong?> EpisodeSeed() => Whole("--episode-seed", smallest: 0UL, "Chooses the episodes, or the test images where not all are asked for; the run's own seed if not given. No seed gives episodes of the training.");

    public static Option<bool> Best() => new("--best") { Description = "Let the best member seen play instead of the mean of the search." };

    /// <summary>An option for a whole number; null where it is not given and has no default.</summary>
    public static Option<T?> Whole<T>(string name, T smallest, string description) where T : struct, IBinaryInteger<T>, IMinMaxValue<T> => new(name)
    {
        Description = description,
        CustomParser = result =>
        {
            string text = result.Tokens.Count > 0 ? result.Tokens[0].Value : "";
            if (T.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out T value) && value >= smallest) return value;
            result.AddError($"{name} is '{text}'; allowed: a whole number from {smallest} to {T.MaxValue}.");
            return null;
        },
    };

    public static Argument<string> Run() => new("run") { Description = "A run's folder, or a checkpoint file." };
}
