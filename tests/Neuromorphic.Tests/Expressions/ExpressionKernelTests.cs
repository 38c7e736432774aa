using System.Diagnostics;
using System.Runtime.CompilerServices;
using Neuromorphic.Expressions;
using Neuromorphic.Numerics;
using Xunit;

namespace Neuromorphic.Tests.Expressions;

/// <summary>Formulas as loops: interpreted and compiled, in every number type.</summary>
public sealed class ExpressionKernelTests
{
    const int Items = 11; // no multiple of a strip

    /// <summary>What a kernel makes of items of sixteen lanes: results, gradients of inputs and of parameters, as bits, [number][lane].</summary>
    static uint[] Run<R>(Expression formula, int derivatives, bool compile) where R : unmanaged, IReal<R>
    {
        ExpressionKernel kernel = ExpressionKernel.Unshared(formula, derivatives);
        if (compile)
        {
            kernel.ValueLoop.Compile<R>();
            kernel.AdjointLoop.Compile<R>();
        }
        R[] y = new R[(derivatives + 1) * Items], dx = new R[formula.Inputs * Items], dp = new R[formula.Parameters * Items];
        uint[] words = new uint[16 * (y.Length + dx.Length + dp.Length)];
        for (int part = 0; part < 16 / R.Width; part++)
        {
            R[] x = Numbers(dx.Length, 1), p = Numbers(dp.Length, 2), g = Numbers(y.Length, 3);
            Numbers(dp.Length, 4).CopyTo(dp, 0);
            kernel.Value<R>(x, p, y);
            kernel.Adjoint<R>(x, p, g, dx, dp);
            R[] all = [.. y, .. dx, .. dp];
            for (int n = 0; n < all.Length; n++)
                for (int lane = 0; lane < R.Width; lane++)
                    words[n * 16 + part * R.Width + lane] = Bits.Lanes(all[n])[lane] is var number && float.IsNaN(number) ? 0x7FC00000 : BitConverter.SingleToUInt32Bits(number);

            R[] Numbers(int count, int seed) =>
                [.. Enumerable.Range(0, count).Select(i => R.FromLanes([.. Enumerable.Range(0, R.Width).Select(lane => 2.5 * Math.Sin(seed + 1.7 * (i * 16 + part * R.Width + lane)))]))];
        }
        return words;
    }

    static string[] Formulas()
    {
        SeededNumbers random = new(11);
        return
        [
            .. Operators.All.Where(entry => entry.Arity <= 2).Select(entry => entry.Arity == 1 ? $"{entry.Name}(x)" : $"{entry.Name}(x, x1)"),
            "x", "P0", "2.5", "x1", "P0(x)*tanh(P1(x))", "log_sigmoid(P0(x))*arcsinh(x)", "sin(x) + sin(x + x^2)", "x1*x3",
            string.Join(" + ", Enumerable.Range(0, 32).Select(i => $"tanh(x*{i + 1} + P{i})")),
            .. Enumerable.Range(0, 60).Select(_ => RandomFormulas.Next(random, 6, 3, 2).ToString()),
        ];
    }

    [Fact]
    public void Compiled_and_interpreted_loops_have_the_same_bits_in_every_width()
    {
        foreach (string text in Formulas())
            foreach (int derivatives in (int[])[0, 1, 2])
            {
                Expression formula = Expression.Parse(text);
                uint[] expected = Run<Scalar>(formula, derivatives, compile: false);
                Same(Run<Lanes16>(formula, derivatives, compile: false), "16 lanes");
                Same(Run<Lanes16>(formula, derivatives, compile: true), "16 lanes, compiled");
                if (derivatives != 1) continue;
                Same(Run<Lanes8>(formula, derivatives, compile: false), "8 lanes");
                Same(Run<Lanes8>(formula, derivatives, compile: true), "8 lanes, compiled");
                Same(Run<Scalar>(formula, derivatives, compile: true), "scalar, compiled");

                void Same(uint[] actual, string what) => Assert.True(expected.AsSpan().SequenceEqual(actual), $"{what}: {text}, {derivatives} derivatives");
            }
    }

    [Fact]
    public void Compiled_and_interpreted_loops_have_the_same_bits_in_float64()
    {
        SeededNumbers random = new(2);
        foreach (string text in Formulas())
        {
            Expression formula = Expression.Parse(text);
            double[] interpreted = Numbers(compile: false), compiled = Numbers(compile: true);
            Assert.True(interpreted.AsSpan().SequenceEqual(compiled), text);

            double[] Numbers(bool compile)
            {
                ExpressionKernel kernel = ExpressionKernel.Unshared(formula, 2);
                if (compile) kernel.ValueLoop.Compile<Scalar64>();
                Scalar64[] x = [.. Enumerable.Range(0, formula.Inputs * Items).Select(i => (Scalar64)(3 * Math.Cos(i)))], p = [.. Enumerable.Range(0, formula.Parameters * Items).Select(i => (Scalar64)Math.Sin(i))], y = new Scalar64[3 * Items];
                kernel.Value<Scalar64>(x, p, y);
                return Array.ConvertAll(y, number => number.Value);
            }
        }
    }

    [Fact]
    public void Results_may_be_written_over_inputs_and_gradients_over_either()
    {
        Scalar64[] before = [.. Enumerable.Range(0, 20).Select(i => (Scalar64)(.1 * i - 1))], g = [.. Enumerable.Range(0, 20).Select(i => (Scalar64)Math.Cos(i))], p = [.. Enumerable.Range(0, 20).Select(_ => (Scalar64)1.5)];
        foreach (string text in (string[])["x", "x^2/2", "P0*x*tanh(x)", "exp(-x)"])
            foreach (bool compile in (bool[])[false, true])
            {
                Expression formula = Expression.Parse(text);
                ExpressionKernel kernel = ExpressionKernel.Unshared(formula, 1);
                if (compile)
                {
                    kernel.ValueLoop.Compile<Scalar64>();
                    kernel.AdjointLoop.Compile<Scalar64>();
                }
                Scalar64[] apart = new Scalar64[20], dx = new Scalar64[10], dp = new Scalar64[10];
                kernel.Value<Scalar64>(before.AsSpan(0, 10), p, apart);
                Scalar64[] over = [.. before];
                kernel.Value<Scalar64>(over.AsSpan(0, 10), p, over);
                Assert.Equal(Values(apart), Values(over));

                kernel.Adjoint<Scalar64>(before.AsSpan(0, 10), p, g, dx, dp);
                Scalar64[] sum = new Scalar64[10];
                over = [.. before];
                kernel.Adjoint<Scalar64>(over.AsSpan(0, 10), p, g, over.AsSpan(0, 10), sum);
                Assert.Equal(Values(dx), Values(over[..10]));
                Assert.Equal(Values(dp), Values(sum));
                over = [.. g];
                kernel.Adjoint<Scalar64>(before.AsSpan(0, 10), p, over, over.AsSpan(0, 10), sum);
                Assert.Equal(Values(dx), Values(over[..10]));
            }

        static double[] Values(Scalar64[] numbers) => Array.ConvertAll(numbers, number => number.Value);
    }

    /// <summary>The gradient of a sum of value and slope, each weighted: what a network whose output is a slope is trained with.</summary>
    [Fact]
    public void Adjoints_of_value_and_slope_equal_differences()
    {
        const double H = 1.0 / (1 << 16);
        Expression formula = Expression.Parse("log_sigmoid(P0*x)*P2(arcsinh(x)) + x1*swish(x*x1)");
        ExpressionKernel kernel = formula.Kernel(1);
        double[] x = [.3, -.7], p = [1.2, 5, -.4], weights = [.8, -1.7];
        Scalar64[] dx = [99, 99, 99], dp = [1, 2, 3]; // one input and one parameter more than are read
        kernel.Adjoint<Scalar64>([.. Numbers(x), 0], Numbers(p), Numbers(weights), dx, dp);
        for (int i = 0; i < 2; i++) Assert.Equal(Difference(x, i), dx[i].Value, 1e-8);
        for (int k = 0; k < 3; k++) Assert.Equal(Difference(p, k) + k + 1, dp[k].Value, 1e-8);
        Assert.Equal((0.0, 2.0), (dx[2].Value, dp[1].Value));

        double Difference(double[] varied, int index)
        {
            double kept = varied[index];
            varied[index] = kept + H;
            double up = Weighted();
            varied[index] = kept - H;
            double down = Weighted();
            varied[index] = kept;
            return (up - down) / (2 * H);
        }

        double Weighted()
        {
            Scalar64[] y = new Scalar64[2];
            kernel.Value<Scalar64>(Numbers(x), Numbers(p), y);
            return weights[0] * y[0].Value + weights[1] * y[1].Value;
        }

        static Scalar64[] Numbers(double[] values) => Array.ConvertAll(values, value => (Scalar64)value);
    }

    [Fact]
    public void Lengths_that_do_not_fit_are_refused()
    {
        ExpressionKernel kernel = Expression.Parse("P0*x + x1").Kernel(1);
        Refused("3 results are no 2 rows", () => kernel.Value<Scalar>(new Scalar[4], new Scalar[2], new Scalar[3]));
        Refused("There are 3 inputs; the formula needs 2 for each of 2 items.", () => kernel.Value<Scalar>(new Scalar[3], new Scalar[2], new Scalar[4]));
        Refused("There are 1 parameters", () => kernel.Value<Scalar>(new Scalar[4], new Scalar[1], new Scalar[4]));
        Refused("There are 1 gradients of parameters", () => kernel.Adjoint<Scalar>(new Scalar[4], new Scalar[2], new Scalar[4], new Scalar[4], new Scalar[1]));
        Refused("There are 2 gradients of inputs", () => kernel.Adjoint<Scalar>(new Scalar[4], new Scalar[2], new Scalar[4], new Scalar[2], new Scalar[2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Expression.Input(0).Kernel(3));
        kernel.Value<Scalar>([], [], []); // no items

        static void Refused(string message, Action run) => Assert.Contains(message, Assert.Throws<ArgumentException>(run).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_loop_is_compiled_when_enough_numbers_have_gone_through()
    {
        ExpressionKernel kernel = ExpressionKernel.Unshared(Expression.Parse("x*sigmoid(x)"), 0);
        Lanes16[] x = new Lanes16[10_000], y = new Lanes16[10_000];
        for (long done = 0; done < ExpressionKernel.CompiledAfter; done += 160_000)
        {
            Assert.False(kernel.ValueLoop.IsCompiled<Lanes16>());
            kernel.Value<Lanes16>(x, [], y);
        }
        Assert.True(kernel.ValueLoop.IsCompiled<Lanes16>());
        Assert.False(kernel.ValueLoop.IsCompiled<Lanes8>());
    }

    [Fact]
    public void Threads_that_share_a_kernel_get_the_same_bits_while_it_is_compiled()
    {
        ExpressionKernel kernel = ExpressionKernel.Unshared(Expression.Parse("P0*swish(x) + tanh(x)^3"), 1);
        Lanes8[] x = [.. Enumerable.Range(0, 1000).Select(i => (Lanes8)Math.Sin(i))], expected = new Lanes8[2000];
        kernel.Value<Lanes8>(x, x, expected);
        Parallel.For(0, 400, new() { MaxDegreeOfParallelism = 4 }, _ =>
        {
            Lanes8[] y = new Lanes8[2000];
            kernel.Value<Lanes8>(x, x, y);
            for (int i = 0; i < y.Length; i++) Assert.Equal(Bits.Lanes(expected[i]), Bits.Lanes(y[i]));
        });
        Assert.True(kernel.ValueLoop.IsCompiled<Lanes8>());
    }

    [Fact]
    public void Equal_formulas_have_one_kernel()
    {
        ExpressionKernel kernel = Expression.Parse("tanh(x)*P0").Kernel();
        Assert.Same(kernel, Expression.Parse("tanh( x )*P0").Kernel());
        Assert.NotSame(kernel, Expression.Parse("tanh(x)*P0").Kernel(1));
    }

    /// <summary>A search makes thousands of formulas; those that nobody holds any more leave nothing behind.</summary>
    [Fact]
    public void Thousands_of_formulas_are_compiled_and_dropped_without_growth() => OwnProcess.Run(() =>
    {
        const int Warm = 500, More = 3000;
        for (int i = 0; i < Warm; i++) Compiled(i);
        (long managed, long native) = Held();
        for (int i = Warm; i < Warm + More; i++) Compiled(i);
        (long managedAfter, long nativeAfter) = Held();
        Assert.True(managedAfter - managed < 4 << 20, $"{managedAfter - managed} bytes more in the collector's heap");
        Assert.True(nativeAfter - native < 16 << 20, $"{nativeAfter - native} bytes more beside it");

        [MethodImpl(MethodImplOptions.NoInlining)]
        static void Compiled(int i)
        {
            ExpressionKernel kernel = Expression.Parse($"x*sigmoid(x) + {i}").Kernel();
            kernel.ValueLoop.Compile<Lanes16>();
            Lanes16[] y = new Lanes16[1];
            kernel.Value<Lanes16>([0.0], [], y);
            Assert.Equal(i, Lanes16.Lane(y[0], 3));
        }

        static (long Managed, long Native) Held()
        {
            for (int i = 0; i < 3; i++)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
            }
            using Process own = Process.GetCurrentProcess();
            return (GC.GetTotalMemory(true), own.PrivateMemorySize64 - GC.GetGCMemoryInfo().TotalCommittedBytes);
        }
    });

    /// <summary>Read, recorded, compiled and run: below 10 ms once the compiler itself is warm (medians of 1 ms are usual).</summary>
    [Fact]
    public void A_formula_is_compiled_in_less_than_10_ms() => OwnProcess.Run(() =>
    {
        if (LaneWidths.Choose(null) == LaneWidth.Lanes16) Compile<Lanes16>();
        else Compile<Lanes8>();
    });

    static void Compile<R>() where R : unmanaged, IReal<R>
    {
        List<double> times = [];
        for (int i = 0; i < 21; i++)
        {
            long start = Stopwatch.GetTimestamp();
            ExpressionKernel kernel = ExpressionKernel.Unshared(Expression.Parse($"exp(-(P0*x)^2)*tanh(x + {i})"), 0);
            kernel.ValueLoop.Compile<R>();
            kernel.AdjointLoop.Compile<R>();
            R[] one = [1.0], y = new R[1], sum = new R[1];
            kernel.Value<R>(one, one, y);
            kernel.Adjoint<R>(one, one, one, y, sum);
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }
        // The shortest: others may want the processor meanwhile. The benchmark of formulas gives the median.
        Assert.True(times.Min() < 10, $"first {times[0]:F1} ms, shortest {times.Min():F2} ms, median {times.Order().ElementAt(10):F2} ms");
    }
}
