using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Neuromorphic.Environments;
using Neuromorphic.Envs.Locomotion;
using Neuromorphic.Mujoco;
using Neuromorphic.Numerics;

namespace Neuromorphic.Benchmarks;

/// <summary>
/// Robots with random actions, observations, rewards and resets, against MuJoCo's C library doing the same, in turn on one thread.
/// Steps per second of the thread's processor time, so that other work on the machine counts little.
/// </summary>
static unsafe class LocomotionBenchmark
{
    const int Rounds = 7;
    const double SecondsPerRound = .25;

    public static IReadOnlyList<Row> Run() => [.. LocomotionRegistry.Names.SelectMany(Run)];

    static IEnumerable<Row> Run(string name)
    {
        using MujocoEnvironment? peer = MujocoLibrary.Problem == null ? new(name) : null;
        if (peer == null) Console.Error.WriteLine($"No ratio to MuJoCo: {MujocoLibrary.Problem}");
        List<Runner> runners = [];
        if (LaneWidths.Preferred == LaneWidth.Lanes16) runners.Add(new Runner<Lanes16>(name));
        if (LaneWidths.Preferred != LaneWidth.Scalar) runners.Add(new Runner<Lanes8>(name));
        runners.Add(new Runner<Scalar>(name));
        foreach (Runner runner in runners) runner.StepsPerSecond(SecondsPerRound);
        peer?.StepsPerSecond(SecondsPerRound);
        double[][] speeds = [.. runners.Select(_ => new double[Rounds])];
        double[] mujoco = new double[Rounds];
        for (int round = 0; round < Rounds; round++)
        {
            if (peer != null) mujoco[round] = peer.StepsPerSecond(SecondsPerRound);
            for (int i = 0; i < runners.Count; i++) speeds[i][round] = runners[i].StepsPerSecond(SecondsPerRound);
        }
        for (int i = 0; i < runners.Count; i++)
            yield return Row($"{name}, {runners[i].Width}", speeds[i], peer == null ? null : mujoco);
        if (peer != null) yield return Row($"{name}, MuJoCo in C", mujoco, null);
        SolverReport report = runners[0].Solver;
        yield return new($"{name}, steps of the solver", report.StepsPerSolve, report.StepsPerSolve, "per solve");
        yield return new($"{name}, lanes not converged", report.UnconvergedPerMillion, report.UnconvergedPerMillion, "per million");
        foreach ((string part, double share) in runners[0].Shares()) yield return new($"{name}, {part}", share, share, "share of physics");
    }

    static Row Row(string what, double[] speeds, double[]? against) => new(what, Timing.Median(speeds) / 1e3, speeds.Max() / 1e3, "thousand steps/s",
        against == null ? null : Timing.Median([.. speeds.Zip(against, (a, b) => a / b)]), against == null ? "" : "MuJoCo in C");

    abstract class Runner
    {
        public abstract string Width { get; }
        public abstract SolverReport Solver { get; }
        public abstract double StepsPerSecond(double seconds);
        public abstract IEnumerable<(string Part, double Share)> Shares();
    }

    sealed class Runner<R> : Runner where R : unmanaged, IReal<R>
    {
        const int Batch = 64;

        readonly RobotEnvironment environment;
        readonly EnvironmentSpec spec;
        readonly AlignedMemory<R> memory;
        readonly RandomKey key = RandomKey.For(1, RandomPurpose.Check);
        R age;
        uint step;

        public Runner(string name)
        {
            environment = (RobotEnvironment)LocomotionRegistry.Create(name);
            spec = environment.Spec;
            memory = new(2 * spec.StateSize + spec.ObservationSpace.Size + spec.ActionSpace.Size + 1);
            fixed (R* numbers = memory) Reset(new(numbers), new(key, Word<R>.Lanes(0), 1, 0, 0));
        }

        public override string Width => typeof(R).Name;
        public override SolverReport Solver => environment.SolverReport<R>();
        public override IEnumerable<(string Part, double Share)> Shares()
        {
            fixed (R* numbers = memory) return environment.MeasureShares<R, LaneBuffer<R>>(new(numbers));
        }

        public override double StepsPerSecond(double seconds)
        {
            double begin = ThreadSeconds(), now;
            long batches = 0;
            do
            {
                fixed (R* numbers = memory)
                    for (int i = 0; i < Batch; i++) Advance(new(numbers));
                batches++;
            }
            while ((now = ThreadSeconds()) < begin + seconds);
            return batches * Batch * R.Width / (now - begin);
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        void Advance(LaneBuffer<R> state)
        {
            LaneBuffer<R> fresh = state.From(spec.StateSize), observation = fresh.From(spec.StateSize), action = observation.From(spec.ObservationSpace.Size);
            step++;
            int actions = spec.ActionSpace.Size;
            for (int i = 0; i < actions; i += 4) Act(action, new(key, Word<R>.Lanes(0), 0, (uint)i, step), i, actions);
            PhiloxStream<R> none = default;
            environment.Step(state, action, ref none, out R reward, out R terminated);
            environment.Observe<R, LaneBuffer<R>>(state, observation);
            action[actions] += reward;
            age += 1f;
            R over = R.Or(terminated, age >= RobotEnvironment.StepLimit);
            if (!R.Any(over)) return;
            Reset(fresh, new(key, Word<R>.Lanes(0), 1, 0, step));
            for (int i = 0; i < spec.StateSize; i++) state[i] = R.Select(over, fresh[i], state[i]);
            age = R.Select(over, 0f, age);
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        static void Act(LaneBuffer<R> action, PhiloxStream<R> random, int first, int actions)
        {
            random.NextUnits(out R a, out R b, out R c, out R d);
            action[first] = 2f * a - 1f;
            if (first + 1 < actions) action[first + 1] = 2f * b - 1f;
            if (first + 2 < actions) action[first + 2] = 2f * c - 1f;
            if (first + 3 < actions) action[first + 3] = 2f * d - 1f;
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        void Reset(LaneBuffer<R> state, PhiloxStream<R> random) => environment.Reset<R, LaneBuffer<R>, PhiloxStream<R>>(state, ref random);
    }

    [DllImport("libc", EntryPoint = "clock_gettime")]
    static extern int ClockGetTime(int clock, long* time);

    static double ThreadSeconds()
    {
        const int ThreadClock = 3;
        long* time = stackalloc long[2];
        if (ClockGetTime(ThreadClock, time) != 0) throw new InvalidOperationException("The thread's clock cannot be read.");
        return time[0] + 1e-9 * time[1];
    }
}
