using System.Globalization;
using Neuromorphic.Neurons;

namespace Neuromorphic.Storage.Data;

/// <summary>Time constants that begin as those of measured cells: <c>--tau cells:mouse-v1-l4,1</c> draws from the class, a step being taken for 1 ms.</summary>
public static class CellStart
{
    /// <summary>Makes sure that the form is known.</summary>
    public static void Register() => Start.AddSource("cells", "class,ms-of-a-step", Read);

    /// <summary>Draws from the cells of a class, in steps of a neuron.</summary>
    /// <exception cref="ArgumentException">The text is no class and time; the message says what is allowed.</exception>
    /// <exception cref="DatasetException">The data set is not here.</exception>
    static Start Read(string text)
    {
        if (text.Split(',', StringSplitOptions.TrimEntries) is not [var name, var time] || !double.TryParse(time, NumberStyles.Float, CultureInfo.InvariantCulture, out double step) || !(step > 0 && double.IsFinite(step)))
            throw new ArgumentException($"'cells:{text}' does not say which cells and how long a step of a neuron is; allowed: such as cells:mouse-v1-l4,1 for steps of 1 ms.");
        return Start.Sample(CellClass.Get(name).Load().Select(cell => cell.TimeConstantMilliseconds / step));
    }
}
