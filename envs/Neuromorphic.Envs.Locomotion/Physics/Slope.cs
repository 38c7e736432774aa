using Neuromorphic.Numerics;

namespace Neuromorphic.Envs.Locomotion.Physics;

/// <summary>A derivative of the cost along a line, summed term by term; the magnitudes tell how much of it rounding may have made.</summary>
struct Slope<R> where R : unmanaged, IReal<R>
{
    public static Slope<R> None => new() { Sum = 0.0, Terms = 0.0 };

    public R Sum { get; private set; }
    /// <summary>Sum of the terms' magnitudes.</summary>
    public R Terms { get; private set; }

    public void Add(R term)
    {
        Sum += term;
        Terms += R.Abs(term);
    }

    /// <summary>Of 1/2 weight min(residual, 0)^2, where the residual changes at a rate.</summary>
    public void AddOneSided(R weight, R residual, R rate) => Add(R.Select(residual < 0.0, weight, 0.0) * (residual * rate));
}
