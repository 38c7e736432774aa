using SkiaSharp;

namespace Neuromorphic.Replay.Tests;

/// <summary>A picture of the page.</summary>
sealed class Pixels(byte[] png)
{
    readonly SKColor[] pixels = Decode(png);

    static SKColor[] Decode(byte[] png)
    {
        using SKBitmap bitmap = SKBitmap.Decode(png);
        return bitmap.Pixels;
    }

    public int Colours => pixels.Distinct().Count();

    /// <summary>Part of the pixels that are clearly blue, as the robot is, or clearly red, as its feet are.</summary>
    public double Part(bool red) => pixels.Count(pixel => (red ? pixel.Red - pixel.Blue : pixel.Blue - pixel.Red) > 70) / (double)pixels.Length;

    /// <summary>Part of the pixels that differ clearly.</summary>
    public double Difference(Pixels other) =>
        pixels.Zip(other.pixels).Count(pair => Math.Abs(pair.First.Red - pair.Second.Red) + Math.Abs(pair.First.Green - pair.Second.Green) + Math.Abs(pair.First.Blue - pair.Second.Blue) > 60) / (double)pixels.Length;
}
