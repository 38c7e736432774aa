using Neuromorphic.Environments;
using Neuromorphic.Envs;
using Neuromorphic.Evolution;
using Neuromorphic.Expressions;
using Neuromorphic.Neurons;
using Neuromorphic.Numerics;
using Neuromorphic.Policies;
using Neuromorphic.Rollouts;
using Neuromorphic.Training;
using Xunit;

namespace Neuromorphic.Tests.Policies;

/// <summary>Decoders make other numbers of a slice's groups than were searched: shares, choices that are drawn, tables.</summary>
public sealed unsafe class DecoderTests
{
    static readonly RandomKey Key = RandomKey.For(3, RandomPurpose.Choices);

    /// <summary>The values [output][group] of a lane, after a decoder.</summary>
    static double[][] Decode<R>(Decoder decoder, double[][] search, DecoderDraws<R> draws = default, int slice = 0, int lane = 0) where R : unmanaged, IReal<R>
    {
        int groups = search[0].Length;
        R[] numbers = [.. search.SelectMany(row => row).Select(x => (R)x)], values = new R[decoder.Outputs * groups];
        fixed (R* from = numbers, to = values) decoder.Apply(from, to, groups, slice, draws);
        return [.. Enumerable.Range(0, decoder.Outputs).Select(k => values.AsSpan(k * groups, groups).ToArray().Select(value => R.Lane(value, lane)).ToArray())];
    }

    static double[] Softmax(params double[] x) => [.. x.Select(each => Math.Exp(each) / x.Sum(Math.Exp))];

    [Fact]
    public void Shares_are_the_softmax()
    {
        double[][] search = [[0, 1, 88, -3e4], [0, -2, 87, 3e4], [0, .5, -100, 0]], shares = Decode<Scalar>(Choices.Softmax(3), search);
        for (int group = 0; group < 3; group++)
        {
            double[] expected = Softmax([.. search.Select(row => row[group] - search.Max(other => other[group]))]);
            for (int k = 0; k < 3; k++) Assert.Equal(expected[k], shares[k][group], 2e-7);
        }
        Assert.Equal([0, 1, 0], shares.Select(row => row[3] < 1e-30 ? 0 : row[3]));
    }

    [Fact]
    public void A_choice_is_one_of_them_and_the_likeliest_where_nothing_is_drawn()
    {
        double[][] chosen = Decode<Scalar>(Choices.Gumbel(3), [[0, 2, 1, 5], [0, 3, 1, 4], [0, 1, 2, 5]]);
        Assert.Equal([[1, 0, 0, 1], [0, 1, 0, 0], [0, 0, 1, 0]], chosen);
    }

    [Fact]
    public void Choices_are_drawn_as_often_as_their_softmax_says()
    {
        const int Groups = 40_000;
        double[] x = [.3, -1, 1.1, 0], shares = Softmax(x);
        double[][] chosen = Decode(Choices.Gumbel(4), [.. x.Select(each => Enumerable.Repeat(each, Groups).ToArray())], new DecoderDraws(Key, 5, paired: true).Of((Word<Scalar>)7u));
        for (int group = 0; group < Groups; group++) Assert.Equal(1, chosen.Sum(row => row[group]));
        double squares = 0; // chi-square with 3 degrees of freedom: below 16.3 in 999 of 1,000 cases, and the seed is fixed
        for (int k = 0; k < 4; k++) squares += Math.Pow(chosen[k].Sum() - Groups * shares[k], 2) / (Groups * shares[k]);
        Assert.InRange(squares, 0, 16.3);
    }

    [Fact]
    public void Mirrored_members_draw_alike_other_pairs_generations_and_slices_do_not()
    {
        double[][] equal = [.. Enumerable.Repeat(new double[64], 4)];
        double[][] Drawn(uint member, uint generation = 1, bool paired = true, int slice = 0) =>
            Decode(Choices.Gumbel(4), equal, new DecoderDraws(Key, generation, paired).Of((Word<Scalar>)member), slice);
        Assert.Equal(Drawn(6), Drawn(7));
        Assert.NotEqual(Drawn(6), Drawn(8));
        Assert.NotEqual(Drawn(6), Drawn(6, generation: 2));
        Assert.NotEqual(Drawn(6), Drawn(6, slice: 1));
        Assert.NotEqual(Drawn(6, paired: false), Drawn(7, paired: false));
    }

    [Fact]
    public void Lanes_draw_what_members_draw_alone()
    {
        double[][] equal = [.. Enumerable.Repeat(new double[9], 3)];
        DecoderDraws draws = new(Key, 1, paired: false);
        for (int lane = 0; lane < 16; lane += 3)
        {
            double[][] alone = Decode(Choices.Gumbel(3), equal, draws.Of((Word<Scalar>)(uint)(32 + lane)));
            Assert.Equal(alone, Decode(Choices.Gumbel(3), equal, draws.Of(Word<Lanes16>.Lanes(32)), lane: lane));
            if (lane < 8) Assert.Equal(alone, Decode(Choices.Gumbel(3), equal, draws.Of(Word<Lanes8>.Lanes(32)), lane: lane));
        }
    }

    /// <summary>Five points of tanh(a x + b) + c: a table made of a small network's three numbers.</summary>
    readonly struct Table : IDecoder
    {
        public int Inputs => 3;
        public int Outputs => 5;

        public void Decode<R, B, TRandom>(B search, int from, B values, int to, int stride, ref TRandom random)
            where R : unmanaged, IReal<R> where B : struct, IBuffer<R> where TRandom : struct, IRandomStream<R>
        {
            for (int k = 0; k < 5; k++) values[to + k * stride] = R.Tanh(search[from] * (R)(k - 2.0) + search[from + stride]) + search[from + 2 * stride];
        }
    }

    static ParameterSlice Slice(string name, IReadOnlyList<int> shape, bool trained, Decoder? decoder = null) =>
        new() { Name = name, Shape = shape, Block = name.Split('/')[0], Initial = Start.Normal(0, 1), Trained = trained, Decoder = decoder };

    [Theory]
    [InlineData(true, true), InlineData(false, true), InlineData(false, false)]
    public void A_table_of_more_numbers_than_are_searched_stands_where_kernels_read_it(bool trained, bool perMember)
    {
        ParameterLayout layout = new([Slice("a/first", [2], perMember), Slice("a/table", [3, 4], trained, Decoder.Of(default(Table))), Slice("a/last", [2], false)]);
        Assert.Equal((16, 24), (layout.Count, layout.PerMemberCount + layout.SharedCount));
        float[] vector = layout.InitialVector(2);
        float[] read = new float[24];
        Scalar[] search = [.. layout.Search(vector).Select(x => (Scalar)x)];
        if (perMember)
            fixed (float* to = read)
            fixed (Scalar* from = search)
            {
                ParameterDecoder.DecodeFrozen(layout, vector, (Scalar*)to);
                ParameterDecoder.DecodeTrained(layout, from, (Scalar*)to);
            }
        else
            fixed (float* to = read) ParameterDecoder.DecodeShared(layout, vector, to);
        Assert.Equal(vector[..2], read[..2]);
        Assert.Equal(vector[14..], read[22..]);
        for (int group = 0; group < 4; group++)
            for (int k = 0; k < 5; k++)
                Assert.Equal(Math.Tanh(vector[2 + group] * (k - 2.0) + vector[6 + group]) + vector[10 + group], read[2 + 4 * k + group], 1e-6);
    }

    [Fact]
    public void A_decoder_that_does_not_fit_its_slice_is_refused()
    {
        Assert.Equal("a has the shape [2, 4]; its decoder needs [3, groups].", Assert.Throws<ArgumentException>(() => new ParameterLayout([Slice("a", [2, 4], true, Choices.Softmax(3))])).Message);
        Assert.Equal("a has the shape [3]; its decoder needs [3, groups].", Assert.Throws<ArgumentException>(() => new ParameterLayout([Slice("a", [3], true, Choices.Softmax(3))])).Message);
        Assert.Equal("a has a decoder; a transform, a coefficient or a scope beside it has no effect.",
            Assert.Throws<ArgumentException>(() => new ParameterLayout([Slice("a", [3, 2], true, Choices.Softmax(3)) with { Transform = Transform.Exponential }])).Message);
        Assert.Contains("3 inputs and 5 outputs", Assert.Throws<ArgumentException>(() => Decoder.Of(default(Table), (_, _, _) => { })).Message, StringComparison.Ordinal);
    }

    /// <summary>A unit whose choice is certain plays as one that has the function alone.</summary>
    [Theory]
    [InlineData(UnitSelection.Softmax), InlineData(UnitSelection.Gumbel)]
    public void Where_all_units_choose_one_function_the_controller_is_that_of_the_function(UnitSelection selection)
    {
        EnvironmentSpec spec = new CartPole().Spec;
        MlpOptions several = new() { Neurons = 6, Layers = 2, Activations = [Expression.Parse("relu"), Expression.Parse("P0*sin(x)")], Selection = selection };
        Policy choosing = MlpPolicy.Create(spec, several), single = MlpPolicy.Create(spec, several with { Activations = [Expression.Parse("P0*sin(x)")], Selection = UnitSelection.Fixed });
        float[] vector = single.Layout.InitialVector(4), all = choosing.Layout.InitialVector(4);
        foreach (ParameterSlice slice in choosing.Layout.Slices)
            if (slice.Decoder != null) all.AsSpan(slice.Offset + 6, 6).Fill(200); // of the second function
            else vector.AsSpan(single.Layout[slice.Name.Replace("group2/", "", StringComparison.Ordinal)].Offset, slice.Count).CopyTo(all.AsSpan(slice.Offset));
        double Return(Policy policy, float[] numbers) => new ThreadBackend(Rollout.Create(new CartPole(), policy), spec.ObservationSpace.Size, 1).Evaluate(new()
        {
            Candidates = new RepeatedCandidate([.. policy.Layout.Search(numbers).Select(x => (float)x)], 20),
            Vector = numbers,
            Seed = 1,
            Purpose = RandomPurpose.Evaluation,
            Generation = 0,
            StepLimit = 500,
        }, collect: false).Fitness.Sum();
        Assert.Equal(Return(single, vector), Return(choosing, all));
    }
}
