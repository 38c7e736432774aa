using Neuromorphic.Tape;

namespace Neuromorphic.LearnedNeurons;

/// <summary>What follows from the loss of an example: gradients by theta and phi, and the gradients of its change along a direction of theta.</summary>
sealed class LossPrograms
{
    /// <summary>The arguments by slot. Theta, phi, noise and direction are the same for all items; the others are each item's own.</summary>
    public const int Theta = 0, Phi = 1, Noise = 2, Direction = 3, Weight = 4, Input = 5, Target = 6, Share = 7, ThetaGradient = 8, PhiGradient = 9, Loss = 10, Output = 11, Hidden = 12, Slots = 13;

    const int MostNumbers = 1 << 16;

    static readonly Slot[] Kinds = [Slot.Constant, Slot.Constant, Slot.Constant, Slot.Constant, Slot.Constant, Slot.Lanes, Slot.Lanes, Slot.Lanes, Slot.Overwritten, Slot.Overwritten, Slot.Lanes, Slot.Lanes, Slot.Lanes];

    readonly ILossModel model;

    /// <param name="model">The loss.</param>
    /// <param name="stride">Items from one variable of an argument to the next.</param>
    /// <exception cref="ArgumentException">The network is too large.</exception>
    public LossPrograms(ILossModel model, int stride)
    {
        if (model.FanIn.Count > MostNumbers) throw new ArgumentException($"The network has {model.FanIn.Count:N0} numbers; allowed are {MostNumbers:N0}, up to which networks are recorded.");
        this.model = model;
        Gradient = new(Recorder.Record("gradient", stores => RecordGradient(stores, withPhi: false)), Kinds, stride);
        Second = new(Lazy(() => Recorder.Record("second", RecordSecond), stride));
        PhiOnly = new(Lazy(() => Recorder.Record("phi", stores => RecordGradient(stores, withPhi: true)), stride));
        Values = new(Lazy(() => Recorder.Record("values", RecordValues), stride));
    }

    static Func<LoopProgram> Lazy(Func<Equations> record, int stride) => () => new(record(), Kinds, stride);

    /// <summary>Adds an example's gradient by theta, times its share, and writes its loss.</summary>
    public LoopProgram Gradient { get; }
    /// <summary>Adds its gradient by phi.</summary>
    public Lazy<LoopProgram> PhiOnly { get; }
    /// <summary>Adds the gradients by theta and phi of the weight times its loss, and of its loss's change along the direction.</summary>
    public Lazy<LoopProgram> Second { get; }
    /// <summary>Writes outputs and hidden values.</summary>
    public Lazy<LoopProgram> Values { get; }

    void RecordGradient(Dictionary<int, Symbol> stores, bool withPhi)
    {
        Symbol loss = RecordLoss(out Symbol[] theta, out Symbol[] phi);
        Derivative derivative = new();
        derivative.Add(loss, Load(Share));
        derivative.Run();
        if (withPhi) Store(stores, PhiGradient, phi, derivative);
        else
        {
            Store(stores, ThetaGradient, theta, derivative);
            stores[LoopEmitter.Address(Loss)] = loss;
        }
    }

    void RecordSecond(Dictionary<int, Symbol> stores)
    {
        Symbol loss = RecordLoss(out Symbol[] theta, out Symbol[] phi);
        Tangent tangent = new();
        for (int i = 0; i < theta.Length; i++) tangent.Set(theta[i], Load(Direction, i));
        tangent.Run();
        Derivative derivative = new();
        derivative.Add(loss, Load(Share) * Load(Weight));
        derivative.Add(tangent.Of(loss), Load(Share));
        derivative.Run();
        Store(stores, ThetaGradient, theta, derivative);
        Store(stores, PhiGradient, phi, derivative);
    }

    void RecordValues(Dictionary<int, Symbol> stores)
    {
        Recorded values = model.Run(Loads(Theta, model.FanIn.Count), Loads(Phi, model.Phi), Loads(Input, model.Inputs), Loads(Noise, model.Noises));
        for (int o = 0; o < values.Outputs.Length; o++) stores[LoopEmitter.Address(Output, o)] = values.Outputs[o];
        for (int i = 0; i < values.Hidden.Length; i++) stores[LoopEmitter.Address(Hidden, i)] = values.Hidden[i];
    }

    Symbol RecordLoss(out Symbol[] theta, out Symbol[] phi)
    {
        theta = Loads(Theta, model.FanIn.Count);
        phi = Loads(Phi, model.Phi);
        return model.Loss(model.Run(theta, phi, Loads(Input, model.Inputs), Loads(Noise, model.Noises)).Outputs, Loads(Target, model.Targets));
    }

    static void Store(Dictionary<int, Symbol> stores, int slot, Symbol[] numbers, Derivative derivative)
    {
        for (int i = 0; i < numbers.Length; i++) stores[LoopEmitter.Address(slot, i)] = derivative.Onto(Load(slot, i), numbers[i]);
    }

    static Symbol[] Loads(int slot, int count) => [.. Enumerable.Range(0, count).Select(i => Load(slot, i))];
    static Symbol Load(int slot, int variable = 0) => new(Recorder.Current.Load(LoopEmitter.Address(slot, variable)));
}
