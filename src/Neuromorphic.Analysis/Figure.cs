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
    const int SheetWidth = 800, SheetHeight = 500, Margin = 6, TitleHeight = 36;
    /// <summary>Width of the area for plots, in units of layout.</summary>
    public const int Width = SheetWidth - 2 * Margin;
    /// <summary>Height of the area for plots, in units of layout.</summary>
    public const int Height = SheetHeight - 2 * Margin;

    /// <summary>Writes one plot.</summary>
    public static void Save(string path, Plot plot) => Save(path, (plot, Height));

    /// <summary>Writes plots one above the other, each with its height in units of layout; the sheet is as high as they are together.</summary>
    public static void Save(string path, params ReadOnlySpan<(Plot Plot, int Height)> rows)
    {
        List<(Plot, PixelRect)> places = [];
        int top = 0;
        foreach ((Plot plot, int height) in rows) places.Add((plot, new PixelRect(0, Width, (top += height), top - height)));
        Save(path, places, top);
    }

    /// <summary>Writes plots at their places, in units of layout.</summary>
    /// <param name="path">The file.</param>
    /// <param name="plots">The plots, and where each of them is.</param>
    /// <param name="height">Height of the area for plots.</param>
    /// <param name="title">A title above all of them; none if empty.</param>
    /// <exception cref="DirectoryNotFoundException">The folder of the path does not exist.</exception>
    /// <exception cref="ArgumentException">The path ends in neither .png nor .svg.</exception>
    public static void Save(string path, IReadOnlyList<(Plot Plot, PixelRect Place)> plots, int height, string title = "")
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (!Directory.Exists(folder)) throw new DirectoryNotFoundException($"There is no folder '{folder}' for the picture '{Path.GetFileName(path)}'.");
        string extension = Path.GetExtension(path);
        if (extension.Equals(".svg", StringComparison.OrdinalIgnoreCase)) SaveVector(path, plots, height + 2 * Margin, title);
        else if (extension.Equals(".png", StringComparison.OrdinalIgnoreCase)) SavePixels(path, plots, height + 2 * Margin, title);
        else throw new ArgumentException($"The picture '{Path.GetFileName(path)}' ends in neither .png nor .svg.", nameof(path));
    }

    static void SavePixels(string path, IReadOnlyList<(Plot Plot, PixelRect Place)> plots, int height, string title)
    {
        height += title.Length > 0 ? TitleHeight : 0;
        using SKSurface surface = SKSurface.Create(new SKImageInfo(SheetWidth * Scale, height * Scale, SKColorType.Rgba8888, SKAlphaType.Premul));
        surface.Canvas.Scale(Scale);
        Draw(surface.Canvas, plots, title);
        using SKPixmap pixels = surface.PeekPixels()!;
        // Plots are flat areas: without row filters they are smaller than with the default ones, in a third of the time.
        using SKData data = pixels.Encode(new SKPngEncoderOptions(SKPngEncoderFilterFlags.None, 4))!;
        WholeFile.Write(path, data.SaveTo);
    }

    static void SaveVector(string path, IReadOnlyList<(Plot Plot, PixelRect Place)> plots, int height, string title)
    {
        height += title.Length > 0 ? TitleHeight : 0;
        using var stream = new MemoryStream();
        using (SKCanvas canvas = SKSvgCanvas.Create(new SKRect(0, 0, SheetWidth, height), stream)) Draw(canvas, plots, title);
        stream.Position = 0;
        XDocument picture = XDocument.Load(stream);
        OutlinedText.Replace(picture);
        WholeFile.Write(path, picture.Save);
    }

    static void Draw(SKCanvas canvas, IReadOnlyList<(Plot Plot, PixelRect Place)> plots, string title)
    {
        canvas.Clear(SKColors.White);
        int first = Margin;
        if (title.Length > 0)
        {
            PlotStyle.DrawTitle(canvas, title, new SKPoint(Margin + Width / 2f, Margin + 26));
            first += TitleHeight;
        }
        foreach ((Plot plot, PixelRect place) in plots)
        {
            var onSheet = new PixelRect(Margin + place.Left, Margin + place.Right, first + place.Bottom, first + place.Top);
            // A plot paints all of the canvas that it can reach in the background's colour.
            canvas.Save();
            canvas.ClipRect(new SKRect(onSheet.Left, onSheet.Top, onSheet.Right, onSheet.Bottom));
            plot.Render(canvas, onSheet);
            canvas.Restore();
        }
    }
}
