using Neuromorphic.Neurons;
using Neuromorphic.Policies;
using Neuromorphic.Rollouts;
using Neuromorphic.Tests;
using Neuromorphic.Training;
using Xunit;

namespace Neuromorphic.Runs.Tests;

public sealed class ReadmeExampleTests : IDisposable
{
    readonly string folder = Path.Combine(Directory.CreateTempSubdirectory("neuromorphic-").FullName, "run");

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(folder)!, recursive: true);

    [Fact]
    public void The_example_solves_CartPole_and_acts()
    {
        // The code of README.md, line by line.
        RunConfiguration configuration = Run.Configure("cartpole", ("neurons", 256), ("seed", 1)); // or hopper, Hopper-v4, mnist
        RunResult result = Run.Train(configuration, folder, new RunOptions
        {
            OnGeneration = (report, _) => Console.WriteLine($"generation {report.Generation}: mean return {report.Mean:F1}"),
        });
        double[] tau = result.State.Layout.Values(SpikingPolicy.TimeConstant, result.State.Mean); // steps, one for each neuron
        Console.WriteLine($"{result.Evaluation!.Mean:F1} on fresh episodes; time constants from {tau.Min():F2} to {tau.Max():F2} steps");

        Controller controller = Run.Load(folder).Controller(); // acts in an environment that runs elsewhere
        float[] action = controller.Predict([0.01f, 0, -0.02f, 0]);
        Assert.True(result.Evaluation.Mean >= 475);
        Assert.Contains(Assert.Single(action), new[] { 0f, 1f });
    }

    [Fact]
    public void The_README_shows_the_example_as_it_is_compiled_here()
    {
        string shown = File.ReadAllText(Path.Combine(Repository.Root, "README.md")).Split("```csharp\n")[1].Split("```")[0];
        string[] code = Lines(File.ReadAllText(Path.Combine(Repository.Root, "tests", "Neuromorphic.Runs.Tests", "ReadmeExampleTests.cs")));
        string[] expected = [.. Lines(shown).Where(line => !line.StartsWith("using ", StringComparison.Ordinal))];
        Assert.True(expected.Length > 8);
        int first = Array.IndexOf(code, expected[0]);
        Assert.Equal(expected, code.Skip(first).Take(expected.Length));
    }

    [Fact]
    public void The_README_has_a_row_for_everything_that_is_registered()
    {
        string readme = File.ReadAllText(Path.Combine(Repository.Root, "README.md"));
        Assert.All([.. NeuronRegistry.Names, .. EnvironmentRegistry.All.Names.Except([RunTests.Own]), .. StrategyRegistry.All.Names],
            name => Assert.Contains($"`{name}`", readme, StringComparison.Ordinal));
    }

    static string[] Lines(string text) => [.. text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0)];
}
