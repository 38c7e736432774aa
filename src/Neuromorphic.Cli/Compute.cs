using System.CommandLine;
using Neuromorphic.Environments;
using Neuromorphic.Gpu;
using Neuromorphic.Numerics;
using Neuromorphic.Training;

namespace Neuromorphic.Cli;

/// <summary>Where the work is done: threads of this process, and perhaps a device. The results do not depend on it.</summary>
sealed record Compute(int Threads, string Device = Compute.Processor)
{
    public const string Processor = "cpu";

    /// <summary>A run whose members are simulated there.</summary>
    /// <exception cref="UsageException">There is no such kind of device, or no such lane width.</exception>
    /// <exception cref="DeviceException">There is no such device, or it cannot do this.</exception>
    public TrainingRun CreateRun(RunConfiguration configuration, IEnvironment environment)
    {
        Given.ByUser(() => LaneWidths.Preferred);
        if (Device == Processor) return TrainingRun.Create(configuration, environment, Threads);
        DeviceAccelerator device = Given.ByUser(() => DeviceAccelerator.Open(Device)); // stays open until the program ends
        return TrainingRun.Create(configuration, environment, (environment, policy) => DeviceBackend.Create(device, environment, policy), Threads);
    }
}

/// <summary>The options that say where the work is done.</summary>
sealed class ComputeOptions
{
    readonly Option<int?> threads = CommonOptions.Whole("--threads", smallest: 1, "Threads; the result is the same for any number.");
    readonly Option<string> device = new("--device")
    {
        Description = "Where members are simulated: cpu, cuda or opencl (see `neuromorphic devices`). The result is the same. With bptt, gradients stay on the processor.",
        HelpName = "device",
        DefaultValueFactory = _ => Compute.Processor,
    };

    /// <summary>Adds the options to a command.</summary>
    public ComputeOptions(Command command)
    {
        threads.DefaultValueFactory = _ => Environment.ProcessorCount;
        command.Add(threads);
        command.Add(device);
    }

    public Compute Of(ParseResult result) => new(result.GetRequiredValue(threads)!.Value, result.GetRequiredValue(device));
}
