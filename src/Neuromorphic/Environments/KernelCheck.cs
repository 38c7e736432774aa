using Neuromorphic.Numerics;

namespace Neuromorphic.Environments;

/// <summary>The laws of a kernel that compare whole runs with each other.</summary>
static class KernelCheck
{
    const ulong Seed = 1, OtherSeed = 2;

    public static void Run<R>(IEnvironment environment, EnvironmentSpec spec, int steps, FindingList findings) where R : unmanaged, IReal<R>
    {
        KernelPlay<R> play = new(environment, spec, steps, findings);
        List<double>[] first = play.Run(Seed, 0, 0);
        // What only follows from an observation that is not even finite would hide that finding.
        if (findings.Any) return;
        play.Run(OtherSeed, 0, 0);
        if (Differs(first, play.Run(Seed, 0, 0), out string where))
            findings.Add("repeat", $"a seeded episode does not repeat bit for bit ({where}); nothing may be kept outside the state");
        else if (Differs(first, play.Run(Seed, 0, 123.25), out where))
            findings.Add("fresh", $"an episode depends on what the state buffer held before the reset ({where})");
        else if (R.Width > 1)
            CompareLanes(environment, spec, steps, play, first, findings);
    }

    /// <summary>The first observations of a few episodes.</summary>
    public static void Begin<R>(IEnvironment environment, EnvironmentSpec spec, FindingList findings) where R : unmanaged, IReal<R> =>
        new KernelPlay<R>(environment, spec, 0, findings).Run(Seed, 0, 0);

    /// <summary>Every member alone, against the same member in two groups that put it into different lanes beside different neighbours.</summary>
    static void CompareLanes<R>(IEnvironment environment, EnvironmentSpec spec, int steps, KernelPlay<R> play, List<double>[] first, FindingList findings) where R : unmanaged, IReal<R>
    {
        int shift = R.Width / 2 + 1;
        List<double>[] second = play.Run(Seed, (uint)shift, 0);
        KernelPlay<Scalar> single = new(environment, spec, steps, findings);
        for (int member = 0; member < R.Width + shift; member++)
        {
            List<double> alone = single.Run(Seed, (uint)member, 0)[0];
            bool leaks = member < R.Width && Differs(alone, first[member], out _) || member >= shift && Differs(alone, second[member - shift], out _);
            if (leaks) findings.Add("lanes", $"individual {member} gives other bits beside its neighbours than alone as {nameof(Scalar)}; no lane may see another");
        }
    }

    static bool Differs(List<double>[] a, List<double>[] b, out string where)
    {
        where = "";
        for (int lane = 0; lane < a.Length; lane++)
            if (Differs(a[lane], b[lane], out int index))
            {
                where = $"lane {lane}, number {index} of its history";
                return true;
            }
        return false;
    }

    internal static bool Differs(List<double> a, List<double> b, out int index)
    {
        int common = Math.Min(a.Count, b.Count);
        for (index = 0; index < common; index++)
            if (BitConverter.DoubleToInt64Bits(a[index]) != BitConverter.DoubleToInt64Bits(b[index])) return true;
        return a.Count != b.Count;
    }
}
