using Neuromorphic.Expressions;
using Neuromorphic.Numerics;
using Xunit;

namespace Neuromorphic.LearnedNeurons.Tests;

/// <summary>Files of types come back as they were, and damaged ones are refused with the reason.</summary>
public sealed class TypeFileTests
{
    static string Text { get; } = new TypeFile { Types = [new(Expression.Parse("sin(x)"), .2, NeuronType.Initial(2, RandomKey.For(1, RandomPurpose.Weights), 0)), new(Expression.Parse("0"), 1, [0])], Origin = "a test" }.Write();

    [Fact]
    public void A_file_comes_back()
    {
        TypeFile file = TypeFile.Parse(Text);
        Assert.Equal(Text, file.Write());
        Assert.Equal("a test", file.Origin);
        Assert.Equal(2, file.Types[0].Units);
    }

    [Theory]
    [InlineData("\"version\": 1", "\"version\": 2", "The file of neuron types has version 2; this program reads version 1.")]
    [InlineData("neuromorphic-neuron-types", "something-else", "This is no file of neuron types: \"format\" is not \"neuromorphic-neuron-types\".")]
    [InlineData("\"kappa\": 0.2", "\"kappa\": 1e999", "Type 1: kappa is")]
    [InlineData("\"base\": \"sin(x)\"", "\"base\": \"sinn(x)\"", "Type 1: ")]
    [InlineData("\"values\": [", "\"values\": [ 1e999,", "Type 1: 1e999 is not finite.")]
    [InlineData("\"values\": [", "\"values\": [ 7,", "Type 1: Its table says 7 at -10, its numbers ")]
    [InlineData("\"numbers\": [", "\"numbers\": [ 3,", "Type 1: A neuron type has 8 numbers; allowed are 3 K + 1: v, c and u of K units, and e.")]
    [InlineData("\"types\": [", "\"typos\": [", "\"types\" is missing.")]
    [InlineData("\"kappa\": 0.2", "\"kappa\": null", "Type 1: \"kappa\" is null; allowed: a number.")]
    [InlineData("}", "", "The file of neuron types is damaged: no JSON at line ")]
    public void A_damaged_file_is_refused(string part, string other, string message)
    {
        int at = Text.IndexOf(part, StringComparison.Ordinal);
        Assert.StartsWith(message, Assert.Throws<ArgumentException>(() => TypeFile.Parse(Text[..at] + other + Text[(at + part.Length)..])).Message, StringComparison.Ordinal);
    }
}
