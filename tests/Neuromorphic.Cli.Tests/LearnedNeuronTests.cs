using Neuromorphic.Expressions;
using Neuromorphic.LearnedNeurons;
using Xunit;

namespace Neuromorphic.Cli.Tests;

/// <summary>LDNN, energy and port-Hamiltonian controllers from the command line: trained, resumed, inspected, evaluated; types from a file.</summary>
[Collection(ThisProcess.Collection)]
public sealed class LearnedNeuronTests : IDisposable
{
    const string Small = "cartpole --population 8 --evaluation-episodes 4 --step-limit 20";

    readonly Workplace here = new(ThisProcess.Run);

    public void Dispose() => here.Dispose();

    [Theory]
    [InlineData("--policy ldnn --neurons 9 --units 3", "types/numbers", "activations.png")]
    [InlineData("--policy ldnn --neurons 9 --units 3 --recurrence full", "hidden1/recurrent", "activations.png")]
    [InlineData("--policy ldnn --neurons 9 --types sin(x);tanh(2*x)", "types/numbers", "config.toml")]
    [InlineData("--policy energy --neurons 5", "map/weight", "config.toml")]
    [InlineData("--policy port-hamiltonian --modes 3", "dissipation", "config.toml")]
    public void A_run_goes_on_and_is_looked_at(string options, string slice, string file)
    {
        here.Succeed($"train {Small} {options} --generations 2 --out whole");
        here.Succeed($"train {Small} {options} --generations 1 --out parted");
        here.Succeed("resume parted --generations 2");
        Assert.Equal(Metrics("whole"), Metrics("parted"));
        Assert.Contains(slice, here.Succeed("inspect parted").Output, StringComparison.Ordinal);
        Assert.Contains("mean return of 3 fresh episodes", here.Succeed("evaluate parted --episodes 3").Output, StringComparison.Ordinal);
        Assert.True(File.Exists(here.At("parted", file)));
    }

    /// <summary>The rows of a run, without what the clock says.</summary>
    string[] Metrics(string run) => [.. File.ReadLines(here.At(run, "metrics.csv")).Select(line => string.Join(',', line.Split(',')[..^2]))];

    [Fact]
    public void Types_of_a_file_are_kept_in_the_run()
    {
        File.WriteAllText(here.At("types.json"), new TypeFile { Types = TypeLearning.Begin(2, Expression.Parse("sin(x)"), .2, 3, seed: 1) }.Write());
        here.Succeed($"train {Small} --generations 2 --policy ldnn --types @types.json --neurons 8 --out a");
        File.Delete(here.At("types.json"));
        here.Succeed("evaluate a --episodes 3");
        here.Succeed("resume a --generations 3");
        Assert.Contains("sin(x) + 0.2*(", File.ReadAllText(here.At("a", "config.toml")), StringComparison.Ordinal);
    }

    [Fact]
    public void Types_are_learned_on_examples_and_used_by_a_controller()
    {
        Outcome outcome = here.Succeed("learn-types function --neurons 6 --units 2 --steps 3 --seed 5 --out types.json");
        Assert.Contains("function: 2 types around sin(x), 3 steps through 60 updates of 6 neurons, seed 5", outcome.Output, StringComparison.Ordinal);
        foreach (string row in (string[])["all types", "type 1 alone", "type 2 alone", "sin(x), not learned"]) Assert.Contains(outcome.Lines, line => line.StartsWith(row, StringComparison.Ordinal));
        Assert.Contains("step 3 of 3  loss ", outcome.Errors, StringComparison.Ordinal);
        Assert.True(File.Exists(here.At("types.png")));
        Assert.Equal("learn-types function --recipe recommended --neurons 6 --seed 5, step 3", TypeFile.Read(here.At("types.json")).Origin);
        Assert.Contains("types.json exists", here.Run("learn-types function --out types.json").Errors, StringComparison.Ordinal);
        here.Succeed($"train {Small} --generations 1 --policy ldnn --types @types.json --neurons 8 --out a");
    }

    [Theory]
    [InlineData("cartpole", "cartpole is no task of examples, from which types are learned.")]
    [InlineData("mnist1", "mnist1d")]
    [InlineData("function --neurons 1", "A layer has 1 neurons for 2 types; allowed is 2 or more, one for each.")]
    [InlineData("function --hamiltonian", "A Hamiltonian network is taught fields: targets as long as inputs, an even number; here are 1 inputs and 1 numbers of a target.")]
    [InlineData("function --base sinn(x)", "There is no operator 'sinn'.")]
    public void What_types_are_not_learned_from_is_named(string arguments, string message)
    {
        Outcome outcome = here.Run($"learn-types {arguments} --out types.json");
        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains(message, outcome.Errors, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(here.At("."), "types.*"));
    }

    [Theory]
    [InlineData("--types @missing.json", "missing.json")]
    [InlineData("--types @wrong.json", "wrong.json: This is no file of neuron types")]
    [InlineData("--types sinn(x)", "sinn")]
    [InlineData("--types sin(x) --form sub-network", "form is sub-network, and types are kept; allowed: chebyshev, table, spline, or mlp with --activation and the formulas.")]
    [InlineData("--method bptt", "Gradients do not reach types that are learned as polynomials; allowed with gradients: --form sub-network, or --types that are kept.")]
    public void What_is_not_allowed_is_named(string options, string message)
    {
        File.WriteAllText(here.At("wrong.json"), "{}");
        Outcome outcome = here.Run($"train cartpole --policy ldnn {options} --out a");
        Assert.NotEqual(0, outcome.ExitCode);
        Assert.Contains(message, outcome.Errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(here.At("a")));
    }
}
