using Neuromorphic.Numerics;
using Neuromorphic.Tape;

namespace Neuromorphic.LearnedNeurons;

/// <summary>A dense network with neurons of several types, h = sigma_type(W h + b) + noise, on labelled examples (cross entropy) or vectors (mean squared error).</summary>
/// <remarks>theta: by layer W [neurons, inputs], b [neurons]; the readout last.</remarks>
sealed class DenseLoss : ILossModel
{
    readonly int[] sizes;
    readonly TypeFunction[] types;
    readonly bool classes;

    /// <param name="sizes">Inputs, neurons of each hidden layer, outputs.</param>
    /// <param name="types">The types that share the neurons of each hidden layer, block by block.</param>
    /// <param name="classes">Whether targets are one at the right class, and the loss cross entropy; else mean squared error.</param>
    public DenseLoss(int[] sizes, TypeFunction[] types, bool classes)
    {
        (this.sizes, this.types, this.classes) = (sizes, types, classes);
        for (int l = 1; l < sizes.Length - 1; l++)
            if (sizes[l] < types.Length) throw new ArgumentException($"A layer has {sizes[l]} neurons for {types.Length} types; allowed is {types.Length} or more, one for each.");
        FanIn = [.. Enumerable.Range(1, sizes.Length - 1).SelectMany(l => Enumerable.Repeat(sizes[l - 1], sizes[l] * (sizes[l - 1] + 1)))];
        Biases = [.. Enumerable.Range(1, sizes.Length - 1).SelectMany(l => Enumerable.Repeat(false, sizes[l] * sizes[l - 1]).Concat(Enumerable.Repeat(true, sizes[l])))];
        Phi = TypeFunction.Numbers(types);
    }

    /// <summary>Inputs, neurons of each hidden layer, outputs.</summary>
    public IReadOnlyList<int> Sizes => sizes;
    /// <summary>The types that share the neurons of each hidden layer.</summary>
    public IReadOnlyList<TypeFunction> Types => types;
    /// <summary>Whether the loss is cross entropy, else mean squared error.</summary>
    public bool Classes => classes;

    public IReadOnlyList<int> FanIn { get; }
    public IReadOnlyList<bool> Biases { get; }
    public int Phi { get; }
    public int Inputs => sizes[0];
    public int Targets => sizes[^1];
    public int Outputs => sizes[^1];
    public int Hidden => sizes[1..^1].Sum();
    public int Noises => Hidden;

    public Recorded Run(Symbol[] theta, Symbol[] phi, Symbol[] input, Symbol[] noise)
    {
        Symbol[] values = input;
        List<Symbol> hidden = [];
        int at = 0;
        for (int l = 1; l < sizes.Length; l++)
        {
            Symbol[] next = new Symbol[sizes[l]];
            for (int i = 0; i < next.Length; i++)
            {
                Symbol s = theta[at + next.Length * values.Length + i];
                for (int k = 0; k < values.Length; k++) s = Symbol.Fma(theta[at + i * values.Length + k], values[k], s);
                next[i] = l == sizes.Length - 1 ? s : types[Blocks.Of(i, next.Length, types.Length)].Of(s, phi) + noise[hidden.Count + i];
            }
            at += next.Length * (values.Length + 1);
            values = next;
            if (l < sizes.Length - 1) hidden.AddRange(next);
        }
        return new(values, [.. hidden]);
    }

    public Symbol Loss(Symbol[] outputs, Symbol[] target)
    {
        if (!classes) return ILossModel.SquaredError(outputs, target);
        Symbol top = outputs.Aggregate(Real.Max), sum = 0.0, right = 0.0;
        for (int o = 0; o < outputs.Length; o++)
        {
            sum += Symbol.Exp(outputs[o] - top);
            right = Symbol.Fma(target[o], outputs[o], right);
        }
        return Symbol.Log(sum) + (top - right);
    }
}
