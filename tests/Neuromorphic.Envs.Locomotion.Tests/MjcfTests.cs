using System.Diagnostics;
using System.Globalization;
using Neuromorphic.Envs.Locomotion.Model;
using Neuromorphic.Numerics;
using Xunit;
using Double = Neuromorphic.Numerics.Double;

namespace Neuromorphic.Envs.Locomotion.Tests;

/// <summary>Robots written as MJCF and run by MuJoCo itself. Needs a C compiler and MuJoCo's library and headers.</summary>
public class MjcfTests
{
    static readonly Lazy<string?> Peer = new(() =>
    {
        string program = Path.Combine(Directory.CreateTempSubdirectory("mjcf-tests").FullName, "peer");
        try
        {
            return Run("cc", ["-O1", Path.Combine(AppContext.BaseDirectory, "step.c"), "-lmujoco", "-lm", "-o", program], "").Code == 0 ? program : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    });

    public static TheoryData<string, string> Variants
    {
        get
        {
            TheoryData<string, string> data = [];
            foreach (string name in LocomotionRegistry.Names)
                foreach (string variant in LocomotionRegistry.Variants) data.Add(name, variant);
            return data;
        }
    }

    [Theory, MemberData(nameof(Variants))]
    public void A_robot_written_as_MJCF_moves_alike_in_MuJoCo(string name, string variant)
    {
        Assert.SkipUnless(Peer.Value != null, "There is no C compiler, or MuJoCo (libmujoco-dev) is not installed.");
        LocomotionTask task = LocomotionRegistry.Task(name, variant);
        EngineDriver<Double> driver = new(task.Robot);
        string file = Path.Combine(Path.GetDirectoryName(Peer.Value)!, $"{name}-{variant}.xml");
        File.WriteAllText(file, MjcfWriter.Write(name, new() { Variant = variant }));
        List<double[]> states = States(task, driver);
        (int code, string output) = Run(Peer.Value!, [file, task.Substeps.ToString(CultureInfo.InvariantCulture)],
            string.Join("\n", states.Select(state => string.Join(" ", state.Select(x => x.ToString("R", CultureInfo.InvariantCulture))))));
        Assert.Equal(0, code);
        double[][] expected = [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(x => double.Parse(x, CultureInfo.InvariantCulture)).ToArray())];
        Assert.Equal(states.Count, expected.Length);
        int nq = driver.Mechanism.Positions, nv = driver.Mechanism.Velocities;
        for (int k = 0; k < states.Count; k++)
        {
            driver.SetAll(states[k][..nq], states[k][nq..(nq + nv)], states[k][(nq + nv)..]);
            driver.EnvironmentStep(task.Substeps);
            double[] actual = [.. driver.Positions(0), .. driver.Velocities(0)];
            for (int i = 0; i < actual.Length; i++)
                Assert.True(Math.Abs(actual[i] - expected[k][i]) < 1e-9 * Math.Max(1, Math.Abs(expected[k][i])), $"{name} {variant}, state {k}, number {i}: MuJoCo {expected[k][i]:R}, we {actual[i]:R}");
        }
    }

    /// <summary>States along a motion with random controls, and those controls.</summary>
    static List<double[]> States(LocomotionTask task, EngineDriver<Double> driver)
    {
        Random random = new(7);
        driver.SetAll(task.Start, new double[driver.Mechanism.Velocities], new double[driver.Mechanism.Controls]);
        List<double[]> states = [];
        for (int k = 0; k < 60; k++)
        {
            double[] controls = [.. Enumerable.Range(0, driver.Mechanism.Controls).Select(_ => 2 * random.NextDouble() - 1)];
            states.Add([.. driver.Positions(0), .. driver.Velocities(0), .. controls]);
            driver.Write(0, driver.Map.Control, controls);
            driver.EnvironmentStep(task.Substeps);
        }
        return states;
    }

    [Fact]
    public void Explicit_damping_is_refused() =>
        Assert.Throws<ArgumentException>(() => MjcfWriter.Write(LocomotionRegistry.Task("ant").Robot with { Integrator = Integrator.EulerExplicitDamping }));

    static (int Code, string Output) Run(string program, string[] arguments, string input)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        process.WaitForExit();
        return (process.ExitCode, output.Result + (process.ExitCode == 0 ? "" : error.Result));
    }
}
