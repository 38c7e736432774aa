using System.Text.Json;
using CsCheck;
using Xunit;

namespace Neuromorphic.Analysis.Tests;

/// <summary>Against Golden/participation.json, linear algebra in numpy.</summary>
public class ParticipationRatioTests
{
    static readonly JsonElement Cases = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Golden", "participation.json"))).RootElement.GetProperty("cases");

    static double[][] Matrix(JsonElement rows) => [.. rows.EnumerateArray().Select(row => row.Row())];

    static readonly Gen<double[][]> Activities = Gen.Select(Gen.Int[1, 7], Gen.Int[2, 9]).SelectMany((neurons, inputs) => Gen.Double[-3, 3].Array[inputs].Array[neurons]);

    [Fact]
    public void Ratios_are_those_of_the_reference()
    {
        Assert.Equal(5, Cases.GetArrayLength());
        foreach (JsonElement one in Cases.EnumerateArray())
        {
            ParticipationRatio ratio = ParticipationRatio.Of(Matrix(one.GetProperty("X")));
            Golden.AssertClose(one.Number("R"), ratio.Dimension, 1e-14, one.Text("name"));
            Golden.AssertClose(one.Number("r"), ratio.Normalized, 1e-14, one.Text("name"));
        }
    }

    [Fact]
    public void It_is_between_1_and_the_rank_that_is_possible() => Activities.Sample(activity =>
        Assert.InRange(ParticipationRatio.Of(activity).Dimension, 1 - 1e-12, Math.Min(activity.Length, activity[0].Length - 1) + 1e-12));

    [Fact]
    public void Factor_and_offsets_change_nothing() => Gen.Select(Activities, Gen.Double[-140, 140]).Sample((activity, exponent) =>
    {
        double[][] other = [.. activity.Select((row, n) => row.Select(value => Math.Pow(10, exponent) * (value + n)).ToArray())];
        Golden.AssertClose(ParticipationRatio.Of(activity).Dimension, ParticipationRatio.Of(other).Dimension, 1e-9);
    });

    [Fact]
    public void Rotating_neurons_into_each_other_changes_nothing() => Gen.Select(Activities, Gen.Double[0, 6.3]).Sample((activity, angle) =>
    {
        double[][] turned = [.. activity.Select(row => row.ToArray())];
        for (int n = 0; n + 1 < turned.Length; n++)
            for (int m = 0; m < turned[0].Length; m++)
                (turned[n][m], turned[n + 1][m]) = (Math.Cos(angle) * turned[n][m] - Math.Sin(angle) * turned[n + 1][m], Math.Sin(angle) * turned[n][m] + Math.Cos(angle) * turned[n + 1][m]);
        Golden.AssertClose(ParticipationRatio.Of(activity).Dimension, ParticipationRatio.Of(turned).Dimension, 1e-9);
    });

    [Fact]
    public void More_neurons_than_inputs_give_what_the_covariance_between_neurons_does()
    {
        double[][] activity = [[1, 2, 4], [3, 1, 0], [0, 5, 1], [2, 2, 3], [7, 1, 1]];
        double[][] centred = [.. activity.Select(row => row.Select(value => value - row.Average()).ToArray())];
        double trace = 0, squares = 0;
        for (int i = 0; i < 5; i++)
            for (int j = 0; j < 5; j++)
            {
                double covariance = centred[i].Zip(centred[j], (a, b) => a * b).Sum();
                squares += covariance * covariance;
                if (i == j) trace += covariance;
            }
        Golden.AssertClose(trace * trace / squares, ParticipationRatio.Of(activity).Dimension, 1e-14);
    }

    [Fact]
    public void Silent_neurons_have_no_dimension_but_count_as_neurons()
    {
        Assert.Equal(new ParticipationRatio(0, 0), ParticipationRatio.Of((double[][])[[.1, .1, .1], [.7, .7, .7]]));
        Assert.Equal(new ParticipationRatio(1, .5), ParticipationRatio.Of((double[][])[[.1, .1, .1], [1, 2, 4]]));
    }

    [Fact]
    public void Activity_that_is_none_is_refused()
    {
        Assert.Throws<ArgumentException>(() => ParticipationRatio.Of([]));
        Assert.Throws<ArgumentException>(() => ParticipationRatio.Of((double[][])[[]]));
        Assert.Contains("Neuron 1 has 1 values", Assert.Throws<ArgumentException>(() => ParticipationRatio.Of((double[][])[[1, 2], [1]])).Message, StringComparison.Ordinal);
        Assert.Contains("Neuron 1 is NaN at input 0", Assert.Throws<ArgumentException>(() => ParticipationRatio.Of((double[][])[[1, 2], [double.NaN, 1]])).Message, StringComparison.Ordinal);
    }
}
