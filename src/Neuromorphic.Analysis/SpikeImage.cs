using System.Runtime.InteropServices;
using ScottPlot;
using SkiaSharp;

namespace Neuromorphic.Analysis;

/// <summary>Spikes as pixels: each pixel is as dark as the part of it that spikes cover, so that no spike is lost however many neurons share a row.</summary>
static class SpikeImage
{
    /// <summary>An image of spikes.</summary>
    /// <param name="spikes">Spikes [step][neuron]: 0, 1 or -1.</param>
    /// <param name="order">The neurons from top to bottom.</param>
    /// <param name="width">Pixels across all steps.</param>
    /// <param name="height">Pixels across all neurons.</param>
    public static Image Draw(IReadOnlyList<float[]> spikes, int[] order, int width, int height)
    {
        // Area average in two passes: first along time, where a row of neurons is contiguous, then across neurons.
        int neurons = order.Length;
        Cover[] columns = Covers(spikes.Count, width), rows = Covers(neurons, height);
        float[] positive = new float[neurons], negative = new float[neurons];
        uint[] pixels = new uint[width * height];
        for (int x = 0; x < width; x++)
        {
            Array.Clear(positive);
            Array.Clear(negative);
            for (int step = columns[x].First; step <= columns[x].Last; step++)
            {
                float weight = columns[x].Weight(step);
                float[] row = spikes[step];
                for (int i = 0; i < neurons; i++)
                {
                    float spike = row[order[i]];
                    if (spike > 0) positive[i] += weight;
                    else if (spike < 0) negative[i] += weight;
                }
            }
            for (int y = 0; y < height; y++)
            {
                float plus = 0, minus = 0;
                for (int i = rows[y].First; i <= rows[y].Last; i++)
                {
                    float weight = rows[y].Weight(i);
                    plus += weight * positive[i];
                    minus += weight * negative[i];
                }
                pixels[y * width + x] = Blend(plus, minus);
            }
        }
        using var bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        MemoryMarshal.AsBytes<uint>(pixels).CopyTo(bitmap.GetPixelSpan());
        return new Image(bitmap);
    }

    /// <summary>Which items a pixel shows, and which part of the pixel each takes.</summary>
    readonly record struct Cover(double From, double To)
    {
        public int First => (int)From;
        public int Last => Math.Max(First, (int)Math.Ceiling(To - 1e-9) - 1);
        public float Weight(int item) => (float)((Math.Min(To, item + 1) - Math.Max(From, item)) / (To - From));
    }

    static Cover[] Covers(int items, int pixels)
    {
        var covers = new Cover[pixels];
        for (int i = 0; i < pixels; i++) covers[i] = new((double)items * i / pixels, (double)items * (i + 1) / pixels);
        return covers;
    }

    static uint Blend(float plus, float minus)
    {
        if (plus == 0 && minus == 0) return 0xffffffff;
        float paper = Math.Max(0, 1 - plus - minus);
        Color a = PlotStyle.Blue, b = PlotStyle.Vermillion;
        return 0xff000000 | Channel(a.B, b.B) << 16 | Channel(a.G, b.G) << 8 | Channel(a.R, b.R);

        uint Channel(byte first, byte second) => (uint)MathF.Round(Math.Min(255, plus * first + minus * second + paper * 255));
    }
}
