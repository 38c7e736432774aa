using System.Text.Json;

namespace Neuromorphic.Envs.Dynamics.Tests;

/// <summary>Orbits beside the tests.</summary>
static class Reference
{
    static readonly JsonElement All = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Golden", "orbits.json"))).RootElement;

    public static double Number(string system, string name) => All.GetProperty(system).GetProperty(name).GetDouble();

    /// <summary>Rows of an orbit, without its number: time, state, rates and what follows.</summary>
    public static double[][] Orbit(string system, int orbit) =>
        [.. All.GetProperty(system).GetProperty("rows").EnumerateArray().Select(row => (double[])[.. row.EnumerateArray().Select(item => item.GetDouble())]).Where(row => row[0] == orbit).Select(row => row[1..])];
}
