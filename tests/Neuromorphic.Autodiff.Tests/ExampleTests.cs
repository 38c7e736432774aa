using Neuromorphic.Gradients;
using Neuromorphic.Tests;
using TorchSharp;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;

namespace Neuromorphic.Autodiff.Tests;

public class ExampleTests
{
    /// <summary>The code of docs/torch.md, line by line.</summary>
    static double[] Example(IEnumerable<(Tensor, Tensor)> batches)
    {
        TorchLoop loop = new(threads: 1);
        Linear first = nn.Linear(100, 1000), last = nn.Linear(1000, 10);
        NeuronLayer neurons = new("lif", 1000, new() { Surrogate = "atan", Reset = ResetGradient.Detached });
        var adam = optim.Adam([.. first.parameters(), .. neurons.parameters(), .. last.parameters()]);
        foreach ((Tensor input, Tensor target) in batches) // input [steps, batch, 100]
        {
            using TorchStep step = loop.Begin();           // frees what the step makes, and nothing before
            adam.zero_grad();
            Tensor spikes = neurons.forward(first.forward(input));
            BackwardPass.Run(nn.functional.cross_entropy(last.forward(spikes).mean([0]), target));
            adam.step();
        }
        double[] tau = neurons.Values("tau");              // steps, one for each neuron
        return tau;
    }

    [Fact]
    public void The_example_makes_homogeneous_neurons_heterogeneous()
    {
        using DisposeScope scope = NewDisposeScope();
        manual_seed(1);
        double[] tau = Example(Enumerable.Range(0, 5).Select(_ => (rand(20, 8, 100) * 4, randint(0, 10, 8))));
        Assert.Equal(1000, tau.Length);
        Assert.All(tau, value => Assert.InRange(value, 1.5, 2.5)); // began at 2
        Assert.True(tau.Distinct().Count() > 500);
    }

    [Fact]
    public void The_documentation_shows_the_example_as_it_is_compiled_here()
    {
        string shown = File.ReadAllText(Path.Combine(Repository.Root, "docs", "torch.md")).Split("```csharp\n")[1].Split("```")[0];
        string[] code = Lines(File.ReadAllText(Path.Combine(Repository.Root, "tests", "Neuromorphic.Autodiff.Tests", "ExampleTests.cs"))), expected = Lines(shown);
        Assert.True(expected.Length > 10);
        Assert.Equal(expected, code.Skip(Array.IndexOf(code, expected[0])).Take(expected.Length));
    }

    static string[] Lines(string text) => [.. text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0)];
}
