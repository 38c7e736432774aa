using Neuromorphic.Gradients;
using Neuromorphic.Neurons;
using Neuromorphic.Runs;
using Neuromorphic.Training;
using Xunit;

namespace Neuromorphic.Cli.Tests;

/// <summary>Sections of configuration files: what is written, what belongs where, and what the command line replaces.</summary>
[Collection(ThisProcess.Collection)]
public sealed class ConfigurationSectionTests : IDisposable
{
    readonly Workplace here = new(ThisProcess.Run);

    static ConfigurationSectionTests() => Assert.NotEmpty(EnvironmentRegistry.All.Names); // registers all environments

    string File => here.At("run.toml");

    public void Dispose() => here.Dispose();

    IReadOnlyList<KeyValuePair<string, string>> Read(string text, params IEnumerable<KeyValuePair<string, string>> given)
    {
        System.IO.File.WriteAllText(File, text);
        return ConfigurationFile.Read(File, "cartpole", given);
    }

    string Refusal(string text) => Assert.Throws<ArgumentException>(() => Read(text)).Message[(File.Length + 2)..];

    /// <summary>Section, key and value of every line.</summary>
    static List<(string Section, string Key, string Value)> Lines(string text)
    {
        List<(string, string, string)> lines = [];
        string section = "";
        foreach (string line in text.Split('\n').Where(line => line != ""))
            if (line.StartsWith('[')) section = line[1..^1];
            else lines.Add((section, line.Split(" = ")[0], line.Split(" = ")[1].Trim('"')));
        return lines;
    }

    public static TheoryData<string, string, string> Combinations =>
        [.. from environment in EnvironmentRegistry.All.Names from policy in PolicyRegistry.All.Names from strategy in StrategyRegistry.All.Names select (environment, policy, strategy)];

    [Theory, MemberData(nameof(Combinations))]
    public void A_file_lists_what_counts_each_in_its_section_and_nothing_else(string environment, string policy, string strategy)
    {
        RunConfiguration configuration = new() { Environment = environment, Policy = policy, Strategy = strategy };
        AssertListed(configuration);
        if (policy == "spiking") foreach (string neuron in NeuronRegistry.Names) AssertListed(configuration.With(("neuron", neuron), ("reset", -.5), ("learned", "tau")));
        if (strategy == GradientTrainer.Bptt) foreach (string surrogate in SurrogateRegistry.Names) AssertListed(configuration.With(("surrogate", surrogate), ("batch", 3)));
    }

    static void AssertListed(RunConfiguration configuration)
    {
        List<(string Section, string Key, string Value)> lines = Lines(ConfigurationFile.Write(configuration));
        Assert.Equal(Settings.Values(configuration).Order(Comparer<KeyValuePair<string, string>>.Create((a, b) => string.CompareOrdinal(a.Key, b.Key))),
            lines.Select(line => KeyValuePair.Create(line.Key == "name" ? line.Section.Split('.')[^1] : line.Key, line.Value)).OrderBy(pair => pair.Key, StringComparer.Ordinal));
        foreach (PlacedSetting placed in Settings.Of(configuration).Where(placed => Settings.ValueOf(configuration, placed) != null && Settings.Missing(configuration, placed.Setting.Name) == null))
            Assert.Contains((placed.Section, placed.Section.Split('.')[^1] == placed.Setting.Name ? "name" : placed.Setting.Name, Settings.ValueOf(configuration, placed)!), lines);
        string[] sections = [.. lines.Select(line => line.Section).Distinct()];
        Assert.Equal(sections.Length, lines.Select(line => line.Section).Zip(lines.Select(line => line.Section).Skip(1)).Count(pair => pair.First != pair.Second) + 1); // each in one piece
        Assert.Equal(["", "environment", "policy"], sections.Take(3));
    }

    [Fact]
    public void The_file_of_a_run_lists_what_its_checkpoint_holds()
    {
        here.Succeed("train memory-length --steps 4 --policy mlp --strategy snes --population 6 --generations 1 --evaluate-every 0 --out a");
        Assert.Equal(Settings.Values(Storage.CheckpointFile.Read(here.At("a", "checkpoint.msgpack")).Configuration).Select(pair => (pair.Key, pair.Value)).Order(),
            Lines(System.IO.File.ReadAllText(here.At("a", "config.toml"))).Select(line => (line.Key == "name" ? line.Section : line.Key, line.Value)).Order());
    }

    [Theory]
    [InlineData("say \"no\""), InlineData("C:\\new\\table"), InlineData("007"), InlineData("1.50"), InlineData("1e3"), InlineData("12345678901234567890"), InlineData("12"), InlineData("-0"), InlineData("inf"), InlineData("1 2"), InlineData("two\nlines\tand\u0001"), InlineData("# no comment"), InlineData("\u00e9\u4e2d")]
    public void Any_text_comes_back_as_it_was(string text)
    {
        string written = ConfigurationFile.Write(new RunConfiguration().With(("learned", text))); // a list takes any text
        Assert.Equal(text, Read(written).Single(pair => pair.Key == "learned").Value);
    }

    [Theory]
    [InlineData("[policy]\nsigma = 1\n", "line 2: sigma stands in [policy]; it belongs into [strategy].")]
    [InlineData("[policy]\ntau = 3\n", "line 2: tau stands in [policy]; it belongs into [policy.neuron].")]
    [InlineData("[policy.neuron]\nneurons = 3\n", "line 2: neurons stands in [policy.neuron]; it belongs into [policy].")]
    [InlineData("[strategy]\ngenerations = 3\n", "line 2: generations stands in [strategy]; it belongs before all sections.")]
    [InlineData("seed = 1\nneurons = 8\n[policy]\nname = \"spiking\"\n", "line 2: neurons stands before all sections; it belongs into [policy].")]
    [InlineData("strategy = \"ars\"\n[policy]\nneurons = 8\n", "line 1: strategy stands before all sections; it belongs into [strategy].")]
    [InlineData("[strategy.neuron]\nname = \"lif\"\n", "line 2: neuron stands in [strategy.neuron]; it belongs into [policy.neuron].")]
    [InlineData("[policy.neurn]\ntau = 3\n", "line 2: tau stands in [policy.neurn]; it belongs into [policy.neuron].")]
    [InlineData("policy = { sigma = 3 }\n", "line 1: sigma stands in [policy]; it belongs into [strategy].")]
    public void A_key_in_the_wrong_section_is_answered_with_the_right_one(string text, string reason) => Assert.Equal(reason, Refusal(text));

    [Theory]
    [InlineData("[stratgy]\nsigma = 1\n", "line 1: There is no section [stratgy]; there are [environment], [policy], [policy.neuron], [strategy].")]
    [InlineData("seed = 1\n[policy]\nneurons = 3\n[search]\nsigma = 1\n", "line 4: There is no section [search]; there are [environment], [policy], [policy.neuron], [strategy].")]
    [InlineData("[strategy]\nname = \"bptt\"\n[strategy.surogate]\nname = \"atan\"\n", "line 4: There is no section [strategy.surogate]; there are [environment], [policy], [policy.neuron], [strategy], [strategy.surrogate].")]
    [InlineData("[[policies]]\nneurons = 3\n", "line 1: There is no section [policies]; there are")]
    [InlineData("[strategy]\nname = \"ars\"\noptimizer = \"adam\"\n", "line 3: cartpole, spiking and ars have no setting 'optimizer'; bptt, openai-es, pgpe have it.")]
    [InlineData("[policy]\nname = \"mlp\"\n[policy.neuron]\nname = \"lif\"\n", "line 4: cartpole, mlp and pgpe have no setting 'neuron'; spiking has it.")]
    [InlineData("[policy]\nname = \"mlp\"\n[policy.neuron]\ntau = 3\n", "line 4: cartpole, mlp and pgpe have no setting 'tau'; adaptive-lif, ")]
    [InlineData("[environment]\nsteps = 3\n", "line 2: cartpole, spiking and pgpe have no setting 'steps'; memory-length, memory-size have it.")]
    [InlineData("[policy]\nnuerons = 3\n", "line 2: There is no setting 'nuerons'; there are generations,")]
    [InlineData("[policy.neuron]\nname = \"foo\"\n", "line 2: neuron is 'foo'; allowed: adaptive-lif,")]
    [InlineData("[policy]\nname = 3\n", "line 2: policy is '3'; allowed: energy, ldnn, mlp, port-hamiltonian, spiking.")]
    public void What_there_is_not_is_named(string text, string reason) => Assert.StartsWith(reason, Refusal(text), StringComparison.Ordinal);

    const string Whole = "seed = 4\n[policy]\nname = \"spiking\"\nneurons = 9\n[policy.neuron]\nname = \"adaptive-lif\"\nadaptation = 2\n[strategy]\nname = \"bptt\"\nbatch = 7\nclip = 2\n[strategy.surrogate]\nname = \"sigmoid\"\nslope = 3\n";

    [Theory]
    [InlineData("strategy", "snes", "seed,policy,neurons,neuron,adaptation")]
    [InlineData("method", "es", "seed,policy,neurons,neuron,adaptation")]
    [InlineData("method", "bptt", "seed,policy,neurons,neuron,adaptation,strategy,batch,clip,surrogate,slope")]
    [InlineData("strategy", "bptt", "seed,policy,neurons,neuron,adaptation,strategy,batch,clip,surrogate,slope")]
    [InlineData("policy", "mlp", "seed,strategy,batch,clip")]
    [InlineData("neuron", "lif", "seed,policy,neurons,strategy,batch,clip,surrogate,slope")]
    [InlineData("neuron", "adaptive-lif", "seed,policy,neurons,neuron,adaptation,strategy,batch,clip,surrogate,slope")]
    [InlineData("surrogate", "atan", "seed,policy,neurons,neuron,adaptation,strategy,batch,clip")]
    [InlineData("seed", "7", "seed,policy,neurons,neuron,adaptation,strategy,batch,clip,surrogate,slope")]
    public void A_section_about_another_choice_than_the_command_lines_does_not_count(string setting, string value, string kept) =>
        Assert.Equal(kept.Split(',').Order(), Read(Whole, KeyValuePair.Create(setting, value)).Select(pair => pair.Key).Order());

    [Fact]
    public void A_file_about_another_environment_is_the_basis_of_a_run_and_what_does_not_apply_is_named()
    {
        System.IO.File.WriteAllText(File, "seed = 4\n[environment]\nname = \"memory-length\"\nsteps = 7\n[policy]\nneurons = 9\n[strategy]\nname = \"bptt\"\nentropy = 0.01\n");
        Outcome outcome = here.Succeed("train pendulum --config run.toml --generations 0 --out a");
        Assert.Contains("run.toml: steps, entropy do not apply here.\n", outcome.Output, StringComparison.Ordinal);
        string written = System.IO.File.ReadAllText(here.At("a", "config.toml"));
        Assert.Contains("seed = 4\n", written, StringComparison.Ordinal);
        Assert.Contains("[environment]\nname = \"pendulum\"\n", written, StringComparison.Ordinal);
        Assert.Contains("neurons = 9\n", written, StringComparison.Ordinal);
        outcome = here.Succeed("train memory_length --config run.toml --method es --generations 0 --out b");
        Assert.Contains("run.toml: entropy does not apply here.\n", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("steps = 7\n", System.IO.File.ReadAllText(here.At("b", "config.toml")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_section_without_a_name_is_about_what_the_command_line_chooses()
    {
        Assert.Equal([KeyValuePair.Create("elite", "2")], Read("[strategy]\nelite = 2\n", KeyValuePair.Create("strategy", "ars")));
        Assert.Equal([KeyValuePair.Create("adaptation", "2")], Read("[policy.neuron]\nadaptation = 2\n", KeyValuePair.Create("neuron", "adaptive-lif")));
        Assert.Equal([KeyValuePair.Create("activation", "relu")], Read("[policy]\nactivation = \"relu\"\n", KeyValuePair.Create("policy", "mlp")));
        Assert.StartsWith("line 2: cartpole, spiking and pgpe have no setting 'elite'; ars has it.", Refusal("[strategy]\nelite = 2\n"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_command_replaces_a_section_and_takes_its_preset()
    {
        System.IO.File.WriteAllText(File, Whole);
        here.Succeed("train cartpole --config run.toml --strategy snes --generations 0 --out a");
        string written = System.IO.File.ReadAllText(here.At("a", "config.toml"));
        Assert.EndsWith("\n[strategy]\nname = \"snes\"\npopulation = 128\nsigma = 0.3\nlearning-rate = 1\n", written, StringComparison.Ordinal);
        Assert.Contains("\n[policy.neuron]\nname = \"adaptive-lif\"\n", written, StringComparison.Ordinal);
        Assert.Contains("seed = 4\n", written, StringComparison.Ordinal);
        here.Succeed("train cartpole --config run.toml --batch 8 --generations 0 --out b");
        Assert.Contains("\nbatch = 8\nclip = 2\n", System.IO.File.ReadAllText(here.At("b", "config.toml")), StringComparison.Ordinal);
        RefusalTests.AssertRefused(here.Run("train cartpole --config run.toml --strategy snes --batch 8 --out c"), "cartpole, spiking and snes have no setting 'batch'; bptt has it.", exitCode: 2);
    }
}
