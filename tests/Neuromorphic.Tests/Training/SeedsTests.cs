using Neuromorphic.Training;
using Xunit;

namespace Neuromorphic.Tests.Training;

public class SeedsTests
{
    [Theory]
    [InlineData("0-3", 0, 1, 2, 3)]
    [InlineData("3", 0, 1, 2)]
    [InlineData("1,5,7-9", 1, 5, 7, 8, 9)]
    [InlineData("100-101, 3", 100, 101, 3)]
    [InlineData("7-7", 7)]
    public void A_text_means_seeds(string text, params int[] seeds) => Assert.Equal(seeds.Select(seed => (ulong)seed), Seeds.Parse(text));

    [Fact]
    public void The_last_seed_there_is_is_one() => Assert.Equal([ulong.MaxValue - 1, ulong.MaxValue], Seeds.Parse("18446744073709551614-18446744073709551615"));

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("3-1")]
    [InlineData("1-2-3")]
    [InlineData("a")]
    [InlineData("1,,2")]
    [InlineData("0-100000")]
    [InlineData("100001")]
    [InlineData("1.5")]
    public void Another_text_is_refused(string text) => Assert.Contains($"seeds are '{text}'; allowed: a range such as 0-9", Assert.Throws<ArgumentException>(() => Seeds.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_seed_stands_once() => Assert.Contains("one stands twice", Assert.Throws<ArgumentException>(() => Seeds.Parse("1-3,2")).Message, StringComparison.Ordinal);
}
