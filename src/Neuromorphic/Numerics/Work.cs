namespace Neuromorphic.Numerics;

/// <summary>Independent pieces of work on a given number of threads. Pieces never share a result, so the number does not show in it.</summary>
public static class Work
{
    /// <summary>Runs body(0) ... body(count - 1).</summary>
    public static void For(int count, int threads, Action<int> body)
    {
        ArgumentNullException.ThrowIfNull(body);
        if (threads <= 1 || count <= 1)
            for (int i = 0; i < count; i++) body(i);
        else
            Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = threads }, body);
    }
}
