using Neuromorphic.Environments;
using Neuromorphic.Envs;
using Neuromorphic.Numerics;
using Neuromorphic.Policies;
using Neuromorphic.Storage;
using Neuromorphic.Tests;
using Neuromorphic.Tests.Policies;
using Neuromorphic.Training;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Neuromorphic.Autodiff.Tests;

/// <summary>A network is the same in torch and in the core's lanes: its numbers, what it does, what is trained.</summary>
public class PolicyModuleTests
{
    const int Steps = 30, Observations = 5, Actions = 3;

    static readonly EnvironmentSpec Environment = new()
    {
        Name = "test",
        Summary = "",
        Source = "",
        ObservationSpace = Box.Uniform(Observations, -10, 10),
        ActionSpace = Box.Uniform(Actions, -1, 1),
        StateSize = 0,
        StepLimit = Steps,
    };

    static readonly SpikingPolicyOptions[] Kinds =
    [
        new(),
        new() { Condition = Condition.Both, SubSteps = 3 },
        new() { Condition = Condition.Weight, Readout = Readout.LeakyIntegrator, Neuron = new() { Reset = -.1 } },
        new() { Learned = ["tau"], Neuron = new() { Integration = Neurons.Integration.ExponentialEuler, Parameterization = Neurons.Parameterization.Direct } },
        new() { Shared = ["tau", "rest"], SharedNetwork = ["resistance"], Neuron = new() { Tau = Neurons.Start.Parse("uniform:2,6"), Threshold = Neurons.Start.Normal(1, .1) } },
    ];

    public static TheoryNames Names => [.. Layers.Neurons];

    [Theory, MemberData(nameof(Names))]
    public void Outputs_are_those_of_the_policy_in_lanes(string neuron)
    {
        foreach (SpikingPolicyOptions kind in Kinds)
        {
            using DisposeScope scope = NewDisposeScope();
            PolicyModule module = new(neuron, Environment, kind with { Neurons = 21, InputScale = 3 }, seed: 4);
            // With few binary digits sums are exact in any order, and spikes cannot differ.
            float[] vector = module.ToVector();
            foreach (ParameterSlice slice in module.Policy.Layout.Slices)
                for (int i = slice.Offset; i < slice.Offset + slice.Count; i++)
                    vector[i] = slice.Name.EndsWith("weight", StringComparison.Ordinal) ? MathF.Round(vector[i] * 64) / 64 : vector[i] + (slice.Scope == ParameterScope.Own ? i : slice.Offset) % 7 * .05f;
            module.Load(vector);
            Assert.Equal(vector, module.ToVector());
            SeededNumbers random = new(9);
            double[][] observations = [.. Enumerable.Range(0, Steps).Select(_ => Enumerable.Range(0, Observations).Select(_ => Math.Round(8 * random.Normal()) / 8).ToArray())];

            double[][] acted = PolicyRunner.Run<Numerics.Scalar>(module.Policy, vector, observations, Actions);
            Tensor outputs = module.forward(tensor([.. observations.SelectMany(row => row)], [Steps, 1, Observations]).to_type(ScalarType.Float32));
            double[] expected = [.. acted.SelectMany(row => row)], actual = Layers.Numbers(outputs.tanh());
            Assert.True(expected.Distinct().Count() > 10);
            for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], 2e-6);
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void What_the_policy_trains_has_gradients_and_nothing_else(string neuron)
    {
        foreach (SpikingPolicyOptions kind in Kinds)
        {
            using DisposeScope scope = NewDisposeScope();
            PolicyModule module = new(neuron, Environment, kind with { Neurons = 21, InputScale = 3 });
            BackwardPass.Run(module.forward(Layers.Currents(Steps, 2, Observations)).square().sum());
            Dictionary<string, Tensor> parameters = module.named_parameters().ToDictionary(entry => entry.name.Replace('.', '/'), entry => (Tensor)entry.parameter);
            Assert.Equal(module.Policy.Layout.Slices.Select(slice => slice.Name).Order(StringComparer.Ordinal), parameters.Keys.Order(StringComparer.Ordinal));
            foreach (ParameterSlice slice in module.Policy.Layout.Slices)
            {
                Tensor parameter = parameters[slice.Name];
                Assert.Equal(slice.Scope == ParameterScope.Own ? slice.Shape.Select(size => (long)size) : [1], parameter.shape);
                Assert.Equal(slice.Trained, parameter.requires_grad);
                if (slice.Name.EndsWith("refractory", StringComparison.Ordinal)) continue; // only compared with
                Assert.Equal(slice.Trained, parameter.grad is not null && Layers.Numbers(parameter.grad).Any(number => number != 0));
            }
        }
    }

    /// <summary>Learns by gradients which way to push, from drawn states; plays in the core's lanes; goes through a checkpoint.</summary>
    [Fact]
    public void A_network_trained_in_torch_plays_in_lanes_and_is_saved_as_a_checkpoint()
    {
        RunConfiguration configuration = ClassicEnvironments.Configure("cartpole", [new("neurons", "64"), new("condition", "both"), new("normalization", "off"), new("seed", "1")]);
        IEnvironment cartPole = configuration.CreateEnvironment();
        TrainingRun run = TrainingRun.Create(configuration, cartPole, threads: 1);
        using DisposeScope scope = NewDisposeScope();
        PolicyModule module = new(configuration.PolicyOptions.Get(SpikingSettings.Neuron), cartPole.Spec, SpikingSettings.Read(cartPole.Spec, configuration.PolicyOptions));
        Assert.Null(module.Policy.Layout.Difference(run.Policy.Layout));
        module.Load(run.Initial);
        double before = Play(run.Initial);

        TorchLoop loop = new();
        optim.Optimizer adam = optim.Adam(module.parameters(), .01);
        manual_seed(1);
        double first = 0, last = 0;
        for (int i = 0; i < 300; i++)
        {
            using TorchStep step = loop.Begin();
            adam.zero_grad();
            Tensor state = randn(1, 64, 4) * tensor([.5f, .7f, .1f, .7f]); // held for five steps
            Tensor target = (state[0] * tensor([.1f, .3f, 2, 1])).sum([1]).gt(0).to_type(ScalarType.Int64);
            Tensor loss = nn.functional.cross_entropy(module.forward(state.expand(5, -1, -1)).view(-1, 2), target.repeat(5));
            BackwardPass.Run(loss);
            adam.step();
            last = loss.item<float>();
            if (i == 0) first = last;
        }
        Assert.InRange(last, 0, .6 * first);
        float[] vector = module.ToVector();

        string file = Path.Combine(Directory.CreateTempSubdirectory("neuromorphic-").FullName, "checkpoint.nmc");
        try
        {
            TrainingState trained = run.Trainer.State.At(vector);
            CheckpointFile.Write(file, new() { Configuration = configuration, State = trained, Program = "test", Created = DateTimeOffset.UnixEpoch });
            Assert.Equal(vector, CheckpointFile.Read(file).State.Mean);
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
        }
        double after = Play(vector);
        Assert.InRange(before, 5, 120);
        Assert.InRange(after, 200, 500);

        double Play(float[] parameters) => EvolutionTrainer.Evaluate(run.Backend, run.EvaluationRequest(parameters, null, episodes: 64, seed: 3)).Mean;
    }

    [Fact]
    public void Wrong_arguments_are_refused_with_what_is_allowed()
    {
        using DisposeScope scope = NewDisposeScope();
        PolicyModule module = new("lif", Environment, new() { Neurons = 7 });
        Assert.Equal("The vector has 3 numbers; the layout has 84.", Assert.Throws<ArgumentException>(() => module.Load([1, 2, 3])).Message);
        Assert.Equal("Observations have the shape [4, 2, 6]; allowed is [steps, batch, 5].", Assert.Throws<ArgumentException>(() => module.forward(zeros(4, 2, 6))).Message);
        Assert.Contains("'liff'", Assert.Throws<ArgumentException>(() => new PolicyModule("liff", Environment, new())).Message, StringComparison.Ordinal);
        Assert.Contains("one hidden layer", Assert.Throws<ArgumentException>(() => new PolicyModule("lif", Environment, new() { Neurons = 3, MoreLayers = [3] })).Message, StringComparison.Ordinal);
    }
}
