using Neuromorphic.Numerics;

namespace Neuromorphic.Envs.Locomotion.Programs;

/// <summary>The parts of a robot's step as generic methods, which a device compiles for its own number and buffer. <see cref="StagesEmitter"/> writes the types.</summary>
interface IRobotStages
{
    /// <summary>Positions of a reset before noise.</summary>
    static abstract void Start<R, B>(B memory) where R : unmanaged, IReal<R> where B : struct, IBuffer<R>;
    /// <summary>Sines and cosines of the hinges.</summary>
    static abstract void Sines<R, B>(B memory) where R : unmanaged, IReal<R> where B : struct, IBuffer<R>;
    /// <summary>M, forces, violated limits, distances from the floor.</summary>
    static abstract void Motion<R, B>(B memory) where R : unmanaged, IReal<R> where B : struct, IBuffer<R>;
    /// <summary>Makes the contacts that touch the floor ready; the others weigh nothing.</summary>
    static abstract void Prepare<R, B>(B memory) where R : unmanaged, IReal<R> where B : struct, IBuffer<R>;
    /// <summary>Which constraints push, at the accelerations that the solver starts from.</summary>
    static abstract void Activate<R, B>(B memory) where R : unmanaged, IReal<R> where B : struct, IBuffer<R>;
    /// <summary>First half of a step of the solver: the limbs that changed, then the root.</summary>
    static abstract void Eliminate<R, B>(B memory) where R : unmanaged, IReal<R> where B : struct, IBuffer<R>;
    /// <summary>Second half: the limbs' accelerations and all active sets.</summary>
    static abstract void Substitute<R, B>(B memory) where R : unmanaged, IReal<R> where B : struct, IBuffer<R>;
    /// <summary>What each limb adds to the slope of the cost along the line that is searched.</summary>
    static abstract void Slope<R, B>(B memory) where R : unmanaged, IReal<R> where B : struct, IBuffer<R>;
    /// <summary>What follows an evaluation of accelerations within a step.</summary>
    static abstract void Integrate<R, B>(B memory, int evaluation) where R : unmanaged, IReal<R> where B : struct, IBuffer<R>;
    /// <summary>The force of each contact, if measured.</summary>
    static abstract void Measure<R, B>(B memory) where R : unmanaged, IReal<R> where B : struct, IBuffer<R>;
}
