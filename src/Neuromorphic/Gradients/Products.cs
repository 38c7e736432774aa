using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
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
    const int Boundary = 64;
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
        byte* room = stackalloc byte[Tile * 4 * sizeof(R) + Boundary];
        R* blocks = (R*)((nint)(room + Boundary - 1) & -Boundary); // of all rows, none across two lines of the cache
        R* Column(int index) => x + Math.Min(index, vectors - 1) / perTile * tileStride + Math.Min(index, vectors - 1) % perTile;
        for (int vector = 0, width; vector < vectors; vector += width)
        {
            // A block at the edge repeats its last column, or computes rows that are padding, and drops them.
            width = Together(vectors - vector);
            R* c0 = Column(vector), c1 = Column(vector + 1), c2 = Column(vector + 2), c3 = Column(vector + 3);
            new Span<R>(blocks, Tile * width).Clear();
            for (int first = 0; first < count; first += Stretch)
            {
                int at = first * perTile, terms = Math.Min(Stretch, count - first);
                for (int row = 0; row < rows; row += width == 2 ? 8 : 4)
                {
                    void* of = new ValueBuffer<R>(y).From(first * Tile + row).Start;
                    R* block = blocks + row * width;
                    if (width == 4) Outer4x4(of, c0 + at, c1 + at, c2 + at, c3 + at, terms, block);
                    else if (width == 3) Outer4x3(of, c0 + at, c1 + at, c2 + at, terms, block);
                    else Outer8x2(of, c0 + at, c1 + at, terms, block);
                }
            }
            for (int row = 0; row < rows; row++) AddTo(sums + row * rowStride + vector * R.Width, blocks + row * width, Math.Min(width * R.Width, columns - vector * R.Width));
        }
    }

    /// <summary>Registers of columns that the next block takes, of those that are left: no more sums than the processor has registers for, and few columns repeated.</summary>
    static int Together(int left) => !ManyRegisters ? 3 : left is 3 or 5 ? 3 : left > 2 ? 4 : 2;

    static bool ManyRegisters => Avx512F.IsSupported || AdvSimd.Arm64.IsSupported; // 32, not 16

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
                Accumulate(ref s00, ref x0, ref weight);
                Accumulate(ref s01, ref x1, ref weight);
                Accumulate(ref s02, ref x2, ref weight);
                Accumulate(ref s03, ref x3, ref weight);
                weight = w1[at];
                Accumulate(ref s10, ref x0, ref weight);
                Accumulate(ref s11, ref x1, ref weight);
                Accumulate(ref s12, ref x2, ref weight);
                Accumulate(ref s13, ref x3, ref weight);
                weight = w2[at];
                Accumulate(ref s20, ref x0, ref weight);
                Accumulate(ref s21, ref x1, ref weight);
                Accumulate(ref s22, ref x2, ref weight);
                Accumulate(ref s23, ref x3, ref weight);
                weight = w3[at];
                Accumulate(ref s30, ref x0, ref weight);
                Accumulate(ref s31, ref x1, ref weight);
                Accumulate(ref s32, ref x2, ref weight);
                Accumulate(ref s33, ref x3, ref weight);
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
                R input = *tile, weight = w0[at];
                Accumulate(ref s0, ref input, ref weight);
                weight = w1[at];
                Accumulate(ref s1, ref input, ref weight);
                weight = w2[at];
                Accumulate(ref s2, ref input, ref weight);
                weight = w3[at];
                Accumulate(ref s3, ref input, ref weight);
                weight = w4[at];
                Accumulate(ref s4, ref input, ref weight);
                weight = w5[at];
                Accumulate(ref s5, ref input, ref weight);
                weight = w6[at];
                Accumulate(ref s6, ref input, ref weight);
                weight = w7[at];
                Accumulate(ref s7, ref input, ref weight);
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
    static void Outer4x4<R>(void* y, R* c0, R* c1, R* c2, R* c3, int count, R* sums) where R : unmanaged, IReal<R>
    {
        R s00 = sums[0], s01 = sums[1], s02 = sums[2], s03 = sums[3], s10 = sums[4], s11 = sums[5], s12 = sums[6], s13 = sums[7];
        R s20 = sums[8], s21 = sums[9], s22 = sums[10], s23 = sums[11], s30 = sums[12], s31 = sums[13], s32 = sums[14], s33 = sums[15];
        nint d0 = Distance(y, c0), d1 = Distance(y, c1), d2 = Distance(y, c2), d3 = Distance(y, c3);
        for (void* end = After<R>(y, count); y < end; y = After<R>(y, 1))
        {
            R x0 = At<R>(y, d0), x1 = At<R>(y, d1), x2 = At<R>(y, d2), x3 = At<R>(y, d3);
            R row = Value<R>(y, 0);
            Accumulate(ref s00, ref x0, ref row);
            Accumulate(ref s01, ref x1, ref row);
            Accumulate(ref s02, ref x2, ref row);
            Accumulate(ref s03, ref x3, ref row);
            row = Value<R>(y, 1);
            Accumulate(ref s10, ref x0, ref row);
            Accumulate(ref s11, ref x1, ref row);
            Accumulate(ref s12, ref x2, ref row);
            Accumulate(ref s13, ref x3, ref row);
            row = Value<R>(y, 2);
            Accumulate(ref s20, ref x0, ref row);
            Accumulate(ref s21, ref x1, ref row);
            Accumulate(ref s22, ref x2, ref row);
            Accumulate(ref s23, ref x3, ref row);
            row = Value<R>(y, 3);
            Accumulate(ref s30, ref x0, ref row);
            Accumulate(ref s31, ref x1, ref row);
            Accumulate(ref s32, ref x2, ref row);
            Accumulate(ref s33, ref x3, ref row);
        }
        Store(sums + 0, s00, s01, s02, s03);
        Store(sums + 4, s10, s11, s12, s13);
        Store(sums + 8, s20, s21, s22, s23);
        Store(sums + 12, s30, s31, s32, s33);
    }

    /// <summary>Goes on with the sums over members and steps of the products of four rows of y with three registers of columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Outer4x3<R>(void* y, R* c0, R* c1, R* c2, int count, R* sums) where R : unmanaged, IReal<R>
    {
        R s00 = sums[0], s01 = sums[1], s02 = sums[2], s10 = sums[3], s11 = sums[4], s12 = sums[5];
        R s20 = sums[6], s21 = sums[7], s22 = sums[8], s30 = sums[9], s31 = sums[10], s32 = sums[11];
        nint d0 = Distance(y, c0), d1 = Distance(y, c1), d2 = Distance(y, c2);
        for (void* end = After<R>(y, count); y < end; y = After<R>(y, 1))
        {
            R x0 = At<R>(y, d0), x1 = At<R>(y, d1), x2 = At<R>(y, d2);
            R row = Value<R>(y, 0);
            Accumulate(ref s00, ref x0, ref row);
            Accumulate(ref s01, ref x1, ref row);
            Accumulate(ref s02, ref x2, ref row);
            row = Value<R>(y, 1);
            Accumulate(ref s10, ref x0, ref row);
            Accumulate(ref s11, ref x1, ref row);
            Accumulate(ref s12, ref x2, ref row);
            row = Value<R>(y, 2);
            Accumulate(ref s20, ref x0, ref row);
            Accumulate(ref s21, ref x1, ref row);
            Accumulate(ref s22, ref x2, ref row);
            row = Value<R>(y, 3);
            Accumulate(ref s30, ref x0, ref row);
            Accumulate(ref s31, ref x1, ref row);
            Accumulate(ref s32, ref x2, ref row);
        }
        Store(sums + 0, s00, s01, s02);
        Store(sums + 3, s10, s11, s12);
        Store(sums + 6, s20, s21, s22);
        Store(sums + 9, s30, s31, s32);
    }

    /// <summary>Goes on with the sums over members and steps of the products of eight rows of y with two registers of columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Outer8x2<R>(void* y, R* c0, R* c1, int count, R* sums) where R : unmanaged, IReal<R>
    {
        R s00 = sums[0], s01 = sums[1], s10 = sums[2], s11 = sums[3], s20 = sums[4], s21 = sums[5], s30 = sums[6], s31 = sums[7];
        R s40 = sums[8], s41 = sums[9], s50 = sums[10], s51 = sums[11], s60 = sums[12], s61 = sums[13], s70 = sums[14], s71 = sums[15];
        nint d0 = Distance(y, c0), d1 = Distance(y, c1);
        for (void* end = After<R>(y, count); y < end; y = After<R>(y, 1))
        {
            R x0 = At<R>(y, d0), x1 = At<R>(y, d1);
            R row = Value<R>(y, 0);
            Accumulate(ref s00, ref x0, ref row);
            Accumulate(ref s01, ref x1, ref row);
            row = Value<R>(y, 1);
            Accumulate(ref s10, ref x0, ref row);
            Accumulate(ref s11, ref x1, ref row);
            row = Value<R>(y, 2);
            Accumulate(ref s20, ref x0, ref row);
            Accumulate(ref s21, ref x1, ref row);
            row = Value<R>(y, 3);
            Accumulate(ref s30, ref x0, ref row);
            Accumulate(ref s31, ref x1, ref row);
            row = Value<R>(y, 4);
            Accumulate(ref s40, ref x0, ref row);
            Accumulate(ref s41, ref x1, ref row);
            row = Value<R>(y, 5);
            Accumulate(ref s50, ref x0, ref row);
            Accumulate(ref s51, ref x1, ref row);
            row = Value<R>(y, 6);
            Accumulate(ref s60, ref x0, ref row);
            Accumulate(ref s61, ref x1, ref row);
            row = Value<R>(y, 7);
            Accumulate(ref s70, ref x0, ref row);
            Accumulate(ref s71, ref x1, ref row);
        }
        Store(sums + 0, s00, s01);
        Store(sums + 2, s10, s11);
        Store(sums + 4, s20, s21);
        Store(sums + 6, s30, s31);
        Store(sums + 8, s40, s41);
        Store(sums + 10, s50, s51);
        Store(sums + 12, s60, s61);
        Store(sums + 14, s70, s71);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Store<R>(R* sums, R a, R b, R c, R d) where R : unmanaged, IReal<R>
    {
        sums[0] = a;
        sums[1] = b;
        sums[2] = c;
        sums[3] = d;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Store<R>(R* sums, R a, R b, R c) where R : unmanaged, IReal<R>
    {
        sums[0] = a;
        sums[1] = b;
        sums[2] = c;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Store<R>(R* sums, R a, R b) where R : unmanaged, IReal<R>
    {
        sums[0] = a;
        sums[1] = b;
    }

    /// <summary>sum = a b + sum, rounded once, in the register of the sum: the compiler copies numbers that are values of a wrapper.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Accumulate<R>(ref R sum, ref R a, ref R b) where R : unmanaged, IReal<R>
    {
        if (typeof(R) == typeof(Lanes16))
            Unsafe.As<R, Vector512<float>>(ref sum) = Vector512.FusedMultiplyAdd(Unsafe.As<R, Vector512<float>>(ref a), Unsafe.As<R, Vector512<float>>(ref b), Unsafe.As<R, Vector512<float>>(ref sum));
        else if (typeof(R) == typeof(Lanes8))
            Unsafe.As<R, Vector256<float>>(ref sum) = Vector256.FusedMultiplyAdd(Unsafe.As<R, Vector256<float>>(ref a), Unsafe.As<R, Vector256<float>>(ref b), Unsafe.As<R, Vector256<float>>(ref sum));
        else sum = R.Fma(a, b, sum);
    }

    // Columns are read by their distance from the row, so that a loop over members and steps counts one number.
    static nint Distance(void* from, void* to) => (nint)to - (nint)from;

    /// <summary>A number at a distance.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static R At<R>(void* from, nint distance) where R : unmanaged, IReal<R> => *(R*)((byte*)from + distance);

    /// <summary>A value of [member][item], in every lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static R Value<R>(void* values, int item) where R : unmanaged, IReal<R> => new ValueBuffer<R>(values)[item];

    /// <summary>The values of a later member.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void* After<R>(void* values, int members) where R : unmanaged, IReal<R> => new ValueBuffer<R>(values).From(members * Tile).Start;
}
