using System.Runtime.ExceptionServices;

namespace Neuromorphic.Numerics;

/// <summary>Independent pieces of work on a given number of threads. Pieces never share a result, so the number does not show in it.</summary>
public static class Work
{
    /// <summary>Runs body(0) ... body(count - 1). An exception of a piece reaches the caller as it is, however many threads there are.</summary>
    public static void For(int count, int threads, Action<int> body)
    {
        ArgumentNullException.ThrowIfNull(body);
        if (threads <= 1 || count <= 1)
        {
            for (int i = 0; i < count; i++) body(i);
            return;
        }
        try
        {
            Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = threads }, body);
        }
        catch (AggregateException e)
        {
            ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
        }
    }
}
