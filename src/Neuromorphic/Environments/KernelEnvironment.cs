using Neuromorphic.Numerics;

namespace Neuromorphic.Environments;

/// <summary>
/// Any lane kernel as a single environment in double precision. A seeded reset draws the numbers that Gymnasium draws for the same seed.
/// </summary>
public sealed class KernelEnvironment : GymEnvironment
{
    readonly IEnvironment kernel;
    readonly ArrayBuffer<Scalar64> state, observation, action;

    /// <summary>Wraps a kernel.</summary>
    public KernelEnvironment(IEnvironment kernel)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        this.kernel = kernel;
        Spec = kernel.Spec;
        state = new(Spec.StateSize);
        observation = new(Spec.ObservationSpace.Size);
        action = new(Spec.ActionSpace.Size);
    }

    /// <summary>What the kernel says of itself.</summary>
    public EnvironmentSpec Spec { get; }
    /// <inheritdoc/>
    public override Box ObservationSpace => Spec.ObservationSpace;
    /// <inheritdoc/>
    public override Space ActionSpace => Spec.ActionSpace;
    /// <inheritdoc/>
    public override int StepLimit => Spec.StepLimit;

    /// <summary>The state of the kernel. Writing it moves the environment there, which an episode otherwise reaches only by chance.</summary>
    public double[] State
    {
        get => Values(state);
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            if (value.Length != Spec.StateSize) throw new ArgumentException($"The state of {Spec.Name} has {Spec.StateSize} numbers, not {value.Length}.", nameof(value));
            Write(value, state);
        }
    }

    /// <inheritdoc/>
    protected override double[] Begin()
    {
        kernel.Reset<Scalar64, ArrayBuffer<Scalar64>, Pcg64>(state, ref Random);
        return Observe();
    }

    /// <inheritdoc/>
    protected override (double[] Observation, double Reward, bool Terminated) Advance(ReadOnlySpan<double> action)
    {
        Write(action, this.action);
        kernel.Step(state, this.action, ref Random, out Scalar64 reward, out Scalar64 terminated);
        return (Observe(), reward.Value, Scalar64.Any(terminated));
    }

    double[] Observe()
    {
        kernel.Observe<Scalar64, ArrayBuffer<Scalar64>>(state, observation);
        return Values(observation);
    }

    static void Write(ReadOnlySpan<double> values, ArrayBuffer<Scalar64> buffer)
    {
        for (int i = 0; i < values.Length; i++) buffer[i] = values[i];
    }

    static double[] Values(ArrayBuffer<Scalar64> buffer)
    {
        double[] values = new double[buffer.Items.Length];
        for (int i = 0; i < values.Length; i++) values[i] = buffer[i].Value;
        return values;
    }
}
