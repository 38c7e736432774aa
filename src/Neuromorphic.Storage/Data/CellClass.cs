using Neuromorphic.Registries;

namespace Neuromorphic.Storage.Data;

/// <summary>Cells that learned neurons are compared with, by a name.</summary>
/// <param name="Name">The name.</param>
/// <param name="Summary">Which cells they are.</param>
/// <param name="Dataset">The data set they are in.</param>
/// <param name="Filter">Which of its cells; of these, those whose time constant is known.</param>
/// <remarks>
/// mouse-v1-l4 and human-mtg are chosen as in the public code of Perez-Nieves, Leung, Dragotti, Goodman (2021), "Neural heterogeneity promotes robust learning",
/// doi:10.1038/s41467-021-26022-3; the others say whether a likeness to these two means anything.
/// </remarks>
public sealed record CellClass(string Name, string Summary, string Dataset, CellFilter Filter)
{
    const string Allen = "allen-cell-types", Literature = "neuroelectro", Spiny = "spiny", Aspiny = "aspiny";

    /// <summary>All classes.</summary>
    public static IReadOnlyList<CellClass> All { get; } =
    [
        Mouse("mouse-v1", "spiny cells of the mouse's primary visual area, all layers", Spiny),
        Mouse("mouse-v1-l2-3", "spiny cells of layer 2/3 of the mouse's primary visual area", Spiny, "2/3"),
        Mouse("mouse-v1-l4", "spiny cells of layer 4 of the mouse's primary visual area", Spiny, "4"),
        Mouse("mouse-v1-l5", "spiny cells of layer 5 of the mouse's primary visual area", Spiny, "5"),
        Mouse("mouse-v1-l6", "spiny cells of layers 6a and 6b of the mouse's primary visual area", Spiny, "6a", "6b"),
        Mouse("mouse-v1-aspiny", "aspiny cells of the mouse's primary visual area, all layers", Aspiny),
        Mouse("mouse-v1-l4-aspiny", "aspiny cells of layer 4 of the mouse's primary visual area", Aspiny, "4"),
        Human("human-mtg", "spiny cells of the human middle temporal gyrus", Spiny, "MTG"),
        Human("human-mtg-aspiny", "aspiny cells of the human middle temporal gyrus", Aspiny, "MTG"),
        Human("human-temporal", "spiny cells of the human temporal lobe", Spiny, "MTG", "ITG", "TemL"),
        new("mouse", "all cells of mice", Allen, new() { Species = "mouse" }),
        new("human", "all cells of humans", Allen, new() { Species = "human" }),
        Reports("neocortex-literature", "neocortical neurons, means of articles, several species", "Neocortex"),
        Reports("neocortex-pyramidal-literature", "neocortical pyramidal cells, means of articles, several species", "Neocortex pyramidal cell"),
        Reports("neocortex-interneurons-literature", "neocortical basket, Martinotti and chandelier cells, means of articles, several species", "Neocortex basket cell", "Neocortex Martinotti cell", "Neocortex chandelier cell"),
    ];

    /// <summary>The class of a name.</summary>
    /// <exception cref="ArgumentException">There is none; the message lists the names and suggests the nearest.</exception>
    public static CellClass Get(string name) => All.FirstOrDefault(cells => cells.Name == name)
        ?? throw new ArgumentException($"There is no class of cells '{name}'; there are {string.Join(", ", All.Select(cells => cells.Name))}.{NearestName.Suggest(name, All.Select(cells => cells.Name))}");

    /// <summary>Its cells, from where data lie (<see cref="DataFolder.Usual"/>).</summary>
    /// <exception cref="DatasetException">The data set is not here, or its file is refused.</exception>
    public IReadOnlyList<Cell> Load() => Of(CellTable.Load(Dataset));

    /// <summary>Its cells in a table that was read.</summary>
    /// <exception cref="ArgumentException">The table is another data set's.</exception>
    public IReadOnlyList<Cell> Of(CellTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        if (table.Entry.Name != Dataset) throw new ArgumentException($"{Name} is in the data set {Dataset}, not in {table.Entry.Name}.", nameof(table));
        return [.. table.Where(Filter).Where(cell => !double.IsNaN(cell.TimeConstantMilliseconds))];
    }

    static CellClass Mouse(string name, string summary, string dendrite, params string[] layers) =>
        new(name, summary, Allen, new() { Species = "mouse", Areas = ["VISp"], Layers = layers.Length > 0 ? layers : null, Dendrite = dendrite });

    static CellClass Human(string name, string summary, string dendrite, params string[] areas) => new(name, summary, Allen, new() { Species = "human", Areas = areas, Dendrite = dendrite });

    static CellClass Reports(string name, string summary, params string[] kinds) => new(name, summary, Literature, new() { Kinds = kinds });
}
