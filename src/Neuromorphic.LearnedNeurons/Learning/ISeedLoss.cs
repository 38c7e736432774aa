namespace Neuromorphic.LearnedNeurons;

/// <summary>Networks of several seeds side by side, a lane each. What a seed learns does not depend on the others. One thread at a time may use it.</summary>
interface ISeedLoss
{
    /// <summary>The weights of a seed.</summary>
    double[] ThetaOf(int seed);

    /// <summary>An update of every seed by a batch of its own; gives their mean losses.</summary>
    /// <param name="batches">A batch for each seed, of as many examples.</param>
    /// <param name="options">How weights are updated.</param>
    /// <param name="step">Which update, from 0.</param>
    double[] Update(LearningBatch[] batches, SeedOptions options, int step);

    /// <summary>What the networks make of examples, the same for all seeds.</summary>
    /// <param name="batch">The examples.</param>
    /// <param name="see">Is given each example, each seed, its outputs and its hidden values.</param>
    void Evaluate(LearningBatch batch, SeedOutputs see);
}

/// <summary>Is given what the network of a seed makes of an example.</summary>
delegate void SeedOutputs(int example, int seed, ReadOnlySpan<double> outputs, ReadOnlySpan<double> hidden);
