using Neuromorphic.Neurons;
using Neuromorphic.Numerics;

namespace Neuromorphic.Rollouts;

/// <summary>Watches an episode, and the neurons within its steps. The empty one costs nothing.</summary>
interface IEpisodeObserver<R, B, F> : IProbe where R : unmanaged, IReal<R> where B : struct, IBuffer<R> where F : struct, IBuffer<R>
{
    /// <summary>Called when the first state is there.</summary>
    void Began(in EpisodeMemory<R, B, F> memory);

    /// <summary>Called when an observation is there that is not scaled yet.</summary>
    void Observed(in EpisodeMemory<R, B, F> memory);

    /// <summary>Called after a step of the environment; observation (scaled), outputs and action are still those that led to it.</summary>
    /// <param name="memory">Where the episode lives.</param>
    /// <param name="step">The step, from 0.</param>
    /// <param name="alive">Whose episode had not ended before.</param>
    /// <param name="reward">The reward.</param>
    /// <param name="terminated">Whose state is terminal now.</param>
    /// <param name="broken">Whose observation, output or reward was not finite.</param>
    void Stepped(in EpisodeMemory<R, B, F> memory, int step, R alive, R reward, R terminated, R broken);
}

/// <summary>Sees nothing.</summary>
readonly struct NoObserver<R, B, F> : IEpisodeObserver<R, B, F> where R : unmanaged, IReal<R> where B : struct, IBuffer<R> where F : struct, IBuffer<R>
{
    public void BeginStep(int subSteps) { }
    public void Record<T, V>(int neuron, int subStep, V state, T spike) where T : unmanaged, IReal<T> where V : struct, IBuffer<T> { }
    public void Began(in EpisodeMemory<R, B, F> memory) { }
    public void Observed(in EpisodeMemory<R, B, F> memory) { }
    public void Stepped(in EpisodeMemory<R, B, F> memory, int step, R alive, R reward, R terminated, R broken) { }
}
