using System.CommandLine;
using Neuromorphic.Registries;
using Neuromorphic.Runs;
using Neuromorphic.Training;

namespace Neuromorphic.Cli;

/// <summary>`train`: from an environment's name to a run's folder, or to a folder of runs with a seed each.</summary>
static class TrainCommand
{
    /// <param name="args">The command line, whose choices decide what help shows.</param>
    public static Command Create(string[] args)
    {
        Argument<string> environment = new("environment") { Description = $"The task: {string.Join(", ", EnvironmentRegistry.All.Names)}. Names as in Gymnasium, such as Hopper-v4, are understood." };
        Option<string?> file = new("--config", "-c") { Description = "A TOML file of settings, such as the config.toml of a run; options on the command line come after it.", HelpName = "file" };
        Option<string?> folder = new("--out", "-o") { Description = "Folder of the run, without files of another one; runs/<environment>-<time> if not given.", HelpName = "folder" };
        Option<string?> seeds = new("--seeds") { Description = "Several runs side by side on the cores, one for each seed: 0-9, 10 (0 to 9), or 1,5,7. A folder of runs, with a table; called again with the same --out it goes on.", HelpName = "seeds" };
        Option<bool> dry = new("--dry-run") { Description = "Print every setting that counts, its value and where it comes from, and train nothing." };
        Option<bool> json = CommonOptions.Json();
        var command = new ExampledCommand("train", "Train a controller. Without options the neurons' own parameters are trained (neuron condition), with settings that suit the environment.", """
            neuromorphic train cartpole
            neuromorphic train memory-length --steps 25 --mode paper --seed 3
            neuromorphic train hopper --dry-run                     what would be trained, with which settings
            neuromorphic train cartpole --seeds 0-9                 ten runs side by side, and a table
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
            """) { environment, file, folder, seeds, dry, json };
        ComputeOptions compute = new(command);
        SettingOptions settings = new(command, args);
        command.SetAction(result =>
        {
            bool only = result.GetValue(json);
            KeyValuePair<string, string>[] options = [];
            IReadOnlyList<KeyValuePair<string, string>> given = [], inFile = [];
            List<string> notes = [];
            RunConfiguration configuration = Given.ByUser(() =>
            {
                options = settings.Given(result);
                (string name, given) = EnvironmentRegistry.Resolve(result.GetRequiredValue(environment), options);
                if (result.GetValue(file) is { } path) inFile = ConfigurationFile.Read(path, name, given, notes.Add);
                return Settings.Configure(name, [.. inFile, .. given]);
            });
            foreach (string note in notes) StandardStream.ProgressBeside(only).WriteLine(note);
            if (result.GetValue(dry)) return DryRun.Print(configuration, inFile, options, given, only);
            if (result.GetValue(seeds) is { } several)
            {
                if (options.Any(option => option.Key == "seed")) throw new UsageException("--seed and --seeds both say which seeds; allowed: one of them.");
                return StudyDisplay.Train(configuration, Given.ByUser(() => Seeds.Parse(several)), result.GetValue(folder), compute.Of(result, result.GetValue(file)), only);
            }
            using TrainingDisplay display = new(only);
            return display.Show(compute.Of(result, result.GetValue(file)), options => Run.Train(configuration, result.GetValue(folder), options));
        });
        return command;
    }
}
