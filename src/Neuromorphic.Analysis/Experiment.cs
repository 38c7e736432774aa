using System.Diagnostics;
using System.Globalization;

namespace Neuromorphic.Analysis;

/// <summary>What all experiments have in common: where results go, how many seeds, a small budget that shows that it runs, and progress.</summary>
public sealed class Experiment
{
    readonly long started = Stopwatch.GetTimestamp();
    int done;

    Experiment(string name, int seeds, bool smoke, string? folder)
    {
        Seeds = seeds;
        Smoke = smoke;
        Folder = folder ?? Path.Combine("results", smoke ? name + "-smoke" : name);
        Directory.CreateDirectory(Folder);
    }

    /// <summary>Seeds of each condition: 0 to Seeds - 1.</summary>
    public int Seeds { get; }
    /// <summary>Whether only a small budget is spent, to show that everything runs.</summary>
    public bool Smoke { get; }
    /// <summary>Where results go.</summary>
    public string Folder { get; }

    /// <summary>Reads --seeds, --smoke and --out; ends the program with a message on anything else, or on --help.</summary>
    /// <param name="name">The experiment's name.</param>
    /// <param name="question">What it asks, for help.</param>
    /// <param name="args">The program's arguments.</param>
    /// <param name="seeds">Seeds if none are given; two in a smoke run.</param>
    public static Experiment Begin(string name, string question, string[] args, int seeds)
    {
        ArgumentNullException.ThrowIfNull(args);
        int? given = null;
        bool smoke = false;
        string? folder = null;
        for (int i = 0; i < args.Length; i++)
        {
            string? value = i + 1 < args.Length ? args[i + 1] : null;
            if (args[i] == "--smoke") smoke = true;
            else if (args[i] == "--out" && value != null) (folder, i) = (value, i + 1);
            else if (args[i] == "--seeds" && int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int count) && count > 0) (given, i) = (count, i + 1);
            else
            {
                bool help = args[i] is "--help" or "-h";
                if (!help) Console.Error.WriteLine($"error: '{args[i]}' is not an option, or lacks its value.");
                Console.Error.WriteLine($"""
                    {question}

                    dotnet run experiments/{name}.cs -- [--seeds {seeds}] [--out folder] [--smoke]

                      --seeds  seeds of each condition, 1 or more
                      --out    folder of the results; runs that are in it already are not run again
                      --smoke  a small budget that shows that everything runs
                    """);
                Environment.Exit(help ? 0 : 1);
            }
        }
        return new(name, given ?? (smoke ? 2 : seeds), smoke, folder);
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
