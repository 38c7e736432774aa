using Neuromorphic.Envs;
using Neuromorphic.Rollouts;
using Neuromorphic.Tests.Evolution;
using Neuromorphic.Tests.Rollouts;
using Neuromorphic.Training;
using Xunit;

namespace Neuromorphic.Tests.Training;

/// <summary>Evolutions with nothing to learn from, and evolutions that leave the numbers: each says so when it happens.</summary>
public sealed class StandstillTests
{
    public static TheoryNames Strategies => [.. EvolutionNames.All];
    public static TheoryNames WithLearningRate => [.. EvolutionNames.All.Where(name => EvolutionNames.Takes(name, "learning-rate"))];

    /// <summary>Fitnesses by generation and member.</summary>
    sealed class Pays(Func<int, int, double> fitness) : IFitnessBackend
    {
        public RolloutResult Evaluate(RolloutRequest request, bool collect)
        {
            RolloutResult result = new(request.Candidates.Count, 4, collect);
            for (int member = 0; member < result.Fitness.Length; member++) result.Fitness[member] = fitness(request.Generation + 1, member);
            return result;
        }
    }

    static Trainer Create(string strategy, Func<int, int, double> fitness, params IEnumerable<(string, object)> settings)
    {
        RunConfiguration configuration = new RunConfiguration { Strategy = strategy, EvaluateEvery = 0 }.With([("neurons", 5), ("population", 8), .. settings]);
        return TrainingRun.Create(configuration, new CartPole(), (_, _) => new Pays(fitness), 1).Trainer;
    }

    static string Diverges(Trainer trainer)
    {
        for (int generation = 1; generation < 3; generation++)
            if (Record.Exception(trainer.RunGeneration) is TrainingException early) return early.Message;
        return Assert.Throws<TrainingException>(trainer.RunGeneration).Message;
    }

    [Theory, MemberData(nameof(Strategies))]
    public void A_deviation_beyond_float32_is_named_with_generation_and_remedy(string strategy)
    {
        string remedy = EvolutionNames.Takes(strategy, "learning-rate") ? "--learning-rate or --sigma" : "--sigma";
        Assert.Equal($"Members of generation 1 are beyond what float32 holds in hidden/tau, number 0 of 5: the search has diverged. A smaller {remedy} may help.",
            Diverges(Create(strategy, (_, member) => member, ("sigma", 3.4e38))));
    }

    [Theory, MemberData(nameof(WithLearningRate))]
    public void A_step_beyond_float32_is_named_with_generation_and_remedy(string strategy)
    {
        Trainer trainer = Create(strategy, (generation, member) => generation == 3 ? member : 0, ("learning-rate", 1e308));
        Assert.Matches("^After generation 3 the mean of hidden/tau, number 0 of 5, is -?(\\d\\S*, which float32 does not hold|Infinity, no finite number|∞, no finite number): the search has diverged\\. A smaller --learning-rate or --sigma may help\\.$", Diverges(trainer));
        Assert.Equal(2, trainer.Generation);
    }

    [Theory, MemberData(nameof(Strategies))]
    public void Where_no_member_is_better_the_search_stays_and_says_so_every_ten_generations(string strategy)
    {
        static double Fitness(int generation, int member) => generation is 4 or 26 && member == 3 ? 1 : .1;
        Trainer trainer = Create(strategy, Fitness);
        List<int> warned = [];
        float[] mean = trainer.State.Mean;
        for (int generation = 1; generation <= 40; generation++)
        {
            GenerationReport report = trainer.RunGeneration();
            Assert.Equal(generation is 4 or 26, report.Deviation > 0);
            Assert.Equal(generation is not (4 or 26), mean.AsSpan().SequenceEqual(trainer.State.Mean));
            mean = trainer.State.Mean;
            if (trainer.Warning is not { } warning) continue;
            Assert.StartsWith($"no member earned more than another in the last {(generation == 24 ? 20 : 10)} generations, now 0.1: the search stays where it is.", warning, StringComparison.Ordinal);
            warned.Add(generation);
        }
        Assert.Equal([14, 24, 36], warned);
    }

    [Fact]
    public void A_training_ends_after_ten_generations_in_which_every_member_failed()
    {
        static double Fitness(int generation, int member) => generation == 5 && member == 3 ? 1 : double.NaN;
        Trainer trainer = Create("pgpe", Fitness);
        TrainingState saved = trainer.State;
        for (int generation = 1; generation <= 14; generation++)
        {
            Assert.Equal(generation == 5 ? 7 : 8, trainer.RunGeneration().Failed);
            if (generation == 9) saved = trainer.State;
        }
        string message = Assert.Throws<TrainingException>(trainer.RunGeneration).Message;
        Assert.Equal(15, trainer.Generation); // which is complete, and can be saved
        Assert.StartsWith("Every member failed in generations 6 to 15: an observation, a reward or an output was not finite.", message, StringComparison.Ordinal);

        Trainer continued = Create("pgpe", Fitness); // counts what was before it was stopped
        continued.Load(saved);
        while (continued.Generation < 14) continued.RunGeneration();
        Assert.Equal(message, Assert.Throws<TrainingException>(continued.RunGeneration).Message);
        TrainerTests.Equal(trainer.State, continued.State);
    }

    [Fact]
    public void A_training_that_is_continued_warns_when_the_whole_one_does()
    {
        Trainer whole = Create("snes", (_, _) => -200), continued = Create("snes", (_, _) => -200);
        for (int generation = 1; generation <= 7; generation++) whole.RunGeneration();
        continued.Load(whole.State);
        for (int generation = 8; generation <= 21; generation++)
        {
            whole.RunGeneration();
            continued.RunGeneration();
            Assert.Equal(generation is 10 or 20, whole.Warning != null);
            Assert.Equal(whole.Warning, continued.Warning);
        }
    }
}
