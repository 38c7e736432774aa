using System.Globalization;

namespace Neuromorphic.Environments;

/// <summary>The laws of one observation.</summary>
static class ObservationCheck
{
    public static void Run(double[]? observation, Box space, int step, FindingList findings)
    {
        if (observation is null || observation.Length != space.Size)
        {
            findings.Add("observation", string.Create(CultureInfo.InvariantCulture, $"an observation has {observation?.Length ?? 0} numbers, its space {space.Size}"));
            return;
        }
        if (space.Contains(observation) && Array.TrueForAll(observation, double.IsFinite)) return;
        for (int i = 0; i < observation.Length; i++)
        {
            double value = observation[i];
            if (!double.IsFinite(value))
                findings.Add("observation", string.Create(CultureInfo.InvariantCulture, $"observation[{i}] is {value} at step {step}"));
            else if ((float)value < (float)space.Low[i] || (float)value > (float)space.High[i])
                findings.Add("observation", string.Create(CultureInfo.InvariantCulture, $"observation[{i}] is {value} at step {step}, outside its space from {space.Low[i]} to {space.High[i]}"));
        }
    }
}
