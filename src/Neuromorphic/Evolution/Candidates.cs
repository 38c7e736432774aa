using System.Runtime.CompilerServices;
using Neuromorphic.Numerics;

namespace Neuromorphic.Evolution;

/// <summary>The search vectors of one generation, described compactly enough to be sent anywhere and sampled there a lane group at a time.</summary>
public abstract unsafe class Candidates
{
    /// <summary>Number of members.</summary>
    public abstract int Count { get; }
    /// <summary>Numbers in a search vector.</summary>
    public abstract int Dimension { get; }

    /// <summary>The first item of the search vector that float32 may not hold in every member; -1 if there is none.</summary>
    public abstract int FirstBeyondRange { get; }

    /// <summary>Whether members 2k and 2k + 1 are mirrored about the mean.</summary>
    public virtual bool ArePaired => false;

    /// <summary>Whether float32 holds all numbers of a member.</summary>
    public virtual bool IsFinite(int member) => FirstBeyondRange < 0;

    /// <summary>Writes the vectors of the members firstMember ... firstMember + R.Width - 1 as x[item][lane]. Members beyond <see cref="Count"/> get some finite vector.</summary>
    public abstract void Sample<R>(int firstMember, R* x) where R : unmanaged, IReal<R>;
}

/// <summary>Every member has the same vector: evaluation of one individual on many episodes.</summary>
public sealed unsafe class RepeatedCandidate(float[] vector, int count) : Candidates
{
    /// <inheritdoc/>
    public override int Count => count;
    /// <inheritdoc/>
    public override int Dimension => vector.Length;
    /// <inheritdoc/>
    public override int FirstBeyondRange => Array.FindIndex(vector, value => !float.IsFinite(value));

    /// <inheritdoc/>
    public override void Sample<R>(int firstMember, R* x)
    {
        for (int i = 0; i < vector.Length; i++) x[i] = vector[i];
    }
}

/// <summary>Vectors that are held in memory, [member][item]: for strategies whose candidates are not a scaled normal vector.</summary>
public sealed unsafe class ListedCandidates : Candidates
{
    readonly double[][] vectors;

    /// <summary>The given vectors, all of the same length.</summary>
    public ListedCandidates(double[][] vectors)
    {
        ArgumentNullException.ThrowIfNull(vectors);
        if (vectors.Length == 0) throw new ArgumentException("There must be at least one candidate.", nameof(vectors));
        int other = Array.FindIndex(vectors, vector => vector.Length != vectors[0].Length);
        if (other >= 0) throw new ArgumentException($"Candidate {other} has {vectors[other].Length} numbers, candidate 0 {vectors[0].Length}.", nameof(vectors));
        this.vectors = vectors;
    }

    /// <inheritdoc/>
    public override int Count => vectors.Length;
    /// <inheritdoc/>
    public override int Dimension => vectors[0].Length;
    /// <inheritdoc/>
    public override int FirstBeyondRange
    {
        get
        {
            for (int i = 0; i < Dimension; i++)
                foreach (double[] vector in vectors)
                    if (!float.IsFinite((float)vector[i])) return i;
            return -1;
        }
    }

    /// <inheritdoc/>
    public override bool IsFinite(int member) => Array.TrueForAll(vectors[member], x => float.IsFinite((float)x));

    /// <inheritdoc/>
    public override void Sample<R>(int firstMember, R* x)
    {
        Span<double> lanes = stackalloc double[R.Width];
        for (int i = 0; i < Dimension; i++)
        {
            for (int lane = 0; lane < R.Width; lane++) lanes[lane] = vectors[Math.Min(firstMember + lane, Count - 1)][i];
            x[i] = R.FromLanes(lanes);
        }
    }
}

/// <summary>mean + deviation * noise, with the noise made from its counter.</summary>
public sealed unsafe class GaussianCandidates(RandomKey key, int generation, int count, float[] mean, float[] deviation, Sampling sampling) : Candidates
{
    /// <inheritdoc/>
    public override int Count => count;
    /// <inheritdoc/>
    public override int Dimension => mean.Length;
    /// <inheritdoc/>
    public override int FirstBeyondRange
    {
        get
        {
            const double Furthest = 6; // normal numbers made of 24 bits are nearer than 5.9
            for (int i = 0; i < mean.Length; i++)
                if (!(Math.Abs(mean[i]) + Furthest * deviation[i] <= float.MaxValue)) return i;
            return -1;
        }
    }
    internal RandomKey Key => key;
    internal int Generation => generation;
    internal float[] Mean => mean;
    internal float[] Deviation => deviation;

    /// <inheritdoc/>
    public override bool ArePaired => sampling == Sampling.Antithetic;

    /// <inheritdoc/>
    public override void Sample<R>(int firstMember, R* x)
    {
        Word<R> direction = Direction(Word<R>.Lanes((uint)firstMember), ArePaired, out Word<R> mirror);
        R* normals = stackalloc R[Normals.Count];
        for (int first = 0; first < Dimension; first += Normals.Count)
        {
            PhiloxNoise.Fill(key, generation, direction, first, normals);
            int end = Math.Min(Normals.Count, Dimension - first);
            for (int k = 0; k < end; k++) x[first + k] = Value<R>(normals[k], mirror, mean[first + k], deviation[first + k]);
        }
    }

    /// <summary>The row of noise that a member takes, and the sign bit that turns the noise of the odd members of mirrored pairs.</summary>
    internal static Word<R> Direction<R>(Word<R> member, bool antithetic, out Word<R> mirror) where R : unmanaged, IReal<R>
    {
        mirror = antithetic ? (member & 1u) << 31 : 0u;
        return antithetic ? member >>> 1 : member;
    }

    /// <summary>One number of a member.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static R Value<R>(R normal, Word<R> mirror, R mean, R deviation) where R : unmanaged, IReal<R> =>
        R.Fma(deviation, (new Word<R>(normal) ^ mirror).Bits, mean);
}
