using System.Text.RegularExpressions;
using Neuromorphic.Environments;
using Neuromorphic.Envs;
using Neuromorphic.Expressions;
using Neuromorphic.Neurons;
using Neuromorphic.Policies;
using Xunit;

namespace Neuromorphic.Gpu.Tests;

public partial class PtxTests
{
    public static TheoryData<string, string> Pairs =>
        [.. from environment in ClassicEnvironments.Names where ClassicEnvironments.Create(environment) is not ISupervisedTask from policy in (string[])["lif", "mlp"] select (environment, policy)];

    [Theory, MemberData(nameof(Pairs))]
    public void Kernels_for_NVIDIA_compute_what_the_source_says(string environment, string policy)
    {
        IEnvironment made = ClassicEnvironments.Create(environment);
        Policy controller = policy == "mlp" ? MlpPolicy.Create(made.Spec, new() { Neurons = 32, Activations = [Expression.Parse("tanh"), Expression.Parse("P0*sin(P1*x)")] }) : SpikingPolicy.Create(policy, made.Spec, new() { Neurons = 32 });
        foreach ((string name, string text) in KernelListing.Ptx(made, controller)) AssertExact(name, text);
    }

    [Theory]
    [InlineData("lif-ternary"), InlineData("adaptive-lif"), InlineData("adaptive-lif-ternary"), InlineData("current-lif"), InlineData("refractory-lif")]
    public void Every_neuron_compiles(string neuron)
    {
        IEnvironment environment = ClassicEnvironments.Create("cartpole");
        NeuronOptions options = new() { ThresholdRule = ThresholdRule.Above, Integration = Integration.ExponentialEuler, Parameterization = Parameterization.Direct, Reset = 0 };
        Policy policy = SpikingPolicy.Create(neuron, environment.Spec, new() { Neurons = 32, SubSteps = 4, Readout = Readout.LeakyIntegrator, Condition = Condition.Both, Neuron = options });
        foreach ((string name, string text) in KernelListing.Ptx(environment, policy)) AssertExact(name, text);
    }

    [Fact]
    public void Layers_and_recurrent_weights_compile()
    {
        IEnvironment environment = ClassicEnvironments.Create("cartpole");
        Policy policy = SpikingPolicy.Create("adaptive-lif", environment.Spec, new() { Neurons = 16, MoreLayers = [16, 16], Recurrent = true, Condition = Condition.Both, Readout = Readout.LeakyIntegrator });
        foreach ((string name, string text) in KernelListing.Ptx(environment, policy)) AssertExact(name, text);
    }

    // Double precision occurs where whole numbers of an environment's options are added, which is exact.

    /// <summary>No library, nothing approximate or flushed to zero, nothing that the driver may fuse, and no memory of a thread's own where a register should be.</summary>
    internal static void AssertExact(string kernel, string ptx)
    {
        Assert.Contains(".entry", ptx, StringComparison.Ordinal);
        Match found = Inexact().Match(ptx);
        Assert.False(found.Success, $"The kernel '{kernel}' has {found.Value}.");
    }

    [GeneratedRegex(@"\.extern|\.approx|\.ftz|\.full|(mul|add|sub|div|mad)\.f32|(ld|st)\.local|\bcall\b")]
    private static partial Regex Inexact();
}
