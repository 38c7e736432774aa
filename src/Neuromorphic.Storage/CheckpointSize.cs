using System.Globalization;
using Neuromorphic.Policies;
using Neuromorphic.Training;

namespace Neuromorphic.Storage;

/// <summary>How large the checkpoints of a training become, from its sizes alone: one that is too large is refused before anything is trained.</summary>
public static class CheckpointSize
{
    /// <summary>Bytes that a checkpoint can have: it is written, summed and read in one piece.</summary>
    public static long Most => Array.MaxLength;

    /// <summary>Names, lengths, short texts and what observations are scaled by.</summary>
    const int Structure = 1 << 16;

    /// <summary>Bytes of a generation in the history: three counts in 4 bytes, six numbers in 8.</summary>
    const int Report = 3 * sizeof(int) + 6 * sizeof(double);

    /// <summary>Bytes of the checkpoint after some generations, or up to 64 KiB more.</summary>
    /// <param name="configuration">The training's settings.</param>
    /// <param name="state">Its state in any generation.</param>
    /// <param name="generations">Generations completed.</param>
    public static double Of(RunConfiguration configuration, TrainingState state, int generations)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(state);
        double vectors = 3.0 + (configuration.EvaluateEvery > 0 ? 1 : 0); // initial, mean, best, and that of the best evaluation
        double texts = Settings.Values(configuration).Sum(pair => (double)pair.Value.Length) + state.Strategy.Texts.Values.Concat(state.PolicyTexts.Values).Sum(text => (double)text.Length)
            + state.Layout.Slices.Where(LayoutFields.HasStart).Sum(slice => (double)slice.Initial.ToString().Length);
        return Structure + vectors * sizeof(float) * state.Layout.Count + state.Strategy.Arrays.Values.Sum(row => (double)sizeof(double) * row.Length) + texts + (double)Report * generations;
    }

    /// <summary>Refuses a training whose last checkpoint would be too large.</summary>
    /// <param name="configuration">Its settings.</param>
    /// <param name="state">Its state in any generation.</param>
    /// <exception cref="ArgumentException">It would be; the message says how large.</exception>
    public static void Require(RunConfiguration configuration, TrainingState state)
    {
        if (Fault(Of(configuration, state, Math.Max(configuration.Generations, state.Generation))) is { } fault) throw new ArgumentException(fault);
    }

    /// <summary>What is wrong with a size; null if nothing is.</summary>
    internal static string? Fault(double bytes) => bytes <= Most ? null : string.Create(CultureInfo.InvariantCulture,
        $"The checkpoints of the training would come to {bytes / 1e9:N1} GB, and one has at most {Most / 1e9:N1} GB, for it is written and read in one piece; choose fewer neurons, layers or generations.");
}
