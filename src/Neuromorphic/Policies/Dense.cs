using System.Runtime.CompilerServices;
using Neuromorphic.Numerics;

namespace Neuromorphic.Policies;

/// <summary>Matrix times vector, the vector one individual per lane, the matrix shared or one per individual.</summary>
/// <remarks>
/// Eight rows at a time: eight independent chains hide the latency of a multiplication, and an entry of x is loaded once for all of them.
/// Every row is the same sum in the same order, whichever of the loops below computes it.
/// </remarks>
public static class Dense
{
    /// <summary>x[xOffset + c] += sum over r of w[offset + r stride + c] y[yOffset + r]: the matrix turned, for c below columns and r below rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void TransposedMultiplyAdd<R, W, B>(W w, int offset, int stride, B y, int yOffset, int rows, B x, int xOffset, int columns)
        where R : unmanaged, IReal<R> where W : struct, IBuffer<R> where B : struct, IBuffer<R>
    {
        int column = 0;
        for (; column + 4 <= columns; column += 4) Columns4<R, W, B>(w, offset + column, stride, y, yOffset, rows, x, xOffset + column);
        for (; column < columns; column++)
        {
            R sum = 0f;
            for (int r = 0; r < rows; r++) sum = R.Fma(y[yOffset + r], w[offset + r * stride + column], sum);
            x[xOffset + column] += sum;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Columns4<R, W, B>(W w, int w0, int stride, B y, int yOffset, int rows, B x, int xOffset)
        where R : unmanaged, IReal<R> where W : struct, IBuffer<R> where B : struct, IBuffer<R>
    {
        R s0 = 0f, s1 = 0f, s2 = 0f, s3 = 0f;
        for (int r = 0; r < rows; r++, w0 += stride)
        {
            R factor = y[yOffset + r];
            s0 = R.Fma(factor, w[w0], s0);
            s1 = R.Fma(factor, w[w0 + 1], s1);
            s2 = R.Fma(factor, w[w0 + 2], s2);
            s3 = R.Fma(factor, w[w0 + 3], s3);
        }
        x[xOffset] += s0;
        x[xOffset + 1] += s1;
        x[xOffset + 2] += s2;
        x[xOffset + 3] += s3;
    }

    /// <summary>y[yOffset + r] += sum over c of w[offset + r stride + c] x[xOffset + c], for r below rows and c below columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void MultiplyAdd<R, W, B>(W w, int offset, int stride, B x, int xOffset, int columns, B y, int yOffset, int rows)
        where R : unmanaged, IReal<R> where W : struct, IBuffer<R> where B : struct, IBuffer<R>
    {
        int row = 0;
        for (; row + 8 <= rows; row += 8) Rows8<R, W, B>(w, offset + row * stride, stride, x, xOffset, columns, y, yOffset + row);
        for (; row + 2 <= rows; row += 2) Rows2<R, W, B>(w, offset + row * stride, stride, x, xOffset, columns, y, yOffset + row);
        for (; row < rows; row++) Rows1<R, W, B>(w, offset + row * stride, x, xOffset, columns, y, yOffset + row);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Rows8<R, W, B>(W w, int w0, int stride, B x, int xOffset, int columns, B y, int yOffset)
        where R : unmanaged, IReal<R> where W : struct, IBuffer<R> where B : struct, IBuffer<R>
    {
        R s0 = 0f, s1 = 0f, s2 = 0f, s3 = 0f, s4 = 0f, s5 = 0f, s6 = 0f, s7 = 0f;
        int w1 = w0 + stride, w2 = w1 + stride, w3 = w2 + stride, w4 = w3 + stride, w5 = w4 + stride, w6 = w5 + stride, w7 = w6 + stride;
        for (int c = 0; c < columns; c++)
        {
            R input = x[xOffset + c];
            s0 = R.Fma(input, w[w0 + c], s0);
            s1 = R.Fma(input, w[w1 + c], s1);
            s2 = R.Fma(input, w[w2 + c], s2);
            s3 = R.Fma(input, w[w3 + c], s3);
            s4 = R.Fma(input, w[w4 + c], s4);
            s5 = R.Fma(input, w[w5 + c], s5);
            s6 = R.Fma(input, w[w6 + c], s6);
            s7 = R.Fma(input, w[w7 + c], s7);
        }
        y[yOffset] += s0;
        y[yOffset + 1] += s1;
        y[yOffset + 2] += s2;
        y[yOffset + 3] += s3;
        y[yOffset + 4] += s4;
        y[yOffset + 5] += s5;
        y[yOffset + 6] += s6;
        y[yOffset + 7] += s7;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Rows2<R, W, B>(W w, int w0, int stride, B x, int xOffset, int columns, B y, int yOffset)
        where R : unmanaged, IReal<R> where W : struct, IBuffer<R> where B : struct, IBuffer<R>
    {
        R s0 = 0f, s1 = 0f;
        for (int c = 0; c < columns; c++)
        {
            R input = x[xOffset + c];
            s0 = R.Fma(input, w[w0 + c], s0);
            s1 = R.Fma(input, w[w0 + stride + c], s1);
        }
        y[yOffset] += s0;
        y[yOffset + 1] += s1;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Rows1<R, W, B>(W w, int w0, B x, int xOffset, int columns, B y, int yOffset)
        where R : unmanaged, IReal<R> where W : struct, IBuffer<R> where B : struct, IBuffer<R>
    {
        R sum = 0f;
        for (int c = 0; c < columns; c++) sum = R.Fma(x[xOffset + c], w[w0 + c], sum);
        y[yOffset] += sum;
    }
}
