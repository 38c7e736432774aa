using Neuromorphic.Environments;
using Neuromorphic.Neurons;
using Neuromorphic.Numerics;

namespace Neuromorphic.Policies;

/// <summary>A controller as a lane kernel: observation in, action out, one individual per lane. The struct holds sizes and options only.</summary>
public interface IPolicyKernel
{
    /// <summary>Numbers of state and scratch memory per individual.</summary>
    int StateSize { get; }

    /// <summary>Where in the state the outputs of the last action stand, from which it was made.</summary>
    int Outputs { get; }

    /// <summary>Threads among which the work for one individual can be divided; no team is larger.</summary>
    int Parts => 1;

    /// <summary>Writes the state before the first step of an episode.</summary>
    void Reset<R, B, F, TTeam>(PolicyParameters<R, B, F> parameters, B state, TTeam team)
        where R : unmanaged, IReal<R> where B : struct, IBuffer<R> where F : struct, IBuffer<R> where TTeam : struct, ITeam;

    /// <summary>
    /// Chooses an action: a whole number for discrete actions, numbers in [-1, 1] for a box, which the rollout scales to its bounds.
    /// Every thread of a team calls it and meets the same barriers; the action is the work of the first one.
    /// </summary>
    void Act<R, B, F, TProbe, TTeam>(PolicyParameters<R, B, F> parameters, B state, B observation, B action, ref TProbe probe, TTeam team)
        where R : unmanaged, IReal<R> where B : struct, IBuffer<R> where F : struct, IBuffer<R> where TProbe : struct, IProbe where TTeam : struct, ITeam;
}

/// <summary>A controller: the names and initial values of its parameters, and the kernel that reads them.</summary>
/// <param name="Name">The name on the command line.</param>
/// <param name="Layout">Every number of it.</param>
/// <param name="Kernel">The kernel.</param>
/// <param name="Neurons">Hidden neurons, as a probe counts them.</param>
/// <param name="Observations">Numbers of an observation that it reads.</param>
/// <param name="ActionSpace">The actions that it chooses among.</param>
public sealed record Policy(string Name, ParameterLayout Layout, IPolicyKernel Kernel, int Neurons, int Observations, Space ActionSpace)
{
    /// <summary>Refuses an environment for whose spaces the policy was not made, and a kernel whose outputs lie outside its state.</summary>
    /// <exception cref="ArgumentException">Observations have another length, actions are others, or the kernel's state is too small.</exception>
    internal void Check(Box observations, Space actions)
    {
        if (observations.Size != Observations) throw new ArgumentException($"The policy reads observations of {Observations} numbers; the environment gives {observations.Size}.");
        if (actions.ToString() != ActionSpace.ToString()) throw new ArgumentException($"The policy chooses from {ActionSpace}; the environment takes {actions}.");
        int outputs = new ActionHead(actions).Outputs;
        if (Kernel.Outputs < 0 || Kernel.Outputs + outputs > Kernel.StateSize)
            throw new ArgumentException($"The kernel of {Name} has its {outputs} outputs at {Kernel.Outputs}, beyond its state of {Kernel.StateSize} numbers.");
    }
}

/// <summary>The last stage of a controller: network outputs become an action.</summary>
public readonly struct ActionHead
{
    readonly Flag discrete;

    /// <summary>The head for an action space.</summary>
    public ActionHead(Space space)
    {
        discrete = space is Discrete;
        Outputs = space is Discrete d ? d.Count : space.Size;
    }

    /// <summary>Network outputs: one for each discrete action, or one for each dimension of a box.</summary>
    public int Outputs { get; }

    /// <summary>The index of the largest output (the first of equals), or the hyperbolic tangent of each.</summary>
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
        else
            for (int i = 0; i < Outputs; i++) action[i] = R.Tanh(outputs[offset + i]);
    }
}
