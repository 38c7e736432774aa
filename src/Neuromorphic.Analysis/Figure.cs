using System.Xml.Linq;
using Neuromorphic.Files;
using ScottPlot;
using SkiaSharp;

namespace Neuromorphic.Analysis;

/// <summary>The sheet that plots are drawn on, and the file that it becomes, whole or not at all: PNG at twice the resolution, or SVG if the path ends in .svg.</summary>
static class Figure
{
    /// <summary>Pixels of a PNG for each unit of layout, in which font sizes are given.</summary>
    public const int Scale = 2;
    const int SheetWidth = 800, SheetHeight = 500, Margin = 6;
    /// <summary>Width of the area for plots, in units of layout.</summary>
    public const int Width = SheetWidth - 2 * Margin;
    /// <summary>Height of the area for plots, in units of layout.</summary>
    public const int Height = SheetHeight - 2 * Margin;

    /// <summary>Writes one plot.</summary>
    public static void Save(string path, Plot plot) => Save(path, (plot, Height));

    /// <summary>Writes plots one above the other, each with its height in units of layout.</summary>
    /// <exception cref="DirectoryNotFoundException">The folder of the path does not exist.</exception>
    /// <exception cref="ArgumentException">The path ends in neither .png nor .svg.</exception>
    public static void Save(string path, params ReadOnlySpan<(Plot Plot, int Height)> rows)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (!Directory.Exists(folder)) throw new DirectoryNotFoundException($"There is no folder '{folder}' for the picture '{Path.GetFileName(path)}'.");
        string extension = Path.GetExtension(path);
        if (extension.Equals(".svg", StringComparison.OrdinalIgnoreCase)) SaveVector(path, rows);
        else if (extension.Equals(".png", StringComparison.OrdinalIgnoreCase)) SavePixels(path, rows);
        else throw new ArgumentException($"The picture '{Path.GetFileName(path)}' ends in neither .png nor .svg.", nameof(path));
    }

    static void SavePixels(string path, ReadOnlySpan<(Plot Plot, int Height)> rows)
    {
        using SKSurface surface = SKSurface.Create(new SKImageInfo(SheetWidth * Scale, SheetHeight * Scale, SKColorType.Rgba8888, SKAlphaType.Premul));
        surface.Canvas.Scale(Scale);
        Draw(surface.Canvas, rows);
        using SKPixmap pixels = surface.PeekPixels()!;
        // Plots are flat areas: without row filters they are smaller than with the default ones, in a third of the time.
        using SKData data = pixels.Encode(new SKPngEncoderOptions(SKPngEncoderFilterFlags.None, 4))!;
        WholeFile.Write(path, data.SaveTo);
    }

    static void SaveVector(string path, ReadOnlySpan<(Plot Plot, int Height)> rows)
    {
        using var stream = new MemoryStream();
        using (SKCanvas canvas = SKSvgCanvas.Create(new SKRect(0, 0, SheetWidth, SheetHeight), stream)) Draw(canvas, rows);
        stream.Position = 0;
        XDocument picture = XDocument.Load(stream);
        OutlinedText.Replace(picture);
        WholeFile.Write(path, picture.Save);
    }

    static void Draw(SKCanvas canvas, ReadOnlySpan<(Plot Plot, int Height)> rows)
    {
        canvas.Clear(SKColors.White);
        int top = Margin;
        foreach ((Plot plot, int height) in rows)
        {
            // A plot paints all of the canvas that it can reach in the background's colour.
            canvas.Save();
            canvas.ClipRect(new SKRect(Margin, top, Margin + Width, top + height));
            plot.Render(canvas, new PixelRect(Margin, Margin + Width, top + height, top));
            canvas.Restore();
            top += height;
        }
    }
}
