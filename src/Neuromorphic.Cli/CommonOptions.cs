using System.CommandLine;
using System.Globalization;

namespace Neuromorphic.Cli;

/// <summary>Options that several commands share.</summary>
static class CommonOptions
{
    public static Option<bool> Json() => new("--json") { Description = "Print one JSON value instead of text; progress goes to standard error." };

    public static Option<int> Threads()
    {
        Option<int> option = new("--threads") { Description = "Threads; the result is the same for any number.", DefaultValueFactory = _ => Environment.ProcessorCount };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 1) result.AddError("--threads takes 1 or more.");
        });
        return option;
    }

    public static Argument<string> Run() => new("run") { Description = "A run's folder, or a checkpoint file." };
}
