using System.CommandLine;
using System.CommandLine.Help;
using System.Text;
using Neuromorphic.Cli;
using Neuromorphic.Storage;

Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
var root = new Command("neuromorphic", """
    Neuromorphic learns what each neuron is, not only how neurons are wired.

    Examples:
      neuromorphic train cartpole                      watch 1,024 heterogeneous LIF neurons learn CartPole
      neuromorphic train memory-length --steps 25 --mode paper
      neuromorphic train cartpole --condition weight   the homogeneous control
      neuromorphic evaluate runs/<run> --episodes 100 --json
      neuromorphic resume runs/<run>                   continue after Ctrl-C, or with more --generations
      neuromorphic inspect runs/<run>                  what a checkpoint holds
    """)
{
    TrainCommand.Create(),
    EvaluateCommand.Create(),
    ResumeCommand.Create(),
    InspectCommand.Create(),
    ListCommands.Environments(),
    ListCommands.Strategies(),
    new HelpOption(),
    new VersionOption(),
};
try
{
    return root.Parse(args).Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
}
catch (Exception e) when (e is ArgumentException or CheckpointException or IOException or UnauthorizedAccessException or InvalidDataException)
{
    Console.Error.WriteLine($"error: {e.Message}");
    return 1;
}
