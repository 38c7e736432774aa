using Neuromorphic.Gradients;
using Neuromorphic.Neurons;
using Neuromorphic.Numerics;
using Neuromorphic.Policies;
using Neuromorphic.Tape;
using TorchSharp;
using static TorchSharp.torch;

namespace Neuromorphic.Autodiff;

/// <summary>
/// A neuron model of the core in torch's operations, one step at a time, from the tape of its step: what the fused form is checked against, and what runs on a CUDA device.
/// </summary>
/// <remarks>Coefficients are what kernels read, in the order of the core's parameters: gains, not time constants. Each is [neurons].</remarks>
sealed class TensorNeuron(Equations rest, Equations step, int stateSize)
{
    /// <summary>What a line of the tape gives: a number or a mask, and of the decision to fire also 1 or 0 with the derivative of the surrogate.</summary>
    readonly record struct Value(Tensor Number, Tensor? Fires = null);

    /// <summary>The operations of a model.</summary>
    public static TensorNeuron Of<TNeuron>(TNeuron model) where TNeuron : struct, INeuron<TNeuron> =>
        new(NeuronKernels.RecordRest(model), NeuronKernels.RecordStep(model, spikes: true, means: false), TNeuron.StateSize);

    /// <summary>The state of rest, each variable [batch, neurons].</summary>
    public Tensor[] Reset(IReadOnlyList<Tensor> coefficients, long batch)
    {
        Tensor zero = zeros_like(coefficients[0]);
        Dictionary<int, Tensor> stored = Run(rest, (_, parameter) => coefficients[parameter], zero, null);
        return [.. Enumerable.Range(0, stateSize).Select(k => (stored[LoopEmitter.Address(NeuronKernels.After, k)] + zero).expand(batch, -1))];
    }

    /// <summary>Advances by one step and gives the spikes [batch, neurons]. The entries of the state are replaced, the old ones not disposed.</summary>
    public Tensor Step(IReadOnlyList<Tensor> coefficients, Tensor[] state, Tensor current, StepDerivative derivative)
    {
        Tensor[] before = [.. state];
        Dictionary<int, Tensor> stored = Run(step, (slot, k) => slot == NeuronKernels.Parameters ? coefficients[k] : slot == NeuronKernels.Before ? before[k] : current, current, derivative);
        for (int k = 0; k < stateSize; k++) state[k] = stored[LoopEmitter.Address(NeuronKernels.After, k)];
        return stored[LoopEmitter.Address(NeuronKernels.Spike)];
    }

    static Dictionary<int, Tensor> Run(Equations equations, Func<int, int, Tensor> load, Tensor like, StepDerivative? derivative)
    {
        // The count of spikes is the kernels' alone.
        KeyValuePair<int, int>[] stores = [.. equations.Stores.Where(store => LoopEmitter.Parts(store.Key).Slot != NeuronKernels.Fired)];
        bool[] live = equations.Live(stores.Select(store => store.Value));
        Value[] values = new Value[equations.Lines.Length];
        for (int id = 0; id < values.Length; id++)
            if (live[id]) values[id] = Compute(equations, id, values, load, like, derivative);
        return stores.ToDictionary(store => store.Key, store => values[store.Value].Number);
    }

    static Value Compute(Equations equations, int id, Value[] values, Func<int, int, Tensor> load, Tensor like, StepDerivative? derivative)
    {
        Line line = equations.Lines[id];
        Value At(int operand) => operand < 0 ? default : values[operand];
        ((Tensor a, Tensor? aFires), (Tensor b, Tensor? bFires), (Tensor c, _)) = (At(line.A), At(line.B), At(line.C));
        switch (line.Operation)
        {
            case Operation.Constant: return new(tensor(line.Value, like.dtype, like.device));
            case Operation.Load: return new(LoopEmitter.Parts(line.Address) is var (slot, variable) ? load(slot, variable) : a);
            case Operation.Add: return new(a + b);
            case Operation.Subtract: return new(a - b);
            case Operation.Multiply: return new(a * b);
            case Operation.Divide: return new(a / b);
            case Operation.Negate: return new(-a);
            case Operation.SquareRoot: return new(a.sqrt());
            case Operation.Absolute: return new(a.abs());
            case Operation.MultiplyAdd: return new(a * b + c);
            case Operation.MultiplySubtract: return new(a * b - c);
            case Operation.SubtractProduct: return new(c - a * b);
            case Operation.Less: return new(a.lt(b));
            case Operation.AtLeast: return new(a.ge(b));
            case Operation.Fires:
                Tensor fires = a.ge(b);
                return new(fires, ValueAndDerivative.Join(fires, derivative!.Primitive(a - b)));
            case Operation.And:
                Tensor? both = aFires is null ? null : where(b, aFires, 0.0 * aFires);
                return new(a.logical_and(b), bFires is null ? both : both is null ? where(a, bFires, 0.0 * bFires) : both + where(a, bFires, 0.0 * bFires));
            case Operation.Or: return new(a.logical_or(b), aFires is null ? bFires : bFires is null ? aFires : aFires + bFires);
            // What a spike chooses between two constants always has the surrogate's derivative, what it resets only if attached.
            case Operation.Select when aFires is not null && equations.Lines.IsChoice(id): return new(c + (b - c) * aFires);
            case Operation.Select when aFires is not null && derivative!.Reset == ResetGradient.Attached: return new(b * aFires + c * (1 - aFires));
            case Operation.Select: return new(where(a, b, c));
            case Operation.Exp: return new(a.exp());
            case Operation.Log: return new(a.log());
            case Operation.Tanh: return new(a.tanh());
            case Operation.Expm1: return new(a.expm1());
            case Operation.Log1p: return new(a.log1p());
            case Operation.Softplus: return new(a.logaddexp(zeros_like(a)));
            case Operation.Logistic: return new(a.sigmoid());
            case Operation.Sinh: return new(a.sinh());
            case Operation.Cosh: return new(a.cosh());
            case Operation.Asinh: return new(a.asinh());
            case Operation.Atan: return new(a.atan());
            case Operation.Erf: return new(a.erf());
            case Operation.Erfc: return new(a.erfc());
            case Operation.Pow: return new(a.pow(b));
            case Operation.Sin: return new(a.sin());
            case Operation.Cos: return new(a.cos());
            case Operation.BitIncrement: return new(TensorTransform.Values(Transform.JustAbove, a));
            default: throw new NotSupportedException($"{line.Operation} is none of torch's operations here.");
        }
    }
}
