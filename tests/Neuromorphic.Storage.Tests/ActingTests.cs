using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Neuromorphic.Environments;
using Neuromorphic.Envs;
using Neuromorphic.Envs.Locomotion;
using Neuromorphic.Expressions;
using Neuromorphic.Neurons;
using Neuromorphic.Numerics;
using Neuromorphic.Rollouts;
using Neuromorphic.Tests;
using Neuromorphic.Tests.Training;
using Neuromorphic.Training;
using Xunit;

namespace Neuromorphic.Storage.Tests;

/// <summary>docs/python, which reads checkpoints and acts, beside the program: the same observations, the same actions.</summary>
public sealed class ActingTests : IDisposable
{
    const int Steps = 60;
    const string Mlp = "policy mlp neurons 9 ";

    /// <summary>Plays what was recorded, after a beginning that the reset has to forget.</summary>
    const string Script = """
        import json, sys
        import numpy as np
        sys.path.insert(0, sys.argv[1])
        import neuromorphic
        for case in json.load(open(sys.argv[2])):
            policy = neuromorphic.load(case["Checkpoint"], case["Which"], getattr(neuromorphic, case["Action"]) if case["Action"] else None)
            observations = np.fromfile(case["Observations"], "<f4").reshape(case["Steps"], -1)
            for observation in observations[-5:]:
                policy(observation)
            policy.reset()
            actions = [policy(observation) for observation in observations]
            np.asarray(actions, "<f4").tofile(case["Actions"])
        """;

    /// <summary>Neurons that differ, such that they fire now and then whatever they see.</summary>
    const string Varied = "tau uniform:2,6 threshold uniform:0.1,0.8 rest normal:0,0.2 resistance lognormal:0,0.5";

    static ActingTests()
    {
        ClassicEnvironments.Register();
        LocomotionRegistry.Register();
    }

    readonly string directory = Directory.CreateTempSubdirectory("neuromorphic-").FullName;

    int files, turn;

    public void Dispose() => Directory.Delete(directory, recursive: true);

    sealed record Case(string Checkpoint, string Which, string? Action, string Observations, string Actions, int Steps);

    sealed record Recorded(string Name, Case Case, Episode Episode)
    {
        /// <summary>How far a number of an action may be from the program's.</summary>
        public double Tolerance { get; init; }
    }

    [Fact]
    public void A_checkpoint_acts_in_Python_as_in_the_program()
    {
        string python = Python.With("numpy, msgpack");
        List<Recorded> spiking =
        [
            .. Spiking().Select(kind => Play(kind.Environment, kind.Settings, 0)),
            .. ((string[])["es", "cma-es", "bptt", "recurrent", "sep-cma-es", "snes"]).Select(PlayVersion1),
        ];
        Assert.All(spiking, recorded => Assert.True(recorded.Episode.Recording.Spikes.Any(step => step.Any(spike => spike != 0)), $"{recorded.Name}: no neuron fires"));
        Compare(python,
        [
            .. spiking,
            .. Exact().Select(kind => Play(kind.Environment, Mlp + kind.Settings, 0)),
            PlayVersion1("mlp"),
            .. Rounded().Select(activation => Play("pendulum", $"{Mlp}activation {activation} normalization running layers 1", 1e-6)),
        ]);
    }

    [Fact]
    public void What_Python_does_not_know_it_names()
    {
        const string Try = """
            import sys
            sys.path.insert(0, sys.argv[1])
            import neuromorphic
            for path, which, observation in [(sys.argv[2], "mean", [0] * 3), (sys.argv[2], "worst", [0] * 4), (sys.argv[3], "mean", None), (sys.argv[4], "mean", [0] * 4), (sys.argv[5], "mean", None), (sys.argv[1] + "/neuromorphic.py", "mean", None)]:
                try:
                    neuromorphic.load(path, which)(observation)
                except ValueError as error:
                    print(str(error).replace(path, "FILE").split("; known functions:")[0])
            """;
        string python = Python.With("numpy, msgpack"), damaged = At("damaged");
        string spiking = Play("cartpole", "", 0).Case.Checkpoint, patterns = Play("patterns", "", 0).Case.Checkpoint, bessel = Play("cartpole", Mlp + "activation x*bessel_i0e(P0*x)", 0).Case.Checkpoint;
        byte[] bytes = File.ReadAllBytes(spiking);
        bytes[^1]++;
        File.WriteAllBytes(damaged, bytes);
        string? output = Python.Run(python, "-c", Try, Path.Combine(Repository.Root, "docs", "python"), spiking, patterns, bessel, damaged);
        Assert.Equal("""
            the observation has the shape (3,); allowed: (4,)
            which is 'worst'; allowed: 'mean', 'best', 'best-member'
            the actions of patterns are not known here; give action=discrete, box(low, high) or unbounded
            the activation has bessel_i0e(P0 * x), which is not known here
            FILE is damaged
            FILE is no checkpoint

            """.ReplaceLineEndings("\n"), output);
    }

    /// <summary>Every environment, every model, and every setting that changes what a neuron or a network does.</summary>
    static IEnumerable<(string Environment, string Settings)> Spiking()
    {
        foreach (string environment in (string[])[.. ClassicEnvironments.Names, .. LocomotionRegistry.Names, "patterns"])
            yield return (environment, environment is "function" or "mnist1d" or "patterns" ? "sub-steps 5" : "sub-steps 2 normalization running");
        foreach (string model in NeuronRegistry.Names)
        {
            yield return ("cartpole", $"neuron {model} normalization running");
            yield return ("pendulum", $"neuron {model} integration exponential-euler threshold-rule above reset -0.2 condition both sub-steps 3");
            yield return ("pendulum", $"neuron {model} reset-rule subtract parameterization direct layers 2 recurrence full readout leaky-integrator");
            yield return ("cartpole", $"neuron {model} reset-rule subtract threshold-rule above normalization running sub-steps 2 neurons 16");
        }
        yield return ("hopper", "normalization running condition weight neurons 40 readout leaky-integrator readout-tau 3 input-scale 2");
        yield return ("cartpole", "layers 3 normalization running sub-steps 4 condition both shared tau shared-network rest rest 0.1 tau 3");
        yield return ("acrobot", "recurrence full neurons 33 sub-steps 3 condition both");
        yield return ("pendulum", "method bptt condition both layers 2");
        yield return ("memory-length", "steps 12 mode bsuite-compatible neuron adaptive-lif-ternary recurrence full");
        yield return ("ant", "variant gymnasium-v5 normalization running");
        // Half of the neurons stay at their threshold and half above it: only the latter fire.
        yield return ("pendulum", $"threshold-rule above parameterization direct tau 2 resistance 1e-30 threshold 1 rest values:{string.Join(',', Enumerable.Range(0, 20).Select(n => 1 + n % 2))} condition weight");
    }

    /// <summary>Perceptrons whose functions have the program's bits.</summary>
    static IEnumerable<(string Environment, string Settings)> Exact() =>
    [
        ("cartpole", "normalization running"),
        ("pendulum", "layers 0"),
        ("hopper", "layers 3 normalization running"),
        ("pendulum", "activation P0*tanh(P1*x);relu;square(x)/-(2+exp(x)) normalization running"),
        ("pendulum", "activation tanh;relu;P0*abs(x) selection softmax normalization running"),
        ("pendulum", "activation tanh;leaky_relu;max(x,P0)-0.5 selection gumbel normalization running"),
        ("function", "method bptt activation softsign"),
    ];

    /// <summary>Functions that Python computes in other ways.</summary>
    static IEnumerable<string> Rounded()
    {
        Operators.AddFormula("acting_wave", "x*exp(-x^2)", "A wave that ends.");
        Operators.AddFormula("acting_bump", "acting_wave(x) + x1", "A wave that ends, and a number.");
        return
        [
            "swish", "sigmoid", "softplus", "elu", "gelu", "selu", "mish", "elish", "log_sigmoid", "arctan", "hard_sigmoid", "erf(P0*x)", "sin(x)*cos(x)", "expm1(-(x^2))", "log1p(x^2)", "arcsinh(x)-sinh(x/4)/cosh(x)",
            "erfc;safe_sqrt(x)+safe_div(P0,x)/9;safe_log(x)/9;capped_exp(x/9);reciprocal_no_nan(2+sqrt(x^2));min(one(x),identity(x))+zero(x);acting_bump(x,P0);acting_wave",
        ];
    }

    /// <summary>Trains a little, and plays one of the three vectors that a checkpoint holds, each in its turn.</summary>
    Recorded Play(string environment, string settings, double tolerance)
    {
        string[] words = $"neurons 20 evaluate-every 1 evaluation-episodes 2 seed 3 generations 3 {settings}".Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Dictionary<string, string> given = [];
        for (int i = 0; i < words.Length; i += 2) given[words[i]] = words[i + 1];
        if (!given.ContainsKey("policy") && !given.ContainsKey("tau"))
            foreach (string[] start in Varied.Split(' ').Chunk(2)) given[start[0]] = start[1];
        if (given.ContainsKey("method")) given["batch"] = "8";
        else given["population"] = "8";
        IEnvironment task = environment == "patterns" ? NoisyPatterns.Task() : EnvironmentRegistry.All.Find(environment).Create(Settings.Apply(new RunConfiguration { Environment = environment }, given.Where(pair => pair.Key is "steps" or "mode" or "variant")).EnvironmentOptions);
        if (task.Spec.StepLimit > 1) given["step-limit"] = Steps.ToString(CultureInfo.InvariantCulture);
        RunConfiguration configuration = Settings.Apply(new RunConfiguration { Environment = environment }, given);
        TrainingRun run = TrainingRun.Create(configuration, task, threads: 1, LaneWidth.Scalar);
        for (int i = 0; i < 3; i++) run.Trainer.RunGeneration();
        Checkpoint checkpoint = Sample.Of(run);
        TrainingState state = checkpoint.State;
        string file = At("checkpoint");
        CheckpointFile.Write(file, checkpoint);
        (string which, float[] vector, ObservationScaling? scaling) = (turn++ % 3) switch
        {
            0 => ("mean", state.Mean, state.Scaling),
            1 => ("best-member", state.Best, state.BestScaling),
            _ => ("best", state.BestEvaluation!.Vector, state.BestEvaluation.Scaling),
        };
        return Record($"{environment} {settings}, {which}", run, task, file, which, vector, scaling) with { Tolerance = tolerance };
    }

    /// <summary>A file of the first version of the format.</summary>
    Recorded PlayVersion1(string name)
    {
        string file = Path.Combine(Repository.Root, "tests", "Neuromorphic.Cli.Tests", "Golden", "version01", name, "checkpoint.msgpack");
        Checkpoint checkpoint = CheckpointFile.Read(file);
        IEnvironment task = checkpoint.Configuration.CreateEnvironment();
        return Record($"version 1, {name}", TrainingRun.Create(checkpoint.Configuration, task, threads: 1, LaneWidth.Scalar), task, file, "mean", checkpoint.State.Mean, checkpoint.State.Scaling);
    }

    Recorded Record(string name, TrainingRun run, IEnvironment task, string checkpoint, string which, float[] vector, ObservationScaling? scaling)
    {
        Episode episode = Episode.Play(task, run.Policy, run.EvaluationRequest(vector, scaling, episodes: 1, seed: 7));
        string observations = At("observations");
        File.WriteAllBytes(observations, [.. episode.Observations.SelectMany(row => MemoryMarshal.AsBytes(row.AsSpan()).ToArray())]);
        Case @case = new(checkpoint, which, run.Configuration.Environment == "patterns" ? "discrete" : null, observations, At("actions"), episode.Actions.Count);
        return new(name, @case, episode);
    }

    /// <summary>Asserts that Python, one process for all, does what was recorded.</summary>
    void Compare(string python, List<Recorded> played)
    {
        string script = At("act.py"), cases = At("cases.json");
        File.WriteAllText(script, Script);
        File.WriteAllText(cases, JsonSerializer.Serialize(played.Select(recorded => recorded.Case)));
        Assert.NotNull(Python.Run(python, script, Path.Combine(Repository.Root, "docs", "python"), cases));

        int steps = 0, numbers = 0, unequal = 0, varied = 0;
        double largest = 0;
        HashSet<float> seen = [];
        foreach (Recorded recorded in played)
        {
            float[] expected = [.. recorded.Episode.Actions.SelectMany(action => action)], actual = MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(recorded.Case.Actions)).ToArray();
            Assert.Equal(expected.Length, actual.Length);
            for (int i = 0; i < expected.Length; i++)
            {
                bool same = BitConverter.SingleToUInt32Bits(expected[i]) == BitConverter.SingleToUInt32Bits(actual[i]);
                double difference = Math.Abs((double)expected[i] - actual[i]);
                Assert.True(recorded.Tolerance == 0 ? same : difference <= recorded.Tolerance, $"{recorded.Name}: number {i} of the actions is {expected[i]:R} in the program and {actual[i]:R} in Python");
                largest = Math.Max(largest, difference);
                if (!same) unequal++;
            }
            (steps, numbers) = (steps + recorded.Episode.Actions.Count, numbers + expected.Length);
            seen.UnionWith(expected);
            if (expected.Distinct().Count() > 1) varied++;
        }
        string summary = string.Create(CultureInfo.InvariantCulture, $"{played.Count} episodes, {steps} steps, {numbers} numbers, {seen.Count} different ones, {varied} episodes with more than one: {unequal} differ in a bit, by {largest:G2} at most");
        Assert.True(steps > 20 * played.Count && seen.Count > numbers / 4 && varied > .75 * played.Count, summary); // or they show little
        TestContext.Current.TestOutputHelper!.WriteLine(summary);
    }

    string At(string kind) => Path.Combine(directory, $"{files++}-{kind}");
}
