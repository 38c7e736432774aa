using Neuromorphic.Evolution;
using Neuromorphic.Numerics;

namespace Neuromorphic.Tests.Evolution;

/// <summary>The vectors of candidates as a rollout samples them.</summary>
static unsafe class CandidateSamples
{
    /// <summary>All members [member][item], sampled in a lane width.</summary>
    public static double[][] Of(Candidates candidates, LaneWidth width = LaneWidth.Scalar) => width switch
    {
        LaneWidth.Lanes16 => Of<Lanes16>(candidates),
        LaneWidth.Lanes8 => Of<Lanes8>(candidates),
        _ => Of<Scalar>(candidates),
    };

    static double[][] Of<R>(Candidates candidates) where R : unmanaged, IReal<R>
    {
        AlignedMemory<R> x = new(candidates.Dimension);
        double[][] vectors = new double[candidates.Count][];
        for (int first = 0; first < vectors.Length; first += R.Width)
        {
            fixed (R* items = x) candidates.Sample(first, items);
            for (int lane = 0; lane < R.Width && first + lane < vectors.Length; lane++)
            {
                vectors[first + lane] = new double[candidates.Dimension];
                for (int i = 0; i < candidates.Dimension; i++) vectors[first + lane][i] = R.Lane(x.Span[i], lane);
            }
        }
        return vectors;
    }
}
