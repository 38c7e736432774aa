using System.Diagnostics;
using Neuromorphic.Environments;
using Neuromorphic.Envs;
using Neuromorphic.Evolution;
using Neuromorphic.Neurons;
using Neuromorphic.Numerics;
using Neuromorphic.Policies;
using Neuromorphic.Rollouts;
using Neuromorphic.Training;

namespace Neuromorphic.Benchmarks;

/// <summary>
/// A whole generation of `train cartpole` (1,024 neurons, population 128, episodes that last 500 steps), and its parts one by one on one
/// thread. Shares are of the sum of the parts; "rollout, rest" is what the whole takes beyond them.
/// </summary>
static unsafe class GenerationBenchmark
{
    public static IReadOnlyList<Row> Run() => LaneWidths.Preferred switch
    {
        LaneWidth.Lanes16 => Run<Lanes16>(),
        LaneWidth.Lanes8 => Run<Lanes8>(),
        _ => Run<Scalar>(),
    };

    static List<Row> Run<R>() where R : unmanaged, IReal<R>
    {
        RunConfiguration configuration = ClassicEnvironments.Configure("cartpole", [new("evaluate-every", "0")]);
        TrainingRun one = Solved(configuration, 1), two = Solved(configuration, 2);
        int members = one.Strategy!.PopulationSize, groups = members / R.Width, limit = one.StepLimit;
        Candidates candidates = one.Strategy!.Ask(one.Trainer.Generation);
        double[] fitness = [.. Enumerable.Range(0, members).Select(member => (double)member)];
        Lane<R> lane = new(one, candidates);
        Strategy twin = TrainingRun.Create(configuration, new CartPole(), 1).Strategy!;
        Row[] parts = Timing.Compare("ms/generation", 0, 11,
            new("whole, 1 thread", 1e6, () => one.Trainer.RunGeneration()),
            new("whole, 2 threads", 1e6, () => two.Trainer.RunGeneration()),
            new("ask: noise and candidates", 1e6, () => Repeat(groups, g => lane.Sample(candidates, g * R.Width))),
            new("decode parameters", 1e6, () => Repeat(groups, _ => lane.Decode())),
            new("policy", 1e6, () => Repeat(groups * limit, _ => lane.Act())),
            new("environment", 1e6, () => Repeat(groups * limit, _ => lane.Step())),
            new("tell: update", 1e6, () => twin.Tell(0, fitness)));
        double whole = parts[0].Value, sum = 0;
        List<Row> rows = [parts[0] with { Ratio = null, Against = "" }, parts[1]];
        foreach (Row part in parts[2..]) sum += part.Value;
        double all = Math.Max(sum, whole);
        foreach (Row part in parts[2..]) rows.Add(part with { Ratio = part.Value / all, Against = "share" });
        rows.Add(new("rollout, rest", all - sum, all - sum, "ms/generation", (all - sum) / all, "share"));
        rows.Add(new("ask and tell", parts[2].Value + parts[6].Value, parts[2].Best + parts[6].Best, "ms/generation", (parts[2].Value + parts[6].Value) / all, "share"));
        rows.Add(new("whole, 2 threads: environment steps", members * (double)limit / parts[1].Value / 1e3, members * (double)limit / parts[1].Best / 1e3, "million/s"));
        return rows;
    }

    /// <summary>A run whose members all last until the step limit.</summary>
    static TrainingRun Solved(RunConfiguration configuration, int threads)
    {
        TrainingRun run = TrainingRun.Create(configuration, new CartPole(), threads);
        while (run.Trainer.Generation < configuration.Generations) run.Trainer.RunGeneration();
        return run;
    }

    static void Repeat(int count, Action<int> body)
    {
        for (int i = 0; i < count; i++) body(i);
    }

    /// <summary>One lane group, its parts callable one by one.</summary>
    sealed class Lane<R> where R : unmanaged, IReal<R>
    {
        readonly ParameterLayout layout;
        readonly SpikingKernel<Lif<BinarySpike>> kernel;
        readonly ActionHead head;
        readonly AlignedMemory<R> search, perMember, memory;
        readonly AlignedMemory<float> shared;

        public Lane(TrainingRun run, Candidates candidates)
        {
            layout = run.Policy.Layout;
            kernel = (SpikingKernel<Lif<BinarySpike>>)run.Policy.Kernel;
            head = new(run.Policy.ActionSpace);
            search = new(layout.TrainedCount);
            perMember = new(layout.PerMemberCount);
            shared = new(layout.SharedCount);
            memory = new(kernel.StateSize + 16);
            Sample(candidates, 0);
            fixed (float* values = shared) ParameterDecoder.DecodeShared(layout, run.Initial, values);
            Decode();
            fixed (R* own = perMember, states = memory)
            fixed (float* values = shared)
                kernel.Reset(new PolicyParameters<R, LaneBuffer<R>, SharedBuffer<R>>(new(own), new(values)), new LaneBuffer<R>(states), default(Alone));
        }

        public void Sample(Candidates candidates, int first)
        {
            fixed (R* x = search) candidates.Sample(first, x);
        }

        public void Decode()
        {
            fixed (R* x = search, own = perMember) ParameterDecoder.DecodeTrained(layout, x, own);
        }

        public void Act()
        {
            NoProbe probe = default;
            fixed (R* own = perMember, states = memory)
            fixed (float* values = shared)
            {
                LaneBuffer<R> policyState = new(states), state = policyState.From(kernel.StateSize);
                kernel.Run(new PolicyParameters<R, LaneBuffer<R>, SharedBuffer<R>>(new(own), new(values)), policyState, state.From(4), ref probe, default(Alone));
                head.Act<R, LaneBuffer<R>>(policyState, kernel.Outputs, state.From(8));
            }
        }

        public void Step()
        {
            PhiloxStream<R> none = default;
            // From the upright state, so that numbers stay ordinary however often this is called.
            fixed (R* states = memory)
            {
                LaneBuffer<R> state = new LaneBuffer<R>(states).From(kernel.StateSize);
                for (int i = 0; i < 4; i++) state[i] = 0.01;
                new CartPole().Observe<R, LaneBuffer<R>>(state, state.From(4));
                new CartPole().Step(state, state.From(8), ref none, out R _, out R _);
            }
        }
    }
}
