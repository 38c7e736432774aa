using System.Globalization;
using Neuromorphic.Policies;
using Neuromorphic.Tests;
using Neuromorphic.Training;
using Xunit;

namespace Neuromorphic.Storage.Tests;

/// <summary>Contents with a right checksum that no training wrote. Every one is refused, by the file's reader or by the training that would go on from it.</summary>
public class ForgeryTests
{
    static readonly string[] Names = ["spiking, normalised", "adaptive neurons, clipup", "mlp, not normalised", "gradients, critic", "gradients of examples", "shared parameters, starts", "cma-es", "openai-es", "sep-cma-es", "snes", "ars"];

    static readonly Dictionary<string, Dictionary<object, object>> Trees = Names.ToDictionary(name => name, name => Bytes.Tree(Bytes.Content(CheckpointFile.Serialize(Sample.After(3, name)))));

    /// <summary>A copy of a content that can be changed.</summary>
    static Dictionary<object, object> Fresh(string name) => (Dictionary<object, object>)Copy(Trees[name]);

    static object Copy(object node) => node switch
    {
        Dictionary<object, object> map => map.ToDictionary(pair => pair.Key, pair => Copy(pair.Value)),
        object[] array => Array.ConvertAll(array, Copy),
        byte[] row => (byte[])[.. row],
        _ => node,
    };

    /// <summary>Every place of a content with the map or array that it is in.</summary>
    static IEnumerable<(string Path, object Value, Action<object> Set)> Places(object node, string path = "")
    {
        if (node is Dictionary<object, object> map)
            foreach ((object key, object value) in map)
            {
                yield return (path + key, value, other => map[key] = other);
                foreach (var inner in Places(value, $"{path}{key}/")) yield return inner;
            }
        else if (node is object[] array)
            for (int i = 0; i < array.Length; i++)
            {
                int at = i;
                yield return (path + i, array[i], other => array[at] = other);
                foreach (var inner in Places(array[i], $"{path}{i}/")) yield return inner;
            }
    }

    /// <summary>The reason of a refusal; null where the content is taken.</summary>
    static string? Reason(Dictionary<object, object> tree)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            byte[] file = Bytes.File(Bytes.Of(tree));
            Checkpoint checkpoint = CheckpointFile.Deserialize(file);
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 5_000_000 + 20 * file.Length);
            Sample.Run(checkpoint.Configuration).Trainer.Load(checkpoint.State);
            return null;
        }
        catch (Exception e) when (e is CheckpointException or ArgumentException)
        {
            Assert.InRange(e.Message.Length, 20, 600);
            Assert.DoesNotContain(e.Message, char.IsControl);
            return e.Message;
        }
    }

    static void Refused(Dictionary<object, object> tree, string forgery) => Assert.True(Reason(tree) != null, $"taken: {forgery}");

    /// <summary>What may be nil, another text or another number without a contradiction: when and by what a file was written, the moments of observations, and what was measured.</summary>
    static bool IsFree(string path) => path is "created" or "program" or "git_hash" or "best_fitness" || path.StartsWith("policy_texts", StringComparison.Ordinal) || path.StartsWith("best_scaling", StringComparison.Ordinal)
        || path.StartsWith("best_evaluation", StringComparison.Ordinal) || path.StartsWith("normalizer", StringComparison.Ordinal) || path.StartsWith("history", StringComparison.Ordinal);

    [Fact]
    public void Another_type_anywhere_is_refused()
    {
        var random = new Random(1);
        object[] others = ["text", 7, -1L, 1.5, true, new byte[] { 1, 2, 3 }, Array.Empty<object>(), new Dictionary<object, object>()];
        for (int i = 0; i < Attacks.Count(150, 1500); i++)
        {
            Dictionary<object, object> tree = Fresh(Names[i % Names.Length]);
            (string path, object value, Action<object> set) = Pick(tree, random, _ => true);
            object other = others[random.Next(others.Length)];
            if (Kind(other) == Kind(value)) continue;
            set(other);
            Refused(tree, $"{path}: {value} -> {other}");
        }

        static string Kind(object value) => value switch
        {
            sbyte or byte or short or ushort or int or uint or long or ulong => "integer",
            float or double => "number",
            _ => value?.GetType().Name ?? "String", // nil stands for git_hash, which a text may replace
        };
    }

    [Fact]
    public void Another_length_of_any_row_is_refused()
    {
        var random = new Random(2);
        for (int i = 0; i < Attacks.Count(100, 1000); i++)
        {
            Dictionary<object, object> tree = Fresh(Names[i % Names.Length]);
            (string path, object value, Action<object> set) = Pick(tree, random, value => value is byte[] { Length: > 0 });
            byte[] row = (byte[])value;
            int cut = random.Next(1, Math.Min(row.Length, 64) + 1);
            set(random.Next(2) == 0 ? row[cut..] : [.. row, .. new byte[cut]]);
            Refused(tree, $"{path}: {row.Length} bytes -> {((byte[])Places(tree).First(place => place.Path == path).Value).Length}");
        }
    }

    [Fact]
    public void A_number_that_is_not_finite_or_out_of_range_in_any_row_is_refused()
    {
        var random = new Random(3);
        for (int i = 0; i < Attacks.Count(150, 1500); i++)
        {
            Dictionary<object, object> tree = Fresh(Names[i % Names.Length]);
            (string path, object value, _) = Pick(tree, random, value => value is byte[] { Length: > 0 });
            byte[] row = (byte[])value;
            bool counts = path is "history/generation" or "history/failed" or "history/evaluated", longs = path is "history/steps" or "history/unconverged";
            bool single = path is "initial" or "mean" or "best" or "best_evaluation/vector" || path.Contains("scaling", StringComparison.Ordinal), measured = path.StartsWith("history", StringComparison.Ordinal) && !counts && !longs;
            if (measured) continue; // may be NaN
            if (counts) Put(row, BitConverter.GetBytes(-1 - random.Next()), random);
            else if (longs) Put(row, BitConverter.GetBytes(-1 - random.NextInt64()), random);
            else if (single) Put(row, BitConverter.GetBytes(random.Next(2) == 0 ? float.NaN : float.NegativeInfinity), random);
            else if (path is "strategy/rows/mean" or "strategy/rows/critic/mean") Put(row, BitConverter.GetBytes(1e39), random);
            else Put(row, BitConverter.GetBytes(Positive(path) && random.Next(2) == 0 ? -random.NextDouble() - 1e-300 : double.PositiveInfinity), random);
            Refused(tree, path);
        }

        // Of single-number rows: counts of updates are whole, and there are no more than generations.
        static bool Positive(string path) => path.Contains("sigma", StringComparison.Ordinal) && !path.EndsWith("path", StringComparison.Ordinal) || path.EndsWith("second", StringComparison.Ordinal) || path.EndsWith("steps", StringComparison.Ordinal)
            || path.EndsWith("updates", StringComparison.Ordinal) || path.EndsWith("/variance", StringComparison.Ordinal) || path.EndsWith("lengths", StringComparison.Ordinal) || path.EndsWith("squares", StringComparison.Ordinal);
    }

    [Fact]
    public void A_vector_that_differs_from_the_strategys_rows_or_in_what_is_frozen_is_refused()
    {
        var random = new Random(4);
        for (int i = 0; i < Attacks.Count(100, 1000); i++)
        {
            string name = Names[i % Names.Length];
            Dictionary<object, object> tree = Fresh(name);
            ParameterLayout layout = Sample.Run(name).Policy.Layout;
            string path = new[] { "mean", "initial", "strategy/rows/mean", "best" }[random.Next(4)];
            byte[] row = (byte[])Places(tree).First(place => place.Path == path).Value;
            if (path == "strategy/rows/mean") Move(row, random.Next(row.Length / 8), isSingle: false);
            else
            {
                ParameterSlice[] frozen = [.. layout.Slices.Where(slice => path != "best" || !slice.Trained)]; // the best member's trained numbers are its own
                if (frozen.Length == 0) continue;
                ParameterSlice slice = frozen[random.Next(frozen.Length)];
                Move(row, slice.Offset + random.Next(slice.Count), isSingle: true);
            }
            Refused(tree, $"{name}: {path}");
        }

        static void Move(byte[] row, int index, bool isSingle)
        {
            if (isSingle) BitConverter.GetBytes(BitConverter.ToSingle(row, 4 * index) + .25f).CopyTo(row, 4 * index);
            else BitConverter.GetBytes(BitConverter.ToDouble(row, 8 * index) + .25).CopyTo(row, 8 * index);
        }
    }

    [Fact]
    public void Rows_that_another_strategy_or_optimizer_has_are_refused()
    {
        for (int i = 0; i < Names.Length; i++)
            foreach (string other in Names)
            {
                Dictionary<object, object> tree = Fresh(Names[i]), rows = (Dictionary<object, object>)((Dictionary<object, object>)tree["strategy"])["rows"];
                Dictionary<object, object> theirs = (Dictionary<object, object>)((Dictionary<object, object>)Trees[other]["strategy"])["rows"];
                if (rows.Keys.Order().SequenceEqual(theirs.Keys.Order())) continue;
                ((Dictionary<object, object>)tree["strategy"])["rows"] = Copy(theirs);
                Refused(tree, $"{Names[i]} with the rows of {other}");
            }
    }

    [Fact]
    public void A_scalar_that_cannot_be_is_refused()
    {
        var random = new Random(5);
        for (int i = 0; i < Attacks.Count(50, 500); i++)
        {
            Dictionary<object, object> tree = Fresh(Names[i % Names.Length]);
            (string path, object value, Action<object> set) = Pick(tree, random, value => value is not (byte[] or Dictionary<object, object> or object[] or string or null));
            if (IsFree(path) && path is not ("normalizer/count" or "best_evaluation/generation" or "best_evaluation/evaluation")) continue;
            set(value switch
            {
                bool truth => !truth,
                float or double => path.EndsWith("initial_value", StringComparison.Ordinal) || path.EndsWith("initial_deviation", StringComparison.Ordinal) ? Convert.ToDouble(value, CultureInfo.InvariantCulture) + .5 : path == "best_evaluation/evaluation" ? Convert.ToDouble(value, CultureInfo.InvariantCulture) + 1 : new[] { double.NaN, double.PositiveInfinity, -1.0 }[random.Next(3)],
                _ => new object[] { -1L, ulong.MaxValue, Convert.ToInt64(value, CultureInfo.InvariantCulture) + 1 + random.Next(1000), long.MaxValue }[random.Next(4)],
            });
            Refused(tree, $"{path}: {value}");
        }
    }

    /// <summary>
    /// What a configuration can say otherwise without a contradiction in the file: settings that decide how things are computed, or how long, and leave no number
    /// behind. The checksum covers them; whoever makes a new one has made another run's checkpoint.
    /// </summary>
    static readonly string[] WithoutTrace =
    [
        "generations", "episodes", "step-limit", "randomness", "evaluation-episodes", "evaluate-every", "checkpoint-every", "keep", "sub-steps", "integration", "threshold-rule",
        "population", "sigma", "learning-rate", "sigma-learning-rate",
    ];

    [Theory]
    [InlineData("seed", "1"), InlineData("normalization", "off"), InlineData("environment", "acrobot"), InlineData("policy", "mlp"), InlineData("neurons", "9"), InlineData("neurons", "1000000000"), InlineData("layers", "2")]
    [InlineData("layers", "256"), InlineData("layers", "1000000"), InlineData("recurrence", "full"), InlineData("condition", "both"), InlineData("learned", "tau"), InlineData("shared", "tau"), InlineData("shared-network", "tau")]
    [InlineData("sub-steps", "2147483647"), InlineData("sub-steps", "2147483648"), InlineData("readout", "spikes"), InlineData("readout-tau", "5"), InlineData("input-scale", "2"), InlineData("readout-scale", "2"), InlineData("neuron", "adaptive-lif")]
    [InlineData("tau", "3"), InlineData("threshold", "2"), InlineData("rest", "1"), InlineData("resistance", "2"), InlineData("parameterization", "direct"), InlineData("reset", "1"), InlineData("reset-rule", "subtract")]
    [InlineData("optimizer", "sgd"), InlineData("strategy", "snes"), InlineData("population", "2147483647"), InlineData("population", "2000000000"), InlineData("tau", "\u001b[2J3")]
    public void A_setting_that_leaves_a_trace_cannot_be_forged(string setting, string value)
    {
        Dictionary<object, object> tree = Fresh("spiking, normalised");
        ((Dictionary<object, object>)tree["configuration"])[setting] = value;
        Refused(tree, $"{setting} = {value}");
    }

    [Fact]
    public void Settings_without_a_trace_are_known()
    {
        string[] free = [.. Trees["spiking, normalised"]["configuration"] is Dictionary<object, object> map ? map.Keys.Cast<string>().Where(IsTaken) : []];
        Assert.Equal(WithoutTrace.Order(StringComparer.Ordinal), free.Order(StringComparer.Ordinal));

        bool IsTaken(string setting)
        {
            Dictionary<object, object> tree = Fresh("spiking, normalised"), configuration = (Dictionary<object, object>)tree["configuration"];
            string old = (string)configuration[setting];
            foreach (string other in new[] { "antithetic", "common", "exponential-euler", "above", "clipup", "sgd", "subtract", "direct", "both", "off", "full", "spikes", "neuron", "1", "2", "4", "0.5", "0.25" })
            {
                if (other == old) continue;
                configuration[setting] = other;
                if (Reason(tree) == null) return true;
            }
            return false;
        }
    }

    [Fact]
    public void Steps_that_are_not_those_of_the_history_are_refused()
    {
        Dictionary<object, object> tree = Fresh("snes");
        tree["steps"] = Convert.ToInt64(tree["steps"], CultureInfo.InvariantCulture) + 1;
        Assert.Contains("'steps' is", Reason(tree), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("covariance", 0, -1, "'covariance' in the saved state of cma-es is -1 at 0, the variance of number 0; allowed: above 0.")]
    [InlineData("covariance", 5, 0, "'covariance' in the saved state of cma-es is 0 at 5, the variance of number 2; allowed: above 0.")]
    [InlineData("covariance", 4, 1e3, "'covariance' in the saved state of cma-es is 1000 at 4, of two numbers whose variances are ")]
    [InlineData("covariance", 9, 1e3, "'covariance' in the saved state of cma-es is not that of its axes and lengths")]
    [InlineData("covariance", 8, .01, "'covariance' in the saved state of cma-es is not that of its axes and lengths")]
    [InlineData("covariance/axes", 7, .5, "'covariance/axes' in the saved state of cma-es are no rotation")]
    [InlineData("covariance/lengths", 1, 1e3, "'covariance/lengths' in the saved state of cma-es is ")]
    [InlineData("covariance/lengths", 0, 1e-3, "'covariance' in the saved state of cma-es is not that of its axes and lengths")]
    public void A_covariance_that_is_none_is_refused(string row, int at, double value, string reason)
    {
        Dictionary<object, object> tree = Fresh("cma-es"), rows = (Dictionary<object, object>)((Dictionary<object, object>)tree["strategy"])["rows"];
        BitConverter.GetBytes(value).CopyTo((byte[])rows[row], 8 * at);
        Assert.Contains(reason, Reason(tree), StringComparison.Ordinal);
    }

    [Fact]
    public void The_reason_names_the_number_that_cannot_be()
    {
        Dictionary<object, object> tree = Fresh("spiking, normalised"), rows = (Dictionary<object, object>)((Dictionary<object, object>)tree["strategy"])["rows"];
        BitConverter.GetBytes(-1.0).CopyTo((byte[])rows["sigma"], 24);
        Assert.Contains("'sigma' in the saved state of pgpe is -1 at 3; allowed: above 0.", Reason(tree), StringComparison.Ordinal);
        tree = Fresh("spiking, normalised");
        BitConverter.GetBytes(.5f).CopyTo((byte[])tree["mean"], 0);
        Assert.Contains("'mean' is 0.5 at 0 (hidden/tau), not ", Reason(tree), StringComparison.Ordinal);
        tree = Fresh("spiking, normalised");
        rows = (Dictionary<object, object>)((Dictionary<object, object>)tree["strategy"])["rows"];
        rows["adam/steps"] = BitConverter.GetBytes(4.0);
        Assert.Contains("'adam/steps' counts 4 updates in 3 generations", Reason(tree), StringComparison.Ordinal);
    }

    static (string Path, object Value, Action<object> Set) Pick(Dictionary<object, object> tree, Random random, Func<object, bool> suits)
    {
        var places = Places(tree).Where(place => suits(place.Value)).ToArray();
        return places[random.Next(places.Length)];
    }

    static void Put(byte[] row, byte[] number, Random random) => number.CopyTo(row, random.Next(row.Length / number.Length) * number.Length);
}
