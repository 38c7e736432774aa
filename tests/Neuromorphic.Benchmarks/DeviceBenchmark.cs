using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using Neuromorphic.Environments;
using Neuromorphic.Envs;
using Neuromorphic.Envs.Locomotion;
using Neuromorphic.Evolution;
using Neuromorphic.Gpu;
using Neuromorphic.Neurons;
using Neuromorphic.Numerics;
using Neuromorphic.Policies;
using Neuromorphic.Rollouts;
using Neuromorphic.Training;

namespace Neuromorphic.Benchmarks;

/// <summary>
/// Every device of this machine beside its processor: the same trainings (the bits must be equal), neurons against the bandwidth of a copy
/// in the same run, and environment steps a second.
/// </summary>
static unsafe class DeviceBenchmark
{
    const int Neurons = 1 << 22, Parameters = 4;

    public static IReadOnlyList<Row> Run()
    {
        List<Row> rows = [];
        IReadOnlyList<DeviceInfo> devices = DeviceAccelerator.List();
        if (devices.Count == 0) Console.Error.WriteLine(DeviceAccelerator.Absent);
        foreach (DeviceInfo info in devices)
        {
            using DeviceAccelerator device = DeviceAccelerator.Open(info.Name);
            if (device.Accelerator.AcceleratorType != ILGPU.Runtime.AcceleratorType.Cuda && devices.Any(other => other.Name.StartsWith("cuda", StringComparison.Ordinal))) continue; // the same card, or what one can look at elsewhere
            Console.Error.WriteLine($"{info.Name}: {info.Description}");
            Add(rows, Update(device));
            Add(rows, CartPoleSteps(device));
            Add(rows, AntSteps(device, info));
            Add(rows, Training(device, "cartpole", ClassicEnvironments.Configure("cartpole", [new("generations", "30"), new("evaluate-every", "0")])));
            Add(rows, Training(device, "cartpole, leaky readout", ClassicEnvironments.Configure("cartpole", [new("generations", "8"), new("evaluate-every", "0"), new("readout", "leaky-integrator"), new("sub-steps", "3")])));
            foreach (string robot in (string[])["hopper", "ant"])
                Add(rows, Training(device, robot, LocomotionPresets.Configure(robot, [new("generations", "10"), new("evaluate-every", "0")])));
        }
        return rows;
    }

    /// <summary>Rows as they come: a device may be lost, or its time be over, before the table is printed.</summary>
    static void Add(List<Row> rows, IEnumerable<Row> more)
    {
        foreach (Row row in more)
        {
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {row.What}: {row.Value:G4} {row.Unit}{(row.Ratio is { } ratio ? $", {ratio:G4} {row.Against}" : "")}"));
            rows.Add(row);
        }
    }

    /// <summary>One update of neurons in memory: 24 bytes read, 8 written.</summary>
    static Row[] Update(DeviceAccelerator device)
    {
        Lif<BinarySpike> neuron = Lif<BinarySpike>.Create(new());
        AlignedMemory<float> parameters = new(Parameters * Neurons), state = new(Neurons), currents = new(Neurons), spikes = new(Neurons);
        Fill(parameters.Span, currents.Span);
        using DeviceNeurons<Lif<BinarySpike>> there = new(device, neuron, parameters.Span, state.Span, currents.Span);
        Action here = LaneWidths.Preferred switch
        {
            LaneWidth.Lanes16 => () => Update<Lanes16>(neuron, parameters, state, currents, spikes),
            LaneWidth.Lanes8 => () => Update<Lanes8>(neuron, parameters, state, currents, spikes),
            _ => () => Update<Scalar>(neuron, parameters, state, currents, spikes),
        };
        there.Step(3);
        for (int i = 0; i < 3; i++) here();
        bool same = there.State().AsSpan().SequenceEqual(state.Span) && there.Spikes().AsSpan().SequenceEqual(spikes.Span);
        Row[] rows = Timing.Compare("ns/update", 1, 11,
            new($"{device.Name}: update of {Neurons >> 20} Mi neurons", 10.0 * Neurons, () => there.Step(10)),
            new($"processor, {Environment.ProcessorCount} threads: the same", Neurons, here));
        Row copy = Timing.Compare("ns/float", 0, 11, new Subject($"{device.Name}: copy", 10.0 * there.CopyLength, () => there.Copy(10)))[0];
        Row launch = Timing.Compare("us/launch", 0, 11, new Subject($"{device.Name}: launch of an empty kernel", 1e6, () => there.Launch(1000)))[0];
        double bytes = (Parameters + 4) * sizeof(float) / rows[0].Value, limit = 2 * sizeof(float) / copy.Value;
        return [.. rows, copy, launch,
            new($"{device.Name}: bytes of the update", bytes, (Parameters + 4) * sizeof(float) / rows[0].Best, "GB/s", bytes / limit, "bytes of the copy"),
            Same($"{device.Name}: update", same)];
    }

    static Row Same(string what, bool same) => new(what + ", bits of the processor", same ? 1 : 0, same ? 1 : 0, same ? "equal" : "DIFFERENT");

    static void Fill(Span<float> parameters, Span<float> currents)
    {
        Scalar* normals = stackalloc Scalar[Normals.Count];
        for (int i = 0; i < currents.Length; i++)
        {
            PhiloxStream<Scalar> random = new(RandomKey.For(1, RandomPurpose.Check), (uint)i, 0, 0, 0);
            random.NextUnits(out Scalar a, out Scalar b, out Scalar c, out Scalar d);
            (parameters[i], parameters[currents.Length + i]) = (1 / (2 + 18 * a.Value), .8f + .4f * b.Value);
            (parameters[2 * currents.Length + i], parameters[3 * currents.Length + i]) = (.1f * c.Value, .8f + .4f * d.Value);
            currents[i] = 2 * random.NextUnit().Value;
        }
    }

    static void Update<R>(Lif<BinarySpike> neuron, AlignedMemory<float> parameters, AlignedMemory<float> state, AlignedMemory<float> currents, AlignedMemory<float> spikes) where R : unmanaged, IReal<R>
    {
        const int Piece = 1 << 14; // groups
        int groups = Neurons / R.Width;
        Work.For((groups + Piece - 1) / Piece, Environment.ProcessorCount, piece =>
        {
            fixed (float* p = parameters, u = state, i = currents, s = spikes)
                Piecewise((R*)p, (R*)u, (R*)i, (R*)s, neuron, piece * Piece, Math.Min(groups, (piece + 1) * Piece), groups);
        });
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Piecewise<R>(R* parameters, R* state, R* currents, R* spikes, Lif<BinarySpike> neuron, int first, int end, int count) where R : unmanaged, IReal<R>
    {
        for (int n = first; n < end; n++) spikes[n] = neuron.Step<R, LaneBuffer<R>, LaneBuffer<R>>(new(parameters), new(state), n, count, currents[n]);
    }

    /// <summary>Many CartPoles with a linear policy.</summary>
    static IEnumerable<Row> CartPoleSteps(DeviceAccelerator device)
    {
        IEnvironment environment = ClassicEnvironments.Create("cartpole");
        Policy policy = MlpPolicy.Create(environment.Spec, new() { Neurons = 1, Layers = 0 });
        using DeviceBackend there = DeviceBackend.Create(device, environment, policy);
        ThreadBackend here = new(Rollout.Create(environment, policy), 4, Environment.ProcessorCount);
        // Weights that balance the pole: all episodes last.
        float[] vector = new float[policy.Layout.Count];
        vector[4..8].AsSpan().Clear();
        (vector[4], vector[5], vector[6], vector[7]) = (.1f, .5f, 5, 2);
        const int Individuals = 1 << 16;
        RolloutRequest request = new()
        {
            Candidates = new RepeatedCandidate(vector, Individuals),
            Vector = vector,
            Seed = 1,
            Purpose = RandomPurpose.Check,
            Generation = 0,
            StepLimit = 500,
        };
        foreach ((string name, IFitnessBackend backend) in (IEnumerable<(string, IFitnessBackend)>)[(device.Name, there), ($"processor, {Environment.ProcessorCount} threads", here)])
        {
            backend.Evaluate(request, collect: false);
            long started = Stopwatch.GetTimestamp();
            long steps = backend.Evaluate(request, collect: false).Steps.Sum();
            double rate = steps / Stopwatch.GetElapsedTime(started).TotalSeconds / 1e6;
            yield return new($"{name}: {Individuals} CartPoles, linear policy", rate, rate, "M steps/s");
        }
    }

    /// <summary>Ants that stand: with a linear policy nearly all is physics, with neurons as many as the presets have, a controller's share comes to it.</summary>
    static IEnumerable<Row> AntSteps(DeviceAccelerator device, DeviceInfo info)
    {
        IEnvironment environment = LocomotionRegistry.Create("ant");
        int[] counts = info.Multiprocessors >= 16 ? [256, 1024, 4096, 32768] : [64];
        foreach ((string name, Policy policy) in (IEnumerable<(string, Policy)>)[
            ("linear policy", MlpPolicy.Create(environment.Spec, new() { Neurons = 1, Layers = 0 })),
            ("1024 neurons", SpikingPolicy.Create("lif", environment.Spec, new() { ReadoutScale = .1 }))])
        {
            foreach ((TeamShape? shape, int count) in from shape in (TeamShape?[])(policy.Kernel.Parts > 1 ? [null, new(32, 1)] : [null]) from count in counts select (shape, count))
            {
                using DeviceBackend there = DeviceBackend.Create(device, environment, policy, shape);
                float[] vector = policy.Layout.InitialVector(1), start = Array.ConvertAll(policy.Layout.Search(vector), item => (float)item), deviation = new float[start.Length];
                if (policy.Name == "mlp") start.AsSpan().Clear(); // whom random weights throw over
                deviation.AsSpan().Fill(.01f);
                RolloutRequest request = new()
                {
                    Candidates = new GaussianCandidates(RandomKey.For(1, RandomPurpose.Check), 0, count, start, deviation, Sampling.Antithetic),
                    Vector = vector,
                    Seed = 1,
                    Purpose = RandomPurpose.Check,
                    Generation = 0,
                    StepLimit = 100,
                };
                there.Evaluate(request with { StepLimit = 2 }, collect: false);
                long started = Stopwatch.GetTimestamp();
                long steps = there.Evaluate(request, collect: false).Steps.Sum();
                double rate = steps / Stopwatch.GetElapsedTime(started).TotalSeconds / 1e6;
                yield return new($"{device.Name}: {count} ants, {name}, {(shape == null ? "" : "a thread each, ")}{steps / count} steps each", rate, rate, "M steps/s");
            }
        }
    }

    /// <summary>A training on the device and on the processor.</summary>
    static IEnumerable<Row> Training(DeviceAccelerator device, string name, RunConfiguration configuration)
    {
        IEnvironment environment = configuration.CreateEnvironment();
        TrainingRun there = TrainingRun.Create(configuration, environment, (environment, policy) => DeviceBackend.Create(device, environment, policy), Environment.ProcessorCount);
        TrainingRun here = TrainingRun.Create(configuration, environment, Environment.ProcessorCount);
        using var backend = (DeviceBackend)there.Backend;
        (double thereRate, double thereSeconds) = Train(there);
        double share = backend.Simulating.TotalSeconds / thereSeconds;
        (double hereRate, _) = Train(here);
        string what = string.Create(CultureInfo.InvariantCulture, $"training {name}, {configuration.Generations} generations");
        yield return new($"{device.Name}: {what}", thereRate, thereRate, "M steps/s", thereRate / hereRate, "rate of the processor");
        yield return new($"processor, {Environment.ProcessorCount} threads: {what}", hereRate, hereRate, "M steps/s");
        yield return new($"{device.Name}: {what}, share of episodes", share, share, "of the time");
        yield return Same($"{device.Name}: {what}", there.Trainer.State.Mean.AsSpan().SequenceEqual(here.Trainer.State.Mean) && there.Trainer.State.History.SequenceEqual(here.Trainer.State.History));
    }

    /// <summary>Million environment steps a second, and seconds, without the first three generations, in which code is compiled.</summary>
    static (double Rate, double Seconds) Train(TrainingRun run)
    {
        for (int i = 0; i < 3; i++) run.Trainer.RunGeneration();
        if (run.Backend is DeviceBackend device) device.Simulating = TimeSpan.Zero;
        long started = Stopwatch.GetTimestamp(), before = run.Trainer.State.Steps;
        while (run.Trainer.Generation < run.Configuration.Generations) run.Trainer.RunGeneration();
        double seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        return ((run.Trainer.State.Steps - before) / seconds / 1e6, seconds);
    }
}
