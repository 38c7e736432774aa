using ILGPU;
using Neuromorphic.Numerics;
using Neuromorphic.Policies;

namespace Neuromorphic.Gpu;

/// <summary>The threads of a group that share an individual.</summary>
/// <param name="sharing">Individuals of the group.</param>
readonly struct DeviceTeam(int sharing) : ITeam
{
    /// <summary>Threads of a group, at most: with the registers that the longest kernels use, more would not fit a multiprocessor.</summary>
    public const int MostThreads = 256;

    public static bool IsAlone => false;
    public int Rank => Group.IdxX / sharing;
    public int Size => Group.DimX / sharing;

    public void Barrier() => Group.Barrier();

    // Not Group.BarrierOr, which OpenCL drivers may lack. The barriers of an act lie between two calls.
    public bool Any<R>(R mask) where R : unmanaged, IReal<R>
    {
        ArrayView<int> any = SharedMemory.Allocate<int>(1);
        if (Group.IdxX == 0) any[0] = 0;
        Group.Barrier();
        if (R.Any(mask)) any[0] = 1;
        Group.Barrier();
        return any[0] != 0;
    }
}

/// <summary>How individuals are spread over groups of threads.</summary>
/// <param name="Sharing">Individuals of a group.</param>
/// <param name="Ranks">Threads of each; 1: every individual has a thread of its own.</param>
readonly record struct TeamShape(int Sharing, int Ranks)
{
    /// <summary>
    /// Neighbouring individuals fill a warp if there are enough of them; else they are spread over the multiprocessors.
    /// Where individuals leave threads of the device without work, several share each.
    /// </summary>
    public static TeamShape For(int individuals, int multiprocessors, int parts)
    {
        int sharing = 1;
        while (sharing < DeviceAccelerator.WarpSize && (parts == 1 || 2 * sharing <= (individuals + multiprocessors - 1) / multiprocessors)) sharing *= 2;
        int ranks = 1;
        while (2 * ranks <= parts && 2 * ranks * sharing <= DeviceTeam.MostThreads && 2L * ranks * individuals <= (long)DeviceTeam.MostThreads * multiprocessors) ranks *= 2;
        return new(sharing, ranks);
    }
}
