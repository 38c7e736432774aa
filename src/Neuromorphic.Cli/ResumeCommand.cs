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
        Option<string?> to = new("--out") { Description = "Another folder, without files of a run, in which the training goes on; what it is continued from stays. Needed for a checkpoint that is not that of a run's folder.", HelpName = "folder" };
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
            bool only = result.GetValue(json);
            TextWriter text = StandardStream.ProgressBeside(only);
            // Its own folder is taken before its checkpoint is read, another one when it is clear that there is something to write.
            string? other = result.GetValue(to);
            using RunFolder? own = other == null ? RunFolder.Open(OwnFolder(path), text.WriteLine) : null;
            Checkpoint checkpoint = CheckpointFile.Read(path);
            RunConfiguration configuration = Lengthened(checkpoint, result.GetValue(generations));
            TrainingSession session = Given.ByCheckpoint(path, () => new TrainingSession(configuration, compute.Of(result), only, checkpoint.State));
            if (OtherProgram(checkpoint) is { } program) text.WriteLine($"{path} was written by {program}; this is {Name(SourceRevision.Program, SourceRevision.GitHash)}. What differs between them may show in the rest of the training.");
            if (own != null && session.IsFinished(own))
            {
                SayDone(own, checkpoint, only);
                return 0;
            }
            using RunFolder? another = other != null ? RunFolder.Create(other, configuration.Environment, TimeProvider.System.GetLocalNow(), text.WriteLine) : null;
            return session.Run(own ?? another!);
        });
        return command;
    }

    static string OwnFolder(string checkpoint) => RunFolder.OfCheckpoint(checkpoint) ?? throw new UsageException(
        $"{checkpoint} is not the {RunFolder.CheckpointName} of a run's folder; name with --out a new folder in which the training goes on: `{Invocation.Line("resume", checkpoint, "--out", "runs/again")}`.");

    static RunConfiguration Lengthened(Checkpoint checkpoint, int? generations)
    {
        if (generations is not { } all) return checkpoint.Configuration;
        if (all < checkpoint.State.Generation)
            throw new UsageException($"--generations is {all}, but the checkpoint has completed {checkpoint.State.Generation}; allowed is {checkpoint.State.Generation} or more.");
        return checkpoint.Configuration with { Generations = all };
    }

    /// <summary>The program that wrote a checkpoint, if it is not this one.</summary>
    static string? OtherProgram(Checkpoint checkpoint) =>
        (checkpoint.Program, checkpoint.GitHash) == (SourceRevision.Program, SourceRevision.GitHash) ? null : Name(checkpoint.Program, checkpoint.GitHash);

    static string Name(string program, string? commit) => commit == null ? $"{program} of no known commit" : $"{program} of commit {commit}";

    static void SayDone(RunFolder folder, Checkpoint checkpoint, bool json)
    {
        int done = checkpoint.State.Generation;
        if (json) Output.WriteJson(new { checkpoint.Configuration.Environment, checkpoint.State.Generation, checkpoint.Configuration.Seed, Folder = folder.Path, NothingToDo = true });
        else StandardStream.Progress.WriteLine($"Nothing to do: all {done} generations of {folder.Path} are complete. More of them: {Invocation.Line("resume", folder.Path, "--generations", $"{2 * Math.Max(done, 1)}")}");
    }
}
