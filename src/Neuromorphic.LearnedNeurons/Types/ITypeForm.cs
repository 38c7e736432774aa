using System.Runtime.CompilerServices;
using Neuromorphic.Numerics;

namespace Neuromorphic.LearnedNeurons;

/// <summary>How a neuron type is evaluated: from so many numbers that all neurons of the type share.</summary>
public interface ITypeForm
{
    /// <summary>Numbers of a type.</summary>
    int Numbers { get; }

    /// <summary>The function of s. Number k of the type stands at + k stride.</summary>
    R Of<R, P>(R s, P numbers, int at, int stride) where R : unmanaged, IReal<R> where P : struct, IBuffer<R>;

    /// <summary>Replaces what neurons first ... end - 1 receive by the function of it.</summary>
    void Apply<R, P, B>(B state, int first, int end, P numbers, int at, int stride) where R : unmanaged, IReal<R> where P : struct, IBuffer<R> where B : struct, IBuffer<R>;
}

/// <summary>What forms have in common.</summary>
static class TypeForms
{
    /// <summary>Neuron by neuron.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Each<TForm, R, P, B>(TForm form, B state, int first, int end, P numbers, int at, int stride)
        where TForm : struct, ITypeForm where R : unmanaged, IReal<R> where P : struct, IBuffer<R> where B : struct, IBuffer<R>
    {
        for (int i = first; i < end; i++) state[i] = form.Of<R, P>(state[i], numbers, at, stride);
    }
}
