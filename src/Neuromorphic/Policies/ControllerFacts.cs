namespace Neuromorphic.Policies;

/// <summary>What a controller lacks that settings of strategies are for: of each part what would bring it, in words, or null where it is there or not known.</summary>
public sealed record ControllerFacts
{
    /// <summary>Weights that are trained.</summary>
    public string? Weights { get; init; }
    /// <summary>Trained numbers of neurons or units, other than weights.</summary>
    public string? NeuronNumbers { get; init; }
    /// <summary>Neurons that spike.</summary>
    public string? Spikes { get; init; }
    /// <summary>A state that goes from step to step.</summary>
    public string? State { get; init; }
}
