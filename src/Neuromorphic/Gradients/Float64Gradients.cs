namespace Neuromorphic.Gradients;

/// <summary>Gradients in float64 on this machine's threads: for what float32 is too coarse, such as differences of gradients. One number at a time, so slower than <see cref="ThreadGradients"/>.</summary>
/// <param name="threads">Threads; the result does not depend on them.</param>
public sealed class Float64Gradients(int threads) : IGradientBackend
{
    /// <inheritdoc/>
    public IGradientBatch CreateBatch(IGradientModel network, GradientOptions options, int steps, StepRelation relation = StepRelation.Consecutive) =>
        new BatchGradient(network, SequenceGroup.CreateReference(network, options, steps, relation, inputGradients: false), steps, threads, relation);
}
