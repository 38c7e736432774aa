using System.Numerics;
using Neuromorphic.Environments;

namespace Neuromorphic.Rollouts;

/// <summary>
/// The products of examples and a matrix that all members share, each computed once and kept as far as there is room. To the bit those that a kernel
/// would compute: the same sum in the same order; inputs of zero, which change no sum, are left out.
/// </summary>
/// <param name="inputs">The examples.</param>
/// <param name="rows">Rows of the matrix, which has a column for each number of an input.</param>
/// <param name="room">Bytes for products that are kept.</param>
sealed class InputCurrents(IInputs inputs, int rows, long room = InputCurrents.Room) : IInputs
{
    const long Room = 256 << 20;

    readonly float[] weights = new float[checked(inputs.InputSize * rows)]; // [input, row]
    readonly float[]?[] known = new float[inputs.Count][];
    int kept;

    public int Count => inputs.Count;
    public int InputSize => rows;

    /// <summary>Bytes that it takes when it has seen all examples, or as many as there is room for.</summary>
    public static double BytesOf(IInputs inputs, int rows) => sizeof(float) * (double)inputs.InputSize * rows + Math.Min(Room, sizeof(float) * (double)inputs.Count * rows);

    /// <summary>Takes another matrix, by its rows; what was known is forgotten.</summary>
    public void Use(ReadOnlySpan<float> matrix)
    {
        for (int row = 0; row < rows; row++)
            for (int i = 0; i < inputs.InputSize; i++) weights[i * rows + row] = matrix[row * inputs.InputSize + i];
        Forget();
    }

    /// <summary>Makes room where there is none. Between requests, when nobody reads.</summary>
    public void MakeRoom()
    {
        if (sizeof(float) * (long)rows * kept >= room) Forget();
    }

    void Forget()
    {
        Array.Clear(known);
        kept = 0;
    }

    public void Read(int example, Span<float> input)
    {
        if (Volatile.Read(ref known[example]) is { } there)
        {
            there.CopyTo(input);
            return;
        }
        Multiply(example, input);
        if (sizeof(float) * (long)rows * kept >= room) return;
        // Two threads may compute the same at once, and get the same.
        Volatile.Write(ref known[example], input.ToArray());
        Interlocked.Increment(ref kept);
    }

    void Multiply(int example, Span<float> sums)
    {
        float[] x = new float[inputs.InputSize];
        inputs.Read(example, x);
        sums.Clear();
        for (int i = 0; i < x.Length; i++)
        {
            if (x[i] == 0) continue;
            ReadOnlySpan<float> column = weights.AsSpan(i * rows, rows);
            Vector<float> factor = new(x[i]);
            int row = 0;
            for (; row + Vector<float>.Count <= rows; row += Vector<float>.Count)
                Vector.FusedMultiplyAdd(factor, new Vector<float>(column[row..]), new Vector<float>(sums[row..])).CopyTo(sums[row..]);
            for (; row < rows; row++) sums[row] = MathF.FusedMultiplyAdd(x[i], column[row], sums[row]);
        }
        for (int row = 0; row < rows; row++) sums[row] += 0f; // as a kernel adds its sums to nothing: minus zero becomes zero
    }
}
