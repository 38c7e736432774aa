using Neuromorphic.Environments;
using Neuromorphic.Gradients;
using Neuromorphic.Numerics;
using Neuromorphic.Policies;
using Neuromorphic.Rollouts;

namespace Neuromorphic.Training;

/// <summary>
/// Trains a classifier on labelled examples. A generation is an epoch: every example once, in a random order of its own.
/// Returns are 1 for an example that is classified right, else 0, so their mean is the accuracy.
/// </summary>
public sealed class SupervisedTrainer : GradientTrainer
{
    const int DefaultBatch = 128;

    readonly IClassification task;
    readonly Classifier classifier;
    readonly ClassifierLoss loss;
    readonly int batch;

    internal SupervisedTrainer(IGradientModel network, TrainingParts parts, IClassification task, GradientSettings settings)
        : base(network, parts.Policy, network.Inputs, parts.Initial, parts.Backend, parts.Options, settings, (long)parts.Configuration.Generations * Batches(task, settings))
    {
        this.task = task;
        batch = settings.Batch ?? DefaultBatch;
        loss = settings.Loss == LossKind.CrossEntropy ? Losses.CrossEntropy : Losses.MeanSquaredError;
        classifier = parts.Classifier!;
    }

    /// <inheritdoc/>
    public override string Effort => $"batches of {batch} of {task.Training.Count:N0} examples";

    static int Batches(IClassification task, GradientSettings settings) => (task.Training.Count + (settings.Batch ?? DefaultBatch) - 1) / (settings.Batch ?? DefaultBatch);

    static double Return(bool right) => right ? 1 : 0;

    private protected override Outcome Learn(int generation, ObservationScaling? scaling)
    {
        int count = task.Training.Count, failed = 0;
        int[] order = ExampleOrder.Shuffle(count, RandomKey.For(Options.Seed, RandomPurpose.Order), generation);
        double[] returns = new double[count], losses = new double[batch];
        bool[] right = new bool[batch];
        double sum = 0;
        for (int first = 0; first < count; first += batch)
        {
            int size = Math.Min(batch, count - first);
            double[] gradient = classifier.Gradient(Descent.Flat, task.Training, order.AsMemory(first, size), loss, losses, right);
            for (int i = 0; i < size; i++)
            {
                sum += losses[i];
                returns[first + i] = Return(right[i]);
            }
            failed += Step(Descent, gradient);
        }
        Measure("loss", sum / count);
        float[] vector = ToSingle(Descent.Flat);
        return new(returns, failed, count, null, returns.Sum() / count, () => vector);
    }
}
