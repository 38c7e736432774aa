using Neuromorphic.Environments;

namespace Neuromorphic.Rollouts;

/// <summary>What observations and actions are scaled by, in one row: mean and factor of each observation, middle and half width of each action's bounds.</summary>
static class ScalingRow
{
    public static int Length(int observations, int actions) => 2 * (observations + actions);

    /// <summary>Writes the bounds of a box of actions.</summary>
    public static void WriteActions(Span<float> row, int observations, Space actions)
    {
        if (actions is not Box bounds) return;
        for (int i = 0; i < bounds.Size; i++)
        {
            row[2 * observations + i] = (float)((bounds.Low[i] + bounds.High[i]) / 2);
            row[2 * observations + bounds.Size + i] = (float)((bounds.High[i] - bounds.Low[i]) / 2);
        }
    }

    /// <summary>Writes the scaling of observations; without one, sums of observations are without a shift.</summary>
    public static void WriteObservations(Span<float> row, int observations, ObservationScaling? scaling)
    {
        if (scaling != null)
        {
            scaling.Mean.CopyTo(row);
            scaling.Scale.CopyTo(row[observations..]);
        }
        else row[..observations].Clear();
    }
}
