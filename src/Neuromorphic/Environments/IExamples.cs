namespace Neuromorphic.Environments;

/// <summary>Inputs to learn from. Reading is safe from several threads.</summary>
public interface IInputs
{
    /// <summary>How many there are.</summary>
    int Count { get; }
    /// <summary>Numbers of an input.</summary>
    int InputSize { get; }

    /// <summary>Writes an example's input [InputSize].</summary>
    void Read(int example, Span<float> input);
}

/// <summary>Labelled examples.</summary>
public interface IExamples : IInputs
{
    /// <summary>An example's class, from 0.</summary>
    int Label(int example);
}

/// <summary>Examples with the outputs that they should give.</summary>
public interface ITargets : IInputs
{
    /// <summary>Numbers of a target.</summary>
    int TargetSize { get; }

    /// <summary>Writes an example's target [TargetSize].</summary>
    void ReadTarget(int example, Span<float> target);
}

/// <summary>A task whose episodes are single decisions about examples: gradients are taught what is right, evolution strategies the reward.</summary>
public interface ISupervisedTask : IEnvironment
{
    /// <summary>What is trained on.</summary>
    IInputs TrainingInputs { get; }
    /// <summary>What trained networks are evaluated on.</summary>
    IInputs TestInputs { get; }

    /// <summary>The same training episodes and rewards with other inputs in the place of <see cref="TrainingInputs"/>, example by example; null where a task cannot be seen through others.</summary>
    /// <param name="seen">As many inputs, of any size.</param>
    IEnvironment? WithInputs(IInputs seen) => null;
}

/// <summary>A supervised task of classes.</summary>
public interface IClassification : ISupervisedTask
{
    /// <summary>What is trained on.</summary>
    IExamples Training { get; }
    /// <summary>What trained networks are evaluated on.</summary>
    IExamples Test { get; }

    IInputs ISupervisedTask.TrainingInputs => Training;
    IInputs ISupervisedTask.TestInputs => Test;
}

/// <summary>A supervised task of numbers.</summary>
public interface IRegression : ISupervisedTask
{
    /// <summary>What is trained on.</summary>
    ITargets Training { get; }
    /// <summary>What trained networks are evaluated on.</summary>
    ITargets Test { get; }

    IInputs ISupervisedTask.TrainingInputs => Training;
    IInputs ISupervisedTask.TestInputs => Test;
}
