using System.Text.Json;
using Neuromorphic.Numerics;
using Xunit;

namespace Neuromorphic.Envs.Tests;

/// <summary>NumPy's legacy generator, against numpy.random.RandomState(42).</summary>
public class MersenneTwisterTests
{
    static readonly JsonElement Trace = GoldenTrajectories.Read("mnist1d.json").GetProperty("mt19937_seed42");

    static T[] Draws<T>(Func<MersenneTwister, T> draw, int count)
    {
        MersenneTwister random = new(42);
        return [.. Enumerable.Range(0, count).Select(_ => draw(random))];
    }

    static int[] Integers(string name) => [.. Trace.GetProperty(name).EnumerateArray().Select(item => item.GetInt32())];

    [Fact]
    public void Words_are_those_of_NumPy() =>
        Assert.Equal(Trace.GetProperty("first_uint32").EnumerateArray().Select(item => item.GetUInt32()), Draws(random => random.NextWord(), 8));

    /// <summary>The ten thousandth word of seed 5489, which the C++ standard gives for std::mt19937.</summary>
    [Fact]
    public void The_ten_thousandth_word_is_that_of_the_standard()
    {
        MersenneTwister random = new(5489);
        for (int i = 1; i < 10_000; i++) random.NextWord();
        Assert.Equal(4123659995u, random.NextWord());
    }

    [Fact]
    public void Uniform_numbers_are_those_of_NumPy_bit_for_bit() =>
        Assert.Equal(GoldenTrajectories.Doubles(Trace.GetProperty("first_double53")), Draws(random => random.NextUnit(), 6));

    [Fact]
    public void Normal_numbers_are_those_of_NumPy()
    {
        foreach ((double expected, double actual) in GoldenTrajectories.Doubles(Trace.GetProperty("first_legacy_gauss")).Zip(Draws(random => random.NextNormal(), 8)))
            Assert.Equal(expected, actual, 1e-15 * Math.Abs(expected) * 4);
    }

    [Fact]
    public void Whole_numbers_are_those_of_NumPy() =>
        Assert.Equal(Integers("first_masked_bounded_0_47"), Draws(random => (int)random.NextUpTo(47), 12));

    [Fact]
    public void A_permutation_is_that_of_NumPy() => Assert.Equal(Integers("permutation10"), new MersenneTwister(42).NextPermutation(10));

    [Theory]
    [InlineData(0u), InlineData(1u), InlineData(7u), InlineData(8u), InlineData(uint.MaxValue)]
    public void Every_whole_number_up_to_the_largest_is_drawn_and_none_beyond(uint largest)
    {
        uint[] drawn = Draws(random => random.NextUpTo(largest), 400);
        Assert.All(drawn, value => Assert.InRange(value, 0u, largest));
        if (largest < 10) Assert.Equal((int)largest + 1, drawn.Distinct().Count());
        else Assert.Contains(drawn, value => value > largest / 2);
    }
}
