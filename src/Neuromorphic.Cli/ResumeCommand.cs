using System.CommandLine;
using Neuromorphic.Storage;
using Neuromorphic.Training;

namespace Neuromorphic.Cli;

/// <summary>`resume`: the rest of a training that was stopped, or more generations of one that ended.</summary>
static class ResumeCommand
{
    public static Command Create()
    {
        Argument<string> run = CommonOptions.Run();
        Option<int?> generations = CommonOptions.Whole("--generations", smallest: 0, "Generations in all, those before the checkpoint included; as configured if not given. A schedule of the step size runs over all of them.");
        Option<bool> json = CommonOptions.Json();
        var command = new ExampledCommand("resume", "Continue a training from its checkpoint: the result is the same, bit for bit, as if it had never stopped.", """
            neuromorphic resume runs/cartpole-20260101-120000
            neuromorphic resume runs/cartpole-20260101-120000 --generations 100
            """) { run, generations, json };
        ComputeOptions compute = new(command);
        command.SetAction(result =>
        {
            string path = RunFolder.FindCheckpoint(result.GetRequiredValue(run));
            Checkpoint checkpoint = CheckpointFile.Read(path);
            RunConfiguration configuration = checkpoint.Configuration;
            if (result.GetValue(generations) is { } more)
            {
                if (more < checkpoint.State.Generation)
                    throw new ArgumentException($"--generations is {more}, but the checkpoint has completed {checkpoint.State.Generation}; allowed is {checkpoint.State.Generation} or more.");
                configuration = configuration with { Generations = more };
            }
            TrainingSession session = new(configuration, compute.Of(result), result.GetValue(json), checkpoint.State);
            return session.Run(new RunFolder(Path.GetDirectoryName(path) is { Length: > 0 } folder ? folder : "."));
        });
        return command;
    }
}
