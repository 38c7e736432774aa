namespace Neuromorphic.Replay;

/// <summary>What neurons do beside the bodies, a row for each neuron, frame by frame.</summary>
/// <param name="Label">Which neurons, and by what they are sorted, the topmost first.</param>
/// <param name="Neurons">Number of neurons.</param>
/// <param name="Frames">[frame][neuron]: from -1 to 1, 0 where a neuron is silent. A frame's row is of the step that led there; that of the first is silent.</param>
public sealed record Activity(string Label, int Neurons, IReadOnlyList<float[]> Frames)
{
    /// <summary>What is wrong with it, or null.</summary>
    internal string? Fault(int frames)
    {
        if (Neurons < 1) return $"it shows {Neurons} neurons";
        if (Frames.Count != frames) return $"its neurons have {Frames.Count} frames, its bodies {frames}";
        for (int i = 0; i < frames; i++)
        {
            if (Frames[i].Length != Neurons) return $"frame {i} has {Frames[i].Length} numbers instead of one for each of {Neurons} neurons";
            if (Array.FindIndex(Frames[i], value => !(Math.Abs(value) <= 1)) is >= 0 and int bad) return $"neuron {bad} is {Frames[i][bad]} in frame {i}, which is not between -1 and 1";
        }
        return null;
    }

    /// <summary>[frame][neuron] as a byte each: 127 times the value, a two's complement.</summary>
    internal byte[] Bytes() => [.. Frames.SelectMany(row => row.Select(value => unchecked((byte)(sbyte)MathF.Round(127 * value))))];
}
