using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Neuromorphic.Neurons;
using Neuromorphic.Numerics;

namespace Neuromorphic.Benchmarks;

/// <summary>
/// One update of neurons whose four parameters differ between neurons and members: 24 bytes read, 8 written.
/// The arrays (224 KiB) lie in the second cache.
/// </summary>
static unsafe class LifBenchmark
{
    const int Neurons = 512, Members = 16, Parameters = 4;

    public static IReadOnlyList<Row> Run()
    {
        Lif<BinarySpike> neuron = Lif<BinarySpike>.Create(new());
        AlignedMemory<float> parameters = new(Parameters * Neurons * Members), state = new(Neurons * Members), current = new(Neurons * Members), spikes = new(Neurons * Members);
        Fill(parameters.Span, current.Span);
        Subject kernel = LaneWidths.Preferred switch
        {
            LaneWidth.Lanes16 => Kernel<Lanes16>(),
            LaneWidth.Lanes8 => Kernel<Lanes8>(),
            _ => Kernel<Scalar>(),
        };
        Row[] rows = Timing.Compare("ns/update", 1, 31,
            kernel,
            Of("hand-written Vector512", Vector),
            Of("plain float loop", Plain));
        const double Bytes = (Parameters + 2 + 2) * sizeof(float);
        return [.. rows, new Row("kernel, bytes moved", Bytes / rows[0].Value, Bytes / rows[0].Best, "GB/s")];

        Subject Kernel<R>() where R : unmanaged, IReal<R> => Of($"kernel, {typeof(R).Name}", (p, u, i, s) => Update<R>(neuron, (R*)p, (R*)u, (R*)i, (R*)s));

        Subject Of(string what, Step step) => new(what, Neurons * Members, () =>
        {
            fixed (float* p = parameters, u = state, i = current, s = spikes) step(p, u, i, s);
        });
    }

    delegate void Step(float* parameters, float* state, float* current, float* spikes);

    static void Fill(Span<float> parameters, Span<float> current)
    {
        RandomKey key = RandomKey.For(1, RandomPurpose.Check);
        PhiloxStream<Scalar> random = default;
        int neurons = current.Length;
        for (int i = 0; i < neurons; i++)
        {
            random = new(key, (uint)i, 0, 0, 0);
            parameters[i] = 1 / (2 + 18 * random.NextUnit().Value);
            parameters[neurons + i] = .8f + .4f * random.NextUnit().Value;
            parameters[2 * neurons + i] = .1f * random.NextUnit().Value;
            parameters[3 * neurons + i] = .8f + .4f * random.NextUnit().Value;
            current[i] = 2 * random.NextUnit().Value;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Update<R>(Lif<BinarySpike> neuron, R* parameters, R* state, R* current, R* spikes) where R : unmanaged, IReal<R>
    {
        int count = Neurons * Members / R.Width;
        for (int n = 0; n < count; n++)
            spikes[n] = neuron.Step<R, LaneBuffer<R>, LaneBuffer<R>>(new(parameters), new(state), n, count, current[n]);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Vector(float* parameters, float* state, float* current, float* spikes)
    {
        const int Count = Neurons * Members;
        Vector512<float> one = Vector512<float>.One;
        for (int i = 0; i < Count; i += 16)
        {
            Vector512<float> v = Vector512.Load(state + i), rest = Vector512.Load(parameters + 2 * Count + i);
            Vector512<float> drive = Vector512.FusedMultiplyAdd(Vector512.Load(parameters + 3 * Count + i), Vector512.Load(current + i), rest - v);
            Vector512<float> u = Vector512.FusedMultiplyAdd(Vector512.Load(parameters + i), drive, v);
            Vector512<float> fires = Vector512.GreaterThanOrEqual(u, Vector512.Load(parameters + Count + i));
            Vector512.Store(fires & one, spikes + i);
            Vector512.Store(Vector512.ConditionalSelect(fires, rest, u), state + i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Plain(float* parameters, float* state, float* current, float* spikes)
    {
        const int Count = Neurons * Members;
        for (int i = 0; i < Count; i++)
        {
            float rest = parameters[2 * Count + i], u = state[i] + parameters[i] * (parameters[3 * Count + i] * current[i] - state[i] + rest);
            bool fires = u >= parameters[Count + i];
            spikes[i] = fires ? 1 : 0;
            state[i] = fires ? rest : u;
        }
    }
}
