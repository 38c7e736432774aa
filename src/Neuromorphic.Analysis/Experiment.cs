using System.Diagnostics;
using System.Globalization;
using Neuromorphic.Files;

namespace Neuromorphic.Analysis;

/// <summary>A whole number that an experiment takes as an option.</summary>
/// <param name="Name">Its name, without the dashes.</param>
/// <param name="Default">Its value if none is given.</param>
/// <param name="Smoke">Its value in a smoke run, if none is given.</param>
/// <param name="Least">The least value allowed.</param>
/// <param name="Summary">What it is, for help.</param>
public sealed record ExperimentOption(string Name, int Default, int Smoke, int Least, string Summary);

/// <summary>
/// What all experiments have in common: where results go, how many seeds, a small budget that shows that it runs, and progress. The folder of results
/// belongs to one process until that ends.
/// </summary>
public sealed class Experiment
{
    readonly long started = Stopwatch.GetTimestamp();
    readonly Dictionary<string, int> numbers;
    int done;

    Experiment(string name, IReadOnlyList<int> seeds, Dictionary<string, int> numbers, IReadOnlyList<string> operands, bool smoke, string? folder)
    {
        Seeds = seeds;
        this.numbers = numbers;
        Operands = operands;
        Smoke = smoke;
        Folder = folder ?? Path.Combine("results", smoke ? name + "-smoke" : name);
        Directory.CreateDirectory(Folder);
        FolderLock taken = FolderLock.Take(Folder);
        if (taken.Replaced is { } replaced) Console.Error.WriteLine(replaced);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => taken.Dispose();
    }

    /// <summary>Seeds of each condition; none where the experiment has no --seeds.</summary>
    public IReadOnlyList<int> Seeds { get; }
    /// <summary>Arguments that are no options.</summary>
    public IReadOnlyList<string> Operands { get; }
    /// <summary>Whether only a small budget is spent, to show that everything runs.</summary>
    public bool Smoke { get; }
    /// <summary>Where results go.</summary>
    public string Folder { get; }

    /// <summary>The value of an option of the experiment's own.</summary>
    public int this[string option] => numbers[option];

    /// <summary>Reads --seeds, --smoke and --out; ends the program with a message on anything else, or on --help.</summary>
    /// <param name="name">The experiment's name.</param>
    /// <param name="question">What it asks, for help.</param>
    /// <param name="args">The program's arguments.</param>
    /// <param name="seeds">How many seeds if none are given, from 0 on; two in a smoke run.</param>
    public static Experiment Begin(string name, string question, string[] args, int seeds) => Begin(name, question, args, seeds, [], null);

    /// <summary>Reads the experiment's own options, --smoke and --out; ends the program with a message on anything else, or on --help.</summary>
    /// <param name="name">The experiment's name.</param>
    /// <param name="question">What it asks, for help.</param>
    /// <param name="args">The program's arguments.</param>
    /// <param name="options">The options of its own.</param>
    /// <param name="operands">What arguments that are no options stand for, in a word; null if there are none. A smoke run needs none.</param>
    public static Experiment Begin(string name, string question, string[] args, IReadOnlyList<ExperimentOption> options, string? operands = null) => Begin(name, question, args, 0, options, operands);

    static Experiment Begin(string name, string question, string[] args, int seeds, IReadOnlyList<ExperimentOption> options, string? operands)
    {
        ArgumentNullException.ThrowIfNull(args);
        ArgumentNullException.ThrowIfNull(options);
        Dictionary<string, int> numbers = [];
        List<string> others = [];
        bool smoke = false;
        string? folder = null;
        IReadOnlyList<int>? chosen = null;
        for (int i = 0; i < args.Length; i++)
        {
            string? value = i + 1 < args.Length ? args[i + 1] : null;
            ExperimentOption? option = options.FirstOrDefault(option => args[i] == "--" + option.Name);
            if (args[i] == "--smoke") smoke = true;
            else if (args[i] == "--seeds" && seeds > 0 && value != null) (chosen, i) = (Chosen(value), i + 1);
            else if (args[i] == "--out" && value != null) (folder, i) = (value, i + 1);
            else if (option != null && int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= option.Least) (numbers[option.Name], i) = (number, i + 1);
            else if (operands != null && !args[i].StartsWith('-')) others.Add(args[i]);
            else End(args[i] is "--help" or "-h" ? null : $"'{args[i]}' is not an option, or lacks an allowed value.");
        }
        if (operands != null && others.Count == 0 && !smoke) End($"no {operands} is named.");
        foreach (ExperimentOption option in options) numbers.TryAdd(option.Name, smoke ? option.Smoke : option.Default);
        try
        {
            return new(name, chosen ?? [.. Enumerable.Range(0, smoke ? Math.Min(2, seeds) : seeds)], numbers, others, smoke, folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"error: {e.Message}");
            Environment.Exit(1);
            throw;
        }

        IReadOnlyList<int> Chosen(string text)
        {
            try
            {
                return [.. Training.Seeds.Parse(text).Select(seed => seed <= int.MaxValue ? (int)seed : throw new ArgumentException($"seeds are '{text}'; allowed in an experiment: up to {int.MaxValue}."))];
            }
            catch (ArgumentException e)
            {
                End(e.Message);
                throw;
            }
        }

        void End(string? error)
        {
            if (error != null) Console.Error.WriteLine($"error: {error}");
            string own = (seeds > 0 ? $"[--seeds 0-{seeds - 1}] " : "") + string.Concat(options.Select(option => string.Create(CultureInfo.InvariantCulture, $"[--{option.Name} {option.Default}] ")));
            Console.Error.WriteLine($"{question}\n\ndotnet run experiments/{name}.cs -- {(operands == null ? "" : operands + " ... ")}{own}[--out folder] [--smoke]\n");
            if (seeds > 0) Console.Error.WriteLine("  --seeds    seeds of each condition: a range, a number of seeds from 0 on, or a list such as 1,5,7-9");
            foreach (ExperimentOption option in options) Console.Error.WriteLine($"  --{option.Name,-9}{option.Summary}");
            Console.Error.WriteLine("""
                  --out      folder of the results; runs that are in it already are not run again
                  --smoke    a small budget that shows that everything runs
                """);
            Environment.Exit(error == null ? 0 : 2);
        }
    }

    /// <summary>A path in the folder of results.</summary>
    public string File(string name) => Path.Combine(Folder, name);

    /// <summary>Prints that a run ended, with the time left if the others take as long.</summary>
    /// <param name="result">The run and its result, in a few words.</param>
    /// <param name="left">Runs still to be made.</param>
    public void Report(string result, int left)
    {
        TimeSpan each = Stopwatch.GetElapsedTime(started) / ++done, rest = each * left;
        Console.WriteLine(left == 0 ? result : string.Create(CultureInfo.InvariantCulture, $"{result}  ({left} runs left, about {Math.Ceiling(rest.TotalMinutes):F0} min)"));
    }
}
