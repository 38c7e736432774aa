using System.Text.Json;
using Neuromorphic.Neurons;
using Neuromorphic.Numerics;
using Xunit;

namespace Neuromorphic.Tests.Neurons;

/// <summary>
/// Traces of leaky integrate-and-fire neurons that Brian2, Norse, SpikingJelly and snnTorch agree on (the file says which, and how closely).
/// Its case soft_reset (v - s v_th) is left out: no model here resets by subtraction.
/// </summary>
public class NeuronGoldenTests
{
    static readonly JsonElement File = Golden.Read("lif_traces.json");
    // An adaptation of 0 makes the adaptive model the plain one. Ternary models would also fire at negative potentials.
    static readonly string[] Models = ["lif", "adaptive-lif"];

    public static TheoryData<string, string> Cases
    {
        get
        {
            TheoryData<string, string> cases = [];
            foreach (string model in Models)
                foreach (JsonElement item in File.GetProperty("cases").EnumerateArray())
                    if (item.GetProperty("reset").GetString() == "hard") cases.Add(model, item.GetProperty("name").GetString()!);
            return cases;
        }
    }

    [Fact]
    public void Only_the_soft_reset_is_left_out() => Assert.Equal(Models.Length * (File.GetProperty("cases").GetArrayLength() - 1), Cases.Count);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Potentials_and_spikes_are_those_of_other_simulators(string model, string name)
    {
        JsonElement item = File.GetProperty("cases").EnumerateArray().Single(item => item.GetProperty("name").GetString() == name);
        double scale = name == "millivolt" ? 70 : 1;
        Check<Scalar64>(model, item, 1e-12 * scale);
        Check<Scalar>(model, item, 2e-6 * scale);
    }

    static void Check<R>(string model, JsonElement item, double tolerance) where R : unmanaged, IReal<R>
    {
        double dt = item.GetProperty("dt").GetDouble();
        JsonElement parameters = item.GetProperty("params");
        double[][] currents = Golden.Rows(item.GetProperty("I")), potentials = Golden.Rows(item.GetProperty("v"));
        string[] spikes = [.. item.GetProperty("spikes").EnumerateArray().Select(row => row.GetString()!)];
        int neurons = spikes[0].Length;
        Trace trace = Model.Of(model).Run<R>(new NeuronOptions { Reset = 0 }, Value, neurons, spikes.Length, (step, n, _) => currents[step][n])[0];
        for (int step = 0; step < spikes.Length; step++)
        {
            Assert.Equal(spikes[step], string.Concat(trace.Spikes[step].Select(spike => spike == 1 ? '1' : '0')));
            for (int n = 0; n < neurons; n++) Assert.Equal(potentials[step][n], trace.Potentials[step][n], tolerance);
        }

        double Value(string name, int n) => name switch
        {
            "tau" => parameters.GetProperty("tau")[n].GetDouble() / dt,
            "threshold" => parameters.GetProperty("v_th")[n].GetDouble(),
            "rest" => parameters.GetProperty("v_rest")[n].GetDouble(),
            "reset" => parameters.GetProperty("v_reset")[n].GetDouble(),
            "resistance" => parameters.GetProperty("R")[n].GetDouble(),
            "adaptation-tau" => 20,
            "adaptation" => 0,
            _ => throw new ArgumentException($"The file does not give {name}."),
        };
    }

    [Theory]
    [InlineData(ThresholdRule.AtOrAbove, "spikes_ge")]
    [InlineData(ThresholdRule.Above, "spikes_gt")]
    public void A_potential_at_the_threshold_fires_only_under_the_rule_that_says_so(ThresholdRule rule, string expected)
    {
        JsonElement item = File.GetProperty("threshold_equality");
        double[][] currents = Golden.Rows(item.GetProperty("I"));
        string[] spikes = [.. item.GetProperty(expected).EnumerateArray().Select(row => row.GetString()!)];
        foreach (string model in NeuronRegistry.Names)
        {
            Assert.Equal(spikes, Fired<Scalar64>(model, rule, currents));
            Assert.Equal(spikes, Fired<Scalar>(model, rule, currents));
            Assert.Equal(spikes, Fired<Lanes16>(model, rule, currents));
        }
    }

    /// <summary>A spike raises the threshold from 1 to 2; then comes a potential of 2, the next number above it, or their negatives.</summary>
    [Theory]
    [InlineData("adaptive-lif", 1)]
    [InlineData("adaptive-lif-ternary", 1)]
    [InlineData("adaptive-lif-ternary", -1)]
    public void A_potential_at_a_threshold_that_has_risen_fires_only_under_the_rule_that_says_so(string model, int sign)
    {
        AssertFires<Scalar64>(Math.BitIncrement(2.0));
        AssertFires<Scalar>(MathF.BitIncrement(2));
        AssertFires<Lanes8>(MathF.BitIncrement(2));
        AssertFires<Lanes16>(MathF.BitIncrement(2));

        void AssertFires<R>(double above) where R : unmanaged, IReal<R>
        {
            Assert.Equal(sign, Second<R>(ThresholdRule.AtOrAbove, 2));
            Assert.Equal(0, Second<R>(ThresholdRule.Above, 2));
            Assert.Equal(sign, Second<R>(ThresholdRule.Above, above));
        }

        double Second<R>(ThresholdRule rule, double potential) where R : unmanaged, IReal<R> =>
            Model.Of(model).Single<R>(new() { ThresholdRule = rule }, name => name == "rest" ? 0 : 1, 2, step => step == 0 ? 1.5 : sign * potential).Spikes[1][0];
    }

    static string[] Fired<R>(string model, ThresholdRule rule, double[][] currents) where R : unmanaged, IReal<R>
    {
        var options = new NeuronOptions { ThresholdRule = rule };
        Trace trace = Model.Of(model).Single<R>(options, name => name is "rest" or "adaptation" or "refractory" ? 0 : 1, currents.Length, step => currents[step][0]);
        return [.. trace.Spikes.Select(row => row[0] == 1 ? "1" : "0")];
    }
}
