using Neuromorphic.Numerics;
using Xunit;

namespace Neuromorphic.Tests.Numerics;

/// <summary>Every float32 implementation gives the same bits.</summary>
public class LaneWidthTests
{
    static readonly float[] Edges =
    [
        0, -0f, float.Epsilon, -float.Epsilon, 1e-40f, BitConverter.UInt32BitsToSingle(0x00800000), -1e-38f, 1e-20f, .5f, -.5f, .625f, 1, -1, 1.0000001f,
        2, -3.5f, 16777216, 8388608.5f, -87, 88, 89, -1e4f, 1e4f, 1e9f, -2147483648f, 2147483648f, 1e20f, -1e20f, float.MaxValue, float.MinValue,
        float.PositiveInfinity, float.NegativeInfinity, float.NaN,
    ];

    public static TheoryNames Operations => [.. Operation.All.Select(operation => operation.GetType().Name)];

    [Theory]
    [MemberData(nameof(Operations))]
    public void An_operation_gives_the_same_bits_in_every_width(string name)
    {
        Operation operation = Operation.All.Single(operation => operation.GetType().Name == name);
        (float[] a, float[] b, float[] c) = Inputs();
        float[] scalar = Run<Scalar>(operation, a, b, c);
        Equal(operation, scalar, Run<Lanes8>(operation, a, b, c), a, b, c);
        Equal(operation, scalar, Run<Lanes16>(operation, a, b, c), a, b, c);
    }

    /// <summary>All pairs of edge values, random bits (every kind of number, denormal and NaN among them), and random numbers of usual sizes.</summary>
    static (float[] A, float[] B, float[] C) Inputs()
    {
        var random = new SeededNumbers(11);
        List<float> a = [], b = [], c = [];
        for (int i = 0; i < Edges.Length; i++)
            for (int k = 0; k < Edges.Length; k++)
            {
                a.Add(Edges[i]);
                b.Add(Edges[k]);
                c.Add(Edges[(i + 3 * k) % Edges.Length]);
            }
        for (int i = 0; i < 6000; i++)
        {
            a.Add(i % 2 == 0 ? BitConverter.UInt32BitsToSingle(random.Bits()) : (float)(20 * random.Normal()));
            b.Add(i % 2 == 0 ? BitConverter.UInt32BitsToSingle(random.Bits()) : (float)random.Normal());
            c.Add(i % 2 == 0 ? BitConverter.UInt32BitsToSingle(random.Bits()) : (float)random.Normal());
        }
        while (a.Count % 16 != 0)
        {
            a.Add(1);
            b.Add(1);
            c.Add(1);
        }
        return ([.. a], [.. b], [.. c]);
    }

    static float[] Run<R>(Operation operation, float[] a, float[] b, float[] c) where R : unmanaged, IReal<R>
    {
        List<float> results = [];
        for (int i = 0; i < a.Length; i += R.Width)
            results.AddRange(Bits.Lanes(operation.Apply(Bits.Gather<R>(a.AsSpan(i)), Bits.Gather<R>(b.AsSpan(i)), Bits.Gather<R>(c.AsSpan(i)))));
        return [.. results];
    }

    static void Equal(Operation operation, float[] expected, float[] actual, float[] a, float[] b, float[] c)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            uint x = BitConverter.SingleToUInt32Bits(expected[i]), y = BitConverter.SingleToUInt32Bits(actual[i]);
            bool equal = x == y || operation.Meaning == Meaning.Number && float.IsNaN(expected[i]) && float.IsNaN(actual[i]);
            Assert.True(equal, $"{operation.GetType().Name}({a[i]:R}, {b[i]:R}, {c[i]:R}): {x:x8} and {y:x8}");
        }
    }

    [Fact]
    public void Lanes_are_numbered_from_zero_and_missing_ones_are_zero()
    {
        Assert.Equal(Enumerable.Range(0, 16).Select(lane => (uint)lane), Enumerable.Range(0, 16).Select(lane => Bits.Word(new Word<Lanes16>(Lanes16.WordLaneIndex()), lane)));
        Assert.Equal(Enumerable.Range(0, 8).Select(lane => (uint)lane), Enumerable.Range(0, 8).Select(lane => Bits.Word(new Word<Lanes8>(Lanes8.WordLaneIndex()), lane)));
        Assert.Equal([1f, 2f, .. new float[14]], Bits.Lanes(Lanes16.FromLanes([1, 2])));
        Assert.Equal([1f, 2f, .. new float[6]], Bits.Lanes(Lanes8.FromLanes([1, 2])));
    }

    [Theory]
    [InlineData("1", LaneWidth.Scalar)]
    [InlineData("8", LaneWidth.Lanes8)]
    [InlineData("16", LaneWidth.Lanes16)]
    public void The_environment_variable_forces_a_width(string value, LaneWidth expected) => Assert.Equal(expected, LaneWidths.Choose(value));

    [Fact]
    public void Without_it_the_processor_decides()
    {
        Assert.Equal(LaneWidths.Choose(null), LaneWidths.Choose(""));
        Assert.True(Enum.IsDefined(LaneWidths.Choose(null)));
        Assert.Equal(LaneWidths.Choose(Environment.GetEnvironmentVariable(LaneWidths.Variable)), LaneWidths.Preferred);
    }

    [Theory]
    [InlineData("4")]
    [InlineData("lanes16")]
    [InlineData(" 8")]
    public void Any_other_value_is_refused_with_the_allowed_ones(string value)
    {
        string message = Assert.Throws<ArgumentException>(() => LaneWidths.Choose(value)).Message;
        Assert.Contains($"{LaneWidths.Variable} is '{value}'", message, StringComparison.Ordinal);
        Assert.Contains("1, 8 and 16", message, StringComparison.Ordinal);
    }
}
