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

    /// <summary>
    /// Runs body(thread, phase, piece) for all pieces of a phase before any of the next, on as many threads as there are pieces. A thread does the
    /// same piece in every phase, as long as all are running: one that is not there, or comes late, is waited for by nobody, the others do its piece.
    /// </summary>
    /// <param name="phases">Phases.</param>
    /// <param name="pieces">Pieces of a phase.</param>
    /// <param name="body">The work. No two calls at once have the same thread, and those of a phase share no result.</param>
    public static void InPhases(int phases, int pieces, Action<int, int, int> body)
    {
        ArgumentNullException.ThrowIfNull(body);
        const int Apart = 32; // of 4 bytes: two lines of the cache
        int[] begun = new int[pieces * Apart]; // phases in which a piece was begun
        int done = 0; // pieces of all phases
        bool failed = false;
        For(pieces, pieces, thread =>
        {
            for (int phase = Volatile.Read(ref done) / pieces; phase < phases; phase++)
            {
                for (int i = 0; i < pieces; i++)
                {
                    int piece = (thread + i) % pieces;
                    ref int mark = ref begun[piece * Apart];
                    if (Volatile.Read(ref mark) != phase || Interlocked.CompareExchange(ref mark, phase + 1, phase) != phase) continue;
                    try
                    {
                        body(thread, phase, piece);
                    }
                    catch
                    {
                        Volatile.Write(ref failed, true);
                        throw;
                    }
                    Interlocked.Increment(ref done);
                }
                SpinWait wait = default;
                while (Volatile.Read(ref done) < (phase + 1) * pieces)
                {
                    if (Volatile.Read(ref failed)) return;
                    wait.SpinOnce(sleep1Threshold: -1);
                }
            }
        });
    }
}
