using Neuromorphic.Tape;

namespace Neuromorphic.LearnedNeurons;

/// <summary>
/// The loss of one example, to be recorded: of a network whose numbers are theta, and whose neurons have types with numbers phi that other networks share. First
/// derivatives by both, and second ones, follow from it.
/// </summary>
interface ILossModel
{
    /// <summary>Inputs of each number of theta's layer, by which it begins: <see cref="InitialWeights"/>.</summary>
    IReadOnlyList<int> FanIn { get; }
    /// <summary>Whether a number of theta is a bias.</summary>
    IReadOnlyList<bool> Biases { get; }
    /// <summary>Numbers of types.</summary>
    int Phi { get; }
    /// <summary>Numbers of an input.</summary>
    int Inputs { get; }
    /// <summary>Numbers of a target.</summary>
    int Targets { get; }
    /// <summary>Numbers of noise that are added to hidden neurons, the same for all examples of a batch.</summary>
    int Noises { get; }
    /// <summary>Outputs.</summary>
    int Outputs { get; }
    /// <summary>Hidden neurons.</summary>
    int Hidden { get; }

    /// <summary>What the network makes of an input.</summary>
    Recorded Run(Symbol[] theta, Symbol[] phi, Symbol[] input, Symbol[] noise);

    /// <summary>The loss of its outputs.</summary>
    Symbol Loss(Symbol[] outputs, Symbol[] target);

    /// <summary>The mean squared error of outputs.</summary>
    static Symbol SquaredError(Symbol[] outputs, Symbol[] target)
    {
        Symbol sum = 0.0;
        for (int o = 0; o < outputs.Length; o++) sum += (outputs[o] - target[o]) * (outputs[o] - target[o]);
        return sum * (1.0 / outputs.Length);
    }
}

/// <summary>What a network makes of an input.</summary>
/// <param name="Outputs">Its outputs.</param>
/// <param name="Hidden">Values of hidden neurons.</param>
readonly record struct Recorded(Symbol[] Outputs, Symbol[] Hidden);
