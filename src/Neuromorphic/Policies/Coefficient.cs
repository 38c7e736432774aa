using System.Runtime.CompilerServices;
using Neuromorphic.Numerics;

namespace Neuromorphic.Policies;

/// <summary>
/// What a kernel reads in place of a physical value. Options of a neuron that need no other kernel live here:
/// the integration scheme only changes how a time constant becomes a gain, the strict threshold only moves it by one unit in the last place.
/// </summary>
public abstract unsafe class Coefficient
{
    /// <summary>The physical value itself.</summary>
    public static Coefficient Value { get; } = new ValueCoefficient();
    /// <summary>1 / tau: the gain of explicit Euler for a time constant in steps.</summary>
    public static Coefficient EulerGain { get; } = new EulerGainCoefficient();
    /// <summary>1 - e^(-1 / tau): the gain that is exact for an input that is constant within the step (exponential Euler).</summary>
    public static Coefficient ExponentialGain { get; } = new ExponentialGainCoefficient();
    /// <summary>The next larger number: u &gt;= it holds exactly where u &gt; the value holds.</summary>
    public static Coefficient JustAbove { get; } = new JustAboveCoefficient();

    /// <summary>Replaces physical values[0 .. count) by what the kernel reads.</summary>
    public abstract void Apply<R>(R* values, int count) where R : unmanaged, IReal<R>;

    sealed class ValueCoefficient : Coefficient
    {
        public override void Apply<R>(R* values, int count) { }
    }

    sealed class EulerGainCoefficient : Coefficient
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public override void Apply<R>(R* values, int count)
        {
            for (int i = 0; i < count; i++) values[i] = 1.0 / values[i];
        }
    }

    sealed class ExponentialGainCoefficient : Coefficient
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public override void Apply<R>(R* values, int count)
        {
            for (int i = 0; i < count; i++) values[i] = Real.OneMinusExp<R>(1.0 / values[i]);
        }
    }

    sealed class JustAboveCoefficient : Coefficient
    {
        public override void Apply<R>(R* values, int count)
        {
            Span<double> lanes = stackalloc double[R.Width];
            for (int i = 0; i < count; i++)
            {
                for (int lane = 0; lane < R.Width; lane++)
                {
                    double value = R.Lane(values[i], lane);
                    lanes[lane] = typeof(R) == typeof(Numerics.Double) ? Math.BitIncrement(value) : MathF.BitIncrement((float)value);
                }
                values[i] = R.FromLanes(lanes);
            }
        }
    }
}
