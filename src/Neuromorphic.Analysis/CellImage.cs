using System.Runtime.InteropServices;
using ScottPlot;
using SkiaSharp;

namespace Neuromorphic.Analysis;

/// <summary>A grid of cells as pixels, transparent where nothing is. A cell is a pixel at least, so that none is lost however many there are.</summary>
/// <param name="columns">Cells across.</param>
/// <param name="rows">Cells down.</param>
/// <param name="width">Pixels across.</param>
/// <param name="height">Pixels down.</param>
/// <param name="gaps">The part of a cell that stays empty at its end, a pixel at least if the cell has four.</param>
sealed class CellImage(int columns, int rows, int width, int height, double gaps)
{
    const int LeastWithGap = 4;

    readonly uint[] pixels = new uint[width * height];

    /// <summary>Fills a cell with a colour, opaque or in part.</summary>
    public void Fill(int column, int row, Color color, float opacity)
    {
        (int left, int right) = Span(column, columns, width);
        (int top, int bottom) = Span(row, rows, height);
        uint alpha = (uint)MathF.Round(255 * Math.Clamp(opacity, 0, 1));
        uint pixel = alpha << 24 | Part(color.B) << 16 | Part(color.G) << 8 | Part(color.R);
        for (int y = top; y < bottom; y++) pixels.AsSpan(y * width + left, right - left).Fill(pixel);

        uint Part(byte channel) => (channel * alpha + 127) / 255;
    }

    /// <summary>The image.</summary>
    public Image ToImage()
    {
        using var bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Premul));
        MemoryMarshal.AsBytes<uint>(pixels).CopyTo(bitmap.GetPixelSpan());
        return new Image(bitmap);
    }

    (int First, int End) Span(int cell, int cells, int size)
    {
        int first = (int)((long)cell * size / cells), end = Math.Max(first + 1, (int)((long)(cell + 1) * size / cells));
        if (gaps > 0 && end - first >= LeastWithGap) end -= Math.Max(1, (int)(gaps * (end - first)));
        return (first, end);
    }
}
