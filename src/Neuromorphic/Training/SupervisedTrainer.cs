using Neuromorphic.Environments;
using Neuromorphic.Gradients;
using Neuromorphic.Numerics;
using Neuromorphic.Policies;
using Neuromorphic.Rollouts;

namespace Neuromorphic.Training;

/// <summary>
/// Trains a network on examples. A generation is an epoch: every example once, in a random order of its own.
/// Returns are 1 for an example that is classified right, else 0, so their mean is the accuracy; with targets, minus the squared error.
/// </summary>
public sealed class SupervisedTrainer : GradientTrainer
{
    const int DefaultBatch = 128;

    readonly IInputs training;
    readonly ExampleNetwork examples;
    readonly Judge judge;
    readonly int batch;

    internal SupervisedTrainer(IGradientModel network, TrainingParts parts, ISupervisedTask task, GradientSettings settings)
        : base(network, parts.Policy, network.Inputs, parts.Initial, parts.Backend, parts.Options, settings, (long)parts.Configuration.Generations * Batches(task, settings))
    {
        training = task.TrainingInputs;
        batch = settings.Batch ?? DefaultBatch;
        judge = new(training, settings.Loss);
        examples = parts.Examples!;
    }

    /// <inheritdoc/>
    public override string Effort => $"batches of {batch} of {training.Count:N0} examples";

    static int Batches(ISupervisedTask task, GradientSettings settings) => (task.TrainingInputs.Count + (settings.Batch ?? DefaultBatch) - 1) / (settings.Batch ?? DefaultBatch);

    private protected override Outcome Learn(int generation, ObservationScaling? scaling)
    {
        int count = training.Count, failed = 0;
        int[] order = ExampleOrder.Shuffle(count, RandomKey.For(Options.Seed, RandomPurpose.Order), generation);
        double[] returns = new double[count], losses = new double[batch], own = new double[batch];
        double sum = 0;
        for (int first = 0; first < count; first += batch)
        {
            int size = Math.Min(batch, count - first);
            double[] gradient = examples.Gradient(Descent.Flat, training, order.AsMemory(first, size), judge, losses, own);
            for (int i = 0; i < size; i++)
            {
                sum += losses[i];
                returns[first + i] = own[i];
            }
            failed += Step(Descent, gradient);
        }
        Measure("loss", sum / count);
        float[] vector = ToSingle(Descent.Flat);
        return new(returns, failed, count, null, returns.Sum() / count, () => vector);
    }
}
