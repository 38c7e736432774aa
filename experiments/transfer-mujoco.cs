#:project ../src/Neuromorphic
#:project ../src/Neuromorphic.Storage
#:project ../src/Neuromorphic.Analysis
#:project ../envs/Neuromorphic.Envs.Locomotion
#:project ../tests/Neuromorphic.Mujoco

// Question: does a policy that was trained on our physics, in float32, earn the same on MuJoCo's?
//           Mean return of fresh episodes on both sides: the difference should lie within two of its standard errors. And where two episodes
//           from the same state part: is it the model, then at once, or is it rounding that chaos amplifies?
// Needs:    MuJoCo's C library and a C compiler (Debian: libmujoco-dev, gcc).
// Command:  dotnet run experiments/transfer-mujoco.cs -- runs/hopper-0 runs/ant-0 --episodes 64 --seed 0
//           after, for example: neuromorphic train hopper --out runs/hopper-0
// Budget:   64 episodes on each side, and 16 from the same states in MuJoCo, here in double, and here in float32.
// Result:   experiments/README.md

using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Neuromorphic.Analysis;
using Neuromorphic.Environments;
using Neuromorphic.Envs.Locomotion;
using Neuromorphic.Mujoco;
using Neuromorphic.Numerics;
using Neuromorphic.Policies;
using Neuromorphic.Rollouts;
using Neuromorphic.Storage;
using Neuromorphic.Training;

Experiment experiment = Experiment.Begin("transfer-mujoco", "Does a policy that was trained here earn the same in MuJoCo?", args,
[
    new("episodes", 64, Smoke: 8, Least: 2, "fresh episodes on each side, 2 or more"),
    new("seed", 0, Smoke: 0, Least: 0, "chooses the episodes"),
], operands: "run");
if (MujocoLibrary.Problem is { } problem)
{
    if (experiment.Smoke) Console.WriteLine($"skipped: {problem}");
    else Console.Error.WriteLine($"error: {problem}");
    return experiment.Smoke ? 0 : 1;
}
int episodes = experiment["episodes"], seed = experiment["seed"], pairs = Math.Min(16, episodes), threads = Environment.ProcessorCount;
// Six steps a decade, so that 1, 10, 100 and 1,000 are among them.
int[] steps = [.. Enumerable.Range(0, 19).Select(i => (int)Math.Round(Math.Pow(10, i / 6.0))).Distinct()];
Trained[] trained;
try
{
    trained = experiment.Operands.Count > 0 ? [.. experiment.Operands.Select(Read)] : [.. LocomotionRegistry.Names.Select(Train)];
    if (trained.GroupBy(run => run.Name).FirstOrDefault(group => group.Count() > 1) is { } twins) throw new ArgumentException($"Two of the runs are called {twins.Key}; results could not be told apart.");
}
catch (Exception e) when (e is CheckpointException or ArgumentException)
{
    Console.Error.WriteLine($"error: {e.Message}");
    return 1;
}

using ResultsFile results = new(experiment.File("results.csv"), 5, "run", "policy", "mujoco", "episodes", "seed", "robot", "generation",
    "return-here", "error-here", "full-here", "failed-here", "return-mujoco", "error-mujoco", "full-mujoco", "failed-mujoco", "difference", "difference-in-errors", "seconds");
using ResultsFile partings = new(experiment.File("divergence.csv"), 7, "run", "policy", "mujoco", "episodes", "seed", "episode", "step", "mujoco-double", "float32-double");
foreach (Trained run in trained)
{
    object[] key = [run.Name, run.Policy, MujocoLibrary.Version, episodes, seed];
    if (!results.Has(key))
    {
        long started = Stopwatch.GetTimestamp();
        (TrainingRun here, IEnvironment kernel, string robot) = (run.Here, run.Kernel, run.Robot);
        IFitnessBackend there = new ThreadBackend(Rollout.Create(() => new MujocoEnvironment(robot), here.Policy), kernel.Spec.ObservationSpace.Size, threads);
        RolloutRequest request = here.EvaluationRequest(run.State.Mean, run.State.Scaling, episodes, (ulong)seed);
        Returns own = Play(here.Backend, request), mujoco = Play(there, request);

        GymEnvironment[] worlds = [new MujocoEnvironment(robot), new KernelEnvironment(kernel), new SinglePrecision(kernel)];
        List<double[]>[][] paths = new List<double[]>[worlds.Length][];
        RolloutRequest paired = here.EvaluationRequest(run.State.Mean, run.State.Scaling, pairs, (ulong)seed);
        Work.For(worlds.Length, threads, i => paths[i] = Observations(worlds[i], here.Policy, paired));
        foreach (int step in steps)
            for (int episode = 0; episode < pairs; episode++)
                if (step < paths.Min(path => path[episode].Count) && !partings.Has([.. key, episode, step]))
                    partings.Append([.. key, episode, step, Distance(paths[0][episode][step], paths[1][episode][step]), Distance(paths[2][episode][step], paths[1][episode][step])]);

        double difference = mujoco.Mean - own.Mean, error = Math.Sqrt(own.Error * own.Error + mujoco.Error * mujoco.Error);
        results.Append([.. key, robot, run.State.Generation, own.Mean, own.Error, own.Full, own.Failed, mujoco.Mean, mujoco.Error, mujoco.Full, mujoco.Failed,
            difference, difference == 0 ? 0 : difference / error, Math.Round(Stopwatch.GetElapsedTime(started).TotalSeconds, 1)]);
    }
    double[] curve(string column, int step) => partings.Numbers(column, [.. key, null, step]);
    double of(string column) => results.Numbers(column, key)[0];
    string verdict = of("failed-here") + of("failed-mujoco") > 0 ? "FAILED: an episode met a number that is not finite" : Math.Abs(of("difference-in-errors")) <= 2 ? "the same within two standard errors" : "NOT the same within two standard errors";
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
        {run.Name}: {run.Robot}, {run.State.Generation} generations; mean return of {episodes} fresh episodes, standard error
          here    {of("return-here"),9:F1} +- {of("error-here"),5:F1}  {of("full-here"),4:P0} full length
          MuJoCo  {of("return-mujoco"),9:F1} +- {of("error-mujoco"),5:F1}  {of("full-mujoco"),4:P0} full length
          difference {of("difference"):F1}, {of("difference-in-errors"):F2} of its standard errors: {verdict}
          from the same state, the greatest difference of an observed number, median of {pairs} episodes:
        """));
    foreach (int step in (int[])[1, 10, 100])
        Console.WriteLine(curve("mujoco-double", step).Length == 0 ? $"    step {step,3}  no episode is that long" : string.Create(CultureInfo.InvariantCulture,
            $"    step {step,3}  MuJoCo - double here {Summary.Quantile(curve("mujoco-double", step), .5):E1}  float32 - double here {Summary.Quantile(curve("float32-double", step), .5):E1}"));
    BandSeries line(string name, string column) => new(name, [.. steps.Select(step => (double)step)], [.. steps.Select(step => curve(column, step).Select(Math.Log10).ToArray())]);
    BandPlot.Save(experiment.File($"divergence-{run.Name}.png"), [line("MuJoCo - double here", "mujoco-double"), line("float32 here - double here", "float32-double")],
        new() { Title = $"{run.Name}: {pairs} episodes, each from the same state", X = "Step", Y = "Greatest difference of an observed number, log10", Scale = AxisScale.Logarithmic });
}
File.WriteAllText(experiment.File("source.txt"), $"neuromorphic {SourceRevision.Version} {SourceRevision.GitHash}\nMuJoCo {MujocoLibrary.Version}\n");
Console.WriteLine($"{experiment.Folder}: results.csv, divergence.csv, {string.Join(", ", trained.Select(run => $"divergence-{run.Name}.png"))}");
return 0;

static Trained Read(string path)
{
    LocomotionRegistry.Register();
    bool folder = Directory.Exists(path);
    Checkpoint checkpoint = CheckpointFile.Read(folder ? Path.Combine(path, "checkpoint.msgpack") : path);
    if (!LocomotionRegistry.Names.Contains(checkpoint.Configuration.Environment)) throw new ArgumentException($"{path} is a run of {checkpoint.Configuration.Environment}; robots are {string.Join(", ", LocomotionRegistry.Names)}.");
    if (checkpoint.Configuration.EnvironmentOptions.Given.GetValueOrDefault("variant") is { } variant and not "brax") throw new ArgumentException($"{path} is a run of the variant {variant}; the tasks are written for MuJoCo in the variant brax.");
    IEnvironment kernel = checkpoint.Configuration.CreateEnvironment();
    TrainingRun run = TrainingRun.Create(checkpoint.Configuration, kernel, Environment.ProcessorCount);
    run.Trainer.Load(checkpoint.State); // refuses what does not belong together
    return new(new DirectoryInfo(folder ? path : Path.GetDirectoryName(Path.GetFullPath(path))!).Name, kernel, run, checkpoint.State);
}

// For smoke runs: a policy that has barely begun to learn.
static Trained Train(string robot)
{
    RunConfiguration configuration = LocomotionPresets.Configure(robot, [new("neurons", "32"), new("population", "16"), new("generations", "2"), new("evaluate-every", "0")]);
    IEnvironment kernel = configuration.CreateEnvironment();
    TrainingRun run = TrainingRun.Create(configuration, kernel, Environment.ProcessorCount);
    while (run.Trainer.Generation < configuration.Generations) run.Trainer.RunGeneration();
    return new(robot, kernel, run, run.Trainer.State);
}

static Returns Play(IFitnessBackend backend, RolloutRequest request)
{
    RolloutResult result = backend.Evaluate(request, collect: false);
    Summary summary = Summary.Of(result.Fitness);
    return new(summary.Mean, summary.Deviation / Math.Sqrt(summary.Count), result.Steps.Count(length => length == request.StepLimit) / (double)result.Steps.Length, result.Fitness.Length - summary.Count);
}

// Observations of every episode [episode][step][observation], the first before any step.
static List<double[]>[] Observations(GymEnvironment world, Policy policy, RolloutRequest request)
{
    Observed observed = new(world);
    new ThreadBackend(Rollout.Create(() => observed, policy), world.ObservationSpace.Size, threads: 1).Evaluate(request, collect: false);
    return [.. observed.Episodes];
}

static double Distance(double[] a, double[] b) => a.Zip(b, (x, y) => Math.Abs(x - y)).Max();

/// <summary>A trained policy with its name, its world here, and the first digits of the hash of its parameters.</summary>
sealed record Trained(string Name, IEnvironment Kernel, TrainingRun Here, TrainingState State)
{
    public string Robot => Kernel.Spec.Name;
    public string Policy { get; } = Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes<float>(State.Mean)))[..8];
}

/// <summary>Mean return, its standard error, the part of episodes that reach the step limit, and episodes with a number that is not finite, which are left out.</summary>
sealed record Returns(double Mean, double Error, double Full, int Failed);

/// <summary>An environment, its observations kept.</summary>
sealed class Observed(GymEnvironment inner) : GymEnvironment
{
    public List<List<double[]>> Episodes { get; } = [];
    public override Box ObservationSpace => inner.ObservationSpace;
    public override Space ActionSpace => inner.ActionSpace;
    public override int StepLimit => inner.StepLimit;

    protected override double[] Begin()
    {
        (double[] observation, _) = inner.Reset(Random.NextWord());
        Episodes.Add([observation]);
        return observation;
    }

    protected override (double[] Observation, double Reward, bool Terminated) Advance(ReadOnlySpan<double> action)
    {
        StepResult next = inner.Step(action);
        Episodes[^1].Add(next.Observation);
        return (next.Observation, next.Reward, next.Terminated);
    }
}

/// <summary>A robot in float32, as lanes compute it, from the first state that the <see cref="KernelEnvironment"/> of the same seed has.</summary>
sealed class SinglePrecision(IEnvironment kernel) : GymEnvironment
{
    readonly EnvironmentSpec spec = kernel.Spec;
    readonly ArrayBuffer<Scalar> state = new(kernel.Spec.StateSize), observation = new(kernel.Spec.ObservationSpace.Size), control = new(kernel.Spec.ActionSpace.Size);

    public override Box ObservationSpace => spec.ObservationSpace;
    public override Space ActionSpace => spec.ActionSpace;
    public override int StepLimit => spec.StepLimit;

    protected override double[] Begin()
    {
        ArrayBuffer<Scalar64> start = new(spec.StateSize);
        kernel.Reset<Scalar64, ArrayBuffer<Scalar64>, Pcg64>(start, ref Random);
        for (int i = 0; i < spec.StateSize; i++) state[i] = (float)start[i].Value;
        return Observe();
    }

    protected override (double[] Observation, double Reward, bool Terminated) Advance(ReadOnlySpan<double> action)
    {
        for (int i = 0; i < action.Length; i++) control[i] = (float)action[i];
        PhiloxStream<Scalar> none = default;
        kernel.Step(state, control, ref none, out Scalar reward, out Scalar terminated);
        return (Observe(), reward.Value, Scalar.Any(terminated));
    }

    double[] Observe()
    {
        kernel.Observe<Scalar, ArrayBuffer<Scalar>>(state, observation);
        return [.. observation.Items.ToArray().Select(number => (double)number.Value)];
    }
}
