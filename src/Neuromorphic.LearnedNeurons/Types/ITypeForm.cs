using Neuromorphic.Numerics;

namespace Neuromorphic.LearnedNeurons;

/// <summary>How a neuron type is evaluated: from so many numbers that all neurons of the type share.</summary>
public interface ITypeForm
{
    /// <summary>Numbers of a type.</summary>
    int Numbers { get; }

    /// <summary>The function of s. Number k of the type stands at + k stride.</summary>
    R Of<R, P>(R s, P numbers, int at, int stride) where R : unmanaged, IReal<R> where P : struct, IBuffer<R>;
}
