using Xunit;

namespace Neuromorphic.Cli.Tests;

/// <summary>What cannot be done is refused in words: exit code 2 for what is not understood or not allowed and 1 for what fails, the reason on standard error, no stack, no folder left behind.</summary>
[Collection(ThisProcess.Collection)]
public sealed class RefusalTests : IDisposable
{
    readonly Workplace here = new(ThisProcess.Run);

    public void Dispose() => here.Dispose();

    [Theory]
    [InlineData("train carpole", "There is no environment 'carpole'; there are acrobot, ant, cartpole,"), InlineData("train carpole", "walker2d. Did you mean 'cartpole'?")]
    [InlineData("train cartpole --steps 3", "cartpole, spiking and pgpe have no setting 'steps'; memory-length, memory-size have it.")]
    [InlineData("train memory-length --mode long", "mode is 'long'; allowed: bsuite-compatible, paper.")]
    [InlineData("train memory-size --bits 1000", "memory-size takes bits from 1 to 40, not 1000.")]
    [InlineData("train cartpole --strategy pso", "strategy is 'pso'; allowed: ars, bptt, cma-es, openai-es, pgpe, sep-cma-es, snes.")]
    [InlineData("train cartpole --strategy snes --optimizer adam", "cartpole, spiking and snes have no setting 'optimizer'; bptt, openai-es, pgpe have it.")]
    [InlineData("train cartpole --strategy cma-es", "cma-es keeps a covariance of every pair and takes up to 3000 trained numbers, not 4096; sep-cma-es")]
    [InlineData("train cartpole --method sgd", "method is 'sgd'; allowed: es, bptt.")]
    [InlineData("train cartpole --method bptt --population 8", "cartpole, spiking and bptt have no setting 'population'; ars, cma-es, openai-es, pgpe, sep-cma-es, snes have it.")]
    [InlineData("train cartpole --method bptt --sigma 1", "cartpole, spiking and bptt have no setting 'sigma'; ars, cma-es,")]
    [InlineData("train cartpole --method bptt --episodes 4", "bptt has no episodes, which is for members of a generation; allowed: the default.")]
    [InlineData("train cartpole --policy mlp --activation x*sigmid(x)", "There is no operator 'sigmid'. Did you mean 'sigmoid'? (position 3 of 'x*sigmid(x)')")]
    [InlineData("train cartpole --policy mlp --activation max(x", "This bracket is not closed. (position 4 of 'max(x')")]
    [InlineData("train cartpole --policy mlp --activation max(x)", "max takes 2 arguments, not 1.")]
    [InlineData("train cartpole --policy mlp --activation x+x1", "activation is 'x + x1', a function of 2 inputs; allowed: a function of x.")]
    [InlineData("train function --target log(x)", "target is 'log(x)', which is NaN at (")]
    [InlineData("train cartpole --method bptt --optimizer lion", "optimizer is 'lion'; allowed: adam, clipup, sgd.")]
    [InlineData("train cartpole --method bptt --surrogate step", "surrogate is 'step'; allowed: atan,")]
    [InlineData("train cartpole --method bptt --warmup 1", "warmup is '1'; allowed: 0 to below 1.")]
    [InlineData("train cartpole --method bptt --discount 1.1", "discount is '1.1'; allowed: 0 to 1.")]
    [InlineData("train cartpole --method bptt --schedule step", "schedule is 'step'; allowed: constant, linear, cosine.")]
    [InlineData("train cartpole --method bptt --sub-steps 12345678", "sub-steps is '12345678'; allowed: 1 to 100000.")]
    [InlineData("train mnist --steps 3", "mnist, spiking and pgpe have no setting 'steps'; memory-length, memory-size have it.")]
    [InlineData("train mnist --step-limit 3", "step-limit has no effect here: it is for tasks of episodes; how long an example is seen is --sub-steps.")]
    [InlineData("train cartpole --neuron izhikevich", "neuron is 'izhikevich'; allowed: adaptive-lif, adaptive-lif-ternary, current-lif, lif, lif-ternary, refractory-lif.")]
    [InlineData("train cartpole --learned mass", "The neuron has no parameter 'mass'; it has tau, threshold, rest, resistance.")]
    [InlineData("train cartpole --shared treshold", "The neuron has no parameter 'treshold'; it has tau, threshold, rest, resistance. Did you mean 'threshold'?")]
    [InlineData("train cartpole --shared tau --shared-network tau", "tau is to be one number for a layer (shared) and one for the network (shared-network); allowed is one of them.")]
    [InlineData("train cartpole --adaptation 2", "cartpole, spiking and pgpe have no setting 'adaptation'; adaptive-lif, adaptive-lif-ternary have it.")]
    [InlineData("train cartpole --tau lognormal:3", "tau is 'lognormal:3'; allowed: above 1, or normal:mean,sd, lognormal:mu,sigma, uniform:low,high, sample:a,b,..., cells:class,ms-of-a-step, values:a,b,... or @file.csv.")]
    [InlineData("train cartpole --tau 0.5", "tau is '0.5'; allowed: above 1, or normal:mean,sd,")]
    [InlineData("train cartpole --neurons 3 --tau values:2,3", "tau has 2 values; allowed: 3, one for each neuron.")]
    [InlineData("train cartpole --tau uniform:-3,-2", "hidden/tau begins as uniform:-3,-2, of which 1000 draws gave nothing that is allowed: above 1.")]
    [InlineData("train cartpole --tau @missing.csv", "tau is @missing.csv, and there is no such file.")]
    [InlineData("train cartpole --sigma -1", "sigma is '-1'; allowed: above 0.")]
    [InlineData("train cartpole --sigma nan", "sigma is 'nan'; allowed: above 0.")]
    [InlineData("train cartpole --population 3", "population is 3; allowed is an even number from 2.")]
    [InlineData("train cartpole --neurons 12,5", "neurons is '12,5'; allowed: 1 or more.")]
    [InlineData("train cartpole --momentum 1", "momentum is '1'; allowed: 0 to below 1.")]
    [InlineData("train cartpole --seed -1", "seed is '-1'; allowed: 0 to 2^64 - 1.")]
    [InlineData("train cartpole --neurons 2000000000", "An array of 2000000000 x 4 has 8,000,000,000 numbers, more than the 2,147,483,591 that there can be; choose fewer neurons or layers.")]
    [InlineData("train cartpole --neurons 430000000", "The controller has 4,300,000,000 numbers, more than the 2,147,483,591 that there can be; choose fewer neurons or layers.")]
    [InlineData("train cartpole --policy mlp --neurons 65536", "An array of 65536 x 65536 has 4,294,967,296 numbers, more than the 2,147,483,591 that there can be; choose fewer neurons or layers.")]
    [InlineData("train cartpole --neurons 100000000", " members needs "), InlineData("train cartpole --layers 1000000", "layers is '1000000'; allowed: 1 to 256.")]
    [InlineData("train cartpole --population 2000000000", "population is '2000000000'; allowed: 2 to 10000000.")]
    [InlineData("train cartpole --generations 2000000000", "The checkpoints of the training would come to 120.0 GB, and one has at most 2.1 GB, for it is written and read in one piece; choose fewer neurons, layers or generations.")]
    [InlineData("train cartpole --rest 1e300", "or @file.csv. float32 does not hold it."), InlineData("train cartpole --resistance 1e39", "or @file.csv. float32 does not hold it."), InlineData("train cartpole --rest 1e-60", "float32 rounds it to 0.")]
    [InlineData("train cartpole --threshold values:1e-60,1 --neurons 2", "float32 rounds it to 0."), InlineData("train cartpole --rest normal:0,1e-60", "float32 rounds it to 0."), InlineData("train cartpole --tau 1.000000001", "tau is '1.000000001'; allowed: above 1, or ")]
    [InlineData("train cartpole --sigma 1e39", "sigma is '1e39'; allowed: above 0. float32 does not hold it."), InlineData("train cartpole --sigma 1e-60", "sigma is '1e-60'; allowed: above 0. float32 rounds it to 0.")]
    [InlineData("train cartpole --input-scale 1e-60", "input-scale is '1e-60'; allowed: above 0. float32 rounds it to 0."), InlineData("train cartpole --reset 1e39", "reset is '1e39'; allowed: a number. float32 does not hold it.")]
    [InlineData("train cartpole --readout leaky-integrator --readout-tau .4", "readout-tau is 0.4 steps, which max(x, 1.001) never gives; allowed: 1.001 or more.")]
    [InlineData("train cartpole --learned ,", "learned is ','; allowed: parameter names joined by commas."), InlineData("train cartpole --shared tau,,rest", "shared is 'tau,,rest'; allowed: parameter names joined by commas.")]
    [InlineData("train cartpole --method bptt --strategy pgpe", "method is 'bptt', but strategy is 'pgpe'; allowed: one of them, for method is only short for a strategy."), InlineData("train cartpole --method es --strategy bptt", "method is 'es', but strategy is 'bptt'")]
    [InlineData("train cartpole --surrogate sigmoid", "have no setting 'surrogate'"), InlineData("train cartpole --loss mean-squared-error", "have no setting 'loss'"), InlineData("train cartpole --batch 8", "have no setting 'batch'")]
    [InlineData("train cartpole --method bptt --loss mean-squared-error", "loss has no effect here: it is for tasks of classes, such as images.")]
    [InlineData("train cartpole --method bptt --exploration 3", "exploration has no effect here: it is for actions in a box."), InlineData("train pendulum --method bptt --entropy 3", "entropy has no effect here: it is for actions that are one of a few.")]
    [InlineData("train mnist --method bptt --discount .5", "discount has no effect here: it is for tasks of episodes with rewards."), InlineData("train cartpole --readout-tau 5", "readout-tau has no effect here: it is for --readout leaky-integrator.")]
    [InlineData("train cartpole --device gpu", "There is no kind of device 'gpu'; allowed: cpu, cuda, opencl, or one of them with a number, such as cuda:1.")]
    [InlineData("train cartpole --policy mlp --tau 3", "cartpole, mlp and pgpe have no setting 'tau'; adaptive-lif, adaptive-lif-ternary, current-lif, lif, lif-ternary, refractory-lif have it.")]
    [InlineData("train cartpole --bits 3", "cartpole, spiking and pgpe have no setting 'bits'; memory-size has it.")]
    [InlineData("train cartpole --slope 3", "cartpole, spiking and pgpe have no setting 'slope'; atan, fast-sigmoid, gaussian, sigmoid, straight-through, triangle have it.")]
    [InlineData("data get cifar", "There is no data set 'cifar'; valid names: allen-cell-types, fashion-mnist, mnist, neuroelectro")]
    public void A_mistake_on_the_command_line_is_named(string arguments, string reason)
    {
        AssertRefused(here.Run(arguments), reason, exitCode: 2);
        Assert.Empty(Directory.GetFileSystemEntries(here.Folder));
    }

    [Theory]
    [InlineData("train cartpole --method bptt --step-limit 2000000000", " GB are free; choose fewer neurons, layers, members, episodes, steps or threads.")]
    [InlineData("train cartpole --device cuda:99", "There is no device 'cuda:99'")]
    [InlineData("evaluate missing", "There is no file or folder missing; name the folder of a run, or a checkpoint file.")]
    [InlineData("resume .", "The folder . holds no checkpoint.msgpack; name the folder of a run, or a checkpoint file.")]
    public void What_is_asked_for_and_cannot_be_had_is_named(string arguments, string reason)
    {
        AssertRefused(here.Run(arguments), reason);
        Assert.Empty(Directory.GetFileSystemEntries(here.Folder));
    }

    [Fact]
    public void A_lane_width_that_does_not_exist_is_named()
    {
        AssertRefused(here.Run("train cartpole", ("NEUROMORPHIC_LANES", "3")), "NEUROMORPHIC_LANES is '3'; allowed are 1, 8 and 16.", exitCode: 2);
        Assert.Empty(Directory.GetFileSystemEntries(here.Folder));
    }

    [Fact]
    public void What_does_not_fit_in_memory_is_refused_before_it_is_asked_for()
    {
        // The runtime then has 100 MB and no more.
        Outcome outcome = here.Run("train cartpole --neurons 200000", ("DOTNET_GCHeapHardLimit", "6000000"));
        AssertRefused(outcome, "error: The training needs ");
        Assert.Matches(@"needs \d+(\.\d GB| MB) of memory, \d+ MB are free; choose fewer neurons, layers, members, episodes, steps or threads\.", outcome.Errors);
        Assert.Empty(Directory.GetFileSystemEntries(here.Folder));
    }

    [Fact]
    public void A_folder_that_holds_a_run_is_not_written_over()
    {
        here.Succeed($"train cartpole {Configurations.Tiny} --generations 1 --out a");
        SortedDictionary<string, byte[]> before = here.Contents("a");
        AssertRefused(here.Run($"train cartpole {Configurations.Tiny} --generations 2 --out a"), "a holds a run already; continue it, or choose another folder. To continue: ");
        Assert.Equal(before, here.Contents("a"));
    }

    [Fact]
    public void A_damaged_or_newer_checkpoint_is_refused_by_every_command_and_stays_as_it_is()
    {
        here.Succeed($"train cartpole {Configurations.Tiny} --generations 1 --out a");
        string path = here.At("a", "checkpoint.msgpack");
        byte[] good = File.ReadAllBytes(path);
        foreach ((byte[] bad, string reason) in new[]
        {
            (CheckpointBytes.Damaged(good), "damaged: the checksum of its content differs."),
            (good[..^1], "truncated"),
            (CheckpointBytes.OfVersion(good, 3), "newer: it has format version 3, this program reads up to 2; update the program."),
            ("seed = 1\n"u8.ToArray(), "not a checkpoint"),
        })
        {
            File.WriteAllBytes(path, bad);
            SortedDictionary<string, byte[]> before = here.Contents("a");
            foreach (string command in new[] { "resume", "evaluate", "inspect" }) AssertRefused(here.Run($"{command} a"), $"{Path.Combine("a", "checkpoint.msgpack")}: {reason}");
            Assert.Equal(before, here.Contents("a"));
        }
    }

    internal static void AssertRefused(Outcome outcome, string reason, int exitCode = 1)
    {
        Assert.Equal((exitCode, ""), (outcome.ExitCode, outcome.Output));
        Assert.Contains(reason, outcome.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", outcome.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", outcome.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("System.", outcome.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("(Parameter", outcome.Errors, StringComparison.Ordinal);
    }
}
