using System.Globalization;
using System.IO.Compression;
using Xunit;

namespace Neuromorphic.Envs.Locomotion.Tests;

/// <summary>Steps of Gymnasium's robots in MuJoCo: see Golden/README.md.</summary>
static class Gymnasium
{
    public static TheoryData<string, string> Variants
    {
        get
        {
            TheoryData<string, string> data = [];
            foreach (string name in LocomotionRegistry.Names)
                foreach (string variant in LocomotionRegistry.Variants.Skip(1)) data.Add(name, variant);
            return data;
        }
    }

    public static List<Transition> Steps(string name, string variant)
    {
        using FileStream file = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Golden", $"{variant}_{name}.csv.gz"));
        using StreamReader reader = new(new GZipStream(file, CompressionMode.Decompress));
        string[] columns = reader.ReadLine()!.Split(',');
        List<Transition> steps = [];
        while (reader.ReadLine() is { } line)
        {
            double[] cells = [.. line.Split(',').Select(cell => double.Parse(cell, CultureInfo.InvariantCulture))];
            double[] Of(string column) => [.. cells.Where((_, i) => columns[i].TrimEnd("0123456789".ToCharArray()) == column)];
            steps.Add(new(Of("start")[0] == 1, Of("lag")[0], Of("qpos"), Of("qvel"), Of("action"), Of("observation"), Of("reward")[0], Of("terminated")[0] == 1));
        }
        return steps;
    }
}

/// <summary>A state, an action and what the step gave.</summary>
/// <param name="IsStart">Whether an episode begins here; else the state is the last step's end.</param>
/// <param name="Lag">How far the torso's xpos lies behind qpos, m.</param>
sealed record Transition(bool IsStart, double Lag, double[] Positions, double[] Velocities, double[] Action, double[] Observation, double Reward, bool Terminated);
