using Neuromorphic.Neurons;
using Neuromorphic.Numerics;
using Neuromorphic.Tape;

namespace Neuromorphic.Gradients;

/// <summary>
/// A neuron's step and what follows from it as kernels of an item, for devices: the same equations as the loops over lanes, and so the same bits.
/// Each is a type that implements <see cref="IItemKernel"/>.
/// </summary>
/// <param name="Step">The step: states and currents to states and spikes; |spike| is added to the count.</param>
/// <param name="Adjoint">The adjoint of a step: gradients of spikes and states to those of states and currents; those of parameters are added.</param>
/// <param name="RestAdjoint">From gradients of the state of rest to those of parameters, which are added.</param>
/// <param name="Rows">Where the rows of each argument begin in an item's memory.</param>
public sealed record NeuronItems(Type Step, Type Adjoint, Type RestAdjoint, NeuronRows Rows)
{
    /// <summary>The kernels of a model.</summary>
    /// <param name="neuron">The model's name.</param>
    /// <param name="options">Its options.</param>
    /// <param name="surrogate">The surrogate's name.</param>
    /// <param name="reset">Whether gradients pass through the decision to reset.</param>
    /// <exception cref="ArgumentException">There is no such model or surrogate, or an option is not allowed.</exception>
    public static NeuronItems Of(string neuron, NeuronOptions options, string surrogate, ResetGradient reset) => NeuronRegistry.Use(neuron, new Use(options, surrogate, reset));

    sealed record Use(NeuronOptions Options, string Surrogate, ResetGradient Reset) : INeuronUse<NeuronItems>
    {
        public NeuronItems With<TNeuron>() where TNeuron : struct, INeuron<TNeuron> =>
            Generic.Create<Maker>(typeof(Maker<,>), [typeof(TNeuron), SurrogateRegistry.TypeOf(Surrogate)]).Make(Options, Reset);
    }

    abstract class Maker
    {
        public abstract NeuronItems Make(NeuronOptions options, ResetGradient reset);
    }

    sealed class Maker<TNeuron, TSurrogate> : Maker where TNeuron : struct, INeuron<TNeuron> where TSurrogate : struct, ISurrogate
    {
        public override NeuronItems Make(NeuronOptions options, ResetGradient reset)
        {
            TNeuron model = TNeuron.Create(options);
            int parameters = TNeuron.Parameters(options).Count;
            NeuronRows rows = new(parameters, TNeuron.StateSize);
            int rowOf(int address)
            {
                (int slot, int variable) = LoopEmitter.Parts(address);
                return rows.Of(slot) + variable;
            }
            return new(
                ItemEmitter.Emit(NeuronKernels.RecordStep(model, spikes: true, means: false), rowOf),
                ItemEmitter.Emit(NeuronKernels.RecordAdjoint<TNeuron, TSurrogate>(model, parameters, reset), rowOf),
                ItemEmitter.Emit(NeuronKernels.RecordRestAdjoint(model, parameters), rowOf), rows);
        }
    }
}

/// <summary>The rows of an item's memory.</summary>
/// <param name="Parameters">Parameters of a neuron, as kernels read them.</param>
/// <param name="States">State variables.</param>
public sealed record NeuronRows(int Parameters, int States)
{
    /// <summary>Parameters [parameters].</summary>
    public static int Parameter => 0;
    /// <summary>The state before a step [states].</summary>
    public int Before => Parameters;
    /// <summary>The state after it [states].</summary>
    public int After => Before + States;
    /// <summary>Gradients of the state after a step, replaced by those of the state before it [states].</summary>
    public int StateGradient => After + States;
    /// <summary>Gradients of parameters [parameters].</summary>
    public int ParameterGradient => StateGradient + States;
    /// <summary>The current.</summary>
    public int Current => ParameterGradient + Parameters;
    /// <summary>The spike.</summary>
    public int Spike => Current + 1;
    /// <summary>To this the spike times the share is added, by the adjoint.</summary>
    public int Mean => Spike + 1;
    /// <summary>What a spike adds to the mean.</summary>
    public int Share => Mean + 1;
    /// <summary>Spikes so far.</summary>
    public int Fired => Share + 1;
    /// <summary>The gradient of the spike.</summary>
    public int SpikeGradient => Fired + 1;
    /// <summary>The gradient of the current.</summary>
    public int CurrentGradient => SpikeGradient + 1;
    /// <summary>The surrogate's slope.</summary>
    public int Slope => CurrentGradient + 1;
    /// <summary>All rows.</summary>
    public int Count => Slope + 1;

    /// <summary>The first row of a slot of the loops.</summary>
    internal int Of(int slot) => slot switch
    {
        NeuronKernels.Parameters => Parameter,
        NeuronKernels.Before => Before,
        NeuronKernels.After => After,
        NeuronKernels.Current => Current,
        NeuronKernels.Spike => Spike,
        NeuronKernels.Mean => Mean,
        NeuronKernels.Share => Share,
        NeuronKernels.Fired => Fired,
        NeuronKernels.SpikeGradient => SpikeGradient,
        NeuronKernels.StateGradient => StateGradient,
        NeuronKernels.ParameterGradient => ParameterGradient,
        NeuronKernels.CurrentGradient => CurrentGradient,
        _ => Slope,
    };
}
