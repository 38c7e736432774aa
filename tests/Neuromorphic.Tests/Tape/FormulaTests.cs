using Neuromorphic.Gradients;
using Neuromorphic.Neurons;
using Neuromorphic.Tape;
using Xunit;

namespace Neuromorphic.Tests.Tape;

/// <summary>Equations as one would write them.</summary>
public sealed class FormulaTests
{
    static Symbol Load(int slot) => new(Recorder.Current.Load(LoopEmitter.Address(slot)));

    static string Write(FormulaStyle style, Func<Symbol, Symbol, Symbol> function) => string.Join("; ", Formula.Write(
        Recorder.Record("function", stores => stores[LoopEmitter.Address(2)] = function(Load(0), Load(1))),
        address => LoopEmitter.Parts(address).Slot == 0 ? "x" : "y", _ => "z", style));

    [Fact]
    public void Brackets_stand_where_they_must()
    {
        Assert.Equal("z = x + y", Write(FormulaStyle.Text, (x, y) => x + y));
        Assert.Equal("z = x*(x + y)", Write(FormulaStyle.Text, (x, y) => x * (x + y)));
        Assert.Equal("z = x/(x*y) - (x - y)", Write(FormulaStyle.Text, (x, y) => x / (x * y) - (x - y)));
        Assert.Equal("z = x*y + 1", Write(FormulaStyle.Text, (x, y) => Symbol.Fma(x, y, 1.0)));
        Assert.Equal("a = x*x; z = a*a", Write(FormulaStyle.Text, (x, _) => x * x * (x * x)));
        Assert.Equal("z = x >= y and y < 2 ? erf(x) : -y", Write(FormulaStyle.Text, (x, y) => Symbol.Select(Symbol.And(x >= y, y < 2.0), Symbol.Erf(x), -y)));
    }

    [Fact]
    public void LaTeX_and_source_have_their_own_words()
    {
        Assert.Equal(@"z = \frac{\sqrt{x}}{e^{y}}", Write(FormulaStyle.LaTeX, (x, y) => Symbol.Sqrt(x) / Symbol.Exp(y)));
        Assert.Equal(@"z = x \cdot \left(x + y\right)", Write(FormulaStyle.LaTeX, (x, y) => x * (x + y)));
        Assert.Equal("double z = Portable.Tanh(x) + Math.Abs(y);", Write(FormulaStyle.CSharp, (x, y) => Symbol.Tanh(x) + Symbol.Abs(y)));
    }

    [Fact]
    public void A_neuron_is_readable()
    {
        Assert.Equal(
        [
            "a = (I*resistance + rest - v)*k_tau + v",
            "v' = a >= threshold ? rest : a",
            "s = a >= threshold ? 1 : 0",
        ], NeuronEquations.Of("lif"));
        foreach (string name in NeuronRegistry.Names)
            foreach (FormulaStyle style in Enum.GetValues<FormulaStyle>()) Assert.Contains(NeuronEquations.Of(name, style), line => line.Contains("s = ", StringComparison.Ordinal));
    }
}
