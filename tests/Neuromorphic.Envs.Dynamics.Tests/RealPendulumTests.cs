using Neuromorphic.Storage.Data;
using Xunit;

namespace Neuromorphic.Envs.Dynamics.Tests;

public sealed class RealPendulumTests
{
    /// <summary>Uneven samples of a parabola and a cubic: the slope of the first is exact, and the split is that of time.</summary>
    [Fact]
    public void Rates_are_slopes_of_parabolas_also_across_gaps()
    {
        double[] times = [0, 1, 2, 4, 5, 8, 9];
        DynamicsData data = RealPendulumData.Of([.. times.Select(t => (double[])[0, t, 3 * t * t - t, 2 - t])]);
        Assert.Equal([4, 1], (int[])[data.Training.States.Length, data.Test.States.Length]);
        double[][] states = [.. data.Training.States, .. data.Test.States], rates = [.. data.Training.Rates, .. data.Test.Rates];
        for (int i = 0; i < states.Length; i++)
        {
            double t = times[i + 1];
            Assert.Equal([3 * t * t - t, 2 - t], states[i]);
            Assert.Equal(6 * t - 1, rates[i][0], 1e-12);
            Assert.Equal(-1, rates[i][1], 1e-12);
        }
        Assert.Null(data.Truth);
    }

    [Fact]
    public void The_real_one_has_its_velocities_as_slopes_of_its_angles()
    {
        Assert.SkipUnless(DataFolder.Usual.Find(DataCatalog.Get(RealPendulumData.Name)) != null, "real-pendulum is not here; get it with `neuromorphic data get real-pendulum`.");
        DynamicsData data = RealPendulumData.Load();
        Assert.Equal((443, 111), (data.Training.States.Length, data.Test.States.Length));
        double product = 0, squares = 0, others = 0;
        foreach ((double[] state, double[] rate) in data.Training.States.Zip(data.Training.Rates))
        {
            product += state[1] * rate[0];
            squares += state[1] * state[1];
            others += rate[0] * rate[0];
        }
        Assert.InRange(product / Math.Sqrt(squares * others), .999, 1);
        Assert.True(data.Test.States.Max(state => state[0]) < data.Training.States.Max(state => state[0]));
    }
}
