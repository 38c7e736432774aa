using System.Text;
using Xunit;

namespace Neuromorphic.Storage.Tests;

/// <summary>Files with a right checksum whose content is wrong: the reason names the field.</summary>
public class RefusalTests
{
    static readonly byte[] Content = Bytes.Content(CheckpointFile.Serialize(Sample.After(3)));

    static readonly string[] Paths =
    [
        "created", "program", "git_hash", "configuration", "layout", "generation", "initial", "mean", "best", "best_fitness", "best_scaling", "best_evaluation", "strategy", "policy_texts", "normalizer", "steps", "history",
        "layout/0/name", "layout/0/shape", "layout/0/block", "layout/0/initial_value", "layout/0/initial_deviation", "layout/0/transform", "layout/0/formula", "layout/0/trained", "layout/0/unit",
        "best_scaling/mean", "best_scaling/scale", "best_evaluation/generation", "best_evaluation/evaluation", "best_evaluation/vector", "best_evaluation/scaling",
        "strategy/name", "strategy/rows", "strategy/texts", "normalizer/count", "normalizer/mean", "normalizer/squares",
        "history/generation", "history/best", "history/mean", "history/deviation", "history/failed", "history/steps", "history/evaluated", "history/evaluation", "history/unconverged",
    ];

    /// <summary>Those that version 1 does not have, or its first programs did not write.</summary>
    static string[] Later => ["best_scaling", "best_evaluation", "policy_texts", "strategy/texts", "history/unconverged"];

    public static TheoryData<string> Fields => [.. Paths];
    public static TheoryData<string> Needed => [.. Paths.Except(["history/unconverged"])];

    [Fact]
    public void Every_field_is_tried()
    {
        Dictionary<object, object> tree = Bytes.Tree(Content);
        IEnumerable<string> names = tree.Keys.Select(key => $"{key}")
            .Concat(new[] { "layout/0", "best_scaling", "best_evaluation", "strategy", "normalizer", "history" }.SelectMany(path => ((Dictionary<object, object>)(path == "layout/0" ? ((object[])tree["layout"])[0] : tree[path])).Keys.Select(key => $"{path}/{key}")));
        Assert.Equal(names.Order(), Paths.Order());
    }

    [Theory, MemberData(nameof(Needed))]
    public void A_missing_field_is_named(string path) =>
        Assert.Contains($"lacks '{InErrors(path)}'", Refused(path, (map, name) => map.Remove(name)), StringComparison.Ordinal);

    [Fact]
    public void What_version_1_did_not_write_may_be_missing_there()
    {
        Dictionary<object, object> tree = Bytes.Tree(Content);
        foreach (string path in Later)
        {
            (Dictionary<object, object> map, string name) = Bytes.At(tree, path);
            Assert.True(map.Remove(name));
        }
        Training.TrainingState state = CheckpointFile.Deserialize(Bytes.File(Bytes.Of(tree), version: 1)).State;
        Assert.All(state.History, report => Assert.Equal(0, report.Unconverged));
        Assert.Null(state.BestScaling);
        Assert.Null(state.BestEvaluation);
    }

    [Theory, MemberData(nameof(Fields))]
    public void A_field_of_another_type_is_named(string path) =>
        Assert.Contains($"'{InErrors(path)}' is not ", Refused(path, (map, name) => map[name] = map[name] is bool ? "true" : true), StringComparison.Ordinal);

    [Theory, MemberData(nameof(Fields))]
    public void An_unknown_field_is_named(string path) =>
        Assert.Contains($"unknown field '{InErrors(path)}_2'", Refused(path, (map, name) => map[name + "_2"] = 1), StringComparison.Ordinal);

    [Fact]
    public void A_field_that_is_there_twice_is_named()
    {
        Assert.Equal([0xde, 0, 17], Content[..3]);
        byte[] twice = [0xde, 0, 18, .. Content[3..], .. Bytes.Of("steps"), 7];
        Assert.Contains("it has 'steps' twice", Refused(twice), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("configuration/membrane-noise", "0.1", "its configuration is refused (There is no setting 'membrane-noise'; there are ")]
    [InlineData("configuration/steps", "3", "its configuration is refused (cartpole, spiking and pgpe have no setting 'steps'")]
    [InlineData("configuration/sigma", "-1", "its configuration is refused (sigma is '-1'; allowed: above 0.); a newer program may have written it, or one that adds its own.")]
    [InlineData("configuration/neuron", "izhikevich", "its configuration is refused (neuron is 'izhikevich'; allowed: adaptive-lif, ")]
    [InlineData("configuration/strategy", "snes", "its configuration is refused (cartpole, spiking and snes have no setting '")]
    [InlineData("strategy/name", "snes", "its strategy is 'snes', its configuration says 'pgpe'")]
    [InlineData("configuration/normalization", "off", "does not normalise")]
    [InlineData("created", "yesterday", "'created' is 'yesterday'")]
    [InlineData("created", "2026-02-30T00:00:00.0000000Z", "'created' is")]
    [InlineData("layout/0/transform", "sigmoid", "'hidden/tau' has the unknown transform 'sigmoid'; known are identity, softplus")]
    [InlineData("layout/0/formula", "exp(x)", "says that logistic-leak is exp(x); in this program it is 1 + exp(-x)")]
    [InlineData("layout/0/name", "hidden/threshold", "the slice 'hidden/threshold' twice")]
    [InlineData("layout/0/scope", "world", "'layout[0]/scope' is 'world'; known are layer, network.")]
    [InlineData("layout/0/start", "gamma:1,2", "'layout[0]/start' is 'gamma:1,2', which is no start.")]
    [InlineData("layout/0/start", "@values.csv", "'layout[0]/start' is '@values.csv', which is no start.")]
    [InlineData("configuration/tau", "@values.csv", "'configuration/tau' names a file; a checkpoint holds all that it needs.")]
    [InlineData("layout/0/initial_value", double.NaN, "'layout[0]/initial_value' is not finite")]
    [InlineData("generation", 4, "'generation' is 4, its history has 3")]
    [InlineData("generation", -1, "'generation' is not from 0 to")]
    [InlineData("generation", ulong.MaxValue, "'generation' is not from 0 to")]
    [InlineData("steps", -1, "'steps' is not from 0 to")]
    [InlineData("best_fitness", double.PositiveInfinity, "'best_fitness' is infinite")]
    [InlineData("best_evaluation/generation", 0, "'best_evaluation/generation' is not from 1 to")]
    [InlineData("best_evaluation/generation", 3, "'best_evaluation/evaluation' is not that of generation 3 in its history")]
    [InlineData("best_evaluation/evaluation", 1e6, "'best_evaluation/evaluation' is not that of generation 2 in its history")]
    [InlineData("best_evaluation/evaluation", double.NaN, "'best_evaluation/evaluation' is not finite")]
    [InlineData("best_evaluation/scaling", null, "'best_evaluation/scaling' is nil, 'normalizer' is not")]
    [InlineData("normalizer", null, "'normalizer' is nil")]
    [InlineData("normalizer/count", -1.0, "'normalizer/count' is not 0 or more")]
    [InlineData("normalizer/count", double.NaN, "'normalizer/count' is not 0 or more")]
    public void A_value_that_is_not_allowed_is_named(string path, object? value, string reason) =>
        Assert.Contains(reason, Refused(path, (map, name) => map[name] = value!), StringComparison.Ordinal);

    [Theory]
    [InlineData("initial", "'initial' has 89 numbers, its layout 90")]
    [InlineData("mean", "'mean' has 89 numbers, its layout 90")]
    [InlineData("best", "'best' has 89 numbers, its layout 90")]
    [InlineData("best_evaluation/vector", "'best_evaluation/vector' has 89 numbers, its layout 90")]
    [InlineData("best_scaling/mean", "'best_scaling/mean' has 3 numbers, its normalizer 4")]
    [InlineData("best_scaling/scale", "'best_scaling/scale' has 3 numbers, its normalizer 4")]
    [InlineData("normalizer/mean", "'normalizer/mean' has 3 numbers, 'normalizer/squares' 4")]
    [InlineData("history/generation", "'history/best' has 3 rows, 'history/generation' 2")]
    [InlineData("history/steps", "'history/steps' has 2 rows, 'history/generation' 3")]
    [InlineData("history/evaluated", "'history/evaluation' has 1 rows, 'history/evaluated' 0")]
    public void A_row_of_another_length_is_named(string path, string reason)
    {
        int size = path is "initial" or "mean" or "best" or "best_evaluation/vector" or "best_scaling/mean" or "best_scaling/scale" or "history/generation" or "history/evaluated" ? 4 : 8;
        Assert.Contains(reason, Refused(path, (map, name) => map[name] = ((byte[])map[name])[size..]), StringComparison.Ordinal);
        Assert.Contains($"'{InErrors(path)}' has ", Refused(path, (map, name) => map[name] = ((byte[])map[name])[1..]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("initial", float.NaN, "'initial' is not finite at 1")]
    [InlineData("mean", float.PositiveInfinity, "'mean' is not finite at 1")]
    [InlineData("best", float.NegativeInfinity, "'best' is not finite at 1")]
    [InlineData("best_scaling/mean", float.NaN, "'best_scaling/mean' is not finite at 1")]
    [InlineData("best_evaluation/vector", float.NaN, "'best_evaluation/vector' is not finite at 1")]
    [InlineData("strategy/rows/sigma", double.NaN, "'strategy/rows/sigma' is not finite at 1")]
    [InlineData("strategy/rows/adam/first", double.PositiveInfinity, "'strategy/rows/adam/first' is not finite at 1")]
    [InlineData("normalizer/mean", double.NaN, "'normalizer/mean' is not finite at 1")]
    [InlineData("normalizer/squares", double.NaN, "'normalizer/squares' is not finite at 1")]
    [InlineData("normalizer/squares", -1.0, "'normalizer/squares' is negative at 1")]
    [InlineData("history/generation", 3, "'history/evaluated' has 2, which is no generation")]
    [InlineData("history/failed", -1, "'history/failed' is negative in generation 2")]
    [InlineData("history/steps", -1L, "'history/steps' is negative in generation 2")]
    public void A_number_that_is_not_allowed_in_a_row_is_named(string path, object value, string reason)
    {
        byte[] bytes = value switch
        {
            float number => BitConverter.GetBytes(number),
            double number => BitConverter.GetBytes(number),
            int number => BitConverter.GetBytes(number),
            _ => BitConverter.GetBytes((long)value),
        };
        Assert.Contains(reason, Refused(path, (map, name) => bytes.CopyTo((byte[])map[name], bytes.Length)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new[] { 0 }, "'layout[0]/shape' is not from 1 to")]
    [InlineData(new[] { int.MaxValue, int.MaxValue, int.MaxValue, 4 }, "more than 2147483591 numbers")]
    [InlineData(new[] { 65536, 65536 }, "more than 2147483591 numbers")]
    [InlineData(new[] { 1, 1, 1, 1, 1, 1, 1, 1, 8 }, "'layout[0]/shape' has 9 items; at most 8")]
    [InlineData(new[] { 4, 4 }, "'initial' has 90 numbers, its layout 98")]
    public void A_shape_that_does_not_fit_is_refused(int[] shape, string reason) =>
        Assert.Contains(reason, Refused("layout/0/shape", (map, name) => map[name] = shape.Cast<object>().ToArray()), StringComparison.Ordinal);

    [Fact]
    public void Slices_that_are_one_number_and_mean_different_things_are_refused()
    {
        Dictionary<object, object> tree = Bytes.Tree(Content);
        for (int i = 0; i < 2; i++)
        {
            (Dictionary<object, object> slice, _) = Bytes.At(tree, $"layout/{i}/name");
            (slice["name"], slice["scope"]) = ($"hidden{i}/tau", "network");
        }
        Assert.Contains("slices of its layout that are one number differ in their transforms", Refused(Bytes.Of(tree)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_generation_out_of_order_is_refused() =>
        Assert.Contains("'history/generation' has 4 where 3 belongs", Refused("history/generation", (map, name) => ((byte[])map[name])[8] = 4), StringComparison.Ordinal);

    [Fact]
    public void An_evaluation_of_no_generation_is_refused() =>
        Assert.Contains("'history/evaluated' has 4", Refused("history/evaluated", (map, name) => map[name] = BitConverter.GetBytes(4)), StringComparison.Ordinal);

    [Fact]
    public void Text_that_is_not_utf8_is_refused()
    {
        byte[] content = [.. Content];
        content[content.AsSpan().IndexOf("neuromorphic 0"u8)] = 0xff;
        Assert.Contains("'program' is not UTF-8", Refused(content), StringComparison.Ordinal);
    }

    [Fact]
    public void Fields_may_come_in_any_order()
    {
        Dictionary<object, object> tree = Bytes.Tree(Content);
        byte[] reversed = Bytes.Of(tree.Reverse().ToDictionary());
        Assert.NotEqual(Content, reversed);
        Assert.Equal(Content, Bytes.Content(CheckpointFile.Serialize(CheckpointFile.Deserialize(Bytes.File(reversed)))));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(200)]
    [InlineData(int.MaxValue)]
    public void A_newer_version_says_that_the_program_is_too_old(int version)
    {
        string message = Assert.Throws<CheckpointException>(() => CheckpointFile.Deserialize(Bytes.File([0xc0], version))).Message;
        Assert.Contains($"format version {version}, this program reads up to 2; update the program", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void A_version_before_the_first_is_damage(int version) =>
        Assert.Contains("damaged", Assert.Throws<CheckpointException>(() => CheckpointFile.Deserialize(Bytes.File(Content, version))).Message, StringComparison.Ordinal);

    public static TheoryData<string, byte[]> ForeignFiles => new()
    {
        { "PNG", [0x89, .. "PNG\r\n\x1a\n"u8, 0, 0, 0, 13, .. "IHDR"u8] },
        { "JSON", "{\"format\": \"neuromorphic-checkpoint\", \"version\": 1}"u8.ToArray() },
        { "another MessagePack map", Bytes.Of(new Dictionary<string, int> { ["format"] = 1, ["version"] = 1 }) },
        { "zip", [.. "PK\x03\x04"u8, .. new byte[64]] },
        { "zeros", new byte[4096] },
        { "text", Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("Zeit ", 1000))) },
    };

    [Theory, MemberData(nameof(ForeignFiles))]
    public void A_file_of_another_kind_is_refused_as_such(string kind, byte[] file)
    {
        string message = Assert.Throws<CheckpointException>(() => CheckpointFile.Deserialize(file, kind)).Message;
        Assert.StartsWith(kind + ": not a checkpoint", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Random_bytes_are_refused()
    {
        var random = new Random(3);
        for (int i = 0; i < 1000; i++)
        {
            byte[] bytes = new byte[random.Next(1, 300)];
            random.NextBytes(bytes);
            Assert.Throws<CheckpointException>(() => CheckpointFile.Deserialize(bytes));
            Assert.Throws<CheckpointException>(() => CheckpointFile.Deserialize(Bytes.File(bytes)));
        }
    }

    /// <summary>layout/0/name as an error writes it: layout[0]/name.</summary>
    static string InErrors(string path) => path.Replace("layout/0", "layout[0]", StringComparison.Ordinal);

    static string Refused(string path, Action<Dictionary<object, object>, string> edit)
    {
        Dictionary<object, object> tree = Bytes.Tree(Content);
        (Dictionary<object, object> map, string name) = Bytes.At(tree, path);
        edit(map, name);
        return Refused(Bytes.Of(tree));
    }

    static string Refused(byte[] content) => Assert.Throws<CheckpointException>(() => CheckpointFile.Deserialize(Bytes.File(content))).Message;
}
