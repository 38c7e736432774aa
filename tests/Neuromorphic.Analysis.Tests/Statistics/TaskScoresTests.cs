using System.Text.Json;
using Xunit;

namespace Neuromorphic.Analysis.Tests;

public class TaskScoresTests
{
    static readonly JsonElement Values = Golden.Of("tasks");

    static TaskScores Scores(string name) => new([.. Values.GetProperty(name).EnumerateArray().Select(task => task.Row())]);

    [Fact]
    public void The_interquartile_mean_and_its_stratified_interval_are_those_of_numpy()
    {
        Interval found = Scores("first").InterquartileMean();
        Golden.AssertClose(Values.Number("interquartile"), found.Value, 1e-12);
        // Of two times 10,000 resamples: ends differ by some hundredths of their distance.
        double[] expected = Values.Row("interval");
        Assert.Equal(expected[0], found.Low, .05 * (expected[1] - expected[0]));
        Assert.Equal(expected[1], found.High, .05 * (expected[1] - expected[0]));
        Assert.Equal(found, Scores("first").InterquartileMean());
    }

    [Fact]
    public void Performance_profiles_are_those_of_numpy()
    {
        Interval[] found = Scores("first").Profile(Values.Row("thresholds"));
        double[] expected = Values.Row("profile");
        double[][] bands = [.. Values.GetProperty("band").EnumerateArray().Select(band => band.Row())];
        Assert.Equal(expected.Length, found.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], found[i].Value, 1e-12);
            Assert.Equal(bands[i][0], found[i].Low, .026); // one run of forty
            Assert.Equal(bands[i][1], found[i].High, .026);
        }
    }

    [Fact]
    public void The_probability_of_improvement_is_that_of_numpy()
    {
        Interval found = Scores("first").ProbabilityOfImprovement(Scores("second")), back = Scores("second").ProbabilityOfImprovement(Scores("first"));
        Assert.Equal(Values.Number("better"), found.Value, 1e-12);
        Assert.Equal(1 - found.Value, back.Value, 1e-12);
        Assert.InRange(found.Value, found.Low, found.High);
        Assert.InRange(found.Low, .5, 1); // .7 against .5
    }

    [Fact]
    public void Tasks_are_resampled_for_themselves_and_may_have_different_numbers_of_runs()
    {
        TaskScores scores = new([[0, 0, 0], [1, 1]]);
        Assert.Equal([new(.5, .5, .5), new(0, 0, 0)], scores.Profile([.5, 1]));
        Assert.Equal(new(.4, .4, .4), scores.Aggregate(Location.Mean));
    }

    [Fact]
    public void Scores_that_are_not_comparable_are_refused()
    {
        void Refused(string reason, IReadOnlyList<IReadOnlyList<double>> scores) =>
            Assert.StartsWith(reason, Assert.Throws<ArgumentException>(() => new TaskScores(scores)).Message, StringComparison.Ordinal);
        Refused("There are no tasks; allowed are one or more.", []);
        Refused("Task 1 has no runs; allowed are one or more.", [[1], []]);
        Refused("The score of run 1 of task 0 is NaN; allowed are finite numbers.", [[1, double.NaN]]);
        Assert.StartsWith("The sets have 1 and 2 tasks", Assert.Throws<ArgumentException>(() => new TaskScores([[1]]).ProbabilityOfImprovement(new([[1], [2]]))).Message, StringComparison.Ordinal);
    }
}
