using Neuromorphic.Numerics;
using Neuromorphic.Policies;
using Neuromorphic.Tape;

namespace Neuromorphic.Gradients;

/// <summary>
/// Any controller as gradients see it: its kernel is recorded, and the adjoint of the recording is taken. So a controller of one's own that is written once
/// is trained by gradients too.
/// </summary>
/// <remarks>
/// What a kernel may do: arithmetic and functions of <see cref="IReal{R}"/>, comparisons and <see cref="IReal{R}.Select"/>, spikes by <see cref="IReal{R}.Fires"/>;
/// not bits, words, lanes, or decisions of the program by a number.
/// </remarks>
public sealed class RecordedNetwork : IGradientModel
{
    /// <summary>The network of a controller.</summary>
    /// <param name="policy">The controller.</param>
    /// <exception cref="ArgumentException">Its kernel does what cannot be recorded, has too many numbers, or a decoder makes more or fewer numbers than are searched.</exception>
    public RecordedNetwork(Policy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        Layout = policy.Layout;
        Inputs = policy.Observations;
        Outputs = new ActionHead(policy.ActionSpace).Outputs;
        Kernel = new(policy);
    }

    internal RecordedKernel Kernel { get; }
    /// <inheritdoc/>
    public ParameterLayout Layout { get; }
    /// <inheritdoc/>
    public int Inputs { get; }
    /// <inheritdoc/>
    public int Outputs { get; }
    /// <inheritdoc/>
    public bool AllowsIndependentSteps => true;
    /// <inheritdoc/>
    public bool IsExact => !Kernel.Spikes;

    /// <inheritdoc/>
    public double BytesOf(GradientOptions options, int capacity) => sizeof(float) * SequenceGroup.Members * ((Inputs + 2.0 * Outputs + Kernel.Carried) * capacity + 2.0 * Kernel.Carried + 2.0 * Layout.Count);

    /// <inheritdoc/>
    SequenceGroup IGradientModel.CreateGroup(Type number, GradientOptions options, int capacity, bool inputGradients, StepRelation relation)
    {
        bool fromRest = relation == StepRelation.Independent;
        Slot[] slots = new Slot[RecordedKernel.Kinds * (Kernel.MostVariables / RecordedKernel.Chunk + 1)];
        for (int s = 0; s < slots.Length; s++)
            slots[s] = (s % RecordedKernel.Kinds) switch { RecordedKernel.Parameters => Slot.Constant, RecordedKernel.StateGradient or RecordedKernel.ParameterGradient => Slot.Overwritten, _ => Slot.Lanes };
        Func<Symbol, Symbol> surrogate = Generic.Create<SurrogateSymbol>(typeof(SurrogateSymbol<>), [SurrogateRegistry.TypeOf(options.Surrogate)], options.Slope ?? SurrogateRegistry.DefaultSlope(options.Surrogate)).Derivative;
        int stride = SequenceGroup.Members / Generic.Create<NumberWidth>(typeof(NumberWidth<>), [number]).Width * (fromRest ? capacity : 1);
        LoopProgram Program(Equations equations) => new(equations, slots, stride);
        RecordedPrograms programs = new(
            Program(Kernel.Step(fromRest)),
            Program(Kernel.StepAdjoint(surrogate, options.Reset, inputGradients, fromRest)),
            Program(Kernel.RestState()),
            Program(Kernel.RestAdjoint()),
            slots.Length);
        return Generic.Create<SequenceGroup>(typeof(RecordedSequenceGroup<>), [number], this, programs, options.Truncation, capacity, inputGradients, relation);
    }

    abstract class NumberWidth
    {
        public abstract int Width { get; }
    }

    sealed class NumberWidth<R> : NumberWidth where R : unmanaged, IReal<R>
    {
        public override int Width => R.Width;
    }

    abstract class SurrogateSymbol
    {
        public abstract Symbol Derivative(Symbol distance);
    }

    sealed class SurrogateSymbol<TSurrogate>(double slope) : SurrogateSymbol where TSurrogate : struct, ISurrogate
    {
        public override Symbol Derivative(Symbol distance) => TSurrogate.Derivative<Symbol>(distance, slope);
    }
}

/// <summary>What a recorded network runs.</summary>
/// <param name="Step">A step.</param>
/// <param name="StepAdjoint">Its adjoint.</param>
/// <param name="Rest">The state of rest.</param>
/// <param name="RestAdjoint">Its adjoint.</param>
/// <param name="Slots">Slots of each.</param>
sealed record RecordedPrograms(LoopProgram Step, LoopProgram StepAdjoint, LoopProgram Rest, LoopProgram RestAdjoint, int Slots);
