using Neuromorphic.Numerics;

namespace Neuromorphic.Envs.Dynamics;

/// <summary>
/// A minute of <see cref="PendulumClock"/> as a camera of 60 frames a second would see it: angles with normal noise of 0.01 rad, and from them angle, speed and
/// acceleration by Savitzky-Golay filters of 21 frames and order 4. It begins at rest at 0.3 rad. The first 80 % are for training, the rest for testing.
/// </summary>
/// <remarks>A substitute of ours for the film of Choudhary et al. (2023), doi:10.1038/s41598-023-40766-6, figure 7, split in time as their program does.</remarks>
public static class PendulumClockData
{
    const int Frames = 3600, Steps = 8, Half = 10, Order = 4;
    const double Interval = 1.0 / 60, Start = .3, Noise = .01;

    /// <summary>A data set.</summary>
    /// <param name="seed">Seed of the noise.</param>
    public static DynamicsData Generate(uint seed)
    {
        PendulumClock truth = new();
        MersenneTwister random = new(seed);
        double[] angles = Array.ConvertAll(Orbit.Follow(truth, new RungeKutta4(truth.Dimension), [Start, 0], Frames, Interval, Steps), state => state[0] + Noise * random.NextNormal());
        SavitzkyGolay filter = new(Half, Order);
        double[] smooth = filter.Derivative(angles, 0, Interval), speeds = filter.Derivative(angles, 1, Interval), accelerations = filter.Derivative(angles, 2, Interval);
        return Samples.Split([.. smooth.Zip(speeds, (angle, speed) => (double[])[angle, speed])], [.. speeds.Zip(accelerations, (speed, acceleration) => (double[])[speed, acceleration])]) with { Truth = truth };
    }
}
