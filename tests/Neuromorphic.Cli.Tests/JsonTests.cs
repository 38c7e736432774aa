using System.Text.Json;
using Neuromorphic.Neurons;
using Neuromorphic.Storage.Data;
using Neuromorphic.Training;
using Xunit;

namespace Neuromorphic.Cli.Tests;

[Collection(ThisProcess.Collection)]
public sealed class JsonTests : IDisposable
{
    readonly Workplace here = new(ThisProcess.Run);

    public void Dispose() => here.Dispose();

    [Fact]
    public void Every_command_prints_one_JSON_value_and_nothing_else()
    {
        JsonElement training = Value($"train cartpole {Configurations.Tiny} --generations 2 --out a --json", progress: "generation 2/2");
        JsonElement resumed = Value("resume a --generations 3 --json", progress: "generation 3/3");
        foreach (JsonElement result in new[] { training, resumed })
        {
            Assert.Equal("cartpole", result.GetProperty("environment").GetString());
            Assert.InRange(result.GetProperty("mean").GetDouble(), 1, 30);
            Assert.Equal(4, result.GetProperty("episodes").GetInt32());
            Assert.Equal("a", result.GetProperty("folder").GetString());
        }
        Assert.Equal([2, 3], new[] { training, resumed }.Select(result => result.GetProperty("generation").GetInt32()));
        JsonElement evaluation = Value("evaluate a --episodes 9 --json");
        Assert.Equal(9, evaluation.GetProperty("episodes").GetInt32());
        Assert.Equal(0, evaluation.GetProperty("failed").GetInt32());
        Assert.InRange(evaluation.GetProperty("mean").GetDouble(), evaluation.GetProperty("min").GetDouble(), evaluation.GetProperty("max").GetDouble());
        Assert.InRange(evaluation.GetProperty("std").GetDouble(), 0, 30);
        Assert.Equal(3, Value("inspect a --json").GetProperty("generation").GetInt32());
        Assert.Equal(EnvironmentRegistry.All.Names, Names("envs"));
        Assert.Equal(StrategyRegistry.All.Names, Names("strategies"));
        Assert.Equal(NeuronRegistry.Names, Names("neurons"));
        Assert.Equal(DataCatalog.All.Select(entry => entry.Name), Names("data list"));
    }

    [Fact]
    public void A_checkpoint_before_the_first_generation_is_JSON_too()
    {
        Value($"train cartpole {Configurations.Tiny} --generations 0 --out a --json");
        Assert.Equal("NaN", Value("inspect a --json").GetProperty("best_fitness").GetString());
        Assert.InRange(Value("evaluate a --json").GetProperty("mean").GetDouble(), 1, 30);
    }

    /// <summary>The one value on standard output; progress is on standard error.</summary>
    JsonElement Value(string arguments, string progress = "")
    {
        Outcome outcome = here.Succeed(arguments);
        Assert.Contains(progress, outcome.Errors, StringComparison.Ordinal);
        return JsonDocument.Parse(outcome.Output).RootElement; // refuses a second value
    }

    IEnumerable<string?> Names(string command) => Value(command + " --json").EnumerateArray().Select(item => item.GetProperty("name").GetString());
}
