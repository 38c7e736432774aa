using Neuromorphic.Envs;
using Neuromorphic.Gradients;
using Neuromorphic.Neurons;
using Neuromorphic.Policies;
using Xunit;

namespace Neuromorphic.Tests.Neurons;

/// <summary>How neuron parameters begin: at a value, drawn from a distribution, or each at its own.</summary>
public sealed class StartTests : IDisposable
{
    const int Many = 40_000;

    readonly string file = Path.GetTempFileName();

    public void Dispose() => File.Delete(file);

    static ParameterLayout Layout(NeuronOptions neuron, int neurons = 4, params int[] more) => Layout(new SpikingPolicyOptions { Neuron = neuron }, neurons, more);

    static ParameterLayout Layout(SpikingPolicyOptions options, int neurons = 4, params int[] more) =>
        SpikingNetwork.Create("adaptive-lif", 2, 2, options with { Neurons = neurons, MoreLayers = more }).Layout;

    static double[] Begin(NeuronOptions neuron, string slice, ulong seed = 1, int neurons = Many)
    {
        ParameterLayout layout = Layout(neuron, neurons);
        return layout.Values(slice, layout.InitialVector(seed));
    }

    static void AssertMoments(double mean, double deviation, double[] values)
    {
        double found = values.Average(), spread = Math.Sqrt(values.Average(value => (value - found) * (value - found)));
        double error = deviation / Math.Sqrt(values.Length); // of the mean
        Assert.InRange(found, mean - 4 * error, mean + 4 * error);
        Assert.InRange(spread, deviation * .98, deviation * 1.02);
    }

    [Theory, InlineData(Parameterization.Unconstrained), InlineData(Parameterization.Direct)]
    public void Distributions_have_their_moments(Parameterization parameterization)
    {
        NeuronOptions options = new()
        {
            Parameterization = parameterization,
            Tau = Start.Parse("lognormal:3.05,0.27"),
            Threshold = Start.Parse("uniform:0.5,2"),
            Rest = Start.Parse("normal:-0.3,0.2"),
        };
        options = options.With("adaptation", Start.Parse("normal:4,0.5")).With("adaptation-tau", Start.Parse("normal:40,5"));
        AssertMoments(3.05, .27, Array.ConvertAll(Begin(options, "hidden/tau"), Math.Log));
        AssertMoments(1.25, 1.5 / Math.Sqrt(12), Begin(options, "hidden/threshold"));
        Assert.All(Begin(options, "hidden/threshold"), value => Assert.InRange(value, .5 - 1e-6, 2 + 1e-6));
        AssertMoments(-.3, .2, Begin(options, "hidden/rest"));
        AssertMoments(4, .5, Begin(options, "hidden/adaptation"));
        AssertMoments(40, 5, Begin(options, "hidden/adaptation-tau"));
        Assert.All(Begin(options, "hidden/resistance"), value => Assert.Equal(1, value));
    }

    [Fact]
    public void A_number_that_is_not_allowed_is_drawn_again()
    {
        // Above its mean a normal number is mean + sd sqrt(2 / pi) on average.
        double[] values = Begin(new() { Tau = Start.Normal(1, 3) }, "hidden/tau");
        Assert.All(values, value => Assert.True(value > 1));
        AssertMoments(1 + 3 * Math.Sqrt(2 / Math.PI), 3 * Math.Sqrt(1 - 2 / Math.PI), values);
        string message = Assert.Throws<ArgumentException>(() => Begin(new() { Tau = Start.Parse("uniform:-3,-2") }, "hidden/tau")).Message;
        Assert.Equal("hidden/tau begins as uniform:-3,-2, of which 1000 draws gave nothing that is allowed: above 1.", message);
    }

    [Fact]
    public void Draws_are_those_of_the_seed_and_each_parameter_and_layer_has_its_own()
    {
        NeuronOptions options = new() { Tau = Start.Parse("normal:5,0.5"), Threshold = Start.Parse("normal:5,0.5"), Rest = Start.Parse("normal:5,0.5") };
        ParameterLayout layout = Layout(options, 50, 50);
        float[] vector = layout.InitialVector(7);
        double[][] drawn = [.. ((string[])["hidden/tau", "hidden/threshold", "hidden/rest", "hidden2/tau", "hidden2/threshold", "hidden2/rest"]).Select(name => layout.Values(name, vector))];
        Assert.Equal(6 * 50, drawn.SelectMany(values => values).Distinct().Count());
        Assert.Equal(vector, layout.InitialVector(7));
        Assert.Empty(drawn[0].Intersect(layout.Values("hidden/tau", layout.InitialVector(8))));
    }

    [Fact]
    public void Starts_leave_the_random_weights_as_they_are()
    {
        ParameterLayout plain = Layout(new NeuronOptions()), spread = Layout(new NeuronOptions { Tau = Start.Normal(20, 3), Rest = Start.Normal(0, .1) });
        foreach (string weights in (string[])["input/weight", "readout/weight"]) Assert.Equal(plain.Values(weights, plain.InitialVector(3)), spread.Values(weights, spread.InitialVector(3)));
    }

    [Fact]
    public void A_population_begins_as_a_policy_of_the_same_seed()
    {
        NeuronOptions options = new() { Tau = Start.Parse("lognormal:1,0.4"), Threshold = Start.Values(.5, .7, .9), Rest = Start.Normal(0, .1), Integration = Integration.ExponentialEuler };
        float[] currents = [.. Enumerable.Range(0, 60).Select(i => (float)Math.Sin(i * i))];
        float[] Run(NeuronPopulation population)
        {
            float[] spikes = new float[60], potentials = new float[60];
            population.Reset();
            population.Run(currents, spikes, potentials);
            return potentials;
        }
        NeuronPopulation begun = NeuronRegistry.CreatePopulation("lif", 3, 1, options, seed: 4), set = NeuronRegistry.CreatePopulation("lif", 3, 1, new() { Integration = Integration.ExponentialEuler });
        ParameterLayout layout = SpikingPolicy.Create("lif", new CartPole().Spec, new() { Neurons = 3, Neuron = options }).Layout;
        foreach (string name in set.ParameterNames) set.Set(name, layout.Values("hidden/" + name, layout.InitialVector(4)));
        Assert.Equal(Run(set), Run(begun), (a, b) => Math.Abs(a - b) < 1e-5);
        Assert.NotEqual(Run(begun), Run(NeuronRegistry.CreatePopulation("lif", 3, 1, options, seed: 5)));
    }

    [Theory]
    [InlineData("20"), InlineData("-0.25"), InlineData("1E-05"), InlineData("lognormal:3.05,0.27"), InlineData("normal:-1,0"), InlineData("uniform:0.1,0.2"), InlineData("values:5"), InlineData("values:0.1,0.30000000000000004,-7")]
    public void What_is_written_is_read(string text)
    {
        Assert.Equal(text, Start.Parse(text).ToString());
        Assert.Equal(Start.Parse(text), Start.Parse(text));
        Assert.NotEqual(Start.Parse(text), Start.Parse("values:3,1"));
    }

    [Theory]
    [InlineData(""), InlineData("x"), InlineData("nan"), InlineData("1,2"), InlineData(":1"), InlineData("lognormal"), InlineData("lognormal:3"), InlineData("lognormal:3,1,2"), InlineData("lognormal:3,-1"), InlineData("normal:0,nan")]
    [InlineData("uniform:2,1"), InlineData("gauss:0,1"), InlineData("values:"), InlineData("values:1,x"), InlineData("values:1,Infinity"), InlineData("normal:0,1e38"), InlineData("@file.csv")]
    public void Another_text_is_refused(string text) => Assert.Throws<FormatException>(() => Start.Parse(text));

    [Fact]
    public void A_file_has_a_number_on_each_line()
    {
        File.WriteAllText(file, "# measured\n\ntau  # steps\n2.5\r\n 3e1 # the slow one\n\n7\n");
        Assert.Equal("values:2.5,30,7", Start.Read(file).ToString());
        File.WriteAllText(file, "2.5\n3");
        Assert.Equal("values:2.5,3", Start.Read(file).ToString());
    }

    [Theory]
    [InlineData("1\ntau\n", "line 2: 'tau' is not a finite number; allowed are one number on each line")]
    [InlineData("tau\nNaN\n", "line 2: 'NaN' is not a finite number")]
    [InlineData("nan\n1\n", "line 1: 'nan' is not a finite number")]
    [InlineData("# one\n1,5\n", "line 2: '1,5' is not a finite number")]
    [InlineData("tau\n2\n1e999\n", "line 3: '1e999' is not a finite number")]
    public void A_line_that_is_no_number_is_named(string text, string message)
    {
        File.WriteAllText(file, text);
        Assert.StartsWith($"{file}, {message}", Assert.Throws<ArgumentException>(() => Start.Read(file)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_without_numbers_or_with_too_many_is_refused()
    {
        File.WriteAllText(file, "tau\n# nothing\n");
        Assert.Equal($"{file} has no numbers; allowed is one on each line.", Assert.Throws<ArgumentException>(() => Start.Read(file)).Message);
        File.WriteAllText(file, "tau\n2\n3\n\n4\n");
        Start start = Start.Read(file);
        Assert.Equal($"{file}, line 5: tau has 3 values; allowed: 4, one for each neuron.", Refused(new() { Neuron = new() { Tau = start } }));
        Assert.Equal($"{file}, line 5: tau has 3 values; allowed: 2, one for each layer.", Refused(new() { Neuron = new() { Tau = start }, Shared = ["tau"] }));
        Assert.Equal($"{file}, line 5: tau has 3 values; allowed: 1, one for the network.", Refused(new() { Neuron = new() { Tau = start }, SharedNetwork = ["tau"] }));
        File.WriteAllText(file, "tau\n2\n.5\n3\n4\n");
        Assert.Equal($"{file}, line 3: tau is 0.5 steps, which 1 + exp(-x) never gives; allowed: above 1.", Refused(new() { Neuron = new() { Tau = Start.Read(file) } }));

        static string Refused(SpikingPolicyOptions options) => Assert.Throws<ArgumentException>(() => Layout(options, 2, 2)).Message;
    }

    [Fact]
    public void Values_go_through_the_layers_in_order()
    {
        Start start = Start.Values(2, 3, 4, 5, 6), two = Start.Values(8, 9), one = Start.Values(.5);
        ParameterLayout layout = Layout(new SpikingPolicyOptions { Neuron = new NeuronOptions { Tau = start, Threshold = one }.With("adaptation-tau", two), Shared = ["adaptation-tau"], SharedNetwork = ["threshold"] }, 2, 3);
        float[] vector = layout.InitialVector(1);
        void AssertBegins(string slice, params double[] values) => Assert.Equal(values, layout.Values(slice, vector), (a, b) => Math.Abs(a - b) < 1e-6 * a);
        AssertBegins("hidden/tau", 2, 3);
        AssertBegins("hidden2/tau", 4, 5, 6);
        AssertBegins("hidden/adaptation-tau", 8, 8);
        AssertBegins("hidden2/adaptation-tau", 9, 9, 9);
        AssertBegins("hidden/threshold", .5, .5);
        AssertBegins("hidden2/threshold", .5, .5, .5);
    }

    [Theory]
    [InlineData("tua", " Did you mean 'tau'?"), InlineData("treshold", " Did you mean 'threshold'?"), InlineData("adaption", " Did you mean 'adaptation'?"), InlineData("mass", "")]
    public void An_unknown_name_is_refused_with_the_names_there_are_and_the_nearest(string name, string suggestion)
    {
        string expected = $"The neuron has no parameter '{name}'; it has tau, threshold, rest, resistance, adaptation-tau, adaptation.{suggestion}";
        foreach (SpikingPolicyOptions options in (SpikingPolicyOptions[])[new() { Learned = [name] }, new() { Shared = ["tau", name] }, new() { SharedNetwork = [name] }])
            Assert.Equal(expected, Assert.Throws<ArgumentException>(() => Layout(options)).Message);
    }

    [Fact]
    public void A_start_of_what_the_model_lacks_and_a_parameter_shared_twice_are_refused()
    {
        Assert.StartsWith("The neuron has no parameter 'adaptation'; it has tau,", Assert.Throws<ArgumentException>(
            () => SpikingPolicy.Create("lif", new CartPole().Spec, new() { Neurons = 3, Neuron = new NeuronOptions().With("adaptation", 2) })).Message, StringComparison.Ordinal);
        Assert.StartsWith("tau is to be one number for a layer (shared) and one for the network (shared-network)", Assert.Throws<ArgumentException>(
            () => Layout(new SpikingPolicyOptions { Shared = ["rest", "tau"], SharedNetwork = ["tau"] })).Message, StringComparison.Ordinal);
    }
}
