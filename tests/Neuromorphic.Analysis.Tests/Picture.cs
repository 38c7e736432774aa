using ScottPlot;
using SkiaSharp;
using Xunit;

namespace Neuromorphic.Analysis.Tests;

/// <summary>A PNG that a plot wrote, looked at as pixels.</summary>
sealed class Picture
{
    public const int Width = 1600, Height = 1000;

    readonly SKColor[] pixels;

    Picture(string path, int height)
    {
        using SKBitmap bitmap = SKBitmap.Decode(path);
        Assert.Equal((Width, height), (bitmap.Width, bitmap.Height));
        pixels = bitmap.Pixels;
        Assert.True(Colours > 5, "The picture is blank.");
    }

    /// <summary>The picture that an action saves.</summary>
    public static Picture Of(Action<string> save, int height = Height)
    {
        string folder = Directory.CreateTempSubdirectory("picture").FullName;
        try
        {
            string path = Path.Combine(folder, "picture.png");
            save(path);
            return new(path, height);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    public int Colours => pixels.Distinct().Count();

    public bool Equals(Picture other) => pixels.AsSpan().SequenceEqual(other.pixels);

    /// <summary>Where a colour is, in part of the picture; unless said otherwise where data are: text has every grey, and the legend every colour.</summary>
    public IReadOnlyList<(int X, int Y)> Find(Color color, int left = 140, int right = Width, int top = 160, int bottom = 884, int tolerance = 24)
    {
        List<(int, int)> found = [];
        for (int y = top; y < bottom; y++)
            for (int x = left; x < right; x++)
            {
                SKColor pixel = pixels[y * Width + x];
                if (Math.Abs(pixel.Red - color.R) + Math.Abs(pixel.Green - color.G) + Math.Abs(pixel.Blue - color.B) <= tolerance) found.Add((x, y));
            }
        return found;
    }

    /// <summary>Pixels that are not white.</summary>
    public int Marked(int left, int right, int top, int bottom)
    {
        int marked = 0;
        for (int y = top; y < bottom; y++)
            for (int x = left; x < right; x++)
                if (pixels[y * Width + x] != SKColors.White) marked++;
        return marked;
    }

    /// <summary>Mean height, from the top, of a colour between two columns.</summary>
    public double MeanHeight(Color color, int left, int right) => Find(color, left, right).Average(pixel => pixel.Y);
}
