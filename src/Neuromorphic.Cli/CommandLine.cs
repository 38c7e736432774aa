using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using System.Text;
using Neuromorphic.Gpu;
using Neuromorphic.Registries;
using Neuromorphic.Runs;
using Neuromorphic.Storage;
using Neuromorphic.Storage.Data;
using Neuromorphic.Training;

namespace Neuromorphic.Cli;

/// <summary>The commands. A program of one's own that adds to the registries and then runs them has its own environments, neurons, policies and strategies in all of them.</summary>
public static class CommandLine
{
    const int Failed = 1, Misunderstood = 2;

    /// <summary>
    /// Runs a command line. Gives the exit code: 0 done; 1 failed, such as by a file, a data set, a device or memory; 2 the command line or a file of settings
    /// is not understood, or asks for what is not allowed, and nothing was run; 128 + n ended in order after signal n.
    /// </summary>
    public static int Run(params string[] args)
    {
        Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        Console.SetOut(StandardStream.Results);
        Console.SetError(StandardStream.Errors);
        Console.Error.Write(""); // opens it, while a file can still be opened
        try
        {
            _ = EnvironmentRegistry.All.Entries; // those of our own projects
        }
        catch (ArgumentException e) // a program around this one was first with a name of ours
        {
            Console.Error.WriteLine($"error: {e.Message}");
            return Failed;
        }
        var root = new ExampledCommand("neuromorphic", "Neuromorphic learns what each neuron is, not only how neurons are wired.", """
            neuromorphic train cartpole                      1,024 heterogeneous LIF neurons learn CartPole
            neuromorphic train memory-length --steps 25 --mode paper
            neuromorphic train cartpole --condition weight   homogeneous neurons, trained weights: the control
            neuromorphic evaluate runs/<run> --episodes 100 --json
            neuromorphic resume runs/<run>                   after Ctrl-C, or with more --generations
            neuromorphic inspect runs/<run>                  what a checkpoint holds
            neuromorphic replay runs/<run> --out walk.html   an episode, to look at in a browser
            neuromorphic data get mnist                      images to learn from
            """)
        {
            TrainCommand.Create(args),
            EvaluateCommand.Create(),
            ResumeCommand.Create(),
            InspectCommand.Create(),
            ReplayCommand.Create(),
            StudyCommands.Sweep(),
            StudyCommands.List(),
            StudyCommands.Compare(),
            StudyCommands.Plot(),
            TauCommand.Create(),
            LearnTypesCommand.Create(),
            ExportCommand.Create(),
            ExportMjcfCommand.Create(),
            DataCommands.Create(),
            ListCommands.Environments(),
            ListCommands.Presets(),
            ListCommands.Strategies(),
            ListCommands.Neurons(),
            ListCommands.Operators(),
            ListCommands.Devices(),
            new HelpOption { Action = new HelpWithExamples() },
            new VersionOption(),
        };
        ParseResult parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null }); // @ is for settings that a file holds
        if (parsed.Action is ParseErrorAction)
        {
            foreach (ParseError error in parsed.Errors) Console.Error.WriteLine($"{error.Message}{Suggestion(error, parsed)}");
            Console.Error.WriteLine($"Help: {Invocation.Line([.. Names(parsed.CommandResult), "--help"])}");
            return Misunderstood;
        }
        try
        {
            return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
        }
        catch (Exception e) when (Reason(e) is { } reason)
        {
            Console.Error.WriteLine($"error: {reason}");
            return e is UsageException ? Misunderstood : Failed;
        }
    }

    // What to tell a user; null for a mistake of ours, which deserves its stack.
    static string? Reason(Exception e) => e switch
    {
        OccupiedFolderException { Run: { } folder } => $"{e.Message} To continue: {Invocation.Line("resume", folder)}",
        _ when MissingPart.In(e) is not null => null, // what was to be loaded to print this may be missing too
        AggregateException { InnerException: { } inner } => Reason(inner), // of a thread
        ArgumentException refused => Refusal.Reason(refused),
        UsageException or CheckpointException or DatasetException or DeviceException or TrainingException or IOException or UnauthorizedAccessException or InvalidDataException or InsufficientMemoryException => e.Message,
        OutOfMemoryException or OverflowException => "this does not fit in memory; choose fewer neurons, members or episodes.",
        _ => null,
    };

    /// <summary>What was perhaps meant by an option or a command that there is not.</summary>
    static string Suggestion(ParseError error, ParseResult parsed)
    {
        Command command = parsed.CommandResult.Command;
        if (parsed.UnmatchedTokens.FirstOrDefault(token => error.Message.Contains($"'{token}'", StringComparison.Ordinal)) is not { } unknown) return "";
        if (!unknown.StartsWith("--", StringComparison.Ordinal)) return unknown == parsed.UnmatchedTokens[0] ? NearestName.Suggest(unknown, command.Subcommands.Select(known => known.Name)) : "";
        string[] options = [.. command.Options.Select(option => option.Name).Where(name => name.StartsWith("--", StringComparison.Ordinal)).Select(name => name[2..])];
        string[] meant = [.. options.Where(name => Initials(name) == unknown[2..])];
        return (meant.Length > 0 ? $" Did you mean '{meant[0]}'?" : NearestName.Suggest(unknown[2..], options)).Replace(" '", " '--", StringComparison.Ordinal);
    }

    /// <summary>The first letters of the words of a name: lr of learning-rate.</summary>
    static string Initials(string name) => string.Concat(name.Split('-').Select(word => word[..1]));

    static IEnumerable<string> Names(CommandResult result) =>
        result.Parent is CommandResult parent ? [.. Names(parent), result.Command.Name] : [];
}
