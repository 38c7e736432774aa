using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using System.Runtime.CompilerServices;
using System.Text;
using Neuromorphic.Gpu;
using Neuromorphic.Storage;
using Neuromorphic.Storage.Data;
using Neuromorphic.Training;

namespace Neuromorphic.Cli;

/// <summary>The commands. A program of one's own that adds to the registries and then runs them has its own environments, neurons, policies and strategies in all of them.</summary>
public static class CommandLine
{
    /// <summary>Runs a command line. Gives the exit code.</summary>
    public static int Run(params string[] args)
    {
        Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        Console.SetOut(StandardStream.Results);
        Console.SetError(StandardStream.Errors);
        try
        {
            RuntimeHelpers.RunClassConstructor(typeof(Tasks).TypeHandle);
        }
        catch (TypeInitializationException e) when (e.InnerException is ArgumentException { Message: var taken }) // a program around this one was first
        {
            Console.Error.WriteLine($"error: {taken}");
            return 1;
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
            ExportMjcfCommand.Create(),
            DataCommands.Create(),
            ListCommands.Environments(),
            ListCommands.Strategies(),
            ListCommands.Neurons(),
            ListCommands.Operators(),
            ListCommands.Devices(),
            new HelpOption { Action = new HelpWithExamples() },
            new VersionOption(),
        };
        ParseResult parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null }); // @ is for settings that a file holds
        if (parsed.Action is ParseErrorAction mistake)
        {
            mistake.ShowHelp = false;
            int code = parsed.Invoke(new InvocationConfiguration { Output = Console.Error }); // what was perhaps meant is no result
            Console.Error.WriteLine($"Help: {Invocation.Line([.. Names(parsed.CommandResult), "--help"])}");
            return code;
        }
        try
        {
            return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
        }
        catch (Exception e) when (Reason(e) is { } reason)
        {
            Console.Error.WriteLine($"error: {reason}");
            return 1;
        }
    }

    // What to tell a user; null for a mistake of ours, which deserves its stack.
    static string? Reason(Exception e) => e switch
    {
        AggregateException { InnerException: { } inner } => Reason(inner), // of a thread
        // Without the name of a parameter of ours, which means nothing to a user.
        ArgumentException { ParamName: { } name } => e.Message.Replace($" (Parameter '{name}')", "", StringComparison.Ordinal),
        ArgumentException or CheckpointException or DatasetException or DeviceException or TrainingException or IOException or UnauthorizedAccessException or InvalidDataException => e.Message,
        OutOfMemoryException or OverflowException => "this does not fit in memory; choose fewer neurons, members or episodes.",
        _ => null,
    };

    static IEnumerable<string> Names(CommandResult result) =>
        result.Parent is CommandResult parent ? [.. Names(parent), result.Command.Name] : [];
}
