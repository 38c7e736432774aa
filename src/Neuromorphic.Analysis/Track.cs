using System.Globalization;
using ScottPlot;
using ScottPlot.TickGenerators;

namespace Neuromorphic.Analysis;

/// <summary>Numbers of every step of an episode, such as its observations, as a strip of colours: a row for each number, or for each choice.</summary>
/// <param name="Name">What they are.</param>
/// <param name="Values">The numbers [step][number].</param>
/// <param name="Choices">Where the one number is a choice, how many there are.</param>
public sealed record Track(string Name, IReadOnlyList<float[]> Values, int? Choices = null)
{
    const int FewTicks = 5;

    /// <summary>Rows of the strip.</summary>
    internal int Rows => Math.Max(1, Choices ?? (Values.Count > 0 ? Values[0].Length : 1));

    /// <summary>Its height in units of layout.</summary>
    internal int Height => Math.Clamp(13 * Rows, Name.Length > 8 ? 84 : 52, 130);

    /// <summary>The first steps as an image: a number above zero green, below purple, as strong as it is beside the greatest of its row; the choice that was made dark.</summary>
    internal Image Draw(int steps, int width, int height)
    {
        steps = Math.Min(steps, Values.Count);
        var image = new CellImage(Math.Max(1, steps), Rows, width, height, gaps: 0);
        for (int row = 0; row < Rows; row++)
        {
            float greatest = 0;
            if (Choices == null)
                for (int step = 0; step < steps; step++)
                    if (float.IsFinite(Values[step][row])) greatest = Math.Max(greatest, Math.Abs(Values[step][row]));
            for (int step = 0; step < steps; step++)
                if (Choices != null)
                {
                    if (Values[step][0] == row) image.Fill(step, row, PlotStyle.Ink, 1);
                }
                else if (greatest > 0 && float.IsFinite(Values[step][row])) image.Fill(step, row, Values[step][row] > 0 ? PlotStyle.Green : PlotStyle.Purple, Math.Abs(Values[step][row]) / greatest);
        }
        return image.ToImage();
    }

    /// <summary>Ticks at its rows: choices from 0, numbers from 1.</summary>
    internal NumericManual Ticks()
    {
        var ticks = new NumericManual();
        for (int row = 0; row < Rows; row++)
            if (Rows <= FewTicks || row == 0 || row == Rows - 1) ticks.AddMajor(row + 0.5, (row + (Choices == null ? 1 : 0)).ToString(CultureInfo.InvariantCulture));
        return ticks;
    }
}
