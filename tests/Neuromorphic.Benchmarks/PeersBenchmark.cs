using System.Globalization;
using Neuromorphic.Environments;
using Neuromorphic.Neurons;
using Neuromorphic.Numerics;
using Neuromorphic.Policies;

namespace Neuromorphic.Benchmarks;

/// <summary>
/// The cases that peers/lif.c and peers/lif_numpy.py run too, on the same numbers, one thread. A row in "spikes" counts those of a run
/// that starts at rest: all languages must agree on it. peers/run.sh runs them in turn.
/// </summary>
static class PeersBenchmark
{
    const int Inputs = 27, Hidden = 1024, Outputs = 8, Members = 128, ControlSteps = 1000, SubSteps = 4, CountedSteps = 100;

    static readonly (string Name, uint Stream, double Low, double High)[] Parameters =
        [("tau", 1, 2, 20), ("threshold", 2, .8, 1.2), ("rest", 3, 0, .1), ("resistance", 4, .8, 1.2)];

    public static IReadOnlyList<Row> Run() =>
    [
        .. Populations(128, 1024, 100),
        .. Populations(1024, 8192, 10),
        .. LaneWidths.Preferred switch
        {
            LaneWidth.Lanes16 => Policy<Lanes16>(),
            LaneWidth.Lanes8 => Policy<Lanes8>(),
            _ => Policy<Scalar>(),
        },
    ];

    static IEnumerable<Row> Populations(int members, int neurons, int steps)
    {
        NeuronPopulation population = NeuronRegistry.CreatePopulation("lif", neurons, members);
        foreach ((string name, uint stream, double low, double high) in Parameters)
            population.Set(name, [.. Enumerable.Range(0, neurons).Select(n => (double)SharedNumbers.Uniform(stream, n, low, high))]);
        int step = members * neurons;
        float[] currents = new float[step * steps], spikes = new float[currents.Length], counts = new float[step];
        SharedNumbers.Fill(currents, 5, 0, 2);
        string size = string.Create(CultureInfo.InvariantCulture, $"{members} x {neurons} x {steps}");
        string streamed = $"stream {size}", constant = $"constant {size}";
        population.Reset();
        population.Run(currents, spikes);
        yield return Spikes(streamed, Sum(spikes));
        population.Reset();
        population.Count(currents.AsSpan(0, step), steps, counts);
        yield return Spikes(constant, Sum(counts));
        foreach (Row row in Timing.Compare("ns/update", 0, 5,
            new(streamed, currents.Length, () => population.Run(currents, spikes)),
            new(constant, currents.Length, () => population.Count(currents.AsSpan(0, step), steps, counts))))
            yield return row;
    }

    /// <summary>Members that each have their own neurons, shared weights, and a rollout's order: a lane group makes all its steps before the next one.</summary>
    static IReadOnlyList<Row> Policy<R>() where R : unmanaged, IReal<R>
    {
        string what = $"policy {Members} x {ControlSteps} x {SubSteps}";
        Group<R>[] groups = [.. Enumerable.Range(0, Members / R.Width).Select(g => new Group<R>(g * R.Width))];
        CountingProbe count = new();
        foreach (Group<R> group in groups) group.Run(CountedSteps, ref count);
        Row time = Timing.Compare("s", 0, 3, new Subject(what, 1e9, () =>
        {
            NoProbe none = default;
            foreach (Group<R> group in groups) group.Run(ControlSteps, ref none);
        }))[0];
        return [Spikes(what, count.Total), time];
    }

    static double Sum(float[] values)
    {
        double sum = 0;
        foreach (float value in values) sum += value;
        return sum;
    }

    static Row Spikes(string what, double count) => new(what, count, count, "spikes");

    /// <summary>Counts all spikes of all lanes.</summary>
    struct CountingProbe : IProbe
    {
        public double Total;

        public readonly void BeginStep(int subSteps) { }

        public void Record<R, B>(int neuron, int subStep, B state, R spike) where R : unmanaged, IReal<R> where B : struct, IBuffer<R>
        {
            for (int lane = 0; lane < R.Width; lane++) Total += R.Lane(spike, lane);
        }
    }

    /// <summary>A lane group of policies with its memory.</summary>
    sealed unsafe class Group<R> where R : unmanaged, IReal<R>
    {
        static readonly Policy Policy = SpikingPolicy.Create("lif", new EnvironmentSpec
        {
            Name = "peers",
            Summary = "",
            Source = "",
            ObservationSpace = Box.Uniform(Inputs, -1, 1),
            ActionSpace = Box.Uniform(Outputs, -1, 1),
            StateSize = 1,
            StepLimit = ControlSteps,
        }, new() { Neurons = Hidden, SubSteps = SubSteps, Neuron = new() { Parameterization = Parameterization.Direct } });

        readonly SpikingKernel<Lif<BinarySpike>> kernel = (SpikingKernel<Lif<BinarySpike>>)Policy.Kernel;
        readonly ActionHead head = new(Policy.ActionSpace);
        readonly AlignedMemory<R> perMember = new(Policy.Layout.PerMemberCount), state = new(Policy.Kernel.StateSize);
        readonly AlignedMemory<R> observations = new(ControlSteps * Inputs), actions = new(ControlSteps * Outputs);
        readonly AlignedMemory<float> shared = new(Policy.Layout.SharedCount);

        public Group(int first)
        {
            ParameterLayout layout = Policy.Layout;
            float[] vector = layout.InitialVector(1);
            SharedNumbers.Fill(vector.AsSpan(layout["input/weight"].Offset, layout["input/weight"].Count), 6, -1, 1);
            SharedNumbers.Fill(vector.AsSpan(layout["readout/weight"].Offset, layout["readout/weight"].Count), 7, -.1, .1);
            AlignedMemory<R> search = new(layout.TrainedCount);
            fixed (R* x = search, own = perMember, states = state, seen = observations)
            fixed (float* values = shared)
            {
                ParameterDecoder.DecodeShared(layout, vector, values);
                foreach ((string name, uint stream, double low, double high) in Parameters)
                    Fill(x + layout["hidden/" + name].SearchOffset, Hidden, first, stream, low, high);
                ParameterDecoder.DecodeTrained(layout, x, own);
                Fill(seen, ControlSteps * Inputs, first, 8, -1, 1);
                kernel.Reset(new PolicyParameters<R, LaneBuffer<R>, SharedBuffer<R>>(new(own), new(values)), new LaneBuffer<R>(states), default(Alone));
            }
        }

        /// <summary>Numbers [items, members], of them the lanes of this group.</summary>
        static void Fill(R* numbers, int items, int first, uint stream, double low, double high)
        {
            for (int i = 0; i < items; i++)
                for (int lane = 0; lane < R.Width; lane++) ((float*)(numbers + i))[lane] = SharedNumbers.Uniform(stream, i * Members + first + lane, low, high);
        }

        public void Run<TProbe>(int steps, ref TProbe probe) where TProbe : struct, IProbe
        {
            fixed (R* own = perMember, states = state, seen = observations, done = actions)
            fixed (float* values = shared)
            {
                PolicyParameters<R, LaneBuffer<R>, SharedBuffer<R>> parameters = new(new(own), new(values));
                for (int step = 0; step < steps; step++)
                {
                    kernel.Run(parameters, new LaneBuffer<R>(states), new LaneBuffer<R>(seen + step * Inputs), ref probe, default(Alone));
                    head.Act<R, LaneBuffer<R>>(new(states), kernel.Outputs, new(done + step * Outputs));
                }
            }
        }
    }
}
