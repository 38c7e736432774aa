using System.Collections.Concurrent;
using Neuromorphic.Neurons;
using Neuromorphic.Numerics;
using Neuromorphic.Tape;

namespace Neuromorphic.Gradients;

/// <summary>The arguments of the kernels below, by slot. A variable of a slot lies <see cref="NeuronKernels.Tile"/> items behind the one before it.</summary>
unsafe struct NeuronSlots
{
    /// <summary>What a neuron's parameters are to a kernel: [parameter][neuron].</summary>
    public void* Parameters;
    /// <summary>States before a step: [variable][neuron].</summary>
    public void* Before;
    /// <summary>States after it.</summary>
    public void* After;
    /// <summary>Currents.</summary>
    public void* Current;
    /// <summary>Spikes.</summary>
    public void* Spike;
    /// <summary>To these spikes times the share are added.</summary>
    public void* Mean;
    /// <summary>One number: what a spike adds to the mean.</summary>
    public void* Share;
    /// <summary>One number, to which |spike| is added.</summary>
    public void* Fired;
    /// <summary>Gradients of spikes.</summary>
    public void* SpikeGradient;
    /// <summary>Gradients of the states after the step, replaced by those of the states before it.</summary>
    public void* StateGradient;
    /// <summary>To these the gradients of parameters are added.</summary>
    public void* ParameterGradient;
    /// <summary>Gradients of currents.</summary>
    public void* CurrentGradient;
    /// <summary>One number: the surrogate's slope.</summary>
    public void* Slope;
}

/// <summary>A neuron's step and what follows from it, each as a loop over the neurons of a tile: the step itself, its adjoint, the adjoint of the state of rest.</summary>
/// <remarks>
/// The model writes <see cref="INeuron{TSelf}.Step"/> and <see cref="INeuron{TSelf}.Reset"/>; run with symbols they become a tape, whose derivative is taken in reverse.
/// A step's inner values are computed again from the state before it, so that a forward pass keeps states and currents only.
/// </remarks>
sealed class NeuronKernels
{
    /// <summary>Items from a variable to the next: neurons of a tile, at most.</summary>
    public const int Tile = 16;

    /// <summary>The slots by number.</summary>
    public const int Parameters = 0, Before = 1, After = 2, Current = 3, Spike = 4, Mean = 5, Share = 6, Fired = 7, SpikeGradient = 8, StateGradient = 9, ParameterGradient = 10, CurrentGradient = 11, Slope = 12, Slots = 13;
    const int Ahead = 6; // steps: backwards through time the processor does not foresee what is read

    static readonly ConcurrentDictionary<(object Model, Type Surrogate, ResetGradient Reset, Type Number, bool Shared), NeuronKernels> Made = [];

    readonly Lazy<LoopKernel>[] steps;
    readonly Lazy<LoopKernel> adjoint, restAdjoint;

    NeuronKernels(Lazy<LoopKernel>[] steps, Lazy<LoopKernel> adjoint, Lazy<LoopKernel> restAdjoint)
    {
        this.steps = steps;
        this.adjoint = adjoint;
        this.restAdjoint = restAdjoint;
    }

    /// <summary>A step, which counts spikes; with spikes or means or both, where they are asked for.</summary>
    public LoopKernel Step(bool spikes, bool means) => steps[(spikes ? 1 : 0) + (means ? 2 : 0)].Value;
    /// <summary>The adjoint of a step; it adds to the means as the step did.</summary>
    public LoopKernel Adjoint => adjoint.Value;
    /// <summary>From gradients of the state of rest to those of parameters.</summary>
    public LoopKernel RestAdjoint => restAdjoint.Value;

    /// <summary>The kernels of a model, made once.</summary>
    /// <param name="model">The model under its options.</param>
    /// <param name="parameters">Parameters of a neuron.</param>
    /// <param name="reset">Whether gradients pass through the decision to reset.</param>
    /// <param name="shared">Whether a parameter is one value for all lanes, and not one for each.</param>
    public static NeuronKernels Of<TNeuron, TSurrogate, R>(TNeuron model, int parameters, ResetGradient reset, bool shared)
        where TNeuron : struct, INeuron<TNeuron> where TSurrogate : struct, ISurrogate where R : unmanaged, IReal<R> =>
        Made.GetOrAdd((model, typeof(TSurrogate), reset, typeof(R), shared), _ =>
        {
            Slot[] slots = new Slot[Slots];
            slots[Parameters] = shared ? Slot.Shared : Slot.Lanes;
            slots[Current] = Slot.Overwritten; // by its gradient
            slots[Share] = slots[Slope] = Slot.Constant;
            slots[Fired] = Slot.Carried;
            int size = TNeuron.StateSize * Tile;
            (int, int)[] states(int ahead) => [.. Enumerable.Range(0, TNeuron.StateSize).Select(k => (Before, ahead * size + k * Tile))];
            Lazy<LoopKernel> compiled(Func<Equations> record, params (int, int)[] ahead) => new(() => LoopEmitter.Compile<R>(record(), slots, Tile, ahead));
            return new(
                [.. Enumerable.Range(0, 4).Select(i => compiled(() => RecordStep(model, spikes: (i & 1) != 0, means: (i & 2) != 0), i == 0 ? [(Current, Ahead * Tile)] : []))],
                compiled(() => RecordAdjoint<TNeuron, TSurrogate>(model, parameters, reset), [.. states(-Ahead), (Current, -Ahead * Tile)]),
                compiled(() => RecordRestAdjoint(model, parameters)));
        });

    /// <summary>The equations of a step.</summary>
    public static Equations RecordStep<TNeuron>(TNeuron model, bool spikes, bool means) where TNeuron : struct, INeuron<TNeuron> => Recorder.Record("step", stores =>
    {
        Symbol spike = Run(model, out Symbol[] after);
        for (int k = 0; k < after.Length; k++) stores.Add(LoopEmitter.Address(After, k), after[k]);
        if (spikes) stores.Add(LoopEmitter.Address(Spike), spike);
        if (means) stores.Add(LoopEmitter.Address(Mean), Symbol.Fma(spike, Load(Share), Load(Mean)));
        stores.Add(LoopEmitter.Address(Fired), Load(Fired) + Symbol.Abs(spike));
    });

    /// <summary>The equations of the adjoint of a step.</summary>
    public static Equations RecordAdjoint<TNeuron, TSurrogate>(TNeuron model, int parameters, ResetGradient reset) where TNeuron : struct, INeuron<TNeuron> where TSurrogate : struct, ISurrogate => Recorder.Record("adjoint", stores =>
    {
        Symbol slope = Load(Slope), spike = Run(model, out Symbol[] after);
        Derivative derivative = new(x => TSurrogate.Derivative(x, slope), reset == ResetGradient.Attached);
        derivative.Add(spike, Load(SpikeGradient));
        for (int k = 0; k < after.Length; k++) derivative.Add(after[k], Load(StateGradient, k));
        derivative.Run();
        for (int p = 0; p < parameters; p++) stores.Add(LoopEmitter.Address(ParameterGradient, p), derivative.Onto(Load(ParameterGradient, p), Load(Parameters, p)));
        for (int k = 0; k < after.Length; k++) stores.Add(LoopEmitter.Address(StateGradient, k), derivative.Of(Load(Before, k)));
        stores.Add(LoopEmitter.Address(CurrentGradient), derivative.Of(Load(Current)));
        stores.Add(LoopEmitter.Address(Mean), Symbol.Fma(spike, Load(Share), Load(Mean)));
    });

    /// <summary>The equations of the state of rest.</summary>
    public static Equations RecordRest<TNeuron>(TNeuron model) where TNeuron : struct, INeuron<TNeuron> => Recorder.Record("rest", stores =>
    {
        Symbol[] state = Rest(model);
        for (int k = 0; k < state.Length; k++) stores.Add(LoopEmitter.Address(After, k), state[k]);
    });

    /// <summary>The equations of the adjoint of the state of rest.</summary>
    public static Equations RecordRestAdjoint<TNeuron>(TNeuron model, int parameters) where TNeuron : struct, INeuron<TNeuron> => Recorder.Record("adjoint of rest", stores =>
    {
        Symbol[] state = Rest(model);
        Derivative derivative = new();
        for (int k = 0; k < state.Length; k++) derivative.Add(state[k], Load(StateGradient, k));
        derivative.Run();
        for (int p = 0; p < parameters; p++) stores.Add(LoopEmitter.Address(ParameterGradient, p), derivative.Onto(Load(ParameterGradient, p), Load(Parameters, p)));
    });

    static Symbol[] Rest<TNeuron>(TNeuron model) where TNeuron : struct, INeuron<TNeuron>
    {
        Variables state = new(Before, []);
        model.Reset<Symbol, Variables, Variables>(new(Parameters, []), state, 0, 1);
        return [.. Enumerable.Range(0, TNeuron.StateSize).Select(k => state[k])];
    }

    static Symbol Run<TNeuron>(TNeuron model, out Symbol[] after) where TNeuron : struct, INeuron<TNeuron>
    {
        Variables state = new(Before, []);
        Symbol spike = model.Step<Symbol, Variables, Variables>(new(Parameters, []), state, 0, 1, Load(Current));
        after = [.. Enumerable.Range(0, TNeuron.StateSize).Select(k => state[k])];
        return spike;
    }

    static Symbol Load(int slot, int variable = 0) => new(Recorder.Current.Load(LoopEmitter.Address(slot, variable)));

    /// <summary>The variables of a slot while a step is recorded: loads, and what was written over them.</summary>
    readonly struct Variables(int slot, Dictionary<int, Symbol> written) : IBuffer<Symbol>
    {
        readonly int slot = slot;
        readonly Dictionary<int, Symbol> written = written;

        public Symbol this[int index]
        {
            get => written.TryGetValue(index, out Symbol value) ? value : Load(slot, index);
            set => written[index] = value;
        }
    }
}
