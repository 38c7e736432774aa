using System.Diagnostics;
using Neuromorphic.Environments;
using Neuromorphic.Neurons;
using Neuromorphic.Numerics;
using Neuromorphic.Policies;

namespace Neuromorphic.Benchmarks;

/// <summary>
/// A spiking policy of the ant's size, 27 inputs, 1,024 neurons, 8 outputs, weights shared by all members, one thread.
/// The floor is its arithmetic, 2 (27 + 8) + 8 operations for a neuron and step, at the peak of fused multiply-adds measured in the same run.
/// </summary>
static unsafe class PolicyBenchmark
{
    const int Observations = 27, Actions = 8, Neurons = 1024, Steps = 20, Members = 128, ControlSteps = 1000;

    public static IReadOnlyList<Row> Run() => LaneWidths.Preferred switch
    {
        LaneWidth.Lanes16 => Run<Lanes16>(),
        LaneWidth.Lanes8 => Run<Lanes8>(),
        _ => Run<Scalar>(),
    };

    static IReadOnlyList<Row> Run<R>() where R : unmanaged, IReal<R>
    {
        Row[] one = Timing.Compare("ns/neuron/step", 0, 21, Subject<R>(Condition.Neuron, 1), Subject<R>(Condition.Weight, 1), Subject<R>(Condition.Neuron, 4));
        double peak = Peak.Measure();
        double Floor(double own) => (2 * (Observations + Actions) + own) / peak;
        return
        [
            one[0] with { Ratio = one[0].Value / Floor(8), Against = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"arithmetic at {peak:F0} GFLOP/s") },
            one[1], one[2],
            Loop<R>(),
        ];
    }

    /// <summary>The loop of 128 members, 1,000 control steps, 4 sub-steps.</summary>
    static Row Loop<R>() where R : unmanaged, IReal<R>
    {
        Subject subject = Subject<R>(Condition.Neuron, 4);
        double[] seconds = new double[5];
        int groups = Members / R.Width;
        for (int round = 0; round < seconds.Length; round++)
        {
            long start = Stopwatch.GetTimestamp();
            for (int i = 0; i < groups * ControlSteps / Steps; i++) subject.Body();
            seconds[round] = Stopwatch.GetElapsedTime(start).TotalSeconds;
        }
        return new("128 members, 1,000 control steps of 4 sub-steps", Timing.Median(seconds), seconds.Min(), "s");
    }

    static Subject Subject<R>(Condition condition, int subSteps) where R : unmanaged, IReal<R>
    {
        EnvironmentSpec environment = PolicySubject.Task(Observations, Actions);
        Policy policy = SpikingPolicy.Create("lif", environment, new() { Neurons = Neurons, Condition = condition, SubSteps = subSteps });
        float[] vector = policy.Layout.InitialVector(1);
        AlignedMemory<R> perMember = new(policy.Layout.PerMemberCount), memory = new(policy.Kernel.StateSize + Observations + Actions);
        AlignedMemory<float> shared = new(policy.Layout.SharedCount);
        R[] search = new R[policy.Layout.TrainedCount];
        double[] start = policy.Layout.Search(vector);
        for (int i = 0; i < search.Length; i++) search[i] = (float)start[i];
        var kernel = (SpikingKernel<Lif<BinarySpike>>)policy.Kernel;
        fixed (R* x = search, own = perMember, numbers = memory)
        fixed (float* values = shared)
        {
            ParameterDecoder.DecodeShared(policy.Layout, vector, values);
            ParameterDecoder.DecodeFrozen(policy.Layout, vector, own);
            ParameterDecoder.DecodeTrained(policy.Layout, x, own);
            kernel.Reset(new PolicyParameters<R, LaneBuffer<R>, SharedBuffer<R>>(new(own), new(values)), new LaneBuffer<R>(numbers), default(Alone));
        }
        RandomKey key = RandomKey.For(1, RandomPurpose.Check);
        ActionHead head = new(policy.ActionSpace);
        string what = $"{condition.ToString().ToLowerInvariant()} condition, {typeof(R).Name}{(subSteps > 1 ? $", {subSteps} sub-steps" : "")}";
        return new(what, (double)Neurons * Steps * R.Width, () =>
        {
            NoProbe probe = default;
            fixed (R* own = perMember, numbers = memory)
            fixed (float* values = shared)
            {
                PolicyParameters<R, LaneBuffer<R>, SharedBuffer<R>> parameters = new(new(own), new(values));
                LaneBuffer<R> state = new(numbers), observation = state.From(policy.Kernel.StateSize), action = observation.From(Observations);
                for (uint step = 0; step < Steps; step++)
                {
                    PhiloxStream<R> random = new(key, Word<R>.Lanes(0), 0, 0, step);
                    for (int i = 0; i < Observations; i++) observation[i] = random.Uniform<R, PhiloxStream<R>>(-1.0, 1.0);
                    kernel.Run(parameters, state, observation, ref probe, default(Alone));
                    head.Act<R, LaneBuffer<R>>(state, kernel.Outputs, action);
                }
            }
        });
    }
}
