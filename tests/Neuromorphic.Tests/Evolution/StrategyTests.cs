using System.Globalization;
using Neuromorphic.Evolution;
using Neuromorphic.Numerics;
using Neuromorphic.Registries;
using Neuromorphic.Training;
using Xunit;

namespace Neuromorphic.Tests.Evolution;

/// <summary>What holds for every strategy of the registry.</summary>
public class StrategyTests
{
    const int Dimension = 20;

    public static TheoryData<string> Names => [.. EvolutionNames.All];
    public static TheoryData<string, string> NamesAndOptimizers =>
        [.. EvolutionNames.All.Where(name => EvolutionNames.Takes(name, "optimizer")).SelectMany(name => Optimizer.Names.Select(optimizer => (name, optimizer)))];

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

    static Strategy Create(string name, int dimension = Dimension, OptionSet? options = null) =>
        StrategyRegistry.Create(name, new PhiloxNoise(1, dimension), new double[dimension], options);

    /// <summary>Options of a strategy, by name.</summary>
    internal static OptionSet Options(string strategy, params IEnumerable<(string Name, object Value)> given) => given.Aggregate(OptionSet.None, (options, item) =>
        options.With(StrategyRegistry.All.Find(strategy).Settings.Single(setting => setting.Name == item.Name), Convert.ToString(item.Value, CultureInfo.InvariantCulture)!));

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
        Assert.Equal(["ars", "cma-es", "openai-es", "pgpe", "sep-cma-es", "snes"], EvolutionNames.All);
        Assert.All(EvolutionNames.All, name => Assert.Equal(name, Create(name).Name));
        Assert.All(EvolutionNames.All, name => Assert.NotEmpty(StrategyRegistry.All.Find(name).Summary));
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
        Strategy resumed = StrategyRegistry.Create(name, new PhiloxNoise(1, Dimension), [.. Enumerable.Repeat(9.0, Dimension)]);
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
        foreach (string other in EvolutionNames.All)
            if (other != name) Assert.Contains($"saved state of {name}", Refusal(() => strategy.Load(Trained(other, 3).Save())), StringComparison.Ordinal);
        Assert.Contains($"saved state of {name} has", Refusal(() => strategy.Load(Trained(name, 3, Dimension + 1).Save())), StringComparison.Ordinal);
        Same(before, strategy.Save());
    }

    [Theory, MemberData(nameof(NamesAndOptimizers))]
    public void The_state_of_another_optimizer_is_refused_and_nothing_changes(string name, string optimizer)
    {
        Strategy strategy = Create(name, options: Options(name, ("optimizer", optimizer)));
        Train(strategy, 0, 2);
        StrategyState before = strategy.Save();
        foreach (string other in Optimizer.Names)
        {
            Strategy saved = Create(name, options: Options(name, ("optimizer", other)));
            Train(saved, 0, 3);
            if (other != optimizer) Refusal(() => strategy.Load(saved.Save()));
        }
        Same(before, strategy.Save());
    }

    [Theory, MemberData(nameof(Names))]
    public void A_setting_that_is_not_taken_is_refused_by_name_with_those_that_are(string name)
    {
        (string Name, object Value)[] settings =
            [("population", 8), ("sigma", .1), ("learning-rate", .1), ("sigma-learning-rate", .1), ("optimizer", "sgd"), ("momentum", .5), ("weight-decay", .1), ("elite", 2), ("mirrored", "off"), ("shaping", "raw"), ("schedule", "cosine"), ("standstill", "widen")];
        Assert.Equal(EvolutionNames.All.SelectMany(EvolutionNames.SettingsOf).Distinct().Order(), settings.Select(setting => setting.Name).Order());
        IReadOnlyList<string> taken = EvolutionNames.SettingsOf(name);
        foreach ((string setting, object value) in settings)
        {
            string owner = EvolutionNames.All.First(other => EvolutionNames.Takes(other, setting));
            OptionSet given = Options(taken.Contains(setting) ? name : owner, (setting, value));
            if (taken.Contains(setting)) Create(name, options: given);
            else Assert.StartsWith($"{name} has no setting '{setting}'; it has {string.Join(", ", taken)}.", Refusal(() => Create(name, options: given)), StringComparison.Ordinal);
        }
    }

    /// <summary>Each setting changes what a strategy does.</summary>
    [Theory, MemberData(nameof(Names))]
    public void A_setting_that_is_taken_is_used(string name)
    {
        static double[] Mean(string name, params IEnumerable<(string, object)> settings)
        {
            Strategy strategy = Create(name, options: Options(name, settings));
            Train(strategy, 0, 3);
            return [.. strategy.Mean];
        }

        double[] mean = Mean(name, ("population", 12));
        foreach (string setting in EvolutionNames.SettingsOf(name).Where(setting => setting != "standstill")) // for fitnesses that are equal
            Assert.NotEqual(mean, Mean(name, ("population", 12), (setting, setting switch { "population" => 16, "optimizer" => "sgd", "elite" => 2, "mirrored" => "off", "shaping" => "raw", "schedule" => "cosine", _ => .123 })));
    }

    /// <summary>theta + alpha / (sigma M) sum of L(theta + sigma eps) eps: Shen et al. (2023), equation 8 as printed.</summary>
    [Fact]
    public void Neither_mirrored_nor_ranked_nor_adapted_it_is_the_equation_as_printed()
    {
        const int Members = 7;
        const double Sigma = .2, Rate = .05;
        Strategy strategy = Create("openai-es", options: Options("openai-es", ("population", Members), ("sigma", Sigma), ("learning-rate", Rate), ("mirrored", "off"), ("shaping", "raw"), ("optimizer", "sgd"), ("weight-decay", 0)));
        double[] fitness = Fitness(strategy, 0), expected = new double[Dimension], row = new double[Dimension];
        strategy.Tell(0, fitness);
        for (int member = 0; member < Members; member++)
        {
            new PhiloxNoise(1, Dimension).Row(0, member, row);
            for (int i = 0; i < Dimension; i++) expected[i] += Rate / (Sigma * Members) * fitness[member] * row[i];
        }
        for (int i = 0; i < Dimension; i++) Assert.Equal(expected[i], strategy.Mean[i], 1e-12);
    }

    [Fact]
    public void Where_all_members_earn_the_same_a_search_looks_further_if_it_is_asked_to()
    {
        foreach ((string standstill, double[] expected) in ((string, double[])[])[("wait", [.1, .1, .1]), ("widen", [.11, .121, .2])])
        {
            Pgpe strategy = (Pgpe)Create("pgpe", options: Options("pgpe", ("population", 8), ("sigma", .1), ("standstill", standstill)));
            double[] mean = [.. strategy.Mean];
            int told = 0;
            foreach ((int until, double sigma) in ((int[])[1, 2, 60]).Zip(expected))
            {
                while (told < until) strategy.Tell(told++, new double[8]);
                Assert.All(strategy.Sigma.ToArray(), value => Assert.Equal(sigma, value, 1e-9));
            }
            Assert.Equal(mean, strategy.Mean.ToArray());
            strategy.Tell(told, [double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN]); // failures say nothing of where to look
            Assert.Equal(expected[^1], strategy.Sigma[0], 1e-9);
            Assert.Equal(standstill == "widen", strategy.Widens);
        }
    }

    [Theory]
    [InlineData("openai-es", "linear", .6)]
    [InlineData("pgpe", "linear", .6)]
    [InlineData("pgpe", "cosine", .6545084971874737)] // (1 + cos(.4 pi)) / 2
    public void A_schedule_shortens_the_step_of_a_generation(string name, string schedule, double factor)
    {
        const int Generation = 2, Generations = 5;
        double[] Step(params IEnumerable<(string, object)> settings)
        {
            OptionSet options = Options(name, settings.Append(("optimizer", "sgd")));
            Strategy strategy = ((EvolutionFamily)StrategyRegistry.All.Find(name)).Create(new(new PhiloxNoise(1, Dimension), new double[Dimension], null, options, Generations));
            strategy.Tell(Generation, Fitness(strategy, Generation));
            return [.. strategy.Mean];
        }

        double[] whole = Step(), part = Step(("schedule", schedule));
        for (int i = 0; i < Dimension; i++) Assert.Equal(factor * whole[i], part[i], 1e-12);
    }

    [Theory]
    [InlineData("ars")]
    [InlineData("openai-es")]
    [InlineData("pgpe")]
    public void An_odd_population_is_refused_where_members_are_pairs(string name) =>
        Assert.Equal("population is 7; allowed is an even number from 2.", Refusal(() => Create(name, options: Options(name, ("population", 7)))));

    [Theory]
    [InlineData("cma-es")]
    [InlineData("sep-cma-es")]
    [InlineData("snes")]
    public void An_odd_population_is_allowed_where_members_are_independent(string name)
    {
        Strategy strategy = Create(name, options: Options(name, ("population", 7)));
        Train(strategy, 0, 5);
        Assert.Equal(7, strategy.PopulationSize);
        Assert.True(Sphere(strategy.Mean) is > -100 and < 0);
    }

    [Theory, MemberData(nameof(Names))]
    public void The_smallest_population_and_dimension_give_finite_states(string name)
    {
        Assert.Equal("population is '1'; allowed: 2 to 10000000.", Refusal(() => Options(name, ("population", 1))));
        Strategy strategy = Create(name, dimension: 1, options: Options(name, ("population", 2)));
        Train(strategy, 0, 20);
        Assert.All(strategy.Save().Arrays.Values, row => Assert.All(row, value => Assert.True(double.IsFinite(value))));
    }

    [Theory, MemberData(nameof(Names))]
    public void A_mean_that_does_not_fit_the_noise_is_refused(string name)
    {
        Assert.Equal("The noise has 3 numbers in a row, the mean 2.", Refusal(() => StrategyRegistry.Create(name, new PhiloxNoise(1, 3), new double[2])));
        Assert.Equal("Nothing is trained: every parameter slice is frozen.", Refusal(() => StrategyRegistry.Create(name, new PhiloxNoise(1, 0), [])));
    }

    [Fact]
    public void An_unknown_name_lists_the_known_ones()
    {
        string expected = "There is no strategy 'cmaes'; there are ars, bptt, cma-es, openai-es, pgpe, sep-cma-es, snes. Did you mean 'cma-es'?";
        Assert.Equal(expected, Refusal(() => Create("cmaes")));
        Assert.Equal(expected, Refusal(() => StrategyRegistry.All.Find("cmaes")));
        Assert.Equal("bptt is no evolution strategy.", Refusal(() => Create("bptt")));
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
                Strategy strategy = StrategyRegistry.Create(name, new PhiloxNoise(5, Items, threads, width), new double[Items]);
                for (int generation = 0; generation < 3; generation++) strategy.Tell(generation, Fitness(strategy, generation, width));
                expected ??= strategy.Save();
                Same(expected, strategy.Save());
            }
    }
}
