using Neuromorphic.Environments;
using Neuromorphic.Envs.Locomotion;
using Neuromorphic.Neurons;
using Neuromorphic.Policies;
using Neuromorphic.Training;
using Xunit;

namespace Neuromorphic.Gpu.Tests;

/// <summary>Robots, whose engine is written for the device when it is asked for.</summary>
public class RobotTests(OpenClDevice opencl) : IClassFixture<OpenClDevice>
{
    // The one in the plane, and the one that moves freely; the others differ from these in numbers alone.
    [Theory]
    [InlineData("hopper"), InlineData("ant")]
    public void Kernels_for_NVIDIA_compute_what_the_source_says(string name)
    {
        IEnvironment environment = LocomotionRegistry.Create(name);
        foreach ((string kernel, string text) in KernelListing.Ptx(environment, SpikingPolicy.Create("lif", environment.Spec, new() { Neurons = 32 })))
            PtxTests.AssertExact(kernel, text);
    }

    [Theory]
    [InlineData("hopper", "gymnasium-v5"), InlineData("half-cheetah"), InlineData("walker2d"), InlineData("ant")]
    public void Robots_give_the_bits_of_the_processor(string name, string variant = "brax")
    {
        Assert.SkipWhen(opencl.Device == null, "There is no OpenCL device.");
        RunConfiguration configuration = LocomotionPresets.Configure(name,
            [new("variant", variant), new("generations", "2"), new("population", "16"), new("step-limit", "50"), new("neurons", "16"), new("evaluation-episodes", "2")]);
        IEnvironment environment = configuration.CreateEnvironment();
        TrainingRun here = TrainingRun.Create(configuration, environment, threads: 2);
        TrainingRun there = TrainingRun.Create(configuration, environment, (made, policy) => DeviceBackend.Create(opencl.Device, made, policy), threads: 2);
        while (here.Trainer.Generation < configuration.Generations) Assert.Equal(here.Trainer.RunGeneration(), there.Trainer.RunGeneration());
        Assert.Equal(here.Trainer.State.Mean, there.Trainer.State.Mean);
        ((IDisposable)there.Backend).Dispose();
    }
}
