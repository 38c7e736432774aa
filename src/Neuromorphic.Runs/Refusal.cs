using Neuromorphic.Storage;

namespace Neuromorphic.Runs;

/// <summary>What is refused, in the words of those who gave it.</summary>
static class Refusal
{
    /// <summary>A message without the name of a parameter of ours, which means nothing to a user.</summary>
    public static string Reason(ArgumentException e) => e.ParamName is { } name ? e.Message.Replace($" (Parameter '{name}')", "", StringComparison.Ordinal) : e.Message;

    /// <summary>Takes what a checkpoint says.</summary>
    /// <exception cref="CheckpointException">It is refused; the message names the file.</exception>
    public static T OfCheckpoint<T>(string file, Func<T> take)
    {
        try
        {
            return take();
        }
        catch (ArgumentException e)
        {
            throw new CheckpointException(file, $"inconsistent: {Reason(e)}", e);
        }
    }
}
