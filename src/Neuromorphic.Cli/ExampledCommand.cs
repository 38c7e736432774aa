using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Neuromorphic.Cli;

/// <summary>A command whose own help ends with examples; lists of commands show only its summary.</summary>
sealed class ExampledCommand(string name, string summary, string examples) : Command(name, summary)
{
    public string Examples { get; } = examples;
}

/// <summary>Help, then the examples of the command that was asked about.</summary>
sealed class HelpWithExamples : SynchronousCommandLineAction
{
    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        int code = new HelpAction { MaxWidth = Terminal.Columns() ?? int.MaxValue }.Invoke(parseResult);
        if (parseResult.CommandResult.Command is ExampledCommand command)
            Console.WriteLine($"Examples:\n  {command.Examples.ReplaceLineEndings("\n  ")}\n");
        return code;
    }
}
