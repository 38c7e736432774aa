using System.CommandLine;
using System.CommandLine.Parsing;
using Neuromorphic.Gpu;
using Neuromorphic.Numerics;
using Neuromorphic.Runs;

namespace Neuromorphic.Cli;

/// <summary>Where the work is done: threads of this process, and perhaps a device. The results do not depend on it.</summary>
sealed record Compute(int Threads, string Device = Compute.Processor)
{
    public const string Processor = "cpu";

    /// <summary>Runs whose members are simulated there.</summary>
    /// <exception cref="UsageException">There is no such kind of device, or no such lane width.</exception>
    /// <exception cref="DeviceException">There is no such device, or it cannot do this.</exception>
    public RunOptions Options
    {
        get
        {
            Given.ByUser(() => LaneWidths.Preferred);
            if (Device == Processor) return new() { Threads = Threads };
            DeviceAccelerator device = Given.ByUser(() => DeviceAccelerator.Open(Device)); // stays open until the program ends
            return new() { Threads = Threads, Backend = (environment, policy) => DeviceBackend.Create(device, environment, policy) };
        }
    }
}

/// <summary>The options that say where the work is done.</summary>
sealed class ComputeOptions
{
    readonly Option<int?> threads = CommonOptions.Whole("--threads", smallest: 1, "Threads; the result is the same for any number.");
    readonly Option<string> device = new("--device", "-d")
    {
        Description = "Where members are simulated: cpu, cuda or opencl (see `neuromorphic devices`). The result is the same. With bptt, gradients stay on the processor.",
        HelpName = "device",
        DefaultValueFactory = _ => Compute.Processor,
    };

    /// <summary>Adds the options to a command.</summary>
    public ComputeOptions(Command command)
    {
        threads.DefaultValueFactory = _ => Environment.ProcessorCount;
        threads.Aliases.Add("-t");
        command.Add(threads);
        command.Add(device);
    }

    /// <summary>What the command line says, else a file of settings, else all threads of this machine.</summary>
    /// <param name="result">The command line.</param>
    /// <param name="file">The file, if there is one.</param>
    /// <exception cref="UsageException">The file's threads are no whole number from 1 on.</exception>
    public Compute Of(ParseResult result, string? file = null)
    {
        (int? inFile, string? there) = file == null ? default : Given.ByUser(() => ConfigurationFile.Compute(file));
        return new(Or(inFile, threads)!.Value, Or(there, device)!);

        // An option has its default where it is not given.
        T? Or<T>(T? fromFile, Option<T> option) => fromFile != null && result.GetResult(option) is not OptionResult { Implicit: false } ? fromFile : result.GetRequiredValue(option);
    }
}
