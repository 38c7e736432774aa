using System.CommandLine;
using System.Globalization;
using System.Numerics;
using Neuromorphic.Runs;

namespace Neuromorphic.Cli;

/// <summary>Options that several commands share.</summary>
static class CommonOptions
{
    public static Option<bool> Json() => new("--json", "-j") { Description = "Print one JSON value instead of text; progress goes to standard error." };

    public static Option<ulong?> EpisodeSeed() => Whole("--episode-seed", smallest: 0UL, "Chooses the episodes, or the test examples where not all are asked for; the run's own seed if not given. No seed gives episodes of the training.");

    public static Option<bool> Best() => new("--best") { Description = "Take the mean that had the best evaluation during training, instead of the last one." };

    public static Option<bool> BestMember() => new("--best-member") { Description = "Take the member with the greatest fitness ever: often the luckiest, not the best." };

    /// <summary>Which individual the two options name.</summary>
    /// <exception cref="UsageException">Both are given.</exception>
    public static Individual Chosen(ParseResult result, Option<bool> best, Option<bool> member) => (result.GetValue(best), result.GetValue(member)) switch
    {
        (true, true) => throw new UsageException("--best and --best-member name two individuals; allowed: one of them."),
        (true, _) => Individual.BestEvaluation,
        (_, true) => Individual.BestMember,
        _ => Individual.Mean,
    };

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

    /// <summary>The file that a command writes, in the form that its name ends in.</summary>
    /// <param name="endings">What it may end in.</param>
    /// <param name="describe">The description, from those endings in words.</param>
    public static Option<string> File(IEnumerable<string> endings, Func<string, string> describe)
    {
        Option<string> file = new("--out", "-o") { Description = describe(string.Join(" or ", endings.Select(ending => $"*{ending}"))), HelpName = "file", Required = true };
        file.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is { } name && !endings.Any(ending => Ends(name, ending)))
                result.AddError($"--out is '{name}'; allowed: a name that ends in {string.Join(" or ", endings)}.");
        });
        return file;
    }

    /// <summary>Whether a name ends so.</summary>
    public static bool Ends(string name, string ending) => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase);

    public static Argument<string> Run() => new("run") { Description = "A run's folder, or a checkpoint file." };
}
