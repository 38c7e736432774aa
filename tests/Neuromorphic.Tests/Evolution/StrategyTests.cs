using System.Reflection;
using Neuromorphic.Evolution;
using Neuromorphic.Numerics;
using Xunit;

namespace Neuromorphic.Tests.Evolution;

/// <summary>What holds for every strategy of the registry.</summary>
public class StrategyTests
{
    const int Dimension = 20;

    public static TheoryData<string> Names => [.. StrategyRegistry.Names];
    public static TheoryData<string, string> NamesAndOptimizers =>
        [.. StrategyRegistry.Names.Where(name => StrategyRegistry.SettingsOf(name).Contains("optimizer")).SelectMany(name => Optimizer.Names.Select(optimizer => (name, optimizer)))];

    static double Target(int item) => item % 2 == 0 ? .5 : -.5;

    /// <summary>-|x - target|^2: 0 is the best, -n / 4 is where a search from zero begins.</summary>
    static double Sphere(ReadOnlySpan<double> x)
    {
        double sum = 0;
        for (int i = 0; i < x.Length; i++) sum -= (x[i] - Target(i)) * (x[i] - Target(i));
        return sum;
    }

    static double[] Fitness(Strategy strategy, int generation, LaneWidth width = LaneWidth.Scalar) =>
        [.. CandidateSamples.Of(strategy.Ask(generation), width).Select(x => Sphere(x))];

    static Strategy Create(string name, int dimension = Dimension, StrategySettings? settings = null) =>
        StrategyRegistry.Create(name, new PhiloxNoise(1, dimension), new double[dimension], settings ?? new());

    static void Train(Strategy strategy, int from, int to)
    {
        for (int generation = from; generation < to; generation++) strategy.Tell(generation, Fitness(strategy, generation));
    }

    static Strategy Trained(string name, int generations, int dimension = Dimension)
    {
        Strategy strategy = Create(name, dimension);
        Train(strategy, 0, generations);
        return strategy;
    }

    static void Same(StrategyState expected, StrategyState actual)
    {
        Assert.Equal(expected.Arrays.Keys, actual.Arrays.Keys);
        foreach ((string row, double[] values) in expected.Arrays)
            Assert.Equal(values.Select(BitConverter.DoubleToInt64Bits), actual.Arrays[row].Select(BitConverter.DoubleToInt64Bits));
    }

    static string Refusal(Action action) => Assert.Throws<ArgumentException>(action).Message;

    [Fact]
    public void Names_are_in_alphabetical_order_and_belong_to_their_strategies()
    {
        Assert.Equal(["ars", "cma-es", "openai-es", "pgpe", "sep-cma-es", "snes"], StrategyRegistry.Names);
        Assert.All(StrategyRegistry.Names, name => Assert.Equal(name, Create(name).Name));
        Assert.All(StrategyRegistry.Names, name => Assert.NotEmpty(StrategyRegistry.Summary(name)));
    }

    [Theory, MemberData(nameof(Names))]
    public void Asking_twice_gives_the_same_candidates(string name)
    {
        Strategy strategy = Trained(name, 2);
        StrategyState before = strategy.Save();
        double[][] first = CandidateSamples.Of(strategy.Ask(2)), second = CandidateSamples.Of(strategy.Ask(2)), next = CandidateSamples.Of(strategy.Ask(3));
        Assert.Equal(strategy.PopulationSize, first.Length);
        for (int member = 0; member < first.Length; member++)
        {
            Assert.Equal(first[member], second[member]);
            Assert.NotEqual(first[member], next[member]);
        }
        Same(before, strategy.Save());
    }

    [Theory, MemberData(nameof(Names))]
    public void Maximises_a_shifted_sphere(string name)
    {
        Strategy strategy = Create(name);
        Assert.Equal(-Dimension / 4.0, Sphere(strategy.Mean));
        Train(strategy, 0, 300);
        Assert.InRange(Sphere(strategy.Mean), -.02, 0);
    }

    [Theory, MemberData(nameof(Names))]
    public void A_fitness_that_is_not_finite_counts_as_the_worst_and_is_reported(string name)
    {
        Strategy strategy = Trained(name, 3), replaced = Trained(name, 3);
        double[] fitness = Fitness(strategy, 3), worst = [.. fitness];
        fitness[0] = double.NaN;
        fitness[3] = double.PositiveInfinity;
        fitness[^1] = double.NegativeInfinity;
        worst[0] = worst[3] = worst[^1] = worst[1..^1].Where((_, i) => i != 2).Min();
        Assert.Equal(3, strategy.Tell(3, fitness));
        Assert.Equal(0, replaced.Tell(3, worst));
        Same(replaced.Save(), strategy.Save());
    }

    [Theory, MemberData(nameof(Names))]
    public void Nothing_is_learned_where_no_fitness_is_finite(string name)
    {
        Strategy strategy = Trained(name, 3);
        StrategyState before = strategy.Save();
        double[] fitness = new double[strategy.PopulationSize];
        Array.Fill(fitness, double.NaN);
        Assert.Equal(strategy.PopulationSize, strategy.Tell(3, fitness));
        Same(before, strategy.Save());
    }

    [Theory, MemberData(nameof(Names))]
    public void Nothing_is_learned_where_no_fitness_is_better_than_another(string name)
    {
        Strategy strategy = Trained(name, 3);
        StrategyState before = strategy.Save();
        double[] fitness = new double[strategy.PopulationSize];
        Array.Fill(fitness, -.1);
        Assert.Equal(0, strategy.Tell(3, fitness));
        Same(before, strategy.Save());
        fitness[1] = double.NaN; // counts as the worst of equals
        Assert.Equal(1, strategy.Tell(4, fitness));
        Same(before, strategy.Save());
        Assert.NotEqual(CandidateSamples.Of(strategy.Ask(4)), CandidateSamples.Of(strategy.Ask(5)));
    }

    [Theory, MemberData(nameof(Names))]
    public void A_saved_state_continues_bit_for_bit(string name)
    {
        Strategy original = Trained(name, 7);
        StrategyState saved = original.Save();
        Train(original, 7, 12);
        Strategy resumed = StrategyRegistry.Create(name, new PhiloxNoise(1, Dimension), [.. Enumerable.Repeat(9.0, Dimension)], new());
        resumed.Load(saved);
        Train(resumed, 7, 12);
        Same(original.Save(), resumed.Save());
        Same(saved, Trained(name, 7).Save()); // training went on without touching it
    }

    [Theory, MemberData(nameof(Names))]
    public void The_state_of_another_strategy_or_length_is_refused_and_nothing_changes(string name)
    {
        Strategy strategy = Trained(name, 2);
        StrategyState before = strategy.Save();
        foreach (string other in StrategyRegistry.Names)
            if (other != name) Assert.Contains($"saved state of {name}", Refusal(() => strategy.Load(Trained(other, 3).Save())), StringComparison.Ordinal);
        Assert.Contains($"saved state of {name} has", Refusal(() => strategy.Load(Trained(name, 3, Dimension + 1).Save())), StringComparison.Ordinal);
        Same(before, strategy.Save());
    }

    [Theory, MemberData(nameof(NamesAndOptimizers))]
    public void The_state_of_another_optimizer_is_refused_and_nothing_changes(string name, string optimizer)
    {
        Strategy strategy = Create(name, settings: new() { Optimizer = optimizer });
        Train(strategy, 0, 2);
        StrategyState before = strategy.Save();
        foreach (string other in Optimizer.Names)
        {
            Strategy saved = Create(name, settings: new() { Optimizer = other });
            Train(saved, 0, 3);
            if (other != optimizer) Refusal(() => strategy.Load(saved.Save()));
        }
        Same(before, strategy.Save());
    }

    [Theory, MemberData(nameof(Names))]
    public void A_setting_that_is_not_taken_is_refused_by_name_with_those_that_are(string name)
    {
        (string Name, StrategySettings Settings)[] settings =
        [
            ("population", new() { Population = 8 }), ("sigma", new() { Sigma = .1 }), ("learning-rate", new() { LearningRate = .1 }),
            ("sigma-learning-rate", new() { SigmaLearningRate = .1 }), ("optimizer", new() { Optimizer = "sgd" }), ("momentum", new() { Momentum = .5 }),
            ("weight-decay", new() { WeightDecay = .1 }), ("elite", new() { Elite = 2 }),
        ];
        Assert.Equal(typeof(StrategySettings).GetProperties(BindingFlags.Public | BindingFlags.Instance).Length, settings.Length);
        IReadOnlyList<string> taken = StrategyRegistry.SettingsOf(name);
        Assert.All(taken, setting => Assert.Contains(settings, known => known.Name == setting));
        foreach ((string setting, StrategySettings given) in settings)
            if (taken.Contains(setting)) Create(name, settings: given);
            else Assert.Equal($"{name} takes no {setting}; it takes: {string.Join(", ", taken)}.", Refusal(() => Create(name, settings: given)));
    }

    /// <summary>Each setting changes what a strategy does.</summary>
    [Theory, MemberData(nameof(Names))]
    public void A_setting_that_is_taken_is_used(string name)
    {
        static double[] Mean(string name, StrategySettings settings)
        {
            Strategy strategy = Create(name, settings: settings);
            Train(strategy, 0, 3);
            return [.. strategy.Mean];
        }

        StrategySettings Start = new() { Population = 12 };
        double[] mean = Mean(name, Start);
        foreach (string setting in StrategyRegistry.SettingsOf(name))
            Assert.NotEqual(mean, Mean(name, setting switch
            {
                "population" => new() { Population = 16 },
                "sigma" => Start with { Sigma = .123 },
                "learning-rate" => Start with { LearningRate = .123 },
                "sigma-learning-rate" => Start with { SigmaLearningRate = .123 },
                "optimizer" => Start with { Optimizer = "sgd" },
                "momentum" => Start with { Momentum = .123 },
                "weight-decay" => Start with { WeightDecay = .123 },
                "elite" => Start with { Elite = 2 },
                _ => throw new ArgumentException(setting),
            }));
    }

    [Theory]
    [InlineData("ars")]
    [InlineData("openai-es")]
    [InlineData("pgpe")]
    public void An_odd_population_is_refused_where_members_are_pairs(string name) =>
        Assert.Equal("population is 7; allowed is an even number from 2.", Refusal(() => Create(name, settings: new() { Population = 7 })));

    [Theory]
    [InlineData("cma-es")]
    [InlineData("sep-cma-es")]
    [InlineData("snes")]
    public void An_odd_population_is_allowed_where_members_are_independent(string name)
    {
        Strategy strategy = Create(name, settings: new() { Population = 7 });
        Train(strategy, 0, 5);
        Assert.Equal(7, strategy.PopulationSize);
        Assert.True(Sphere(strategy.Mean) is > -100 and < 0);
    }

    [Theory, MemberData(nameof(Names))]
    public void The_smallest_population_and_dimension_give_finite_states(string name)
    {
        Assert.Contains("population is 1; allowed is", Refusal(() => Create(name, settings: new() { Population = 1 })), StringComparison.Ordinal);
        Strategy strategy = Create(name, dimension: 1, settings: new() { Population = 2 });
        Train(strategy, 0, 20);
        Assert.All(strategy.Save().Arrays.Values, row => Assert.All(row, value => Assert.True(double.IsFinite(value))));
    }

    [Theory, MemberData(nameof(Names))]
    public void A_mean_that_does_not_fit_the_noise_is_refused(string name)
    {
        Assert.Equal("The noise has 3 numbers in a row, the mean 2.", Refusal(() => StrategyRegistry.Create(name, new PhiloxNoise(1, 3), new double[2], new())));
        Assert.Equal("Nothing is trained: every parameter slice is frozen.", Refusal(() => StrategyRegistry.Create(name, new PhiloxNoise(1, 0), [], new())));
    }

    [Fact]
    public void An_unknown_name_lists_the_known_ones()
    {
        string expected = "There is no strategy 'cmaes'; there are ars, cma-es, openai-es, pgpe, sep-cma-es, snes.";
        Assert.Equal(expected, Refusal(() => Create("cmaes")));
        Assert.Equal(expected, Refusal(() => StrategyRegistry.SettingsOf("cmaes")));
        Assert.Equal(expected, Refusal(() => StrategyRegistry.Summary("cmaes")));
    }

    [Theory, MemberData(nameof(Names))]
    public void A_wrong_number_of_fitnesses_is_refused_and_nothing_changes(string name)
    {
        Strategy strategy = Trained(name, 1);
        StrategyState before = strategy.Save();
        foreach (int count in new[] { 0, strategy.PopulationSize - 1, strategy.PopulationSize + 1 })
            Assert.Contains($"{strategy.PopulationSize} members has as many fitnesses, not {count}", Refusal(() => strategy.Tell(1, new double[count])), StringComparison.Ordinal);
        Same(before, strategy.Save());
    }

    [Theory, MemberData(nameof(Names))]
    public void The_result_does_not_depend_on_threads_or_lane_width(string name)
    {
        const int Items = 140; // more than one chunk of every width
        StrategyState? expected = null;
        foreach (LaneWidth width in Enum.GetValues<LaneWidth>())
            foreach (int threads in new[] { 1, 2, 4 })
            {
                Strategy strategy = StrategyRegistry.Create(name, new PhiloxNoise(5, Items, threads, width), new double[Items], new());
                for (int generation = 0; generation < 3; generation++) strategy.Tell(generation, Fitness(strategy, generation, width));
                expected ??= strategy.Save();
                Same(expected, strategy.Save());
            }
    }
}
