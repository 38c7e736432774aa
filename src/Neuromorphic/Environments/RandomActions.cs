using Neuromorphic.Numerics;

namespace Neuromorphic.Environments;

/// <summary>Random values of an action space, for checks.</summary>
static class RandomActions
{
    /// <summary>A finite stretch of one dimension of a box.</summary>
    public static (double Low, double High) Range(Box box, int dimension)
    {
        double low = box.Low[dimension], high = box.High[dimension];
        if (double.IsInfinity(low)) low = double.IsInfinity(high) ? -1 : high - 2;
        if (double.IsInfinity(high)) high = low + 2;
        return (low, high);
    }

    /// <summary>A value of the space.</summary>
    public static double[] Draw(Space space, ref Pcg64 random)
    {
        double[] action = new double[space.Size];
        for (int i = 0; i < action.Length; i++)
        {
            double unit = random.NextUnit().Value;
            if (space is Discrete discrete) action[i] = Math.Floor(unit * discrete.Count);
            else if (space is Box box)
            {
                (double low, double high) = Range(box, i);
                action[i] = low + (high - low) * unit;
            }
        }
        return action;
    }
}
