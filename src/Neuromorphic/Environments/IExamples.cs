namespace Neuromorphic.Environments;

/// <summary>Labelled examples. Reading is safe from several threads.</summary>
public interface IExamples
{
    /// <summary>How many there are.</summary>
    int Count { get; }
    /// <summary>Numbers of an input.</summary>
    int InputSize { get; }

    /// <summary>Writes an example's input [InputSize].</summary>
    void Read(int example, Span<float> input);
    /// <summary>An example's class, from 0.</summary>
    int Label(int example);
}

/// <summary>A task whose episodes are single decisions about labelled examples: gradients are taught the labels, evolution strategies the reward.</summary>
public interface IClassification : IEnvironment
{
    /// <summary>What is trained on.</summary>
    IExamples Training { get; }
    /// <summary>What trained networks are evaluated on.</summary>
    IExamples Test { get; }
}
