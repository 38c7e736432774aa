using ScottPlot;

namespace Neuromorphic.Analysis;

/// <summary>Spikes as marks, apart from each other where there is room.</summary>
static class SpikeImage
{
    const double Gaps = 0.2;

    /// <summary>An image of spikes.</summary>
    /// <param name="spikes">Spikes [step][neuron]: 0, 1 or -1.</param>
    /// <param name="order">The neurons from top to bottom.</param>
    /// <param name="width">Pixels across all steps.</param>
    /// <param name="height">Pixels across all neurons.</param>
    public static Image Draw(IReadOnlyList<float[]> spikes, int[] order, int width, int height)
    {
        var image = new CellImage(spikes.Count, order.Length, width, height, Gaps);
        for (int step = 0; step < spikes.Count; step++)
            for (int row = 0; row < order.Length; row++)
                if (spikes[step][order[row]] is var spike and not 0) image.Fill(step, row, spike > 0 ? PlotStyle.Blue : PlotStyle.Vermillion, 1);
        return image.ToImage();
    }
}
