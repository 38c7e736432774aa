using Neuromorphic.Environments;
using Neuromorphic.Expressions;
using Neuromorphic.Neurons;
using Neuromorphic.Numerics;

namespace Neuromorphic.Policies;

/// <summary>A controller as a lane kernel: observation in, outputs out, one individual per lane. The struct holds sizes and options only.</summary>
public interface IPolicyKernel
{
    /// <summary>Numbers of state and scratch memory per individual.</summary>
    int StateSize { get; }

    /// <summary>Where in the state the outputs stand: one for each discrete action, or one for each dimension of a box.</summary>
    int Outputs { get; }

    /// <summary>Threads among which the work for one individual can be divided; no team is larger.</summary>
    int Parts => 1;

    /// <summary>Writes the state before the first step of an episode.</summary>
    void Reset<R, B, F, TTeam>(PolicyParameters<R, B, F> parameters, B state, TTeam team)
        where R : unmanaged, IReal<R> where B : struct, IBuffer<R> where F : struct, IBuffer<R> where TTeam : struct, ITeam;

    /// <summary>
    /// Writes the outputs, and nothing else that anybody reads: the agent around it makes an action of them. Every thread of a team calls it and meets
    /// the same barriers, the last of which the agent sets. What happens within a step is for the probe to see.
    /// </summary>
    void Run<R, B, F, TProbe, TTeam>(PolicyParameters<R, B, F> parameters, B state, B observation, ref TProbe probe, TTeam team)
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
    /// <summary>What it is, in a few words: "1,024 heterogeneous lif neurons".</summary>
    public string Description { get; init; } = Name;
    /// <summary>What it says of itself in texts, by name, such as the formulas of its units: checkpoints keep them for their readers.</summary>
    public IReadOnlyDictionary<string, string> Texts { get; init; } = new Dictionary<string, string>();
    /// <summary>The activation functions that its neurons have with a flat vector, by name, where these are learned; null where they are not.</summary>
    public Func<float[], IReadOnlyList<(string Name, Expression Function)>>? Functions { get; init; }
    /// <summary>Whether what a probe sees of its neurons are spikes.</summary>
    public bool HasSpikes { get; init; }

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
