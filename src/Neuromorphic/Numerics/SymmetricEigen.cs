namespace Neuromorphic.Numerics;

/// <summary>
/// Eigenvalues and eigenvectors of a symmetric matrix: Householder reflections to tridiagonal form, then QL with implicit shifts.
/// About 9 n^3 operations; the same input gives the same bits.
/// </summary>
/// <remarks>
/// Martin, Reinsch, Wilkinson (1968), doi:10.1007/BF02161362, and Dubrulle, Martin, Wilkinson (1968), doi:10.1007/BF02165404 (tred2 and imtql2 of EISPACK).
/// Eigenvectors are kept as rows, so that every inner loop runs along memory.
/// </remarks>
public static class SymmetricEigen
{
    const double Precision = 1.0 / (1L << 52);
    const int MostSweeps = 60, SweepsAtOnce = 16, Stripe = 64;

    /// <summary>Decomposes a matrix.</summary>
    /// <param name="lower">The lower triangle row by row, n (n + 1) / 2 finite numbers.</param>
    /// <param name="values">Eigenvalues in ascending order [n].</param>
    /// <param name="vectors">Row k is the unit eigenvector of values[k], its sign unspecified [n, n].</param>
    /// <exception cref="ArgumentException">A length does not fit, or a number is not finite.</exception>
    /// <exception cref="ArithmeticException">An eigenvalue was not found in 60 sweeps; usually two suffice.</exception>
    public static void Decompose(ReadOnlySpan<double> lower, Span<double> values, Span<double> vectors)
    {
        int n = values.Length;
        if (lower.Length != n * (n + 1) / 2 || vectors.Length != n * n)
            throw new ArgumentException($"A matrix with {n} eigenvalues has {n * (n + 1) / 2} numbers in its triangle and {n * n} in its vectors, not {lower.Length} and {vectors.Length}.");
        foreach (double value in lower)
            if (!double.IsFinite(value)) throw new ArgumentException("The matrix holds a number that is not finite.", nameof(lower));
        if (n == 0) return;
        double[] offDiagonal = new double[n];
        Tridiagonalize(lower.ToArray(), values, offDiagonal, vectors);
        Diagonalize(values, offDiagonal, vectors);
        Sort(values, vectors);
    }

    static Span<double> Triangle(Span<double> matrix, int row) => matrix.Slice(row * (row + 1) / 2, row + 1);

    /// <summary>matrix = Q T Q': T's diagonal and off-diagonal (between k and k + 1 at k), and Q' in the vectors.</summary>
    static void Tridiagonalize(Span<double> matrix, Span<double> diagonal, Span<double> offDiagonal, Span<double> vectors)
    {
        int n = diagonal.Length;
        double[] norms = new double[n], products = new double[n];
        for (int i = n - 1; i > 0; i--)
        {
            Span<double> v = Triangle(matrix, i)[..i];
            diagonal[i] = Triangle(matrix, i)[i];
            norms[i] = Reflector(v, out offDiagonal[i - 1]);
            if (norms[i] != 0) Reflect(matrix, v, norms[i], products.AsSpan(0, i));
        }
        diagonal[0] = matrix[0];
        vectors.Clear();
        for (int i = 0; i < n; i++)
        {
            vectors[i * n + i] = 1;
            if (norms[i] == 0) continue;
            ReadOnlySpan<double> v = Triangle(matrix, i)[..i];
            for (int j = 0; j < i; j++)
            {
                Span<double> row = vectors.Slice(j * n, i);
                Blas.Axpy(-Blas.Dot(v, row) / norms[i], v, row);
            }
        }
    }

    /// <summary>Replaces a row by the v of the reflection I - v v' / norm that maps it on its last axis; the norm, |v|^2 / 2, is 0 if it lies there already.</summary>
    static double Reflector(Span<double> v, out double image)
    {
        double scale = 0, last = v[^1];
        foreach (double value in v[..^1]) scale = Math.Max(scale, Math.Abs(value));
        image = last;
        if (scale == 0) return 0;
        scale = Math.Max(scale, Math.Abs(last));
        for (int k = 0; k < v.Length; k++) v[k] /= scale;
        double squares = Blas.Dot(v, v), length = Math.CopySign(Math.Sqrt(squares), -last);
        double norm = squares - v[^1] * length;
        v[^1] -= length;
        image = scale * length;
        return norm;
    }

    /// <summary>A -= v q' + q v' with p = A v / norm and q = p - (v'p / 2 norm) v, on the leading block as large as v.</summary>
    static void Reflect(Span<double> matrix, ReadOnlySpan<double> v, double norm, Span<double> q)
    {
        for (int j = 0; j < v.Length; j++)
        {
            ReadOnlySpan<double> row = Triangle(matrix, j);
            q[j] = Blas.Dot(row, v);
            Blas.Axpy(v[j], row[..j], q);
        }
        for (int j = 0; j < v.Length; j++) q[j] /= norm;
        Blas.Axpy(-Blas.Dot(v, q) / (2 * norm), v, q);
        for (int j = 0; j < v.Length; j++)
        {
            Span<double> row = Triangle(matrix, j);
            Blas.Axpy(-v[j], q[..(j + 1)], row);
            Blas.Axpy(-q[j], v[..(j + 1)], row);
        }
    }

    /// <summary>Turns the tridiagonal matrix to diagonal form and the vectors with it.</summary>
    static void Diagonalize(Span<double> d, Span<double> e, Span<double> vectors)
    {
        List<Rotation> rotations = [];
        for (int first = 0; first < d.Length; first++)
            for (int sweeps = 0; ; sweeps++)
            {
                int last = first;
                while (last < d.Length - 1 && Math.Abs(e[last]) > Precision * (Math.Abs(d[last]) + Math.Abs(d[last + 1]))) last++;
                if (last == first) break;
                if (sweeps == MostSweeps) throw new ArithmeticException($"An eigenvalue was not found in {MostSweeps} sweeps.");
                Sweep(d, e, rotations, first, last);
                if (rotations.Count > SweepsAtOnce * d.Length) Apply(rotations, vectors, d.Length);
            }
        Apply(rotations, vectors, d.Length);
    }

    /// <summary>One QL step on the block first ... last, with Wilkinson's shift.</summary>
    static void Sweep(Span<double> d, Span<double> e, List<Rotation> rotations, int first, int last)
    {
        double ratio = (d[first + 1] - d[first]) / (2 * e[first]);
        double g = d[last] - d[first] + e[first] / (ratio + Math.CopySign(Portable.Hypot(ratio, 1), ratio));
        double sine = 1, cosine = 1, shift = 0;
        for (int i = last - 1; i >= first; i--)
        {
            double f = sine * e[i], b = cosine * e[i], r = Portable.Hypot(f, g);
            e[i + 1] = r;
            if (r == 0) // the block falls apart here
            {
                d[i + 1] -= shift;
                e[last] = 0;
                return;
            }
            sine = f / r;
            cosine = g / r;
            g = d[i + 1] - shift;
            double change = (d[i] - g) * sine + 2 * cosine * b;
            shift = sine * change;
            d[i + 1] = g + shift;
            g = cosine * change - b;
            rotations.Add(new(i, cosine, sine));
        }
        d[first] -= shift;
        e[first] = g;
        e[last] = 0;
    }

    /// <summary>Rotates the vectors, a stripe of columns that stays in the cache at a time.</summary>
    static void Apply(List<Rotation> rotations, Span<double> vectors, int n)
    {
        for (int start = 0; start < n; start += Stripe)
        {
            int width = Math.Min(Stripe, n - start);
            foreach (Rotation rotation in rotations)
            {
                int row = rotation.Row * n + start;
                Blas.Rotate(vectors.Slice(row + n, width), vectors.Slice(row, width), rotation.Cosine, rotation.Sine);
            }
        }
        rotations.Clear();
    }

    /// <summary>Turns the rows Row + 1 and Row.</summary>
    readonly record struct Rotation(int Row, double Cosine, double Sine);

    static void Sort(Span<double> values, Span<double> vectors)
    {
        int n = values.Length;
        for (int i = 0; i < n - 1; i++)
        {
            int smallest = i;
            for (int j = i + 1; j < n; j++)
                if (values[j] < values[smallest]) smallest = j;
            if (smallest == i) continue;
            (values[i], values[smallest]) = (values[smallest], values[i]);
            for (int k = 0; k < n; k++) (vectors[i * n + k], vectors[smallest * n + k]) = (vectors[smallest * n + k], vectors[i * n + k]);
        }
    }
}
