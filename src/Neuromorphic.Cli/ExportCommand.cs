using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Neuromorphic.Files;
using Neuromorphic.Policies;
using Neuromorphic.Runs;
using Neuromorphic.Storage;
using Neuromorphic.Training;

namespace Neuromorphic.Cli;

/// <summary>`export`: the parameters of a trained controller, for other programs.</summary>
static class ExportCommand
{
    static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>What a file may end in, and how it is written.</summary>
    static readonly (string Extension, Action<Stream, Checkpoint, float[]> Write)[] Formats = [(".npz", WriteArrays), (".csv", WriteTable)];

    public static Command Create()
    {
        Argument<string> path = CommonOptions.Run();
        Option<string> file = CommonOptions.File(Formats.Select(format => format.Extension), words => $"The file, which must not exist: {words}.");
        Option<bool> best = CommonOptions.Best(), member = CommonOptions.BestMember();
        var command = new ExampledCommand("export", "Write all parameters in physical units: as arrays for NumPy, with the settings as JSON under the name configuration, or as a table with a row for each number.", """
            neuromorphic export runs/cartpole-20260101-120000 --out cartpole.npz
            neuromorphic export checkpoint.msgpack --best --out cartpole.csv
            """) { path, file, best, member };
        command.SetAction(result =>
        {
            string name = result.GetRequiredValue(file);
            if (Path.Exists(name) || new FileInfo(name).LinkTarget != null) throw new IOException($"{name} exists; move it away, or choose another --out.");
            Checkpoint checkpoint = CheckpointFile.Read(RunFolder.FindCheckpoint(result.GetRequiredValue(path)));
            (float[] vector, _) = TrainedRun.Find(checkpoint, CommonOptions.Chosen(result, best, member));
            (_, Action<Stream, Checkpoint, float[]> write) = Array.Find(Formats, format => CommonOptions.Ends(name, format.Extension));
            WholeFile.Write(name, stream => write(stream, checkpoint, vector));
            ParameterLayout layout = checkpoint.State.Layout;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: {layout.Count:N0} numbers in {layout.Slices.Count} slices"));
        });
        return command;
    }

    static void WriteArrays(Stream stream, Checkpoint checkpoint, float[] vector)
    {
        using NumpyArchive archive = new(stream);
        ParameterLayout layout = checkpoint.State.Layout;
        foreach (ParameterSlice slice in layout.Slices) archive.Add(slice.Name, layout.Values(slice.Name, vector), [.. slice.Shape]);
        archive.AddText("configuration", JsonSerializer.Serialize(Settings.Values(checkpoint.Configuration).ToDictionary(pair => pair.Key, pair => pair.Value), Json));
    }

    /// <summary>A row for each number: its slice, its indices joined by blanks, its value, the unit, and the value at the start.</summary>
    static void WriteTable(Stream stream, Checkpoint checkpoint, float[] vector)
    {
        using StreamWriter writer = new(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true) { NewLine = "\n" };
        writer.WriteLine("slice,index,value,unit,start");
        ParameterLayout layout = checkpoint.State.Layout;
        foreach (ParameterSlice slice in layout.Slices)
        {
            double[] values = layout.Values(slice.Name, vector), start = layout.Values(slice.Name, checkpoint.State.Initial);
            for (int i = 0; i < values.Length; i++) writer.WriteLine(CsvLine.Join([slice.Name, Indices(slice.Shape, i), Number(values[i]), slice.Unit, Number(start[i])]));
        }
    }

    static string Indices(IReadOnlyList<int> shape, int number)
    {
        int[] indices = new int[shape.Count];
        for (int d = shape.Count - 1; d >= 0; d--) (number, indices[d]) = Math.DivRem(number, shape[d]);
        return string.Join(' ', indices);
    }

    static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
