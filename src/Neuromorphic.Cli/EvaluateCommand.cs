using System.CommandLine;
using System.Globalization;
using Neuromorphic.Files;
using Neuromorphic.Runs;
using Neuromorphic.Training;

namespace Neuromorphic.Cli;

/// <summary>`evaluate`: the returns of a trained controller on fresh episodes.</summary>
static class EvaluateCommand
{
    public static Command Create()
    {
        Argument<string> path = CommonOptions.Run();
        Option<int?> episodes = CommonOptions.Whole("--episodes", smallest: 1, "Number of episodes, or of test examples; 100, or all images.");
        Option<ulong?> seed = CommonOptions.EpisodeSeed();
        Option<bool> best = CommonOptions.Best(), member = CommonOptions.BestMember();
        Option<string?> returns = new("--returns") { Description = "A CSV file for the return of every episode. One that exists is replaced.", HelpName = "file" };
        Option<bool> json = CommonOptions.Json();
        var command = new ExampledCommand("evaluate", "Play fresh episodes with a trained controller and give mean and standard deviation of the returns.", """
            neuromorphic evaluate runs/cartpole-20260101-120000
            neuromorphic evaluate checkpoint.msgpack --episodes 1000 --episode-seed 7 --json
            neuromorphic evaluate runs/cartpole-20260101-120000 --returns returns.csv
            """) { path, episodes, seed, best, member, returns, json };
        ComputeOptions compute = new(command);
        command.SetAction(result =>
        {
            Individual chosen = CommonOptions.Chosen(result, best, member);
            TrainedRun trained = Run.Load(result.GetRequiredValue(path), compute.Of(result).Options);
            EvaluationResult evaluation = trained.Evaluate(chosen, result.GetValue(episodes), result.GetValue(seed));
            if (result.GetValue(returns) is { } file) WholeFile.Write(file, string.Concat(evaluation.Returns.Select((value, i) => string.Create(CultureInfo.InvariantCulture, $"{i + 1},{value:R}\n")).Prepend("episode,return\n")));
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
