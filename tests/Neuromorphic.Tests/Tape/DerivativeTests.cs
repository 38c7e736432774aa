using Neuromorphic.Numerics;
using Neuromorphic.Tape;
using Xunit;

namespace Neuromorphic.Tests.Tape;

/// <summary>Derivatives of functions on the tape, against differences of their values.</summary>
public sealed class DerivativeTests
{
    const int X = 0, Y = 1, Value = 2, SlopeX = 3, SlopeY = 4, Curvature = 5;

    static Symbol Load(int slot) => new(Recorder.Current.Load(LoopEmitter.Address(slot)));

    /// <summary>A function of x and y, both slopes, and the slope's slope by x.</summary>
    internal static Equations Record(Func<Symbol, Symbol, Symbol> function) => Recorder.Record("function", stores =>
    {
        Symbol x = Load(X), y = Load(Y), value = function(x, y);
        Derivative first = new();
        first.Add(value, 1.0);
        first.Run();
        Symbol slope = first.Of(x);
        Derivative second = new();
        second.Add(slope, 1.0);
        second.Run();
        stores[LoopEmitter.Address(Value)] = value;
        stores[LoopEmitter.Address(SlopeX)] = slope;
        stores[LoopEmitter.Address(SlopeY)] = first.Of(y);
        stores[LoopEmitter.Address(Curvature)] = second.Of(x);
    });

    /// <summary>Runs a kernel of such slots on one item: value, both slopes, curvature.</summary>
    static unsafe double[] At(LoopKernel kernel, double x, double y)
    {
        double* numbers = stackalloc double[6] { x, y, 0, 0, 0, 0 };
        nint* slots = stackalloc nint[6];
        for (int s = 0; s < 6; s++) slots[s] = (nint)(numbers + s);
        kernel(slots, 1);
        return [numbers[Value], numbers[SlopeX], numbers[SlopeY], numbers[Curvature]];
    }

    static readonly Dictionary<string, Func<Symbol, Symbol, Symbol>> Functions = new()
    {
        ["x + y"] = (x, y) => x + y,
        ["x - y"] = (x, y) => x - y,
        ["x y"] = (x, y) => x * y,
        ["x / y"] = (x, y) => x / y,
        ["-x"] = (x, _) => -x,
        ["fma"] = (x, y) => Symbol.Fma(x, y, x * x),
        ["fma of negatives"] = (x, y) => Symbol.Fma(-x, y, y) + Symbol.Fma(x, y, -x),
        ["sqrt"] = (x, y) => Symbol.Sqrt(x * x + y * y),
        ["abs"] = (x, y) => Symbol.Abs(x) * y,
        ["select"] = (x, y) => Symbol.Select(x < y, x * x, y * x),
        ["select by both"] = (x, y) => Symbol.Select(Symbol.And(x >= y, Symbol.Or(y < 0.3, x <= 2.0)), x * x * x, y * x),
        ["exp"] = (x, y) => Symbol.Exp(x * y),
        ["expm1"] = (x, y) => Symbol.Expm1(x * y),
        ["log"] = (x, y) => Symbol.Log(x * x + y),
        ["log1p"] = (x, y) => Symbol.Log1p(x * x * y),
        ["tanh"] = (x, y) => Symbol.Tanh(x * y),
        ["sin, cos"] = (x, y) => Real.Sin(x * y) * Real.Cos(x),
        ["softplus"] = (x, y) => Symbol.Softplus(x * y),
        ["logistic"] = (x, y) => Symbol.Logistic(x * y),
        ["sinh"] = (x, y) => Symbol.Sinh(x * y),
        ["cosh"] = (x, y) => Symbol.Cosh(x * y),
        ["asinh"] = (x, y) => Symbol.Asinh(x * y),
        ["atan"] = (x, y) => Symbol.Atan(x * y),
        ["erf"] = (x, y) => Symbol.Erf(x * y),
        ["erfc"] = (x, y) => Symbol.Erfc(x * y),
        ["i0e"] = (x, y) => Symbol.I0e(x * y),
        ["i1e"] = (x, y) => Symbol.I1e(x * y),
        ["pow"] = (x, y) => Symbol.Pow(x * x + 0.1, y),
        ["pow of a constant"] = (x, y) => Symbol.Pow(x, 3.0) * y,
        ["look-up"] = (x, y) => Real.LookUp<Symbol, Items>(new(x, y), 3, y * 2.0),
    };

    /// <summary>A table of three: x, x y, x^2.</summary>
    readonly struct Items(Symbol x, Symbol y) : IBuffer<Symbol>
    {
        readonly Symbol x = x, y = y;

        public Symbol this[int index]
        {
            get => index == 0 ? x : index == 1 ? x * y : x * x;
            set => throw new NotSupportedException();
        }
    }

    public static TheoryData<string> Names => [.. Functions.Keys];

    [Theory, MemberData(nameof(Names))]
    public void Slopes_and_curvature_equal_differences(string name)
    {
        LoopKernel kernel = LoopEmitter.Compile<Scalar64>(Record(Functions[name]), new Slot[6], 1);
        SeededNumbers random = new(3);
        const double H = 1.0 / (1 << 16);
        int compared = 0;
        for (int i = 0; i < 200; i++)
        {
            double x = random.Normal(), y = random.Between(.2, 1.8);
            if (Math.Abs(x) < .01 || Math.Abs(x - y) < .01 || Math.Abs(y - .3) < .01 || Math.Abs(y * 2 - Math.Round(y * 2)) < .01) continue; // edges of choices
            double[] at = At(kernel, x, y), right = At(kernel, x + H, y), left = At(kernel, x - H, y), up = At(kernel, x, y + H), down = At(kernel, x, y - H);
            double scale = 1 + at.Max(Math.Abs);
            Assert.Equal(at[1], (right[0] - left[0]) / (2 * H), 1e-7 * scale * scale);
            Assert.Equal(at[2], (up[0] - down[0]) / (2 * H), 1e-7 * scale * scale);
            Assert.Equal(at[3], (right[1] - left[1]) / (2 * H), 1e-7 * scale * scale);
            compared++;
        }
        Assert.True(compared > 100);
    }

    [Fact]
    public void A_spike_needs_a_surrogate() =>
        Assert.Throws<NotSupportedException>(() => Record((x, y) => Symbol.Select(Symbol.Fires(x, y), 1.0, 0.0)));

    [Fact]
    public void A_constant_exponent_asks_for_no_logarithm()
    {
        LoopKernel kernel = LoopEmitter.Compile<Scalar64>(Record((x, _) => Symbol.Pow(x, 2.0)), new Slot[6], 1);
        Assert.Equal([9.0, -6, 0, 2], At(kernel, -3, 1));
    }

    [Fact]
    public void What_is_no_arithmetic_cannot_be_recorded()
    {
        Assert.Contains("Any cannot be recorded", Assert.Throws<NotSupportedException>(() => Record((x, y) => Symbol.Any(x < y) ? x : y)).Message, StringComparison.Ordinal);
        Assert.Contains("outside a recording", Assert.Throws<InvalidOperationException>(() => (Symbol)1.0).Message, StringComparison.Ordinal);
    }
}
