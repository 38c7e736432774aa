using System.Globalization;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Neuromorphic.Policies;
using Neuromorphic.Storage;
using Neuromorphic.Training;
using Xunit;

namespace Neuromorphic.Cli.Tests;

/// <summary>`export`: the numbers of a checkpoint in physical units.</summary>
public sealed class ExportTests : IDisposable
{
    const string Training = "train cartpole --neurons 6 --layers 2 --population 8 --generations 5 --evaluate-every 1 --evaluation-episodes 2 --tau lognormal:1,0.3 --readout leaky-integrator --seed 3 --out a";

    readonly Workplace here = new();

    public void Dispose() => here.Dispose();

    TrainingState State => CheckpointFile.Read(here.At("a", "checkpoint.msgpack")).State;

    [Fact]
    public void Arrays_hold_every_slice_in_its_shape_and_the_settings()
    {
        here.Succeed(Training);
        ParameterLayout layout = State.Layout;
        Assert.Equal($"a.npz: {layout.Count} numbers in {layout.Slices.Count} slices\n", here.Succeed("export a --out a.npz").Output);
        using ZipArchive archive = ZipFile.OpenRead(here.At("a.npz"));
        Assert.Equal([.. layout.Slices.Select(slice => slice.Name + ".npy"), "configuration.npy"], archive.Entries.Select(entry => entry.FullName));
        foreach (ParameterSlice slice in layout.Slices)
        {
            byte[] file = Read(slice.Name), data = file[Begin(file)..];
            Assert.Contains($"'shape': ({string.Join(", ", slice.Shape)}{(slice.Shape.Count == 1 ? "," : "")})", Encoding.ASCII.GetString(file, 10, Begin(file) - 10), StringComparison.Ordinal);
            Assert.Equal(layout.Values(slice.Name, State.Mean), MemoryMarshal.Cast<byte, double>(data).ToArray());
        }
        byte[] text = Read("configuration");
        JsonElement settings = JsonDocument.Parse(Encoding.UTF32.GetString(text[Begin(text)..])).RootElement;
        Assert.Equal(("cartpole", "2", "lognormal:1,0.3"), (Setting("environment"), Setting("layers"), Setting("tau")));

        string? Setting(string name) => settings.GetProperty(name).GetString();
        static int Begin(byte[] file) => 10 + file[8] + 256 * file[9];
        byte[] Read(string name)
        {
            using MemoryStream copy = new();
            using (Stream file = archive.GetEntry(name + ".npy")!.Open()) file.CopyTo(copy);
            return copy.ToArray();
        }
    }

    [Fact]
    public void A_table_has_a_row_for_each_number_with_its_indices_unit_and_start()
    {
        here.Succeed(Training);
        here.Succeed("export a/checkpoint.msgpack --out A.CSV");
        string[] lines = File.ReadAllLines(here.At("A.CSV"));
        ParameterLayout layout = State.Layout;
        Assert.Equal("slice,index,value,unit,start", lines[0]);
        Assert.Equal(layout.Count, lines.Length - 1);
        int row = 1;
        foreach (ParameterSlice slice in layout.Slices)
        {
            double[] values = layout.Values(slice.Name, State.Mean), start = layout.Values(slice.Name, State.Initial);
            for (int i = 0; i < slice.Count; i++)
            {
                string index = slice.Shape.Count == 1 ? $"{i}" : $"{i / slice.Shape[1]} {i % slice.Shape[1]}";
                string[] cells = lines[row++].Split(',');
                Assert.Equal([slice.Name, index, slice.Unit], (string[])[cells[0], cells[1], cells[3]]);
                Assert.Equal((values[i], start[i]), (double.Parse(cells[2], CultureInfo.InvariantCulture), double.Parse(cells[4], CultureInfo.InvariantCulture)));
            }
        }
        Assert.Contains(lines, line => line.StartsWith("hidden2/tau,5,", StringComparison.Ordinal) && line.Contains(",steps,", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("readout/weight,1 5,", StringComparison.Ordinal));
    }

    [Fact]
    public void Best_and_best_member_are_those_of_evaluate()
    {
        here.Succeed("train cartpole --neurons 16 --population 8 --seed 4 --evaluate-every 2 --evaluation-episodes 20 --generations 14 --out a");
        here.Succeed("export a --out mean.csv");
        here.Succeed("export a --best --out best.csv");
        here.Succeed("export a --best-member --out member.csv");
        TrainingState state = State;
        Assert.InRange(state.BestEvaluation!.Generation, 2, 13); // or it would show nothing
        Assert.Equal(state.Layout.Values(SpikingPolicy.TimeConstant, state.Mean), Tau("mean.csv"));
        Assert.Equal(state.Layout.Values(SpikingPolicy.TimeConstant, state.BestEvaluation!.Vector), Tau("best.csv"));
        Assert.Equal(state.Layout.Values(SpikingPolicy.TimeConstant, state.Best), Tau("member.csv"));
        Assert.Equal(3, ((string[])["mean.csv", "best.csv", "member.csv"]).Select(file => string.Join(' ', Tau(file))).Distinct().Count());

        double[] Tau(string file) => [.. File.ReadLines(here.At(file)).Where(line => line.StartsWith("hidden/tau,", StringComparison.Ordinal)).Select(line => double.Parse(line.Split(',')[2], CultureInfo.InvariantCulture))];
    }

    [Fact]
    public void A_file_that_exists_and_other_endings_are_refused()
    {
        here.Succeed($"train cartpole {Configurations.Tiny} --generations 1 --out a");
        File.WriteAllText(here.At("a.csv"), "mine");
        RefusalTests.AssertRefused(here.Run("export a --out a.csv"), "error: a.csv exists; move it away, or choose another --out.\n");
        Assert.Equal("mine", File.ReadAllText(here.At("a.csv")));
        Outcome outcome = here.Run("export a --out a.txt");
        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains("--out is 'a.txt'; allowed: a name that ends in .npz or .csv.", outcome.Errors, StringComparison.Ordinal);
        RefusalTests.AssertRefused(here.Run("export a --best --out b.csv"), "--best has nothing to take: no mean was evaluated in 1 generations");
        RefusalTests.AssertRefused(here.Run("export a --best --best-member --out b.csv"), "allowed: one of them", exitCode: 2);
        RefusalTests.AssertRefused(here.Run("export b --out b.csv"), "There is no file or folder b");
        Assert.False(File.Exists(here.At("b.csv")));
    }
}
