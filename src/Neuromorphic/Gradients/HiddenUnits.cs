using Neuromorphic.Expressions;
using Neuromorphic.Numerics;

namespace Neuromorphic.Gradients;

/// <summary>The units of a dense layer over a sequence, and their activation functions forward and back.</summary>
sealed unsafe class HiddenUnits<R> where R : unmanaged, IReal<R>
{
    const int Tile = Tiled<R>.Tile;

    /// <summary>Units of a group in a tile: their function is called for all of them at once, and for all steps where it has no numbers and the tile is theirs.</summary>
    /// <param name="Group">The group.</param>
    /// <param name="Tile">The tile.</param>
    /// <param name="First">The first unit in the tile.</param>
    /// <param name="Count">Units.</param>
    /// <param name="Unit">The first unit in its group.</param>
    /// <param name="Own">Where their numbers begin, [number][unit].</param>
    /// <param name="Whole">Whether the steps are one row.</param>
    sealed record Piece(int Group, int Tile, int First, int Count, int Unit, int Own, bool Whole);

    readonly DenseLayer layer;
    readonly ExpressionKernel[] functions;
    readonly List<Piece> pieces = [];
    readonly KeptMemory<R> numbers, numberGradients; // of the units, piece by piece; gradients by part

    /// <param name="layer">The layer.</param>
    /// <param name="steps">Most steps.</param>
    public HiddenUnits(DenseLayer layer, int steps)
    {
        this.layer = layer;
        functions = [.. layer.Groups.Select(group => group.Function.Kernel())];
        int own = 0;
        for (int g = 0; g < layer.Groups.Count; g++)
        {
            (int first, int end, int parameters) = (layer.Groups[g].First, layer.Groups[g].First + layer.Groups[g].Count, layer.Groups[g].Function.Parameters);
            for (int from = first, to; from < end; from = to)
            {
                int tile = from / Tile;
                to = Math.Min(end, (tile + 1) * Tile);
                bool whole = parameters == 0 && from % Tile == 0 && to == Math.Min(layer.Units, (tile + 1) * Tile);
                pieces.Add(new(g, tile, from % Tile, to - from, from - first, own, whole));
                own += parameters * (to - from);
            }
        }
        numbers = new(own);
        numberGradients = new(own * LaneSequence<R>.Parts);
        Received = new(layer.Units, steps);
        Values = new(layer.Units, steps);
        Gradients = new(layer.Units, steps);
        Rows = new(layer.Units, steps);
    }

    /// <summary>What they receive.</summary>
    public LaneSequence<R> Received { get; }
    /// <summary>The functions of it.</summary>
    public LaneSequence<R> Values { get; }
    /// <summary>The same, turned.</summary>
    public MemberRows<R> Rows { get; }
    /// <summary>Gradients of their values, which become those of what they receive.</summary>
    public LaneSequence<R> Gradients { get; }
    /// <summary>Bytes of memory.</summary>
    public long Bytes => Received.Bytes + Values.Bytes + Rows.Bytes + Gradients.Bytes + (long)(numbers.Count + numberGradients.Count) * sizeof(R);

    /// <summary>Takes the units' numbers.</summary>
    public void Decode(FlatValues<R> values)
    {
        foreach (Piece piece in pieces)
            for (int k = 0; k < layer.Numbers[piece.Group].Count; k++)
            {
                ValueBuffer<R> row = values.All.From(layer.Numbers[piece.Group][k]);
                for (int i = 0; i < piece.Count; i++) numbers.Start[piece.Own + k * piece.Count + i] = row[piece.Unit + i];
            }
    }

    /// <summary>From what they receive to their values.</summary>
    public void Activate(int part, int steps)
    {
        foreach (Piece piece in pieces)
        {
            (int rows, int items) = RowsOf(piece, steps);
            for (int row = 0; row < rows; row++)
                functions[piece.Group].Value(At(Received, part, piece, row, items), NumbersOf(piece, numbers.Start), At(Values, part, piece, row, items));
        }
    }

    /// <summary>Turns their values.</summary>
    public void Turn(int steps)
    {
        for (int tile = 0; tile < Tiled<R>.Tiles(layer.Units); tile++) Rows.Take(Values, tile, 0, tile, 0, steps);
    }

    /// <summary>From gradients of their values to those of what they receive, and of their numbers.</summary>
    public void Adjoint(int steps, double* sums)
    {
        numberGradients.Span.Clear();
        for (int part = 0; part < LaneSequence<R>.Parts; part++)
            foreach (Piece piece in pieces)
            {
                (int rows, int items) = RowsOf(piece, steps);
                for (int row = 0; row < rows; row++)
                {
                    Span<R> gradients = At(Gradients, part, piece, row, items);
                    functions[piece.Group].Adjoint(At(Received, part, piece, row, items), NumbersOf(piece, numbers.Start), gradients, gradients, NumbersOf(piece, numberGradients.Start + part * numbers.Count));
                }
            }
        R* lanes = stackalloc R[LaneSequence<R>.Parts];
        foreach (Piece piece in pieces)
            for (int k = 0; k < layer.Numbers[piece.Group].Count; k++)
                for (int i = 0; i < piece.Count; i++)
                {
                    for (int part = 0; part < LaneSequence<R>.Parts; part++) lanes[part] = numberGradients.Start[part * numbers.Count + piece.Own + k * piece.Count + i];
                    LaneSums.Add(lanes, 1, sums + layer.Numbers[piece.Group][k] + piece.Unit + i);
                }
    }

    static (int Rows, int Items) RowsOf(Piece piece, int steps) => piece.Whole ? (1, steps * Tile) : (steps, piece.Count);

    static Span<R> At(LaneSequence<R> sequence, int part, Piece piece, int row, int items) => new(sequence.Of(part).At(piece.Tile, row) + piece.First, items);

    Span<R> NumbersOf(Piece piece, R* start) => new(start + piece.Own, layer.Numbers[piece.Group].Count * piece.Count);
}
