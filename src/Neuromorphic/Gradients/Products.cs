using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Neuromorphic.Numerics;

namespace Neuromorphic.Gradients;

/// <summary>Numbers of a layer over a sequence in tiles of <see cref="Tile"/> items, [tile][step][item]: what a tile's steps need lies together.</summary>
/// <param name="start">The first number.</param>
/// <param name="steps">Steps of a tile.</param>
readonly unsafe struct Tiled<R>(R* start, int steps) where R : unmanaged, IReal<R>
{
    /// <summary>Items of a tile.</summary>
    public const int Tile = Policies.SpikingKernel<Neurons.Lif<Neurons.BinarySpike>>.Tile;

    public readonly R* Start = start;
    public readonly int Steps = steps;

    /// <summary>Tiles for a number of items.</summary>
    public static int Tiles(int items) => (items + Tile - 1) / Tile;

    /// <summary>The first number of a tile at a step.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public R* At(int tile, int step) => Start + ((long)tile * Steps + step) * Tile;

    /// <summary>The same sequence, beginning at a later step.</summary>
    public Tiled<R> From(int step) => new(Start + step * Tile, Steps);
}

/// <summary>A matrix of weights that all members share: the weight of row r and column c is values[r RowStride + c ColumnStride].</summary>
readonly struct Weights<R>(ValueBuffer<R> values, int rowStride, int columnStride) where R : unmanaged, IReal<R>
{
    public readonly ValueBuffer<R> Values = values;
    public readonly int RowStride = rowStride, ColumnStride = columnStride;

    /// <summary>The same matrix, beginning at a later row.</summary>
    public Weights<R> FromRow(int row) => new(Values.From(row * RowStride), RowStride, ColumnStride);
    /// <summary>The same matrix, beginning at a later column.</summary>
    public Weights<R> FromColumn(int column) => new(Values.From(column * ColumnStride), RowStride, ColumnStride);
    /// <summary>Rows as columns.</summary>
    public Weights<R> Transposed => new(Values, ColumnStride, RowStride);
}

/// <summary>Matrix products over sequences, blocked so that sums stay in registers. Every sum is added in the order of its columns, whichever block computes it.</summary>
static unsafe class Products
{
    const int Tile = Tiled<Scalar>.Tile;
    const int Stretch = 96; // members and steps whose columns stay in the nearest cache while all rows pass

    /// <summary>y[step][row] += sum over columns of w[row, column] x[step][column], for the rows of one tile.</summary>
    public static void MultiplyAdd<R>(in Weights<R> w, int rows, in Tiled<R> x, int columns, int steps, R* y) where R : unmanaged, IReal<R>
    {
        int step = 0;
        for (; step + 4 <= steps; step += 4)
        {
            int row = 0;
            for (; row < rows; row += 4) Block4x4(w.FromRow(row), Math.Min(4, rows - row), x.From(step), columns, y + step * Tile + row);
        }
        for (; step < steps; step++)
        {
            int row = 0;
            for (; row + 8 <= rows; row += 8) Block8x1(w.FromRow(row), x.From(step), columns, y + step * Tile + row);
            for (; row < rows; row++) Block1x1(w.FromRow(row), x.From(step), columns, y + step * Tile + row);
        }
    }

    /// <summary>sums[row, column] += the sum over steps and members of y[row] x[column], for the rows of one tile.</summary>
    /// <param name="y">The tile's first number, turned (<see cref="MemberRows{R}"/>).</param>
    /// <param name="rows">Rows of the tile.</param>
    /// <param name="x">The first number of the columns, turned.</param>
    /// <param name="tileStride">Numbers from a tile of columns to the next.</param>
    /// <param name="columns">Columns.</param>
    /// <param name="steps">Steps.</param>
    /// <param name="sums">The first of the sums.</param>
    /// <param name="rowStride">Sums from a row to the next.</param>
    public static void AddOuter<R>(R* y, int rows, R* x, int tileStride, int columns, int steps, double* sums, int rowStride) where R : unmanaged, IReal<R>
    {
        int perTile = Tile / R.Width, count = steps * LaneSums.Members, vectors = (columns + R.Width - 1) / R.Width;
        R* blocks = stackalloc R[Tile * 4]; // of all rows
        for (int vector = 0; vector < vectors; vector += 4)
        {
            // A block at the edge repeats its last columns, or computes rows that are padding, and drops them.
            R* Column(int index) => x + Math.Min(index, vectors - 1) / perTile * tileStride + Math.Min(index, vectors - 1) % perTile;
            R* c0 = Column(vector), c1 = Column(vector + 1), c2 = Column(vector + 2), c3 = Column(vector + 3);
            new Span<R>(blocks, Tile * 4).Clear();
            for (int first = 0; first < count; first += Stretch)
                for (int row = 0; row < rows; row += 4)
                {
                    int at = first * perTile;
                    Outer4x4(new ValueBuffer<R>(y).From(first * Tile + row), c0 + at, c1 + at, c2 + at, c3 + at, perTile, Math.Min(Stretch, count - first), blocks + row * 4);
                }
            for (int row = 0; row < rows; row++) AddTo(sums + row * rowStride + vector * R.Width, blocks + row * 4, Math.Min(4 * R.Width, columns - vector * R.Width));
        }
    }

    static void AddTo<R>(double* sums, R* numbers, int count) where R : unmanaged, IReal<R>
    {
        if (typeof(R) == typeof(Scalar64))
            for (int i = 0; i < count; i++) sums[i] += ((double*)numbers)[i];
        else
        {
            float* values = (float*)numbers;
            int i = 0;
            for (; i + 8 <= count; i += 8)
            {
                (Vector256<double> low, Vector256<double> high) = Vector256.Widen(Vector256.Load(values + i));
                (Vector256.Load(sums + i) + low).Store(sums + i);
                (Vector256.Load(sums + i + 4) + high).Store(sums + i + 4);
            }
            for (; i < count; i++) sums[i] += values[i];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Block4x4<R>(in Weights<R> w, int rows, in Tiled<R> x, int columns, R* y) where R : unmanaged, IReal<R>
    {
        R s00 = 0f, s01 = 0f, s02 = 0f, s03 = 0f, s10 = 0f, s11 = 0f, s12 = 0f, s13 = 0f;
        R s20 = 0f, s21 = 0f, s22 = 0f, s23 = 0f, s30 = 0f, s31 = 0f, s32 = 0f, s33 = 0f;
        // With fewer than four rows the first stands for those that are missing, and what it gives is dropped.
        ValueBuffer<R> w0 = w.Values, w1 = w0.From(rows > 1 ? w.RowStride : 0), w2 = w0.From(rows > 2 ? 2 * w.RowStride : 0), w3 = w0.From(rows > 3 ? 3 * w.RowStride : 0);
        int at = 0, next = w.ColumnStride;
        for (int first = 0; first < columns; first += Tile)
        {
            R* tile = x.At(first / Tile, 0), end = tile + Math.Min(Tile, columns - first);
            for (; tile < end; tile++, at += next)
            {
                R x0 = tile[0], x1 = tile[Tile], x2 = tile[2 * Tile], x3 = tile[3 * Tile];
                R weight = w0[at];
                s00 = R.Fma(x0, weight, s00);
                s01 = R.Fma(x1, weight, s01);
                s02 = R.Fma(x2, weight, s02);
                s03 = R.Fma(x3, weight, s03);
                weight = w1[at];
                s10 = R.Fma(x0, weight, s10);
                s11 = R.Fma(x1, weight, s11);
                s12 = R.Fma(x2, weight, s12);
                s13 = R.Fma(x3, weight, s13);
                weight = w2[at];
                s20 = R.Fma(x0, weight, s20);
                s21 = R.Fma(x1, weight, s21);
                s22 = R.Fma(x2, weight, s22);
                s23 = R.Fma(x3, weight, s23);
                weight = w3[at];
                s30 = R.Fma(x0, weight, s30);
                s31 = R.Fma(x1, weight, s31);
                s32 = R.Fma(x2, weight, s32);
                s33 = R.Fma(x3, weight, s33);
            }
        }
        AddTo(y, rows, s00, s10, s20, s30);
        AddTo(y + Tile, rows, s01, s11, s21, s31);
        AddTo(y + 2 * Tile, rows, s02, s12, s22, s32);
        AddTo(y + 3 * Tile, rows, s03, s13, s23, s33);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void AddTo<R>(R* y, int rows, R a, R b, R c, R d) where R : unmanaged, IReal<R>
    {
        y[0] += a;
        if (rows > 1) y[1] += b;
        if (rows > 2) y[2] += c;
        if (rows > 3) y[3] += d;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Block8x1<R>(in Weights<R> w, in Tiled<R> x, int columns, R* y) where R : unmanaged, IReal<R>
    {
        R s0 = 0f, s1 = 0f, s2 = 0f, s3 = 0f, s4 = 0f, s5 = 0f, s6 = 0f, s7 = 0f;
        ValueBuffer<R> w0 = w.Values, w1 = w0.From(w.RowStride), w2 = w1.From(w.RowStride), w3 = w2.From(w.RowStride);
        ValueBuffer<R> w4 = w3.From(w.RowStride), w5 = w4.From(w.RowStride), w6 = w5.From(w.RowStride), w7 = w6.From(w.RowStride);
        int at = 0, next = w.ColumnStride;
        for (int first = 0; first < columns; first += Tile)
        {
            R* tile = x.At(first / Tile, 0), end = tile + Math.Min(Tile, columns - first);
            for (; tile < end; tile++, at += next)
            {
                R input = *tile;
                s0 = R.Fma(input, w0[at], s0);
                s1 = R.Fma(input, w1[at], s1);
                s2 = R.Fma(input, w2[at], s2);
                s3 = R.Fma(input, w3[at], s3);
                s4 = R.Fma(input, w4[at], s4);
                s5 = R.Fma(input, w5[at], s5);
                s6 = R.Fma(input, w6[at], s6);
                s7 = R.Fma(input, w7[at], s7);
            }
        }
        AddTo(y, 4, s0, s1, s2, s3);
        AddTo(y + 4, 4, s4, s5, s6, s7);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Block1x1<R>(in Weights<R> w, in Tiled<R> x, int columns, R* y) where R : unmanaged, IReal<R>
    {
        R sum = 0f;
        int at = 0;
        for (int c = 0; c < columns; c++, at += w.ColumnStride) sum = R.Fma(x.At(c / Tile, 0)[c % Tile], w.Values[at], sum);
        *y += sum;
    }

    /// <summary>Goes on with the sums over members and steps of the products of four rows of y with four registers of columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Outer4x4<R>(ValueBuffer<R> y, R* c0, R* c1, R* c2, R* c3, int stride, int count, R* sums) where R : unmanaged, IReal<R>
    {
        R s00 = sums[0], s01 = sums[1], s02 = sums[2], s03 = sums[3], s10 = sums[4], s11 = sums[5], s12 = sums[6], s13 = sums[7];
        R s20 = sums[8], s21 = sums[9], s22 = sums[10], s23 = sums[11], s30 = sums[12], s31 = sums[13], s32 = sums[14], s33 = sums[15];
        for (int k = 0; k < count; k++, c0 += stride, c1 += stride, c2 += stride, c3 += stride)
        {
            R x0 = *c0, x1 = *c1, x2 = *c2, x3 = *c3;
            R row = y[k * Tile];
            s00 = R.Fma(x0, row, s00);
            s01 = R.Fma(x1, row, s01);
            s02 = R.Fma(x2, row, s02);
            s03 = R.Fma(x3, row, s03);
            row = y[k * Tile + 1];
            s10 = R.Fma(x0, row, s10);
            s11 = R.Fma(x1, row, s11);
            s12 = R.Fma(x2, row, s12);
            s13 = R.Fma(x3, row, s13);
            row = y[k * Tile + 2];
            s20 = R.Fma(x0, row, s20);
            s21 = R.Fma(x1, row, s21);
            s22 = R.Fma(x2, row, s22);
            s23 = R.Fma(x3, row, s23);
            row = y[k * Tile + 3];
            s30 = R.Fma(x0, row, s30);
            s31 = R.Fma(x1, row, s31);
            s32 = R.Fma(x2, row, s32);
            s33 = R.Fma(x3, row, s33);
        }
        Store(sums, s00, s01, s02, s03);
        Store(sums + 4, s10, s11, s12, s13);
        Store(sums + 8, s20, s21, s22, s23);
        Store(sums + 12, s30, s31, s32, s33);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Store<R>(R* sums, R a, R b, R c, R d) where R : unmanaged, IReal<R>
    {
        sums[0] = a;
        sums[1] = b;
        sums[2] = c;
        sums[3] = d;
    }
}
