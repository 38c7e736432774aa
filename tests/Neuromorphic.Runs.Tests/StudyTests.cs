using Neuromorphic.Storage;
using Neuromorphic.Training;
using Xunit;

namespace Neuromorphic.Runs.Tests;

public sealed class StudyTests : IDisposable
{
    readonly Place here = new();

    public void Dispose() => here.Dispose();

    static StudyRun[] Runs(params ulong[] seeds) =>
        [.. from condition in (string[])["neuron", "weight"] from seed in seeds select new StudyRun([new("condition", condition)], Place.Tiny(("condition", condition)) with { Seed = seed })];

    [Fact]
    public void Runs_side_by_side_give_the_bits_of_each_by_itself_in_the_order_that_was_asked_for()
    {
        IReadOnlyList<StudyResult> results = Study.Run(here.At("study"), Runs(0, 1, 2), new() { Threads = 3 });
        Assert.Equal(Runs(0, 1, 2).Select(run => run.Name), results.Select(result => result.Run.Name));
        foreach (StudyResult result in results)
        {
            RunResult alone = Run.Train(result.Run.Configuration, here.At(result.Run.Name), new() { Threads = 1, Pictures = false });
            Assert.Equal(alone.State.Mean, here.State("study", result.Run.Folder).Mean);
            Assert.Equal(alone.Evaluation!.Mean, result.Return);
        }
        string[] lines = File.ReadAllLines(here.At("study", Study.ResultsName));
        Assert.Equal("condition,seed,return,deviation,generations,environment-steps,training-seconds", lines[0]);
        Assert.Equal(["neuron,0", "neuron,1", "neuron,2", "weight,0", "weight,1", "weight,2"], lines[1..].Select(line => string.Join(',', line.Split(',')[..2]))); // not in the order in which they ended
    }

    [Fact]
    public void A_study_that_was_stopped_goes_on_and_takes_more_seeds()
    {
        int generations = 0;
        IReadOnlyList<StudyResult> stopped = Study.Run(here.At("study"), Runs(0, 1), new() { Threads = 2, OnGeneration = (_, _) => generations++, Stop = () => generations >= 9 });
        Assert.InRange(stopped.Count, 0, 3);
        List<string> made = [];
        IReadOnlyList<StudyResult> whole = Study.Run(here.At("study"), Runs(0, 1, 2), new() { Threads = 2, OnResult = result => made.Add(result.Run.Name) });
        Assert.Equal(6, whole.Count);
        Assert.Equal(6 - stopped.Count, made.Count);
        IReadOnlyList<StudyResult> fresh = Study.Run(here.At("fresh"), Runs(0, 1, 2), new() { Threads = 1 });
        Assert.Equal(fresh.Select(result => (result.Run.Name, result.Return, result.Steps)), whole.Select(result => (result.Run.Name, result.Return, result.Steps)));
    }

    [Fact]
    public void A_folder_with_runs_of_other_settings_is_refused()
    {
        Study.Run(here.At("study"), Runs(0));
        StudyRun[] others = [.. Runs(0).Select(run => run with { Configuration = run.Configuration with { EvaluateEvery = 3 } })];
        Assert.Contains("holds a run with other settings: there 'evaluate-every = 2', here 'evaluate-every = 3'; choose another folder.", Assert.Throws<IOException>(() => Study.Run(here.At("study"), others)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_folder_of_a_run_takes_no_study()
    {
        Run.Train(Place.Tiny(), here.At("run"), new() { Pictures = false });
        Assert.Contains("is the folder of a run; choose another one for a study.", Assert.Throws<IOException>(() => Study.Run(here.At("run"), Runs(0))).Message, StringComparison.Ordinal);
        Assert.False(File.Exists(here.At("run", Study.ResultsName)));
    }

    [Fact]
    public void Of_no_runs_nothing_is_touched()
    {
        Study.Run(here.At("study"), Runs(0));
        string table = here.At("study", Study.ResultsName), before = File.ReadAllText(table);
        Assert.Empty(Study.Run(here.At("study"), []));
        Assert.Equal(before, File.ReadAllText(table));
    }

    [Fact]
    public void A_condition_with_commas_keeps_its_row_and_its_folder()
    {
        StudyRun[] runs = [.. ((string[])["tau", "tau,threshold"]).Select(learned => new StudyRun([new("learned", learned)], Place.Tiny(("learned", learned))))];
        Study.Run(here.At("study"), runs);
        IReadOnlyList<Sample> samples = Sample.Gather([here.At("study")], null, _ => throw new InvalidOperationException());
        Assert.Equal(["learned tau", "learned tau,threshold"], samples.Select(sample => sample.Condition));
        Assert.All(samples, sample => Assert.Single(sample.Folders));
        Assert.Equal(2, Study.Run(here.At("study"), runs, new() { OnResult = _ => throw new InvalidOperationException() }).Count);
    }

    [Fact]
    public void A_file_says_what_a_study_is()
    {
        File.WriteAllText(here.At("study.toml"), """
            seeds = "4-5"
            generations = 3
            [environment]
            name = "CartPole-v1"
            [policy]
            neurons = 8
            [grid]
            condition = ["neuron", "weight"]
            sigma = [0.1, 0.25]
            """);
        IReadOnlyList<StudyRun> runs = StudyFile.Read(here.At("study.toml"));
        Assert.Equal(8, runs.Count);
        Assert.Equal("condition neuron, sigma 0.1, seed 4", runs[0].Name);
        Assert.Equal("condition weight, sigma 0.25, seed 5", runs[^1].Name);
        Assert.All(runs, run => Assert.Equal(3, run.Configuration.Generations));
        Assert.Equal("0.25", Settings.Values(runs[^1].Configuration).First(value => value.Key == "sigma").Value);
    }

    [Theory]
    [InlineData("seeds = 2\n[grid]\nsigma = [1]\n", "names no environment")]
    [InlineData("[environment]\nname = \"cartpole\"\n", "has no table [grid]")]
    [InlineData("[environment]\nname = \"cartpole\"\n[grid]\nsigma = 1\n", "sigma in [grid] is not a list of values")]
    [InlineData("[environment]\nname = \"cartpole\"\n[grid]\nsigma = [1, 1]\n", "sigma in [grid] has a value twice")]
    [InlineData("[environment]\nname = \"cartpole\"\n[grid]\nsigna = [1]\n", "There is no setting 'signa'")]
    [InlineData("seeds = \"x\"\n[environment]\nname = \"cartpole\"\n[grid]\nsigma = [1]\n", "seeds are 'x'")]
    [InlineData("[environment]\nname = \"cartpole\"\n[grid]\nseed = [1]\n", "seeds are given by seeds")]
    [InlineData("[environment]\nname = \"cartpole\"\n[grid]\nsigma = [1\n", "not valid TOML")]
    public void A_file_that_is_no_study_is_refused(string text, string reason)
    {
        File.WriteAllText(here.At("study.toml"), text);
        Assert.Contains(reason, Assert.Throws<ArgumentException>(() => StudyFile.Read(here.At("study.toml"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tables_of_experiments_are_samples_by_the_columns_before_the_seed()
    {
        File.WriteAllText(here.At("results.csv"), "task,neuron,seed,reward,steps\na,x,0,1.5,9\na,x,1,2.5,9\na,y,0,3,9\na,y,1,4"); // the last row is still being written
        IReadOnlyList<Sample> samples = Sample.Gather([here.At("results.csv")], null, _ => 0);
        Assert.Equal(["task a, neuron x", "task a, neuron y"], samples.Select(sample => sample.Condition));
        Assert.Equal([1.5, 2.5], samples[0].Values);
        Assert.Equal([9.0], Sample.Gather([here.At("results.csv")], "steps", _ => 0)[1].Values);
        Assert.Contains("no column 'loss'; its columns are task, neuron, seed, reward, steps", Assert.Throws<ArgumentException>(() => Sample.Gather([here.At("results.csv")], "loss", _ => 0)).Message, StringComparison.Ordinal);
        Assert.Contains("is neither the folder of a run", Assert.Throws<ArgumentException>(() => Sample.Gather([here.At("none")], null, _ => 0)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Runs_given_one_by_one_are_told_apart_by_the_settings_in_which_they_differ()
    {
        foreach ((string name, string condition, int seed) in (ReadOnlySpan<(string, string, int)>)[("a", "neuron", 0), ("b", "neuron", 1), ("c", "weight", 0)])
            Run.Train(Place.Tiny(("condition", condition), ("seed", seed)), here.At(name), new() { Pictures = false });
        IReadOnlyList<Sample> samples = Sample.Gather([here.At("a"), here.At("b"), here.At("c")], null, run => run.Length);
        Assert.Equal([2, 1], samples.Select(sample => sample.Values.Count));
        Assert.StartsWith("condition neuron", samples[0].Condition, StringComparison.Ordinal);
        Assert.Equal(2, StudyPlots.Draw(samples, here.At("pictures")).Count(File.Exists));
    }
}
