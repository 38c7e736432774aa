namespace Neuromorphic.Envs;

/// <summary>What an episode with an example earns.</summary>
public enum ClassificationFitness
{
    /// <summary>1 for the right class.</summary>
    Accuracy,
    /// <summary>The logarithm of the right class's softmax.</summary>
    LogLikelihood,
}
