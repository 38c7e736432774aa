using Neuromorphic.Numerics;

namespace Neuromorphic.Evolution;

/// <summary>How the step size changes over a training.</summary>
public enum Schedule
{
    /// <summary>It stays.</summary>
    Constant,
    /// <summary>It falls to zero in a straight line.</summary>
    Linear,
    /// <summary>It falls to zero along half a cosine (Loshchilov, Hutter 2017, arXiv:1608.03983, without restarts).</summary>
    Cosine,
}

/// <summary>The factor of the step size at a moment.</summary>
static class ScheduleFactor
{
    /// <summary>From 1 at the beginning; of a schedule that ends, 0 at the end.</summary>
    /// <param name="schedule">The schedule.</param>
    /// <param name="done">Updates, or generations, that are done.</param>
    /// <param name="all">Those of the whole training.</param>
    public static double Of(Schedule schedule, double done, long all)
    {
        double progress = Math.Min(1, done / Math.Max(1, all));
        return schedule switch
        {
            Schedule.Linear => 1 - progress,
            Schedule.Cosine => .5 * (1 + Portable.Cos(Math.PI * progress)),
            _ => 1,
        };
    }
}
