using Neuromorphic.Envs;
using Neuromorphic.Evolution;
using Neuromorphic.Neurons;
using Neuromorphic.Policies;
using Neuromorphic.Training;
using Xunit;

namespace Neuromorphic.Tests;

public class ReadmeExampleTests
{
    /// <summary>The code of README.md, line by line.</summary>
    static double Example()
    {
        RunConfiguration configuration = ClassicEnvironments.Configure("cartpole", [new("neurons", "256"), new("seed", "1")]);
        TrainingRun run = TrainingRun.Create(configuration, configuration.CreateEnvironment(), threads: 2);
        while (run.Trainer.Generation < configuration.Generations)
        {
            GenerationReport report = run.Trainer.RunGeneration();
            Console.WriteLine($"generation {report.Generation}: mean return {report.Mean:F1}");
        }
        TrainingState state = run.Trainer.State;
        EvaluationResult result = Trainer.Evaluate(run.Backend, run.EvaluationRequest(state.Mean, state.Scaling, episodes: 100, seed: 7));
        double[] tau = state.Layout.Values(SpikingPolicy.TimeConstant, state.Mean); // steps, one for each neuron
        Console.WriteLine($"{result.Mean:F1} on fresh episodes; time constants from {tau.Min():F2} to {tau.Max():F2} steps");
        return result.Mean;
    }

    [Fact]
    public void The_example_solves_CartPole() => Assert.True(Example() >= 475);

    [Fact]
    public void The_README_shows_the_example_as_it_is_compiled_here()
    {
        string shown = File.ReadAllText(Path.Combine(Repository.Root, "README.md")).Split("```csharp\n")[1].Split("```")[0];
        string[] code = Lines(File.ReadAllText(Path.Combine(Repository.Root, "tests", "Neuromorphic.Tests", "ReadmeExampleTests.cs")));
        string[] expected = [.. Lines(shown).Where(line => !line.StartsWith("using ", StringComparison.Ordinal))];
        Assert.True(expected.Length > 10);
        int first = Array.IndexOf(code, expected[0]);
        Assert.Equal(expected, code.Skip(first).Take(expected.Length));
    }

    [Fact]
    public void The_README_has_a_row_for_everything_that_is_registered()
    {
        string readme = File.ReadAllText(Path.Combine(Repository.Root, "README.md"));
        Assert.All([.. NeuronRegistry.Names, .. ClassicEnvironments.Names, .. StrategyRegistry.All.Names],
            name => Assert.Contains($"`{name}`", readme, StringComparison.Ordinal));
    }

    static string[] Lines(string text) => [.. text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0)];
}
