using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using Neuromorphic.Envs.Locomotion.Model;
using Neuromorphic.Envs.Locomotion.Physics;
using Neuromorphic.Envs.Locomotion.Robots;

namespace Neuromorphic.Envs.Locomotion.Tests;

/// <summary>What MuJoCo gives for a model: see Golden/README.md.</summary>
static class Reference
{
    public static string[] Brax => ["brax_ant", "brax_half_cheetah", "brax_hopper", "brax_walker2d"];
    public static string[] All => [.. Brax, "gymeuler_ant", "gym_hopper"];

    public static Robot RobotOf(string model) => model switch
    {
        "brax_ant" => Ant.Brax,
        "brax_half_cheetah" => HalfCheetah.Brax,
        "brax_hopper" => Hopper.Brax,
        "brax_walker2d" => Walker2d.Brax,
        "gymeuler_ant" => Ant.GymnasiumV4 with { Integrator = Integrator.Euler },
        "gym_hopper" => Hopper.GymnasiumV4,
        _ => throw new ArgumentException($"No reference model '{model}'.", nameof(model)),
    };

    static Stream Open(string file)
    {
        FileStream stream = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Golden", file));
        return file.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(stream, CompressionMode.Decompress) : stream;
    }

    public static Facts Model(string model) => new(Parse($"{model}_model.json"));
    public static IEnumerable<Facts> States(string model) => Parse($"{model}_states.json.gz").EnumerateArray().Select(state => new Facts(state));

    /// <summary>Poses of the bodies of the exported robots at random positions.</summary>
    public static IEnumerable<Facts> Poses() => Parse("poses.json.gz").EnumerateArray().Select(state => new Facts(state));

    static JsonElement Parse(string file)
    {
        using Stream stream = Open(file);
        return JsonDocument.Parse(stream).RootElement;
    }

    /// <summary>All rows of the trajectories of a model.</summary>
    public static List<Row> Trajectories(string model)
    {
        Facts facts = Model(model);
        return [.. Rows($"{model}_traj.csv.gz", facts.Int("nu"), facts.Int("nq"), facts.Int("nv"))];
    }

    /// <summary>The steps of a robot of Gymnasium v5 in a current MuJoCo: each row with the one that follows it.</summary>
    public static List<(Row Start, Row End)> Current(Mechanism mechanism)
    {
        List<Row> rows = [.. Rows($"mujoco3_{mechanism.Robot.Name}.csv.gz", mechanism.Controls, mechanism.Positions, mechanism.Velocities)];
        return [.. rows.Zip(rows.Skip(1)).Where(pair => pair.Second.Follows(pair.First))];
    }

    static IEnumerable<Row> Rows(string file, int nu, int nq, int nv)
    {
        using StreamReader reader = new(Open(file));
        int reset = Array.IndexOf(reader.ReadLine()!.Split(','), "reset");
        while (reader.ReadLine() is { } line)
        {
            string[] cells = line.Split(',');
            double[] Numbers(int first, int count) => [.. cells.Skip(first).Take(count).Select(cell => double.Parse(cell, CultureInfo.InvariantCulture))];
            yield return new(cells[0], cells[1], Numbers(3, nu), Numbers(3 + nu, nq), Numbers(3 + nu + nq, nv), reset >= 0 && cells[reset] == "1");
        }
    }
}

/// <summary>The state before a step of the environment, and the controls of that step.</summary>
sealed record Row(string Kind, string Trajectory, double[] Controls, double[] Positions, double[] Velocities, bool Reset)
{
    public bool Follows(Row other) => !Reset && Kind == other.Kind && Trajectory == other.Trajectory;
}

/// <summary>Named numbers of a JSON object.</summary>
sealed class Facts(JsonElement element)
{
    public int Int(string name) => element.GetProperty(name).GetInt32();
    public double Number(string name) => element.GetProperty(name).GetDouble();
    public string Text(string name) => element.GetProperty(name).GetString()!;
    public double[] Numbers(string name) => [.. element.GetProperty(name).EnumerateArray().Select(value => value.GetDouble())];
    public int[] Ints(string name) => [.. element.GetProperty(name).EnumerateArray().Select(value => value.GetInt32())];
    public string[] Texts(string name) => [.. element.GetProperty(name).EnumerateArray().Select(value => value.GetString()!)];
}
