using Neuromorphic.Numerics;

namespace Neuromorphic.Rollouts;

/// <summary>A unit of work: a lane group's members from the first on, in their episodes from ... until - 1.</summary>
readonly record struct RolloutUnit(int First, int From, int Until);

/// <summary>
/// How work becomes units for threads: lane groups as wide as they come and, where these are fewer than the threads, parts of their members'
/// episodes or groups of narrower lanes. It decides how long the work takes, never what comes out.
/// </summary>
/// <param name="Width">Lane width.</param>
/// <param name="Groups">Lane groups.</param>
/// <param name="Episodes">Episodes of each member.</param>
/// <param name="Parts">Parts of them.</param>
readonly record struct Division(LaneWidth Width, int Groups, int Episodes, int Parts)
{
    const double Narrower = .85; // the time of a lane group of half as many members: .6 to .98, measured (docs/decisions/busy-cores.md)

    /// <summary>Units of work.</summary>
    public int Units => Groups * Parts;

    /// <summary>A unit. The parts of a group follow each other.</summary>
    public RolloutUnit this[int unit]
    {
        get
        {
            int part = unit % Parts;
            return new(unit / Parts * (int)Width, (int)((long)Episodes * part / Parts), (int)((long)Episodes * (part + 1) / Parts));
        }
    }

    /// <summary>The division whose last unit ends first.</summary>
    /// <param name="members">Members.</param>
    /// <param name="episodes">Episodes of each.</param>
    /// <param name="together">Whether a member's episodes stay in one unit.</param>
    /// <param name="threads">Threads.</param>
    /// <param name="widths">Lane widths to choose from, each half of the one before.</param>
    public static Division Of(int members, int episodes, bool together, int threads, IReadOnlyList<LaneWidth> widths)
    {
        Division best = default;
        double least = double.PositiveInfinity, group = 1;
        foreach (LaneWidth width in widths)
        {
            int groups = Ceiling(members, (int)width), most = together || groups >= threads ? 1 : Math.Min(episodes, threads);
            for (int parts = 1; parts <= most; parts++)
            {
                double time = group * Ceiling(groups * parts, threads) * Ceiling(episodes, parts);
                if (time >= least) continue;
                least = time;
                best = new(width, groups, episodes, parts);
            }
            if (groups >= threads) break;
            group *= Narrower;
        }
        return best;
    }

    static int Ceiling(int count, int divisor) => (count + divisor - 1) / divisor;
}
