namespace Neuromorphic.Storage.Data;

/// <summary>A measured cell, or what an article reports of cells of a kind. Words that are missing are empty, numbers NaN.</summary>
public sealed record Cell
{
    /// <summary>The specimen's number in its data set.</summary>
    public required string Id { get; init; }
    /// <summary>Such as mouse, human, rat.</summary>
    public required string Species { get; init; }
    /// <summary>The area's acronym, such as VISp (primary visual area of the mouse) or MTG (middle temporal gyrus).</summary>
    public required string Area { get; init; }
    /// <summary>The cortical layer: 1, 2/3, 4, 5, 6a, 6b in mice, 1 to 6 in humans.</summary>
    public required string Layer { get; init; }
    /// <summary>Spiny, aspiny or sparsely spiny. Most spiny cells are excitatory, most aspiny ones inhibitory.</summary>
    public required string Dendrite { get; init; }
    /// <summary>The kind of neuron in words (NeuroElectro), or the transgenic line (Allen).</summary>
    public required string Kind { get; init; }
    /// <summary>Membrane time constant in ms.</summary>
    public required double TimeConstantMilliseconds { get; init; }
    /// <summary>Input resistance in megaohms.</summary>
    public required double ResistanceMegaohms { get; init; }
    /// <summary>Resting potential in mV.</summary>
    public required double RestMillivolts { get; init; }
    /// <summary>Threshold of a spike in mV; of Allen's cells for long squares of current, and not in their original table.</summary>
    public required double ThresholdMillivolts { get; init; }
    /// <summary>The least current that makes a spike, in pA.</summary>
    public required double RheobasePicoamperes { get; init; }
    /// <summary>Membrane capacitance in pF: measured, or time constant by resistance where it was not.</summary>
    public required double CapacitancePicofarads { get; init; }
}
