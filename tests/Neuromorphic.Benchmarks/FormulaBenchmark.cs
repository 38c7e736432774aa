using System.Diagnostics;
using Neuromorphic.Expressions;
using Neuromorphic.Numerics;
using Neuromorphic.Tape;

namespace Neuromorphic.Benchmarks;

/// <summary>Formulas as loops over 256 items of 16 lanes: interpreted, compiled with functions called or taken in; and how many numbers pay for compiling.</summary>
static unsafe class FormulaBenchmark
{
    const int Items = 256, Numbers = Items * 16;

    public static IReadOnlyList<Row> Run() =>
    [
        .. Of("x*sigmoid(x)"), .. Of("P0*tanh(P1*x)"), .. Of("log_sigmoid(P0(x))*arcsinh(x)"), .. Of("exp(-(x^2))*tanh(x)"), .. Of("max(x, 0)"), .. Of("sin(x^2)*cos(x) - 1"),
        .. Of(string.Join(" + ", Enumerable.Range(0, 8).Select(i => $"P{i}*tanh(x + {i})"))), .. Of(string.Join(" + ", Enumerable.Range(0, 32).Select(i => $"tanh(P{i}*x)"))),
    ];

    static List<Row> Of(string text)
    {
        List<Row> all = [];
        ExpressionEquations equations = new(Expression.Parse(text), 0);
        string name = text.Length > 34 ? $"{text[..30]} ... ({equations.Parameters.Length})" : text;
        foreach ((string kind, Func<Equations> record) in ((string, Func<Equations>)[])[("", equations.Value), (", adjoint", equations.Adjoint)])
        {
            Slot[] slots = new Slot[equations.Slots];
            AlignedMemory<Lanes16> memory = new(equations.Slots * Items + 9 * equations.Slots);
            for (int i = 0; i < memory.Count; i++) memory.Span[i] = Math.Sin(i);
            LoopProgram program = new(record(), slots, 0);
            LoopKernel called = LoopEmitter.CompileWithCalls<Lanes16>(record(), slots, 0), inline = LoopEmitter.Compile<Lanes16>(record(), slots, 0);
            Row[] rows = Timing.Compare("ns", 0, 15,
                new($"{name}{kind}, interpreted ({program.Length})", Numbers, () => With((addresses, count) => program.Run<Lanes16>(addresses, count))),
                new($"{name}{kind}, compiled with calls", Numbers, () => With(called)),
                new($"{name}{kind}, compiled in line", Numbers, () => With(inline)));
            all.AddRange(rows);
            foreach ((string way, double saved, Func<LoopKernel> compile) in ((string, double, Func<LoopKernel>)[])
                [("with calls", rows[0].Value - rows[1].Value, () => LoopEmitter.CompileWithCalls<Lanes16>(record(), slots, 0)), ("in line", rows[0].Value - rows[2].Value, () => LoopEmitter.Compile<Lanes16>(record(), slots, 0))])
            {
                double[] times = [.. Enumerable.Range(0, 11).Select(_ =>
                {
                    long start = Stopwatch.GetTimestamp();
                    LoopKernel kernel = compile();
                    With(kernel, 1);
                    return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
                })];
                double median = Timing.Median(times);
                all.Add(new($"{name}{kind}, to compile {way}", median, times.Min(), "ms"));
                all.Add(new($"{name}{kind}, compiled {way} pays from", median / saved, median / saved, "million numbers"));
            }

            void With(LoopKernel kernel, int count = Items)
            {
                nint* addresses = stackalloc nint[slots.Length];
                fixed (Lanes16* start = memory)
                {
                    for (int s = 0; s < slots.Length; s++) addresses[s] = (nint)(start + s * (Items + 9)); // each at another place of a page
                    kernel(addresses, count);
                }
            }
        }
        return all;
    }
}
