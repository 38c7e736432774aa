using System.CommandLine;
using Neuromorphic.Training;

namespace Neuromorphic.Cli;

/// <summary>`evaluate`: the returns of a trained controller on fresh episodes.</summary>
static class EvaluateCommand
{
    public static Command Create()
    {
        Argument<string> path = CommonOptions.Run();
        Option<int?> episodes = CommonOptions.Whole("--episodes", smallest: 1, "Number of episodes, or of test images; 100, or all images.");
        Option<ulong?> seed = CommonOptions.EpisodeSeed();
        Option<bool> best = CommonOptions.Best(), member = CommonOptions.BestMember();
        Option<bool> json = CommonOptions.Json();
        var command = new ExampledCommand("evaluate", "Play fresh episodes with a trained controller and give mean and standard deviation of the returns.", """
            neuromorphic evaluate runs/cartpole-20260101-120000
            neuromorphic evaluate checkpoint.msgpack --episodes 1000 --episode-seed 7 --json
            """) { path, episodes, seed, best, member, json };
        ComputeOptions compute = new(command);
        command.SetAction(result =>
        {
            Chosen chosen = CommonOptions.Chosen(result, best, member);
            string file = RunFolder.FindCheckpoint(result.GetRequiredValue(path));
            TrainedRun trained = Given.ByCheckpoint(file, () => TrainedRun.Load(file, compute.Of(result)));
            EvaluationResult evaluation = trained.Evaluate(chosen, result.GetValue(episodes), result.GetValue(seed));
            if (result.GetValue(json))
                Output.WriteJson(new
                {
                    trained.Checkpoint.Configuration.Environment,
                    evaluation.Mean,
                    Std = evaluation.Deviation,
                    Min = evaluation.Returns.Min(),
                    Max = evaluation.Returns.Max(),
                    evaluation.Episodes,
                    evaluation.Failed,
                    evaluation.Unconverged,
                    evaluation.Steps,
                    trained.Environment.Spec.SolvedReturn,
                    Generation = trained.GenerationOf(chosen),
                });
            else
                Console.WriteLine(RunDescription.Of(evaluation, trained.Environment));
        });
        return command;
    }
}
