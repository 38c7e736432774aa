using System.CommandLine;
using Neuromorphic.Environments;
using Neuromorphic.Storage;
using Neuromorphic.Training;

namespace Neuromorphic.Cli;

/// <summary>`evaluate`: the returns of a trained controller on fresh episodes.</summary>
static class EvaluateCommand
{
    public static Command Create()
    {
        Argument<string> path = CommonOptions.Run();
        Option<int?> episodes = CommonOptions.Whole("--episodes", smallest: 1, "Number of episodes.");
        episodes.DefaultValueFactory = _ => 100;
        Option<ulong?> seed = CommonOptions.Whole("--episode-seed", smallest: 0UL, "Chooses the episodes; the run's own seed if not given. No seed gives episodes of the training.");
        Option<bool> best = new("--best") { Description = "Evaluate the best member seen instead of the mean of the search." };
        Option<int?> threads = CommonOptions.Threads();
        Option<bool> json = CommonOptions.Json();
        var command = new ExampledCommand("evaluate", "Play fresh episodes with a trained controller and give mean and standard deviation of the returns.", """
            neuromorphic evaluate runs/cartpole-20260101-120000
            neuromorphic evaluate checkpoint.msgpack --episodes 1000 --episode-seed 7 --json
            """) { path, episodes, seed, best, threads, json };
        command.SetAction(result =>
        {
            Checkpoint checkpoint = CheckpointFile.Read(RunFolder.FindCheckpoint(result.GetRequiredValue(path)));
            IEnvironment environment = Tasks.Create(checkpoint.Configuration);
            TrainingRun run = TrainingRun.Create(checkpoint.Configuration, environment, result.GetRequiredValue(threads)!.Value);
            run.Trainer.Load(checkpoint.State);
            float[] vector = result.GetValue(best) ? checkpoint.State.Best : checkpoint.State.Mean;
            EvaluationResult evaluation = Trainer.Evaluate(run.Backend,
                run.EvaluationRequest(vector, checkpoint.State.Scaling, result.GetRequiredValue(episodes)!.Value, result.GetValue(seed) ?? checkpoint.Configuration.Seed));
            if (result.GetValue(json))
                Output.WriteJson(new
                {
                    checkpoint.Configuration.Environment,
                    evaluation.Mean,
                    Std = evaluation.Deviation,
                    Min = evaluation.Returns.Min(),
                    Max = evaluation.Returns.Max(),
                    evaluation.Episodes,
                    evaluation.Failed,
                    evaluation.Steps,
                    environment.Spec.SolvedReturn,
                    checkpoint.State.Generation,
                });
            else
                Console.WriteLine(RunDescription.Of(evaluation, environment.Spec));
        });
        return command;
    }
}
