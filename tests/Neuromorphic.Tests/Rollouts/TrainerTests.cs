using Neuromorphic.Environments;
using Neuromorphic.Envs;
using Neuromorphic.Evolution;
using Neuromorphic.Numerics;
using Neuromorphic.Policies;
using Neuromorphic.Registries;
using Neuromorphic.Tests.Evolution;
using Neuromorphic.Training;
using Xunit;

namespace Neuromorphic.Tests.Rollouts;

/// <summary>A run is a function of its configuration: bit for bit the same for any threads, lane width and interruption.</summary>
public class TrainerTests
{
    const int Generations = 4;

    /// <summary>Lane widths and threads that divide the work in different ways; where no width is given, threads choose it.</summary>
    internal static IEnumerable<(LaneWidth? Width, int Threads)> Divisions =>
    [
        .. Enum.GetValues<LaneWidth>().SelectMany(width => ((int[])[1, 2, 3]).Select(threads => ((LaneWidth?)width, threads))),
        .. ((int[])[1, 2, 3, 5, 8, 16]).Select(threads => ((LaneWidth?)null, threads)),
    ];

    static RunConfiguration Configuration(string name, string strategy = "pgpe")
    {
        (string environment, KeyValuePair<string, string>[] settings) = name switch
        {
            "cartpole" => ("cartpole", (KeyValuePair<string, string>[])[new("normalization", "running"), new("step-limit", "60"), new("episodes", "2")]),
            "memory-length" => ("memory-length", [new("steps", "5"), new("episodes", "4"), new("episode-sampling", "antithetic"), new("readout", "leaky-integrator"), new("condition", "both")]),
            "mlp" => ("pendulum", [new("policy", "mlp"), new("step-limit", "30"), new("randomness", "common"), new("normalization", "running")]),
            _ => throw new ArgumentException(name),
        };
        RunConfiguration preset = ClassicEnvironments.Configure(environment, settings);
        return (preset with { Strategy = strategy, StrategyOptions = OptionSet.None, Seed = 8, EvaluateEvery = 2, EvaluationEpisodes = 9 })
            .With(("population", 22), ("sigma", preset.StrategyOptions.Given["sigma"]), ("neurons", 13));
    }

    static TrainingRun Create(RunConfiguration configuration, int threads = 1, LaneWidth? width = null) =>
        TrainingRun.Create(configuration, configuration.CreateEnvironment(), threads, width);

    static TrainingState Train(TrainingRun run, int generations)
    {
        while (run.Trainer.Generation < generations) run.Trainer.RunGeneration();
        return run.Trainer.State;
    }

    internal static void Equal(TrainingState expected, TrainingState actual)
    {
        Assert.Equal(expected.Generation, actual.Generation);
        Assert.Equal(expected.History, actual.History);
        Assert.Equal(expected.Strategy.Arrays.Keys, actual.Strategy.Arrays.Keys);
        foreach (string name in expected.Strategy.Arrays.Keys) Assert.Equal(expected.Strategy.Arrays[name], actual.Strategy.Arrays[name]);
        Assert.Equal(expected.Initial, actual.Initial);
        Assert.Equal(expected.Mean, actual.Mean);
        Assert.Equal(expected.Best, actual.Best);
        Assert.Equal(expected.BestFitness, actual.BestFitness);
        Assert.Equal(expected.Steps, actual.Steps);
        Assert.Equal(expected.Normalizer?.Count, actual.Normalizer?.Count);
        Assert.Equal(expected.Normalizer?.Mean, actual.Normalizer?.Mean);
        Assert.Equal(expected.Normalizer?.Squares, actual.Normalizer?.Squares);
    }

    [Theory]
    [InlineData("cartpole")]
    [InlineData("memory-length")]
    [InlineData("mlp")]
    public void Threads_and_lane_width_do_not_show_in_the_result(string name)
    {
        RunConfiguration configuration = Configuration(name);
        TrainingState expected = Train(Create(configuration, 1, LaneWidth.Scalar), Generations);
        Assert.Equal(Generations, expected.History.Count);
        Assert.NotEqual(expected.Initial, expected.Mean);
        Assert.Contains(expected.History, report => report.Deviation > 0);
        foreach ((LaneWidth? width, int threads) in Divisions) Equal(expected, Train(Create(configuration, threads, width), Generations));
    }

    public static TheoryNames Strategies => [.. EvolutionNames.All];

    [Theory]
    [MemberData(nameof(Strategies))]
    public void Every_strategy_gives_the_same_bits_in_any_width_and_after_a_stop_at_any_generation(string strategy)
    {
        RunConfiguration configuration = Configuration("cartpole", strategy);
        TrainingState expected = Train(Create(configuration, 1, LaneWidth.Lanes16), Generations);
        Equal(expected, Train(Create(configuration, 3, LaneWidth.Lanes8), Generations));
        for (int stop = 0; stop <= Generations; stop++)
        {
            TrainingState saved = Train(Create(configuration), stop);
            TrainingRun continued = Create(configuration, 2);
            Train(continued, stop / 2); // what was there before must not matter
            continued.Trainer.Load(saved);
            Equal(saved, continued.Trainer.State);
            Equal(expected, Train(continued, Generations));
        }
    }

    public static TheoryNames Decaying => [.. StrategyRegistry.All.Names.Where(name => EvolutionNames.Takes(name, "weight-decay"))];

    [Theory]
    [MemberData(nameof(Decaying))]
    public void Weights_decay_and_parameters_of_neurons_do_not(string strategy)
    {
        const double Rate = .02, Decay = .5;
        double[] plain = Mean(0), decayed = Mean(Decay);
        ParameterLayout layout = Create(Start(Decay)).Policy.Layout;
        double[] start = layout.Search(layout.InitialVector(Start(Decay).Seed));
        foreach (ParameterSlice slice in layout.Slices.Where(slice => slice.Trained))
            for (int i = slice.SearchOffset; i < slice.SearchOffset + slice.Count; i++)
                Assert.Equal(slice.Name.StartsWith("hidden/", StringComparison.Ordinal) ? plain[i] : plain[i] - Rate * Decay * start[i], decayed[i], 1e-12);

        RunConfiguration Start(double decay) => (ClassicEnvironments.Configure("cartpole", [new("strategy", strategy), new("condition", "both"), new("step-limit", "30")]) with
        {
            StrategyOptions = OptionSet.None,
            Seed = 8,
            EvaluateEvery = 0,
        }).With(("neurons", 5), ("optimizer", "sgd"), ("learning-rate", Rate), ("weight-decay", decay));

        double[] Mean(double decay) => Train(Create(Start(decay)), 1).Strategy.Arrays["mean"];
    }

    [Fact]
    public void Another_seed_gives_another_run()
    {
        TrainingState a = Train(Create(Configuration("cartpole")), 1), b = Train(Create(Configuration("cartpole") with { Seed = 9 }), 1);
        Assert.NotEqual(a.Initial, b.Initial);
        Assert.NotEqual(a.History, b.History);
    }

    [Fact]
    public void Evaluations_leave_the_training_as_it_is()
    {
        TrainingState often = Train(Create(Configuration("cartpole") with { EvaluateEvery = 1 }), Generations), never = Train(Create(Configuration("cartpole") with { EvaluateEvery = 0 }), Generations);
        Assert.All(often.History, report => Assert.NotNull(report.Evaluation));
        Assert.All(never.History, report => Assert.Null(report.Evaluation));
        Equal(never with { History = [] }, often with { History = [] });
    }

    [Fact]
    public void The_best_vector_earns_the_best_fitness_and_its_frozen_numbers_are_the_first_ones()
    {
        RunConfiguration configuration = Configuration("memory-length").With(("condition", "neuron"));
        TrainingRun run = Create(configuration);
        TrainingState state = Train(run, Generations);
        Assert.Equal(state.History.Max(report => report.Best), state.BestFitness);
        foreach (ParameterSlice slice in state.Layout.Slices)
            foreach (float[] vector in (float[][])[state.Best, state.Mean])
                Assert.Equal(!slice.Trained, state.Initial.AsSpan(slice.Offset, slice.Count).SequenceEqual(vector.AsSpan(slice.Offset, slice.Count)));
    }

    [Fact]
    public void A_state_of_another_run_is_refused_and_changes_nothing()
    {
        RunConfiguration configuration = Configuration("cartpole");
        TrainingRun run = Create(configuration);
        TrainingState before = Train(run, 1);
        Refused("another layout or seed", Train(Create(configuration with { Seed = 9 }), 2), "other parameters");
        Refused("another strategy", Train(Create(configuration with { Strategy = "snes" }), 2), "snes");
        Refused("another normalisation", Train(Create(configuration with { Normalization = Normalization.Off }), 2), "normalisation");
        Equal(before, run.Trainer.State);

        void Refused(string what, TrainingState state, string message) =>
            Assert.True(Assert.Throws<ArgumentException>(() => run.Trainer.Load(state)).Message.Contains(message, StringComparison.Ordinal), what);
    }

    [Theory]
    [InlineData(Pay.BreaksByReward)]
    [InlineData(Pay.BreaksByObservation)]
    public void Members_that_break_are_counted_and_the_search_stays_finite(Pay pay)
    {
        foreach (string strategy in EvolutionNames.All)
        {
            var configuration = new RunConfiguration { Strategy = strategy, Normalization = Normalization.Running, EvaluateEvery = 0 }.With(("neurons", 8), ("population", 40));
            TrainingRun run = TrainingRun.Create(configuration, new TestEnvironment(4, pay), 1);
            TrainingState state = Train(run, 5);
            Assert.All(state.History, report => Assert.InRange(report.Failed, 8, 32)); // half of 40
            Assert.All(state.History, report => Assert.True(double.IsFinite(report.Mean) && double.IsFinite(report.Best) && report.Best <= 2));
            Assert.All(state.Strategy.Arrays.Values, row => Assert.All(row, value => Assert.True(double.IsFinite(value))));
            Assert.All((double[])[.. state.Normalizer!.Mean, .. state.Normalizer.Squares], value => Assert.True(double.IsFinite(value)));
            EvaluationResult evaluation = run.Trainer.Evaluate(50, 0);
            Assert.InRange(evaluation.Failed, 10, 40);
            Assert.Equal(evaluation.Failed, evaluation.Returns.Count(double.IsNaN));
            Assert.True(double.IsFinite(evaluation.Mean));
        }
    }
}
