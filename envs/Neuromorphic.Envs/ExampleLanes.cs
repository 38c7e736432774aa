using Neuromorphic.Environments;
using Neuromorphic.Numerics;

namespace Neuromorphic.Envs;

/// <summary>Examples in lanes, each lane with its own, by its index.</summary>
public static class ExampleLanes
{
    /// <summary>An index for each lane.</summary>
    public static R Draw<R, TRandom>(IInputs examples, ref TRandom random) where R : unmanaged, IReal<R> where TRandom : struct, IRandomStream<R> =>
        R.WordToReal(R.WordTruncate(random.NextUnit() * (float)examples.Count));

    /// <summary>The inputs of lanes' examples.</summary>
    public static void Read<R, B>(IInputs examples, R index, B observation) where R : unmanaged, IReal<R> where B : struct, IBuffer<R>
    {
        int size = examples.InputSize, first = Index(examples, index, 0), same = 1;
        while (same < R.Width && Index(examples, index, same) == first) same++;
        float[] inputs = new float[(same == R.Width ? 1 : R.Width) * size];
        if (same == R.Width)
        {
            examples.Read(first, inputs);
            for (int i = 0; i < size; i++) observation[i] = inputs[i];
            return;
        }
        Span<double> lanes = stackalloc double[R.Width];
        for (int lane = 0; lane < R.Width; lane++) examples.Read(Index(examples, index, lane), inputs.AsSpan(lane * size, size));
        for (int i = 0; i < size; i++)
        {
            for (int lane = 0; lane < R.Width; lane++) lanes[lane] = inputs[lane * size + i];
            observation[i] = R.FromLanes(lanes);
        }
    }

    /// <summary>How far actions [TargetSize] are from the targets of lanes' examples: the mean of the squared differences.</summary>
    public static R SquaredError<R, B>(ITargets targets, R index, B action) where R : unmanaged, IReal<R> where B : struct, IBuffer<R>
    {
        const int Short = 256;
        int size = targets.TargetSize;
        Span<float> values = size * R.Width <= Short ? stackalloc float[Short] : new float[size * R.Width];
        Span<double> lanes = stackalloc double[R.Width];
        for (int lane = 0; lane < R.Width; lane++) targets.ReadTarget(Index(targets, index, lane), values.Slice(lane * size, size));
        R sum = 0f;
        for (int i = 0; i < size; i++)
        {
            for (int lane = 0; lane < R.Width; lane++) lanes[lane] = values[lane * size + i];
            R error = action[i] - R.FromLanes(lanes);
            sum += error * error;
        }
        return sum * (1f / size);
    }

    /// <summary>A lane's index. Lanes without a member may hold anything.</summary>
    public static int Index<R>(IInputs examples, R index, int lane) where R : unmanaged, IReal<R> => Math.Clamp((int)R.Lane(index, lane), 0, examples.Count - 1);
}
