using System.Text.Json;

namespace Neuromorphic.Envs.Tests;

/// <summary>One step of a reference implementation.</summary>
public sealed record Transition(double[] State, double[] Action, double[] Next, double Reward, bool Terminated);

/// <summary>An episode of a reference implementation; it may stop before its end.</summary>
public sealed record Trajectory(ulong Seed, double[] First, Transition[] Steps, double[]? LastObservation);

/// <summary>The reference data beside the tests.</summary>
public static class GoldenTrajectories
{
    /// <summary>The environments with Gymnasium's trajectories.</summary>
    public static IEnumerable<string> Names => ["cartpole", "mountain-car", "mountain-car-continuous", "acrobot", "pendulum"];

    public static JsonElement Read(string file) =>
        JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Golden", file))).RootElement;

    public static double[] Doubles(JsonElement array) => [.. array.EnumerateArray().Select(item => item.GetDouble())];

    public static Trajectory[] Of(string name) => name switch
    {
        "cartpole" => [.. Read("cartpole.json").GetProperty("cases").EnumerateArray().Select(CartPole)],
        "mountain-car" => [.. Classic("MountainCar-v0"), .. Classic("MountainCar-v0_random")],
        "mountain-car-continuous" => Classic("MountainCarContinuous-v0"),
        "acrobot" => Classic("Acrobot-v1"),
        "pendulum" => Classic("Pendulum-v1"),
        _ => throw new ArgumentException($"No trajectories of {name}."),
    };

    static Trajectory CartPole(JsonElement item)
    {
        double[][] actions = [.. item.GetProperty("actions").GetString()!.Select(c => new double[] { c - '0' })];
        return Make(item, actions, [.. actions.Select(_ => 1.0)], null);
    }

    static Trajectory[] Classic(string name) =>
        [.. Read("classic_control.json").GetProperty("envs").GetProperty(name).GetProperty("cases").EnumerateArray().Select(item => Make(
            item, [.. Doubles(item.GetProperty("actions")).Select(action => new[] { action })],
            Doubles(item.GetProperty("rewards")), Doubles(item.GetProperty("last_obs"))))];

    static Trajectory Make(JsonElement item, double[][] actions, double[] rewards, double[]? lastObservation)
    {
        double[][] states = [.. item.GetProperty("states").EnumerateArray().Select(Doubles)];
        bool terminated = item.GetProperty("terminated").GetBoolean();
        return new(item.GetProperty("seed").GetUInt64(), states[0],
            [.. actions.Select((action, k) => new Transition(states[k], action, states[k + 1], rewards[k], terminated && k == actions.Length - 1))], lastObservation);
    }
}
