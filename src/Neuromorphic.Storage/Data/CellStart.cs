using System.Globalization;
using Neuromorphic.Neurons;

namespace Neuromorphic.Storage.Data;

/// <summary>Time constants that begin as those of measured cells: <c>--tau cells:mouse-v1-l4,1</c> draws from the class, a step being taken for 1 ms.</summary>
static class CellStart
{
    static CellStart() => Start.AddSource("cells", "class,ms-of-a-step", Read);

    /// <summary>Draws from the cells of a class, in steps of a neuron.</summary>
    /// <exception cref="ArgumentException">The text is no class and time; the message says what is allowed.</exception>
    /// <exception cref="DatasetException">The data set is not here.</exception>
    static Start Read(string text)
    {
        if (text.Split(',', StringSplitOptions.TrimEntries) is not [var name, var time] || !double.TryParse(time, NumberStyles.Float, CultureInfo.InvariantCulture, out double step) || !(step > 0 && double.IsFinite(step)))
            throw new ArgumentException($"'cells:{text}' does not say which cells and how long a step of a neuron is; allowed: such as cells:mouse-v1-l4,1 for steps of 1 ms.");
        double[] taus = [.. CellClass.Get(name).Load().Select(cell => cell.TimeConstantMilliseconds)];
        return taus.Count(tau => tau <= step) is > 0 and int fast
            ? throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{fast} of {taus.Length} cells of {name} have a time constant of at most {step} ms, the step that 'cells:{text}' says, and no neuron here has one of a step or less; allowed: steps below {taus.Min():G4} ms, such as by --sub-steps."))
            : Start.Sample(taus.Select(tau => double.Parse((tau / step).ToString("G7", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)));
    }
}
