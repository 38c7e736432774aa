using System.CommandLine;
using Neuromorphic.Runs;

namespace Neuromorphic.Cli;

/// <summary>`resume`: the rest of a training that was stopped, or more generations of one that ended.</summary>
static class ResumeCommand
{
    public static Command Create()
    {
        Argument<string> run = CommonOptions.Run();
        Option<int?> generations = CommonOptions.Whole("--generations", smallest: 0, "Generations in all, those before the checkpoint included; as configured if not given. A schedule of the step size runs over all of them.");
        generations.Aliases.Add("-g");
        Option<string?> to = new("--out", "-o") { Description = "Another folder, without files of a run, in which the training goes on; what it is continued from stays. Needed for a checkpoint that is not that of a run's folder.", HelpName = "folder" };
        Option<bool> json = CommonOptions.Json();
        var command = new ExampledCommand("resume", "Continue a training from its checkpoint: the result is the same, bit for bit, as if it had never stopped.", """
            neuromorphic resume runs/cartpole-20260101-120000
            neuromorphic resume runs/cartpole-20260101-120000 --generations 100
            neuromorphic resume runs/cartpole-20260101-120000 --generations 100 --out runs/longer     a branch; the run stays as it is
            neuromorphic resume kept.msgpack --out runs/again
            """) { run, generations, to, json };
        ComputeOptions compute = new(command);
        command.SetAction(result =>
        {
            string path = RunFolder.FindCheckpoint(result.GetRequiredValue(run));
            string? folder = result.GetValue(to);
            if (folder == null && RunFolder.OfCheckpoint(path) == null)
                throw new UsageException($"{path} is not the {RunFolder.CheckpointName} of a run's folder; name with --out a new folder in which the training goes on: `{Invocation.Line("resume", path, "--out", "runs/again")}`.");
            using TrainingDisplay display = new(result.GetValue(json));
            return display.Show(compute.Of(result), options => Run.Resume(path, result.GetValue(generations), folder, options));
        });
        return command;
    }
}
