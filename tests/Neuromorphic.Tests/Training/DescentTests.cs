using Neuromorphic.Evolution;
using Neuromorphic.Numerics;
using Neuromorphic.Policies;
using Neuromorphic.Training;
using Xunit;

namespace Neuromorphic.Tests.Training;

/// <summary>A step along gradients against its formulas: x -= factor rate (step + learning rate decay x).</summary>
public sealed class DescentTests
{
    const int Count = 11; // more than a register, and not a multiple of one
    const double Tolerance = 1e-15;

    /// <summary>Neurons' numbers, frozen ones, weights, and time constants that are searched directly.</summary>
    static ParameterLayout Layout { get; } = new([
        Slice("hidden/threshold", "neurons", Transform.Identity, trained: true),
        Slice("hidden/rest", "neurons", Transform.Identity, trained: false),
        Slice("hidden/tau", "neurons", Transform.AboveOneStep, trained: true),
        Slice("input/weight", "weights", Transform.Identity, trained: true),
    ]);

    static ParameterSlice Slice(string name, string block, Transform transform, bool trained) => new()
    {
        Name = name,
        Shape = [Count],
        Block = block,
        Initial = 2,
        Transform = transform,
        Trained = trained,
    };

    static readonly float[] Initial = [.. Numbers(1, 2).Select(x => (float)(3 + x))];

    /// <summary>A number for everything in the layout.</summary>
    static double[] Numbers(ulong seed, double scale)
    {
        SeededNumbers random = new(seed);
        return [.. Enumerable.Range(0, Layout.Count).Select(_ => scale * random.Between(-1, 1))];
    }

    static GradientSettings Plain { get; } = new() { Clip = 0 };
    static GradientSettings Sgd { get; } = Plain with { Optimizer = "sgd", LearningRate = .1 };

    static Descent Create(GradientSettings? settings = null, long updates = 10) => new(Layout, Initial, settings ?? Sgd, updates);

    static double Step(Descent descent, double[] gradient)
    {
        Assert.Null(descent.Step(gradient, out double norm));
        return norm;
    }

    /// <summary>The trained numbers of a flat vector.</summary>
    static double[] Trained(IReadOnlyList<double> flat) => [.. Layout.Slices.Where(slice => slice.Trained).SelectMany(slice => flat.Skip(slice.Offset).Take(Count))];

    static double[] Start { get; } = Trained(Array.ConvertAll(Initial, x => (double)x));

    static bool IsNeuron(int i) => i < 2 * Count;

    static void Near(IEnumerable<double> expected, ReadOnlySpan<double> actual) =>
        Assert.All(expected.Zip(actual.ToArray()), pair => Assert.True(Math.Abs(pair.First - pair.Second) <= 4 * Tolerance * Math.Max(1, Math.Abs(pair.First)), $"{pair.Second:R}, not {pair.First:R}"));

    [Fact]
    public void A_step_goes_against_the_gradient_and_frozen_numbers_stay()
    {
        Descent descent = Create();
        double[] gradient = Numbers(2, 1);
        double norm = Step(descent, gradient);
        Assert.Equal(Math.Sqrt(Trained(gradient).Sum(g => g * g)), norm, 1e-12);
        Near(Start.Zip(Trained(gradient), (x, g) => x - .1 * g), descent.Mean);
        Assert.Equal(descent.Mean.ToArray(), Trained(descent.Flat));
        ParameterSlice frozen = Layout["hidden/rest"];
        for (int i = frozen.Offset; i < frozen.Offset + Count; i++) Assert.Equal(Initial[i], descent.Flat[i]);
        Assert.Equal(1, descent.Done);
    }

    [Theory]
    [InlineData(.5)]
    [InlineData(2)]
    [InlineData(100)]
    public void A_gradient_longer_than_the_clip_is_shortened_to_it(double clip)
    {
        Descent descent = Create(Sgd with { Clip = clip });
        double[] gradient = Numbers(2, 1);
        double norm = Step(descent, gradient), scale = Math.Min(1, clip / norm);
        Assert.InRange(norm, 2.01, 99);
        Near(Start.Zip(Trained(gradient), (x, g) => x - .1 * scale * g), descent.Mean);
        double[] moved = [.. Start.Zip(descent.Mean.ToArray(), (x, y) => (x - y) / .1)];
        Assert.Equal(Math.Min(norm, clip), Math.Sqrt(moved.Sum(d => d * d)), 1e-12);
    }

    [Fact]
    public void Frozen_numbers_do_not_count_in_the_norm()
    {
        double[] gradient = Numbers(2, 1);
        double norm = Step(Create(), [.. gradient]);
        gradient.AsSpan(Layout["hidden/rest"].Offset, Count).Fill(1e6);
        Assert.Equal(norm, Step(Create(), gradient));
    }

    [Theory]
    [InlineData(Schedule.Constant, 0)]
    [InlineData(Schedule.Linear, 0)]
    [InlineData(Schedule.Cosine, 0)]
    [InlineData(Schedule.Constant, .35)]
    [InlineData(Schedule.Linear, .35)]
    [InlineData(Schedule.Cosine, .35)]
    public void Schedules_are_those_of_the_formulas(Schedule schedule, double warmup)
    {
        const int Updates = 10;
        Descent descent = Create(Sgd with { Schedule = schedule, Warmup = warmup }, updates: Updates);
        double[] gradient = Numbers(2, .1), expected = Start;
        for (int update = 0; update < Updates + 3; update++)
        {
            double progress = Math.Min(1, update / (double)Updates), warm = warmup == 0 ? 1 : Math.Min(1, (update + 1) / (warmup * Updates));
            double factor = warm * schedule switch { Schedule.Linear => 1 - progress, Schedule.Cosine => (1 + Math.Cos(Math.PI * progress)) / 2, _ => 1 };
            expected = [.. expected.Zip(Trained(gradient), (x, g) => x - factor * .1 * g)];
            Step(descent, [.. gradient]);
            Near(expected, descent.Mean);
        }
    }

    [Fact]
    public void Weights_decay_and_neurons_do_not()
    {
        Descent descent = Create(Sgd with { WeightDecay = .5, Schedule = Schedule.Linear, NeuronRate = .3 });
        double[] expected = Start;
        for (int update = 0; update < 2; update++)
        {
            double factor = 1 - update / 10.0;
            expected = [.. expected.Index().Select(x => IsNeuron(x.Index) ? x.Item : x.Item - factor * .1 * .5 * x.Item)];
            Step(descent, new double[Layout.Count]);
            Near(expected, descent.Mean);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(.25)]
    [InlineData(3)]
    public void The_rate_of_neurons_is_relative_to_that_of_weights(double rate)
    {
        foreach (string optimizer in Optimizer.Names)
        {
            double[] gradient = Numbers(2, .1);
            Descent plain = Create(Sgd with { Optimizer = optimizer }), other = Create(Sgd with { Optimizer = optimizer, NeuronRate = rate });
            Step(plain, [.. gradient]);
            Step(other, [.. gradient]);
            double[] full = [.. plain.Mean.ToArray().Zip(Start, (x, start) => x - start)];
            Near(Start.Index().Select(x => x.Item + (IsNeuron(x.Index) ? rate : 1) * full[x.Index]), other.Mean);
        }
    }

    [Fact]
    public void Optimisers_are_those_of_their_names()
    {
        double[] gradient = Numbers(2, 1);
        foreach (string name in Optimizer.Names)
        {
            Descent descent = Create(Plain with { Optimizer = name, LearningRate = .02, Momentum = .7 });
            Optimizer optimizer = Optimizer.Create(name, Start.Length, .02, .7);
            double[] expected = [.. Start];
            for (int update = 0; update < 3; update++)
            {
                optimizer.Step(expected, [.. Trained(gradient).Select(g => -g)]);
                Step(descent, [.. gradient]);
                Near(expected, descent.Mean);
            }
        }
        Assert.Equal(Stepped(Plain with { Optimizer = "adam", LearningRate = .005 }), Stepped(Plain)); // the defaults
        Assert.Equal(3, new[] { "adam", "clipup", "sgd" }.Select(name => Stepped(Plain with { Optimizer = name })[0]).Distinct().Count());

        double[] Stepped(GradientSettings settings)
        {
            Descent descent = Create(settings);
            Step(descent, [.. gradient]);
            return descent.Mean.ToArray();
        }
    }

    [Fact]
    public void A_time_constant_that_is_searched_directly_stays_above_one_step_and_comes_back()
    {
        Descent descent = Create();
        ParameterSlice tau = Layout["hidden/tau"];
        double[] gradient = new double[Layout.Count];
        gradient.AsSpan(tau.Offset, Count).Fill(1000);
        Step(descent, [.. gradient]);
        Assert.All(descent.Mean.Slice(tau.SearchOffset, Count).ToArray(), x => Assert.Equal(1.001, x));
        Assert.All(Layout.Values("hidden/tau", Array.ConvertAll(descent.Flat, x => (float)x)), value => Assert.Equal(1.001, value, 1e-6));
        Assert.Equal(1, tau.Transform.Slope(descent.Mean[tau.SearchOffset]));
        gradient.AsSpan().Fill(-10);
        Step(descent, gradient);
        Assert.All(descent.Mean.Slice(tau.SearchOffset, Count).ToArray(), x => Assert.Equal(2.001, x, 1e-12));
    }

    [Theory]
    [InlineData("hidden/threshold", 0, double.NaN, "NaN")]
    [InlineData("hidden/tau", 10, double.PositiveInfinity, "Infinity")]
    [InlineData("input/weight", 7, double.NegativeInfinity, "-Infinity")]
    public void A_gradient_that_is_not_finite_is_named_and_nothing_changes(string slice, int index, double value, string text)
    {
        Descent descent = Create(Plain), same = Create(Plain);
        double[] gradient = Numbers(2, 1), bad = [.. gradient];
        Step(descent, [.. gradient]);
        Step(same, [.. gradient]);
        bad[Layout[slice].Offset + index] = value;
        bad[^1] = double.NaN; // the first is named
        Assert.Equal($"The gradient of {slice}, number {index} of {Count}, is {text} in update 2", descent.Step(bad, out _));
        Assert.Equal(same.Mean.ToArray(), descent.Mean.ToArray());
        Assert.Equal(1, descent.Done);
        Step(descent, [.. gradient]); // the optimiser is as it was, too
        Step(same, [.. gradient]);
        Assert.Equal(same.Mean.ToArray(), descent.Mean.ToArray());
    }

    [Fact]
    public void A_frozen_number_may_have_any_gradient()
    {
        double[] gradient = Numbers(2, 1);
        gradient[Layout["hidden/rest"].Offset] = double.NaN;
        Step(Create(), gradient);
    }

    [Fact]
    public void A_step_beyond_float32_is_named_and_not_made()
    {
        Descent descent = new(Layout, Initial, Sgd with { LearningRate = 1e39 }, 10, "critic/");
        double[] gradient = new double[Layout.Count];
        gradient[Layout["input/weight"].Offset + 4] = 2;
        Assert.Equal($"The value of critic/input/weight, number 4 of {Count}, would be -2E+39 after update 1, which float32 does not hold", descent.Step(gradient, out _));
        Assert.Equal(Start, descent.Mean.ToArray());
        Assert.Equal(0, descent.Done);
    }

    [Fact]
    public void Settings_that_are_not_allowed_are_named()
    {
        Assert.Contains("There is no optimizer 'rmsprop'; there are adam, clipup, sgd.", Assert.Throws<ArgumentException>(() => Create(Plain with { Optimizer = "rmsprop" })).Message, StringComparison.Ordinal);
        Assert.Contains("momentum is 1; allowed is 0 to below 1.", Assert.Throws<ArgumentException>(() => Create(Plain with { Momentum = 1 })).Message, StringComparison.Ordinal);
        ParameterLayout frozen = new([Slice("hidden/rest", "neurons", Transform.Identity, trained: false)]);
        Assert.Contains("Nothing is trained", Assert.Throws<ArgumentException>(() => new Descent(frozen, new float[Count], new(), 1)).Message, StringComparison.Ordinal);
    }
}
