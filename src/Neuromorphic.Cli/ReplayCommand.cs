using System.CommandLine;
using System.Globalization;
using Neuromorphic.Replay;
using Neuromorphic.Rollouts;
using Neuromorphic.Runs;

namespace Neuromorphic.Cli;

/// <summary>`replay`: an episode to look at.</summary>
static class ReplayCommand
{
    public static Command Create()
    {
        Argument<string> path = CommonOptions.Run();
        Option<string> file = CommonOptions.File(ReplayFile.Extensions, words => $"The file: {words}. One that exists is replaced.");
        Option<int?> episode = CommonOptions.Whole("--episode", smallest: 1, "Which of the episodes that `evaluate` plays, counted from 1.");
        episode.DefaultValueFactory = _ => 1;
        Option<ulong?> seed = CommonOptions.EpisodeSeed();
        Option<bool> best = CommonOptions.Best(), member = CommonOptions.BestMember();
        Option<bool> json = CommonOptions.Json();
        var command = new ExampledCommand("replay", "Play one fresh episode with a trained controller and write it as a page for any browser with WebGL 2, or as animated glTF.", """
            neuromorphic replay runs/ant-20260101-120000 --out walk.html
            neuromorphic replay checkpoint.msgpack --episode 3 --episode-seed 7 --out walk.glb
            """) { path, file, episode, seed, best, member, json };
        command.SetAction(result =>
        {
            string name = result.GetRequiredValue(file);
            if (Path.GetDirectoryName(Path.GetFullPath(name)) is { } folder && !Directory.Exists(folder)) throw new DirectoryNotFoundException($"There is no folder {folder} to write {Path.GetFileName(name)} into.");
            Individual chosen = CommonOptions.Chosen(result, best, member);
            TrainedRun trained = Run.Load(result.GetRequiredValue(path), new() { Threads = 1 });
            int number = result.GetRequiredValue(episode)!.Value;
            ulong of = result.GetValue(seed) ?? trained.Checkpoint.Configuration.Seed;
            Episode played = trained.SaveReplay(name, chosen, number, of);
            long bytes = new FileInfo(name).Length;
            if (result.GetValue(json))
            {
                Output.WriteJson(new { trained.Checkpoint.Configuration.Environment, played.Return, Steps = played.Rewards.Count, Episode = number, EpisodeSeed = of, Generation = trained.GenerationOf(chosen), File = name, Bytes = bytes });
                return;
            }
            string failed = double.IsFinite(played.Return) ? "" : "; it FAILED with a number that is not finite, and is shown up to there";
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{trained.Environment.Spec.Name}, episode {number} of seed {of}: return {Output.Short(played.Return)} in {played.Rewards.Count:N0} steps{failed}"));
            Console.WriteLine($"{name}: {Output.Scaled(bytes)}B; {ReplayFile.Opening(name)}: {Address(name)}");
        });
        return command;
    }

    /// <summary>The address of a file. Uri itself takes a % in a path for the beginning of a code.</summary>
    static string Address(string file)
    {
        string path = Path.GetFullPath(file).Replace(Path.DirectorySeparatorChar, '/');
        return $"file://{(path.StartsWith('/') ? "" : "/")}{string.Join('/', path.Split('/').Select((part, i) => i == 0 ? part : Uri.EscapeDataString(part)))}";
    }
}
