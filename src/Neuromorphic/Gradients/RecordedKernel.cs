using Neuromorphic.Neurons;
using Neuromorphic.Numerics;
using Neuromorphic.Policies;
using Neuromorphic.Tape;

namespace Neuromorphic.Gradients;

/// <summary>
/// A controller's kernel on a tape: what a step makes of numbers, state and observation, and the adjoint of it. The kernel is the one source of both. Its loops
/// are unrolled, so this is for controllers of some thousand numbers.
/// </summary>
/// <remarks>Of the state only what a later step reads is carried from step to step; the rest is scratch memory.</remarks>
sealed class RecordedKernel
{
    /// <summary>The arguments by kind. Variables beyond <see cref="Chunk"/> are in slots of their own: the kind plus a multiple of <see cref="Kinds"/>.</summary>
    public const int Parameters = 0, Before = 1, Observation = 2, Outputs = 3, After = 4, OutputGradient = 5, StateGradient = 6, ParameterGradient = 7, ObservationGradient = 8, Kinds = 9;
    /// <summary>Variables of a slot.</summary>
    public const int Chunk = 1 << 16;

    const int MostNumbers = 500_000;

    readonly Policy policy;
    readonly int outputs;
    readonly int[] perMember, shared; // where the numbers of these buffers stand in the flat vector
    readonly bool[] trained;
    int[] carried;

    /// <summary>Records the kernel of a controller once, to see which of its state goes from step to step.</summary>
    /// <exception cref="ArgumentException">It does what cannot be recorded, has too many numbers, or a decoder makes more or fewer numbers than are searched.</exception>
    public RecordedKernel(Policy policy)
    {
        this.policy = policy;
        ParameterLayout layout = policy.Layout;
        if (layout.Count > MostNumbers) throw Refused(policy, $"its {layout.Count:N0} numbers are more than the {MostNumbers:N0} up to which kernels are recorded");
        if (layout.Slices.FirstOrDefault(slice => slice.ValueCount != slice.Count) is { } resized) throw Refused(policy, $"the decoder of {resized.Name} makes {resized.ValueCount:N0} numbers of {resized.Count:N0}");
        outputs = new ActionHead(policy.ActionSpace).Outputs;
        (perMember, shared, trained) = (new int[layout.PerMemberCount], new int[layout.SharedCount], new bool[layout.Count]);
        foreach (ParameterSlice slice in layout.Slices)
            for (int i = 0; i < slice.Count; i++)
            {
                (slice.PerMember ? perMember : shared)[slice.BufferOffset + i] = slice.Offset + i;
                trained[slice.Offset + i] = slice.Trained;
            }
        carried = [.. Enumerable.Range(0, policy.Kernel.StateSize)];
        int[] found = [];
        try
        {
            Spikes = Recorder.Record(() => found = FindCarried(Run(Loaded()))).Lines.Any(line => line.Operation == Operation.Fires);
        }
        catch (NotSupportedException e)
        {
            throw Refused(policy, e.Message.TrimEnd('.'), e);
        }
        carried = found;
    }

    static ArgumentException Refused(Policy policy, FormattableString why) => Refused(policy, FormattableString.Invariant(why), null);
    static ArgumentException Refused(Policy policy, string why, Exception? inner) => new($"The policy {policy.Name} has no gradients: {why}.", inner);

    /// <summary>Numbers of the state that are carried from step to step.</summary>
    public int Carried => carried.Length;
    /// <summary>Whether it decides by <see cref="IReal{R}.Fires"/>.</summary>
    public bool Spikes { get; }
    /// <summary>Variables of the largest argument.</summary>
    public int MostVariables => Math.Max(Math.Max(policy.Layout.Count, carried.Length), Math.Max(policy.Observations, outputs));

    /// <summary>The address of a variable.</summary>
    public static int Address(int kind, int variable) => LoopEmitter.Address(kind + Kinds * (variable / Chunk), variable % Chunk);

    /// <summary>From the state before, or from that of rest, and an observation to the outputs and the state after: to the bit what lanes compute.</summary>
    public Equations Step(bool fromRest) => Recorder.Record("step", stores =>
    {
        Symbol[] state = Run(fromRest ? Rest() : Loaded());
        for (int o = 0; o < outputs; o++) stores[Address(Outputs, o)] = state[policy.Kernel.Outputs + o];
        for (int k = 0; k < carried.Length && !fromRest; k++) stores[Address(After, k)] = state[carried[k]];
    }, contract: false);

    /// <summary>The adjoint of a step: adds to the gradients of trained numbers; gradients of the state after become those of the state before.</summary>
    /// <param name="surrogate">The derivative that stands in for that of a spike, by the distance from the threshold.</param>
    /// <param name="reset">Whether gradients pass through the decision to reset.</param>
    /// <param name="inputs">Whether gradients of the observation are asked for.</param>
    /// <param name="fromRest">Whether the step begins in the state of rest.</param>
    public Equations StepAdjoint(Func<Symbol, Symbol> surrogate, ResetGradient reset, bool inputs, bool fromRest) => Recorder.Record("adjoint", stores =>
    {
        Symbol[] state = Run(fromRest ? Rest() : Loaded());
        Derivative derivative = new(surrogate, reset == ResetGradient.Attached);
        for (int o = 0; o < outputs; o++) derivative.Add(state[policy.Kernel.Outputs + o], Load(OutputGradient, o));
        for (int k = 0; k < carried.Length && !fromRest; k++) derivative.Add(state[carried[k]], Load(StateGradient, k));
        derivative.Run();
        StoreNumbers(stores, derivative);
        for (int k = 0; k < carried.Length && !fromRest; k++) stores[Address(StateGradient, k)] = derivative.Of(Load(Before, k));
        for (int i = 0; i < policy.Observations && inputs; i++) stores[Address(ObservationGradient, i)] = derivative.Of(Load(Observation, i));
    });

    /// <summary>The state of rest, as far as it is carried.</summary>
    public Equations RestState() => Recorder.Record("rest", stores =>
    {
        Symbol[] state = Rest();
        for (int k = 0; k < carried.Length; k++) stores[Address(After, k)] = state[carried[k]];
    }, contract: false);

    /// <summary>The adjoint of the state of rest.</summary>
    public Equations RestAdjoint() => Recorder.Record("adjoint of rest", stores =>
    {
        Symbol[] state = Rest();
        Derivative derivative = new();
        for (int k = 0; k < carried.Length; k++) derivative.Add(state[carried[k]], Load(StateGradient, k));
        derivative.Run();
        StoreNumbers(stores, derivative);
    });

    void StoreNumbers(Dictionary<int, Symbol> stores, Derivative derivative)
    {
        for (int p = 0; p < trained.Length; p++)
            if (trained[p]) stores[Address(ParameterGradient, p)] = derivative.Onto(Load(ParameterGradient, p), Load(Parameters, p));
    }

    static Symbol Load(int kind, int variable) => new(Recorder.Current.Load(Address(kind, variable)));

    /// <summary>The state before a step; what is not carried is written before it is read.</summary>
    Symbol[] Loaded()
    {
        Symbol[] state = Nothing();
        for (int k = 0; k < carried.Length; k++) state[carried[k]] = Load(Before, k);
        return state;
    }

    Symbol[] Rest()
    {
        Symbol[] state = Nothing();
        policy.Kernel.Reset<Symbol, SymbolBuffer, SymbolBuffer, Alone>(Numbers(), new(state), default);
        return state;
    }

    Symbol[] Nothing()
    {
        Symbol[] state = new Symbol[policy.Kernel.StateSize];
        Array.Fill(state, 0.0);
        return state;
    }

    /// <summary>A step of the kernel, in place.</summary>
    Symbol[] Run(Symbol[] state)
    {
        Symbol[] observation = [.. Enumerable.Range(0, policy.Observations).Select(i => Load(Observation, i))];
        NoProbe probe = default;
        policy.Kernel.Run<Symbol, SymbolBuffer, SymbolBuffer, NoProbe, Alone>(Numbers(), new(state), new(observation), ref probe, default);
        return state;
    }

    PolicyParameters<Symbol, SymbolBuffer, SymbolBuffer> Numbers() => new(Of(perMember), Of(shared));
    static SymbolBuffer Of(int[] places) => new([.. places.Select(place => Load(Parameters, place))]);

    /// <summary>What outputs depend on of the state before, directly or by way of a state that is carried.</summary>
    int[] FindCarried(Symbol[] after)
    {
        IReadOnlyList<Line> lines = Recorder.Current.Lines;
        bool[] seen = new bool[lines.Count];
        SortedSet<int> found = [];
        Stack<int> open = new(Enumerable.Range(0, outputs).Select(o => after[policy.Kernel.Outputs + o].Id));
        while (open.TryPop(out int id))
        {
            if (id < 0 || seen[id]) continue;
            seen[id] = true;
            Line line = lines[id];
            foreach (int operand in (ReadOnlySpan<int>)[line.A, line.B, line.C]) open.Push(operand);
            if (line.Operation != Operation.Load) continue;
            (int slot, int variable) = LoopEmitter.Parts(line.Address);
            int k = slot / Kinds * Chunk + variable;
            if (slot % Kinds == Before && found.Add(k)) open.Push(after[k].Id);
        }
        return [.. found];
    }

    readonly struct SymbolBuffer(Symbol[] items) : IBuffer<Symbol>
    {
        readonly Symbol[] items = items;

        public Symbol this[int index]
        {
            get => items[index];
            set => items[index] = value;
        }
    }
}
