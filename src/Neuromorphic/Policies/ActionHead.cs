using System.Globalization;
using Neuromorphic.Environments;
using Neuromorphic.Numerics;

namespace Neuromorphic.Policies;

/// <summary>The last stage of a controller: network outputs become an action.</summary>
public readonly struct ActionHead
{
    readonly Flag discrete, squashed;

    /// <summary>The head for an action space.</summary>
    /// <exception cref="ArgumentException">A box has finite bounds and infinite ones.</exception>
    public ActionHead(Space space)
    {
        discrete = space is Discrete;
        Outputs = space is Discrete d ? d.Count : space.Size;
        if (space is not Box box) return;
        int finite = box.Low.Concat(box.High).Count(double.IsFinite);
        squashed = finite > 0;
        if (finite > 0 && finite < 2 * box.Size)
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"The box of actions has {finite} finite bounds of {2 * box.Size}; allowed: all finite (outputs are squashed between them), or none (actions are the outputs as they are)."));
    }

    /// <summary>Network outputs: one for each discrete action, or one for each dimension of a box.</summary>
    public int Outputs { get; }

    /// <summary>Whether actions are numbers in [-1, 1], to be brought to the bounds of a box.</summary>
    internal Flag Squashed => squashed;

    /// <summary>The index of the largest output (the first of equals), the hyperbolic tangent of each, or the outputs themselves for a box without bounds.</summary>
    public void Act<R, B>(B outputs, int offset, B action) where R : unmanaged, IReal<R> where B : struct, IBuffer<R>
    {
        if (discrete)
        {
            R best = outputs[offset], index = 0f;
            for (int i = 1; i < Outputs; i++)
            {
                R better = outputs[offset + i] > best;
                best = R.Select(better, outputs[offset + i], best);
                index = R.Select(better, (float)i, index);
            }
            action[0] = index;
        }
        else if (squashed)
            for (int i = 0; i < Outputs; i++) action[i] = R.Tanh(outputs[offset + i]);
        else
            for (int i = 0; i < Outputs; i++) action[i] = outputs[offset + i];
    }
}
