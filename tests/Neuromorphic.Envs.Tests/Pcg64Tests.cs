using System.Globalization;
using System.Text.Json;
using Neuromorphic.Numerics;
using Xunit;

namespace Neuromorphic.Envs.Tests;

public class Pcg64Tests
{
    static JsonElement[] Cases => [.. GoldenTrajectories.Read("numpy_pcg64.json").GetProperty("cases").EnumerateArray()];
    /// <summary>Integers beyond 64 bits stand in the file as strings.</summary>
    static UInt128 Integer(JsonElement number) => UInt128.Parse(number.GetRawText().Trim('"'), CultureInfo.InvariantCulture);

    [Fact]
    public void A_seed_sequence_equals_NumPy()
    {
        Assert.Equal(7, Cases.Length);
        foreach (JsonElement item in Cases)
        {
            ulong[] words = new ulong[4];
            new SeedSequence(Integer(item.GetProperty("seed"))).Generate(words);
            Assert.Equal(item.GetProperty("seedsequence_uint64").EnumerateArray().Select(word => ulong.Parse(word.GetString()!, CultureInfo.InvariantCulture)), words);
        }
    }

    [Fact]
    public void A_seeded_generator_has_the_state_and_words_of_NumPy()
    {
        foreach (JsonElement item in Cases)
        {
            Pcg64 generator = new(Integer(item.GetProperty("seed")));
            Assert.Equal(Integer(item.GetProperty("pcg_state")), generator.State);
            Assert.Equal(Integer(item.GetProperty("pcg_inc")), generator.Increment);
            foreach (JsonElement word in item.GetProperty("raw").EnumerateArray())
                Assert.Equal(ulong.Parse(word.GetString()!, CultureInfo.InvariantCulture), generator.NextWord());
        }
    }

    [Fact]
    public void Uniform_numbers_equal_NumPy_bit_for_bit()
    {
        foreach (JsonElement item in Cases)
        {
            Pcg64 units = new(Integer(item.GetProperty("seed"))), uniforms = units;
            foreach (double expected in GoldenTrajectories.Doubles(item.GetProperty("random"))) Assert.Equal(expected, units.NextUnit().Value);
            foreach (double expected in GoldenTrajectories.Doubles(item.GetProperty("uniform_m005_005")))
                Assert.Equal(expected, uniforms.Uniform<Scalar64, Pcg64>(-.05, .05).Value);
        }
    }
}
