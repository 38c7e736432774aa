using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Neuromorphic.Tests;

namespace Neuromorphic.Envs.Locomotion.Tests;

/// <summary>MuJoCo itself, in a process of its own: the C library of the machine, or the WebAssembly build of npm, which is newer.</summary>
sealed class MujocoPeer
{
    /// <summary>The environment variable that names the node_modules folder with @mujoco/mujoco; artifacts/node_modules of the repository if it is not set.</summary>
    const string Variable = "NEUROMORPHIC_MUJOCO_WASM";

    static readonly Dictionary<string, Lazy<MujocoPeer>> Peers = new() { ["library"] = new(Library), ["WebAssembly"] = new(WebAssembly) };

    readonly string program;
    readonly string[] arguments;

    MujocoPeer(string program, string[] arguments, string? problem)
    {
        this.program = program;
        this.arguments = arguments;
        Problem = problem;
    }

    public static IEnumerable<string> Names => Peers.Keys;

    /// <summary>Why it cannot be asked; null if it can.</summary>
    public string? Problem { get; }

    public static MujocoPeer Of(string name) => Peers[name].Value;

    static MujocoPeer Library()
    {
        string program = Path.Combine(Directory.CreateTempSubdirectory("mujoco-peer-").FullName, "step");
        bool compiled = Run("cc", ["-O1", Path.Combine(AppContext.BaseDirectory, "step.c"), "-lmujoco", "-lm", "-o", program], "") is { Code: 0 };
        return new(program, [], compiled ? null : "There is no C compiler, or MuJoCo's library (libmujoco-dev) is not installed.");
    }

    static MujocoPeer WebAssembly()
    {
        string modules = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named ? named : Path.Combine(Repository.Root, "artifacts", "node_modules");
        string? problem = !Directory.Exists(Path.Combine(modules, "@mujoco", "mujoco")) ? $"{modules} has no @mujoco/mujoco; `npm install @mujoco/mujoco` gets it, and {Variable} names the node_modules folder."
            : Run("node", ["--version"], "") is { Code: 0 } ? null : "There is no Node.js.";
        return new("node", [Path.Combine(AppContext.BaseDirectory, "step.mjs"), modules], problem);
    }

    /// <summary>For every state: the accelerations in it, and the state after a step of the environment.</summary>
    /// <param name="mjcf">The robot.</param>
    /// <param name="substeps">Physics steps in a step of the environment.</param>
    /// <param name="states">qpos, qvel and ctrl in a row.</param>
    public double[][] Ask(string mjcf, int substeps, IEnumerable<double[]> states)
    {
        string file = Path.Combine(Directory.CreateTempSubdirectory("mujoco-peer-").FullName, "robot.xml");
        File.WriteAllText(file, mjcf);
        string input = string.Join("\n", states.Select(state => string.Join(" ", state.Select(x => x.ToString("R", CultureInfo.InvariantCulture)))));
        (int code, string output) = Run(program, [.. arguments, file, substeps.ToString(CultureInfo.InvariantCulture)], input) ?? throw new InvalidOperationException($"{program} is gone.");
        if (code != 0) throw new InvalidOperationException($"MuJoCo ended with code {code}: {output}");
        Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
        return [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(x => double.Parse(x, CultureInfo.InvariantCulture)).ToArray())];
    }

    /// <summary>Null if there is no such program.</summary>
    static (int Code, string Output)? Run(string program, string[] arguments, string input)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
            Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
            process.StandardInput.Write(input);
            process.StandardInput.Close();
            process.WaitForExit();
            return (process.ExitCode, output.Result + (process.ExitCode == 0 ? "" : error.Result));
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
