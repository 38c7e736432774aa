using Neuromorphic.Runs;

namespace Neuromorphic.Cli;

/// <summary>What a user gave, on the command line or in a file of settings, is not understood or not allowed. Nothing has been run.</summary>
sealed class UsageException(string message, Exception? cause = null) : Exception(message, cause);

/// <summary>
/// Whose mistake a refused argument is depends on who gave it: the user's own words end with another exit code than the contents of a checkpoint.
/// While something runs, nobody gave it, and it is a failure as any other.
/// </summary>
static class Given
{
    /// <summary>Takes what a user gave.</summary>
    /// <exception cref="UsageException">It is refused.</exception>
    public static T ByUser<T>(Func<T> take)
    {
        try
        {
            return take();
        }
        catch (ArgumentException e)
        {
            throw new UsageException(Refusal.Reason(e), e);
        }
    }
}
