namespace Neuromorphic.Cli.Tests;

/// <summary>
/// The command in the process of the tests, for what needs none of its own: a hundred times as fast. Standard output and errors are caught. It runs one command at
/// a time, for the console and the current folder are those of the process; classes that mostly use it are of one collection, so that others run meanwhile.
/// </summary>
static class ThisProcess
{
    /// <summary>The collection of the tests that use it.</summary>
    public const string Collection = "this process";

    static readonly Lock Taken = new();

    /// <summary>Runs the command in a folder.</summary>
    public static Outcome Run(string folder, params string[] arguments)
    {
        lock (Taken)
        {
            (TextWriter output, TextWriter errors, string before) = (Console.Out, Console.Error, Environment.CurrentDirectory);
            using StringWriter printed = new(), told = new();
            Environment.CurrentDirectory = folder;
            StandardStream.LeadTo(printed, told);
            try
            {
                return new(CommandLine.Run(arguments), printed.ToString(), told.ToString());
            }
            finally
            {
                StandardStream.LeadTo(null, null);
                Console.SetOut(output);
                Console.SetError(errors);
                Environment.CurrentDirectory = before;
            }
        }
    }
}
