using Neuromorphic.Numerics;

namespace Neuromorphic.Gradients;

/// <summary>Where gradients are computed: on threads, as <see cref="ThreadGradients"/>, or elsewhere.</summary>
public interface IGradientBackend
{
    /// <summary>Memory and threads for batches of sequences through a network.</summary>
    /// <param name="network">The network.</param>
    /// <param name="options">How gradients are computed.</param>
    /// <param name="steps">Most steps of a sequence.</param>
    /// <param name="relation">How steps relate.</param>
    IGradientBatch CreateBatch(IGradientModel network, GradientOptions options, int steps, StepRelation relation = StepRelation.Consecutive);
}

/// <summary>Batches of sequences through a network, forward and back. Results do not depend on where they are computed.</summary>
public interface IGradientBatch
{
    /// <summary>The gradient of a batch in search space [layout count], zero for frozen numbers; valid until the next call.</summary>
    /// <param name="vector">The flat vector in search space [layout count].</param>
    /// <param name="members">Members of the batch.</param>
    /// <param name="task">Inputs and losses.</param>
    double[] Run(double[] vector, int members, SequenceTask task);

    /// <summary>Runs sequences forward only.</summary>
    /// <param name="vector">The flat vector in search space [layout count].</param>
    /// <param name="members">Members of the batch.</param>
    /// <param name="task">Inputs and what is done with outputs.</param>
    void RunForward(double[] vector, int members, SequenceTask task);
}

/// <summary>Gradients on this machine's threads.</summary>
/// <param name="threads">Threads; the result does not depend on them.</param>
/// <param name="width">Lane width; the result does not depend on it.</param>
public sealed class ThreadGradients(int threads, LaneWidth? width = null) : IGradientBackend
{
    /// <inheritdoc/>
    public IGradientBatch CreateBatch(IGradientModel network, GradientOptions options, int steps, StepRelation relation = StepRelation.Consecutive) =>
        new BatchGradient(network, options, steps, threads, width, relation);
}
