using Neuromorphic.Environments;
using Neuromorphic.Numerics;

namespace Neuromorphic.LearnedNeurons;

/// <summary>What came of a seed.</summary>
/// <param name="Seed">The seed.</param>
/// <param name="Loss">Mean of the last thirty losses of training.</param>
/// <param name="Score">Accuracy on the test examples; with targets, the mean squared error.</param>
/// <param name="Theta">The network's weights.</param>
/// <param name="Hidden">Values of hidden neurons on the test examples [neuron][example].</param>
public sealed record SeedOutcome(int Seed, double Loss, double Score, double[] Theta, double[][] Hidden);

/// <summary>Trains the same network from many seeds at once.</summary>
public static class SeedTraining
{
    const int LastLosses = 30;

    /// <summary>Trains a network for each seed. Weights and orders of a seed are the same for any types, so that comparisons are paired.</summary>
    /// <param name="shape">The network.</param>
    /// <param name="types">The types that share its neurons.</param>
    /// <param name="training">What it is trained on.</param>
    /// <param name="test">What it is judged on.</param>
    /// <param name="options">How.</param>
    /// <param name="seeds">The seeds.</param>
    /// <param name="threads">Threads; the result does not depend on them.</param>
    /// <param name="width">Lane width; the result does not depend on it.</param>
    /// <exception cref="ArgumentException">Sizes do not go together.</exception>
    public static SeedOutcome[] Run(NetworkShape shape, IReadOnlyList<NeuronType> types, IInputs training, IInputs test, SeedOptions options, IReadOnlyList<int> seeds, int threads, LaneWidth? width = null)
    {
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(seeds);
        if (options.Batch < 1 || options.Batch > training.Count) throw new ArgumentException($"batch is {options.Batch}; allowed is 1 to {training.Count}.");
        return Generic.Create<Runner>(typeof(Runner<>), [(width ?? LaneWidths.Preferred).NumberType()]).Run(shape, types, training, test, options, seeds, threads);
    }

    /// <summary>What networks are worth on examples: accuracy; with targets, the mean squared error. Such as trained ones whose weights were damaged.</summary>
    /// <param name="shape">The networks.</param>
    /// <param name="types">The types that share their neurons.</param>
    /// <param name="examples">What they are judged on, all classes among them.</param>
    /// <param name="networks">The weights of each, as <see cref="SeedOutcome.Theta"/> has them.</param>
    /// <param name="threads">Threads; the result does not depend on them.</param>
    /// <param name="width">Lane width; the result does not depend on it.</param>
    /// <exception cref="ArgumentException">Sizes do not go together.</exception>
    public static double[] Score(NetworkShape shape, IReadOnlyList<NeuronType> types, IInputs examples, IReadOnlyList<double[]> networks, int threads, LaneWidth? width = null)
    {
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentNullException.ThrowIfNull(networks);
        return Generic.Create<Runner>(typeof(Runner<>), [(width ?? LaneWidths.Preferred).NumberType()]).Score(shape, types, examples, networks, threads);
    }

    abstract class Runner
    {
        public abstract SeedOutcome[] Run(NetworkShape shape, IReadOnlyList<NeuronType> types, IInputs training, IInputs test, SeedOptions options, IReadOnlyList<int> seeds, int threads);
        public abstract double[] Score(NetworkShape shape, IReadOnlyList<NeuronType> types, IInputs examples, IReadOnlyList<double[]> networks, int threads);
    }

    sealed class Runner<R> : Runner where R : unmanaged, IReal<R>
    {
        public override SeedOutcome[] Run(NetworkShape shape, IReadOnlyList<NeuronType> types, IInputs training, IInputs test, SeedOptions options, IReadOnlyList<int> seeds, int threads)
        {
            ILossModel model = shape.Model(training, types, out double[] phi);
            LossPrograms? programs = model is DenseLoss ? null : SeedLoss<R>.Programs(model);
            SeedOutcome[] outcomes = new SeedOutcome[seeds.Count];
            LearningBatch seen = LearningBatch.Of(training, model.Targets), all = LearningBatch.Of(test, model.Targets);
            int groups = (seeds.Count + R.Width - 1) / R.Width;
            Work.For(groups, threads, group =>
            {
                int first = group * R.Width;
                Train(model, programs, phi, seen, test, all, options, [.. seeds.Skip(first).Take(R.Width)]).CopyTo(outcomes, first);
            });
            return outcomes;
        }

        public override double[] Score(NetworkShape shape, IReadOnlyList<NeuronType> types, IInputs examples, IReadOnlyList<double[]> networks, int threads)
        {
            ILossModel model = shape.Model(examples, types, out double[] phi);
            if (networks.FirstOrDefault(theta => theta.Length != model.FanIn.Count) is { } wrong) throw new ArgumentException($"A network has {wrong.Length} weights; this one has {model.FanIn.Count}.");
            LossPrograms? programs = model is DenseLoss ? null : SeedLoss<R>.Programs(model);
            double[] scores = new double[networks.Count];
            LearningBatch all = LearningBatch.Of(examples, model.Targets);
            int groups = (networks.Count + R.Width - 1) / R.Width;
            Work.For(groups, threads, group =>
            {
                int first = group * R.Width;
                Of(model, programs, phi, [.. networks.Skip(first).Take(R.Width)]).Evaluate(all, (example, network, outputs, _) => scores[first + network] += Score(outputs, examples, example, all.Targets[example]) / examples.Count);
            });
            return scores;
        }

        static SeedOutcome[] Train(ILossModel model, LossPrograms? programs, double[] phi, LearningBatch training, IInputs test, LearningBatch all, SeedOptions options, int[] seeds)
        {
            double[][] initial = [.. seeds.Select(seed => Weights.Initial(model, options.Initial, (ulong)seed, Weights.Judging))];
            ISeedLoss loss = Of(model, programs, phi, initial);
            IEnumerator<LearningBatch>[] orders = [.. seeds.Select(seed => Weights.Batches(training, options.Batch, options.Steps, (ulong)seed, Weights.Judging).GetEnumerator())];
            double[] last = new double[seeds.Length], scores = new double[seeds.Length];
            int counted = Math.Min(LastLosses, options.Steps);
            for (int step = 0; step < options.Steps; step++)
            {
                foreach (IEnumerator<LearningBatch> order in orders) order.MoveNext();
                double[] losses = loss.Update([.. orders.Select(order => order.Current)], options, step);
                for (int s = 0; s < seeds.Length && step >= options.Steps - counted; s++) last[s] += losses[s] / counted;
            }
            double[][][] hidden = [.. seeds.Select(_ => Enumerable.Range(0, model.Hidden).Select(_ => new double[test.Count]).ToArray())];
            loss.Evaluate(all, (example, seed, outputs, values) =>
            {
                scores[seed] += Score(outputs, test, example, all.Targets[example]) / test.Count;
                for (int i = 0; i < values.Length; i++) hidden[seed][i][example] = values[i];
            });
            return [.. seeds.Select((seed, s) => new SeedOutcome(seed, last[s], scores[s], loss.ThetaOf(s), hidden[s]))];
        }

        /// <summary>The fastest way through a model.</summary>
        static ISeedLoss Of(ILossModel model, LossPrograms? programs, double[] phi, double[][] initial) => model is DenseLoss dense ? new DenseSeeds<R>(dense, phi, initial) : new SeedLoss<R>(model, programs!, phi, initial);

        static double Score(ReadOnlySpan<double> outputs, IInputs test, int example, double[] target)
        {
            double sum = 0;
            int largest = 0;
            for (int o = 0; o < outputs.Length; o++)
            {
                if (outputs[o] > outputs[largest]) largest = o;
                sum += (outputs[o] - target[o]) * (outputs[o] - target[o]) / outputs.Length;
            }
            return test is IExamples labelled ? largest == labelled.Label(example) ? 1 : 0 : sum;
        }
    }
}
