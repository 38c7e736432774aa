using Neuromorphic.Environments;
using Neuromorphic.Envs;
using Neuromorphic.Evolution;
using Neuromorphic.Neurons;
using Neuromorphic.Numerics;
using Neuromorphic.Policies;
using Neuromorphic.Rollouts;
using Neuromorphic.Training;
using Xunit;

namespace Neuromorphic.Gpu.Tests;

/// <summary>The first OpenCL device, or none: then tests skip, or fail where NEUROMORPHIC_REQUIRE_OPENCL is set.</summary>
public sealed class OpenClDevice : IDisposable
{
    public OpenClDevice() => Assert.True(Device != null || Environment.GetEnvironmentVariable("NEUROMORPHIC_REQUIRE_OPENCL") == null, "There is no OpenCL device, and NEUROMORPHIC_REQUIRE_OPENCL asks for one.");

    public DeviceAccelerator? Device { get; } = DeviceAccelerator.List().FirstOrDefault(device => device.Name.StartsWith("opencl", StringComparison.Ordinal)) is { } found ? DeviceAccelerator.Open(found.Name) : null;

    public void Dispose() => Device?.Dispose();
}

public class OpenClTests(OpenClDevice opencl) : IClassFixture<OpenClDevice>
{
    [Fact]
    public void Thirty_generations_of_CartPole_give_the_bits_of_the_processor() => SameBits("cartpole", "--generations 30 --evaluate-every 10");

    [Theory]
    [InlineData("acrobot"), InlineData("mountain-car"), InlineData("mountain-car-continuous"), InlineData("pendulum"), InlineData("memory-size")]
    [InlineData("memory-length", "--mode paper --steps 5"), InlineData("memory-length", "--randomness common --strategy snes")]
    [InlineData("cartpole", "--policy mlp --neurons 16"), InlineData("cartpole", "--policy mlp --neurons 20 --activation tanh;x*sigmoid(P0*x);P1*sin(P0*x)"), InlineData("cartpole", "--condition weight"), InlineData("cartpole", "--condition both --neurons 32")]
    [InlineData("cartpole", "--neuron adaptive-lif-ternary --sub-steps 3 --readout leaky-integrator --parameterization direct --threshold-rule above --integration exponential-euler --reset 0")]
    [InlineData("cartpole", "--neuron current-lif"), InlineData("cartpole", "--neuron refractory-lif --reset-rule subtract")]
    [InlineData("cartpole", "--layers 2 --recurrence full --neurons 8"), InlineData("cartpole", "--layers 3 --neurons 8 --condition both")]
    [InlineData("cartpole", "--shared tau,threshold"), InlineData("cartpole", "--layers 2 --neurons 8 --shared tau --shared-network rest --tau lognormal:1,0.3 --learned tau,rest")]
    [InlineData("cartpole", "--policy mlp --neurons 12 --activation tanh;P0*relu(x);sin --selection gumbel"), InlineData("cartpole", "--policy mlp --neurons 12 --activation tanh;relu --selection softmax --strategy snes")]
    [InlineData("cartpole", "--policy ldnn --neurons 9 --units 3 --recurrence full"), InlineData("cartpole", "--policy ldnn --neurons 9 --types sin(x);tanh(2*x) --form spline"), InlineData("cartpole", "--policy energy --neurons 9"), InlineData("cartpole", "--policy port-hamiltonian")]
    [InlineData("cartpole", "--learned tau,threshold"), InlineData("cartpole", "--strategy cma-es --neurons 8"), InlineData("cartpole", "--episodes 3 --episode-sampling antithetic")]
    public void Other_tasks_and_controllers_give_the_bits_of_the_processor(string environment, string options = "") =>
        SameBits(environment, "--generations 3 --population 48 --step-limit 60 --evaluate-every 2 --evaluation-episodes 20 " + (options.Contains("--neurons", StringComparison.Ordinal) ? "" : "--neurons 50 ") + options);

    [Theory]
    [InlineData("cartpole", ""), InlineData("cartpole", "--sub-steps 3"), InlineData("cartpole", "--readout leaky-integrator"), InlineData("cartpole", "--condition both --neuron adaptive-lif")]
    [InlineData("pendulum", "--readout leaky-integrator"), InlineData("cartpole", "--policy mlp"), InlineData("cartpole", "--policy mlp --activation relu;P0*gelu(x)")]
    public void Threads_that_share_an_individual_give_the_bits_of_the_processor(string environment, string options) =>
        SameBits(environment, "--neurons 50 --generations 3 --population 30 --step-limit 60 --evaluate-every 2 --evaluation-episodes 10 " + options, new(4, 4));

    [Fact]
    public void What_does_not_fit_is_refused_with_what_would()
    {
        Assert.SkipWhen(opencl.Device == null, "There is no OpenCL device.");
        IEnvironment environment = ClassicEnvironments.Create("cartpole");
        Policy policy = SpikingPolicy.Create("lif", environment.Spec, new() { Neurons = 64 });
        using DeviceBackend backend = DeviceBackend.Create(opencl.Device, environment, policy);
        float[] vector = policy.Layout.InitialVector(0);
        RolloutRequest request = new()
        {
            Candidates = new RepeatedCandidate(vector[..policy.Layout.TrainedCount], 400_000_000),
            Vector = vector,
            Seed = 0,
            Purpose = RandomPurpose.Evaluation,
            Generation = 0,
            StepLimit = 1,
        };
        string message = Assert.Throws<DeviceException>(() => backend.Evaluate(request, collect: false)).Message;
        Assert.Matches("^400000000 individuals with 256 numbers each pass the index of a buffer; allowed are 8388607 individuals.$", message);
    }

    void SameBits(string environment, string options, TeamShape? shape = null)
    {
        Assert.SkipWhen(opencl.Device == null, "There is no OpenCL device.");
        RunConfiguration configuration = ClassicEnvironments.Configure(environment, Pairs(options));
        IEnvironment made = configuration.CreateEnvironment();
        TrainingRun here = TrainingRun.Create(configuration, made, threads: 2);
        TrainingRun there = TrainingRun.Create(configuration, made, (environment, policy) => DeviceBackend.Create(opencl.Device, environment, policy, shape), threads: 2);
        while (here.Trainer.Generation < configuration.Generations)
        {
            GenerationReport expected = here.Trainer.RunGeneration(), actual = there.Trainer.RunGeneration();
            Assert.Equal(expected, actual);
        }
        Assert.Equal(here.Trainer.State.Mean, there.Trainer.State.Mean);
        ((IDisposable)there.Backend).Dispose();
    }

    static IEnumerable<KeyValuePair<string, string>> Pairs(string options)
    {
        string[] words = options.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        for (int i = 0; i < words.Length; i += 2) yield return new(words[i][2..], words[i + 1]);
    }
}
