using Neuromorphic.Gradients;
using Neuromorphic.Neurons;
using TorchSharp;
using static TorchSharp.torch;

namespace Neuromorphic.Autodiff;

/// <summary>
/// A surrogate in torch's operations: a smooth function whose derivative it is. A spike is then [x &gt;= 0] + P(x) - P(x), the last term a constant,
/// so that its value is exactly 0 or 1 and all derivatives are those of P.
/// </summary>
/// <param name="name">The name in <see cref="SurrogateRegistry"/>.</param>
/// <param name="primitive">P(x, slope).</param>
abstract class TensorSurrogate(string name, Func<Tensor, double, Tensor> primitive)
{
    // A new surrogate of the core needs a line here.
    static readonly TensorSurrogate[] Known =
    [
        new Of<ATanSurrogate>((x, a) => (x * (Math.PI / 2 * a)).atan() / Math.PI),
        new Of<FastSigmoidSurrogate>((x, a) => x / (x.abs() * a + 1)),
        new Of<GaussianSurrogate>((x, a) => (x * a).erf() / 2),
        new Of<SigmoidSurrogate>((x, a) => (x * a).sigmoid()),
        new Of<StraightThroughSurrogate>((x, a) => x * a),
        new Of<TriangleSurrogate>(Triangle),
    ];

    /// <summary>The name in <see cref="SurrogateRegistry"/>.</summary>
    public string Name => name;

    /// <summary>The surrogate of a name.</summary>
    /// <exception cref="ArgumentException">There is none; the message lists the names.</exception>
    public static TensorSurrogate Named(string name) => Array.Find(Known, surrogate => surrogate.Name == name)
        ?? throw new ArgumentException($"There is no surrogate '{name}'; there are {string.Join(", ", Known.Select(surrogate => surrogate.Name))}.");

    /// <summary>The smooth function of a distance from the threshold.</summary>
    public Tensor Primitive(Tensor x, double slope) => primitive(x, slope);

    /// <summary>The fused kernels of a neuron with this surrogate.</summary>
    public abstract SequenceKernel Kernel<TNeuron, R, T>(TNeuron neuron, int parameters) where TNeuron : struct, INeuron<TNeuron> where R : unmanaged, Numerics.IReal<R> where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>;

    /// <summary>a x - a^2 x |x| / 2, constant from |x| = 1 / a on.</summary>
    static Tensor Triangle(Tensor x, double slope)
    {
        Tensor inside = x.clamp(-1 / slope, 1 / slope);
        return inside * slope - inside * inside.abs() * (slope * slope / 2);
    }

    sealed class Of<TSurrogate>(Func<Tensor, double, Tensor> primitive) : TensorSurrogate(TSurrogate.Name, primitive) where TSurrogate : struct, ISurrogate
    {
        public override SequenceKernel Kernel<TNeuron, R, T>(TNeuron neuron, int parameters) => new LaneSequenceKernel<TNeuron, TSurrogate, R, T>(neuron, parameters);
    }
}
