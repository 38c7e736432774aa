namespace Neuromorphic.Storage.Data;

/// <summary>Which cells are meant; what is not set lets all pass.</summary>
public sealed record CellFilter
{
    /// <summary>Such as mouse.</summary>
    public string? Species { get; init; }
    /// <summary>Any of these areas, such as VISp.</summary>
    public IReadOnlyList<string>? Areas { get; init; }
    /// <summary>Any of these layers, such as 6a and 6b.</summary>
    public IReadOnlyList<string>? Layers { get; init; }
    /// <summary>Spiny, aspiny or sparsely spiny.</summary>
    public string? Dendrite { get; init; }
    /// <summary>How the kind begins, in any of these ways, such as "Neocortex pyramidal cell".</summary>
    public IReadOnlyList<string>? Kinds { get; init; }

    /// <summary>Whether a cell is meant.</summary>
    public bool Allows(Cell cell)
    {
        ArgumentNullException.ThrowIfNull(cell);
        return (Species == null || cell.Species == Species) && (Areas?.Contains(cell.Area) ?? true) && (Layers?.Contains(cell.Layer) ?? true)
            && (Dendrite == null || cell.Dendrite == Dendrite) && (Kinds?.Any(kind => cell.Kind.StartsWith(kind, StringComparison.Ordinal)) ?? true);
    }
}
