using System.CommandLine;
using Neuromorphic.Training;

namespace Neuromorphic.Cli;

/// <summary>`train`: from an environment's name to a run's folder.</summary>
static class TrainCommand
{
    /// <param name="args">The command line, whose choices decide what help shows.</param>
    public static Command Create(string[] args)
    {
        Argument<string> environment = new("environment") { Description = $"The task: {string.Join(", ", Tasks.Names)}." };
        Option<string?> file = new("--config") { Description = "A TOML file of settings, such as the config.toml of a run; options on the command line come after it.", HelpName = "file" };
        Option<string?> folder = new("--out") { Description = "Folder of the run, without files of another one; runs/<environment>-<time> if not given.", HelpName = "folder" };
        Option<bool> json = CommonOptions.Json();
        var command = new ExampledCommand("train", "Train a controller. Without options the neurons' own parameters are trained (neuron condition), with settings that suit the environment.", """
            neuromorphic train cartpole
            neuromorphic train memory-length --steps 25 --mode paper --seed 3
            neuromorphic train cartpole --condition weight          homogeneous neurons, trained weights: the control
            neuromorphic train cartpole --learned tau               ablation: only the time constants
            neuromorphic train cartpole --shared tau,threshold      control: one trained time constant and threshold for all neurons
            neuromorphic train cartpole --tau lognormal:3.05,0.27   time constants begin spread out; normal and uniform likewise
            neuromorphic train cartpole --condition weight --tau @values.csv   fixed time constants, one on each line of a file
            neuromorphic train cartpole --method bptt               gradients through time instead of evolution
            neuromorphic train mnist --method bptt                  images (after neuromorphic data get mnist)
            neuromorphic train acrobot --strategy sep-cma-es --neurons 256
            neuromorphic train cartpole --device cuda               members on a GPU, the same bits
            neuromorphic train cartpole --config runs/a/config.toml --seed 1 --out runs/b
            """) { environment, file, folder, json };
        ComputeOptions compute = new(command);
        SettingOptions settings = new(command, args);
        command.SetAction(result =>
        {
            string name = result.GetRequiredValue(environment);
            // Before the folder, so that a setting that is refused leaves no empty run behind.
            TrainingSession session = Given.ByUser(() =>
            {
                KeyValuePair<string, string>[] given = settings.Given(result);
                KeyValuePair<string, string>[] values = [.. result.GetValue(file) is { } path ? ConfigurationFile.Read(path, name, given) : [], .. given];
                RunConfiguration configuration = Tasks.Configure(name, values);
                Effects.Require(configuration, values.Select(value => value.Key), Tasks.FactsOf(configuration));
                return new TrainingSession(configuration, compute.Of(result), result.GetValue(json), state: null);
            });
            using RunFolder made = RunFolder.Create(result.GetValue(folder), name, TimeProvider.System.GetLocalNow(), StandardStream.ProgressBeside(result.GetValue(json)).WriteLine);
            return session.Run(made);
        });
        return command;
    }
}
