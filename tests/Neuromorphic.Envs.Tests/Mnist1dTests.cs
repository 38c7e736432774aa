using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using Neuromorphic.Environments;
using Neuromorphic.Registries;
using Neuromorphic.Training;
using Xunit;

namespace Neuromorphic.Envs.Tests;

/// <summary>The generated signals are the published ones.</summary>
public class Mnist1dTests
{
    static readonly JsonElement Golden = GoldenTrajectories.Read("mnist1d.json");
    static readonly Mnist1dSignals Published = Mnist1dSignals.Generate(5000, 42);
    static readonly ImageClassification Task = Mnist1d.Create();

    static double[][] Rows(string name) => [.. Golden.GetProperty(name).EnumerateArray().Select(GoldenTrajectories.Doubles)];
    static int[] Counts(string name) => [.. Golden.GetProperty(name).EnumerateArray().Select(item => item.GetInt32())];
    static string Hash(string name) => Golden.GetProperty("sha256").GetProperty(name).GetString()!;

    [Fact]
    public void The_templates_are_those_of_the_reference()
    {
        double[][] expected = Rows("templates");
        Assert.Equal(Mnist1dSignals.Classes, expected.Length);
        for (int digit = 0; digit < expected.Length; digit++)
            foreach ((double value, double actual) in expected[digit].Zip(Mnist1dSignals.Template(digit))) Assert.Equal(value, actual, 1e-15);
    }

    [Fact]
    public void The_first_signals_are_the_published_ones_to_1e_12()
    {
        double[][] expected = Rows("first_signals");
        Assert.Equal(8, expected.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(Golden.GetProperty("first_digits")[i].GetInt32(), Published.Digit(i));
            foreach ((double value, double actual) in expected[i].Zip(Published.Signal(i).ToArray())) Assert.Equal(value, actual, 1e-12);
        }
    }

    [Theory]
    [InlineData("train", 4000), InlineData("test", 1000)]
    public void Every_value_is_the_published_one_as_float32_and_every_digit(string part, int count)
    {
        IExamples examples = part == "train" ? Task.Training : Task.Test;
        Assert.Equal((count, 40), (examples.Count, examples.InputSize));
        float[] values = new float[count * 40];
        byte[] digits = new byte[count];
        for (int i = 0; i < count; i++)
        {
            examples.Read(i, values.AsSpan(i * 40, 40));
            digits[i] = (byte)examples.Label(i);
        }
        Assert.Equal(Hash(part + "_digits"), Convert.ToHexStringLower(SHA256.HashData(digits)));
        Assert.Equal(Hash(part + "_float32"), Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(values.AsSpan()))));
        Assert.Equal(Counts("class_counts_" + part), Enumerable.Range(0, 10).Select(digit => digits.Count(of => of == digit)));
    }

    [Theory]
    [InlineData(10, 42u), InlineData(1000, 7u), InlineData(10_000, 42u)]
    public void Any_number_of_signals_has_every_digit_as_often_and_mean_0_and_deviation_1(int count, uint seed)
    {
        Mnist1dSignals signals = Mnist1dSignals.Generate(count, seed);
        Assert.Equal(Enumerable.Repeat(count / 10, 10), Enumerable.Range(0, 10).Select(digit => Enumerable.Range(0, count).Count(i => signals.Digit(i) == digit)));
        double[] all = [.. Enumerable.Range(0, count).SelectMany(i => signals.Signal(i).ToArray())];
        Assert.Equal(0, all.Average(), 1e-12);
        Assert.Equal(1, all.Average(value => value * value), 1e-12);
    }

    [Fact]
    public void Another_seed_gives_other_signals() => Assert.NotEqual(Mnist1dSignals.Generate(10, 1).Signal(0).ToArray(), Mnist1dSignals.Generate(10, 2).Signal(0).ToArray());

    [Fact]
    public void It_is_a_sound_environment_also_by_likelihood()
    {
        Assert.Empty(EnvironmentChecker.Check(Mnist1d.Create(100, 1)));
        Assert.Empty(EnvironmentChecker.Check(Mnist1d.Create(100, 1, ClassificationFitness.LogLikelihood)));
    }

    [Theory]
    [InlineData("samples", "5003"), InlineData("samples", "0"), InlineData("samples", "-10"), InlineData("samples", "1000010"), InlineData("data-seed", "-1")]
    public void An_impossible_setting_is_refused_with_what_is_allowed(string name, string value)
    {
        ClassicEnvironments.Register();
        Setting setting = EnvironmentRegistry.All.Find("mnist1d").Settings.Single(setting => setting.Name == name);
        string allowed = name == "samples" ? "a multiple of 10 from 10 to 1000000" : "0 or more";
        Assert.Equal($"{name} is '{value}'; allowed: {allowed}.", Assert.Throws<ArgumentException>(() => setting.Check(value)).Message);
    }

    [Fact]
    public void Settings_reach_the_signals_and_the_outline_is_the_tasks()
    {
        ClassicEnvironments.Register();
        RunConfiguration configuration = Settings.Configure("mnist1d", [new("samples", "200"), new("data-seed", "3"), new("fitness", "accuracy")]);
        ImageClassification made = (ImageClassification)configuration.CreateEnvironment();
        Assert.Equal((160, 40), (made.Training.Count, made.Test.Count));
        Mnist1dSignals signals = Mnist1dSignals.Generate(200, 3);
        float[] last = new float[40];
        made.Test.Read(39, last);
        Assert.Equal(Array.ConvertAll(signals.Signal(199).ToArray(), value => (float)value), last);
        TaskFacts outline = EnvironmentRegistry.All.Find("mnist1d").Describe(configuration.EnvironmentOptions);
        Assert.Equal(TaskFacts.Of(made).Learned, outline.Learned);
        Assert.Equal(made.Spec.ActionSpace.ToString(), outline.Spec.ActionSpace.ToString());
    }
}
