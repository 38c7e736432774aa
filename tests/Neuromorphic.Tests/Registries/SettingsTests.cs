using Neuromorphic.Environments;
using Neuromorphic.Envs;
using Neuromorphic.Gradients;
using Neuromorphic.Neurons;
using Neuromorphic.Registries;
using Neuromorphic.Training;
using Xunit;

namespace Neuromorphic.Tests.Registries;

/// <summary>The settings of runs, over everything that is registered.</summary>
public sealed class SettingsTests
{
    static SettingsTests() => ClassicEnvironments.Register();

    static IEnumerable<Family> Families =>
        [.. EnvironmentRegistry.All.Entries, .. PolicyRegistry.All.Entries, .. StrategyRegistry.All.Entries, .. NeuronRegistry.All.Entries, .. SurrogateRegistry.All.Entries];

    public static TheoryNames FamilyNames => [.. Families.Select(family => family.Name).Distinct().Where(name => !name.StartsWith(Own, StringComparison.Ordinal))];

    const string Own = "test-"; // what these tests register, with settings whose owners no other test lists

    /// <summary>Texts, of which every setting allows some.</summary>
    static readonly string[] Samples = ["0", "1", "2", "40", "0.5", ".5", "1e-5", "0.1234567890123456", "-0.25", "3.0", "18446744073709551615", "tau", "tau, rest", "lognormal:3.05,0.27", "values:2,3.50", "uniform:1.5,2", ""];

    [Theory, MemberData(nameof(FamilyNames))]
    public void Every_text_that_a_setting_allows_is_kept_in_a_form_that_stays(string family)
    {
        foreach (Setting setting in Families.Where(entry => entry.Name == family).SelectMany(entry => entry.Settings))
        {
            string[] kept = [.. Allowed(setting)];
            Assert.True(kept.Length > 0, $"{setting.Name} allows none of the samples");
            Assert.All(kept, text => Assert.Equal(text, setting.Check(text)));
            Assert.All(kept, text => Assert.Equal(text, OptionSet.None.With(setting, text).Given[setting.Name]));
            if (setting.Default is { } initial) Assert.Equal(initial, setting.Check(initial));
            Assert.NotEmpty(setting.Help);
            Assert.NotEmpty(setting.Allowed);
        }
    }

    /// <summary>The canonical texts of samples and words that a setting allows.</summary>
    static IEnumerable<string> Allowed(Setting setting)
    {
        foreach (string sample in ((string[])[.. Samples, .. setting.Allowed.Split(", ")]).Distinct())
        {
            string? text = null;
            try
            {
                text = setting.Check(sample);
            }
            catch (ArgumentException e)
            {
                Assert.StartsWith($"{setting.Name} is '{sample}'; allowed: {setting.Allowed}.", e.Message, StringComparison.Ordinal);
            }
            if (text != null) yield return text;
        }
    }

    public static TheoryData<string, string, string> Combinations =>
        [.. from environment in (string[])["cartpole", "memory-length", "memory-size"] from policy in PolicyRegistry.All.Names from strategy in StrategyRegistry.All.Names select (environment, policy, strategy)];

    [Theory, MemberData(nameof(Combinations))]
    public void Values_list_what_counts_with_defaults_and_give_the_same_configuration(string environment, string policy, string strategy)
    {
        RunConfiguration plain = new() { Environment = environment, Policy = policy, Strategy = strategy };
        Assert.Equal(Settings.Of(plain).Where(placed => placed.Setting.Default != null && Settings.Missing(plain, placed.Setting.Name) == null).Select(placed => placed.Setting.Name), Settings.Values(plain).Select(value => value.Key));
        Assert.All(Settings.Of(plain), placed => Assert.Equal(placed.Setting.Name switch { "environment" => environment, "policy" => policy, "strategy" => strategy, _ => placed.Setting.Default }, Settings.ValueOf(plain, placed)));
        foreach (PlacedSetting placed in Settings.Of(plain).Where(placed => placed.Section != placed.Setting.Name))
            foreach (string text in Allowed(placed.Setting))
            {
                RunConfiguration changed = plain.With((placed.Setting.Name, text));
                IReadOnlyList<KeyValuePair<string, string>> values = Settings.Values(changed);
                Assert.Equal(Settings.Missing(changed, placed.Setting.Name) == null, values.Contains(KeyValuePair.Create(placed.Setting.Name, text)));
                Assert.Equal(values, Settings.Values(Settings.Apply(new RunConfiguration(), values)));
                Assert.Equal(values, Settings.Values(Settings.Apply(new RunConfiguration(), values.Reverse()))); // in any order
            }
    }

    [Theory]
    [InlineData("neuron", "adaptive-lif", "adaptation", "lif"), InlineData("neuron", "refractory-lif", "refractory", "lif")]
    public void A_choice_brings_its_settings_along_wherever_it_stands(string choice, string value, string setting, string other)
    {
        RunConfiguration plain = new();
        foreach (RunConfiguration configuration in (RunConfiguration[])[plain.With((choice, value), (setting, 3)), plain.With((setting, 3), (choice, value))])
            Assert.Contains(KeyValuePair.Create(setting, "3"), Settings.Values(configuration));
        Assert.Contains($"have no setting '{setting}'; {value}", Refusal(() => plain.With((choice, other), (setting, 3))), StringComparison.Ordinal);
        Assert.Equal("policy.neuron", Settings.Of(plain.With((choice, value))).Single(placed => placed.Setting.Name == setting).Section);
    }

    [Fact]
    public void A_surrogate_has_its_own_default_slope()
    {
        foreach (string surrogate in SurrogateRegistry.Names)
        {
            RunConfiguration configuration = new RunConfiguration { Strategy = GradientTrainer.Bptt }.With(("surrogate", surrogate));
            Assert.Equal(SurrogateRegistry.DefaultSlope(surrogate), GradientSettings.Read(configuration.StrategyOptions).Slope);
            Assert.Equal(3.5, GradientSettings.Read(configuration.With(("slope", 3.5)).StrategyOptions).Slope);
        }
    }

    [Theory]
    [InlineData("steps", "cartpole, spiking and pgpe have no setting 'steps'; memory-length, memory-size have it.")]
    [InlineData("bits", "cartpole, spiking and pgpe have no setting 'bits'; memory-size has it.")]
    [InlineData("activation", "cartpole, spiking and pgpe have no setting 'activation'; mlp has it.")]
    [InlineData("elite", "cartpole, spiking and pgpe have no setting 'elite'; ars has it.")]
    [InlineData("adaptation", "cartpole, spiking and pgpe have no setting 'adaptation'; adaptive-lif, adaptive-lif-ternary have it.")]
    [InlineData("surrogate", "cartpole, spiking and pgpe have no setting 'surrogate'; bptt has it.")]
    public void A_setting_of_what_is_not_chosen_is_refused_with_what_has_it(string name, string message) => Assert.Equal(message, Refusal(() => new RunConfiguration().With((name, "1"))));

    [Theory]
    [InlineData("nuerons", "neurons"), InlineData("sedd", "seed"), InlineData("sigam", "sigma"), InlineData("treshold", "threshold")]
    public void An_unknown_setting_is_answered_with_those_there_are_and_the_nearest(string name, string nearest)
    {
        string message = Refusal(() => new RunConfiguration().With((name, "1")));
        Assert.StartsWith($"There is no setting '{name}'; there are generations, stop-when-solved, episodes, ", message, StringComparison.Ordinal);
        Assert.EndsWith($", schedule. Did you mean '{nearest}'?", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Unknown_choices_are_answered_with_the_nearest()
    {
        string policy = Refusal(() => new RunConfiguration().With(("policy", "spikng"))); // other tests register policies
        Assert.StartsWith("policy is 'spikng'; allowed: mlp, spiking", policy, StringComparison.Ordinal);
        Assert.EndsWith(". Did you mean 'spiking'?", policy, StringComparison.Ordinal);
        Assert.EndsWith("snes. Did you mean 'pgpe'?", Refusal(() => new RunConfiguration().With(("strategy", "pgep"))), StringComparison.Ordinal);
        Assert.EndsWith("Did you mean 'adaptive-lif'?", Refusal(() => new RunConfiguration().With(("neuron", "adaptiv-lif"))), StringComparison.Ordinal);
        Assert.EndsWith("Did you mean 'cartpole'?", Refusal(() => new RunConfiguration { Environment = "catpole" }.CreateEnvironment()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("seed", "by every run and by the environment")]
    [InlineData("neurons", "by the environment test-neurons and by the policy spiking")]
    [InlineData("tau", "by the environment test-tau and by the neuron lif")]
    [InlineData("momentum", "by the environment test-momentum and by the strategy pgpe")]
    public void A_setting_that_environment_and_another_declare_is_refused_with_both(string setting, string owners)
    {
        string name = Own + setting;
        EnvironmentRegistry.All.Add(new(name, "Declares what another has.", _ => new CartPole(), Setting.Count(setting, 1, 1, "A count.")));
        string message = Refusal(() => Settings.Of(new RunConfiguration { Environment = name }));
        Assert.StartsWith($"The setting '{setting}' is declared twice: {owners}", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_preset_that_names_what_nothing_has_is_refused()
    {
        const string Name = Own + "preset";
        static EnvironmentFamily Family(string name, string setting) => new(name, "Has a preset of its own.", _ => new CartPole()) { Preset = _ => [new("slope", "3"), new(setting, "0.5")] };
        EnvironmentRegistry.All.Add(Family(Name, "sigmo"));
        EnvironmentRegistry.All.Add(Family(Name + "-right", "sigma"));
        Assert.Equal($"The preset of {Name} holds 'sigmo', which nothing has. Did you mean 'sigma'?", Assert.Throws<ArgumentException>(() => Settings.Configure(Name, [])).Message);
        Assert.Contains(new("sigma", "0.5"), Settings.Values(Settings.Configure(Name + "-right", []))); // slope is of gradients, which are not chosen
    }

    [Fact]
    public void A_setting_that_strategy_and_environment_declare_is_free_where_they_do_not_meet()
    {
        EnvironmentRegistry.All.Add(new(Own + "clip", "Declares what one strategy has.", options => new MemoryLength(options.Get(Clip)), Clip));
        RunConfiguration configuration = new RunConfiguration { Environment = Own + "clip" }.With(("clip", 3));
        Assert.Equal("3", configuration.EnvironmentOptions.Given["clip"]);
        Assert.Equal(3, ((MemoryLength)configuration.CreateEnvironment()).Steps);
        Assert.Contains("'clip' is declared twice: by the environment test-clip and by the strategy bptt.", Refusal(() => configuration.With(("strategy", "bptt"))), StringComparison.Ordinal);
    }

    static readonly Setting<int> Clip = Setting.Count("clip", 1, 5, "A count.");

    [Fact]
    public void Options_of_one_environment_do_not_go_into_another()
    {
        RunConfiguration memory = new RunConfiguration { Environment = "memory-length" }.With(("steps", 7), ("mode", "paper"));
        Assert.Equal("memory-size has no setting 'mode'; it has steps, bits.", Refusal(() => (memory with { Environment = "memory-size" }).CreateEnvironment()));
        Assert.Equal(7, ((MemoryLength)memory.CreateEnvironment()).Steps);
    }

    static string Refusal(Action action) => Assert.Throws<ArgumentException>(action).Message;
}
