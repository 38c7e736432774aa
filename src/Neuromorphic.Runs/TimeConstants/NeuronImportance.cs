using Neuromorphic.Environments;
using Neuromorphic.Policies;
using Neuromorphic.Rollouts;
using Neuromorphic.Training;

namespace Neuromorphic.Runs;

/// <summary>Which neurons of the last hidden layer spike in fresh episodes, and which of these matter: without their spikes an action would be another one.</summary>
/// <param name="Spikes">Of each neuron, whether it spikes at all.</param>
/// <param name="Matters">Of each neuron, whether it spikes, and silencing it alone changes an action: another one of a few, or one in a box by more than a hundredth of its range.</param>
/// <remarks>Observations stay as they were, so it is the direct effect that counts. Spikes reach the actions through the linear readout; neurons of earlier layers, whose effect is not direct, matter where they spike.</remarks>
sealed record NeuronImportance(bool[] Spikes, bool[] Matters)
{
    const double Least = .02; // of a range from -1 to 1: a hundredth

    /// <summary>That of a run's mean, in its first fresh episodes.</summary>
    public static NeuronImportance Of(TrainedRun trained, int episodes)
    {
        Policy policy = trained.Run.Policy;
        bool[] spikes = new bool[policy.Neurons], matters = new bool[policy.Neurons];
        RolloutRequest request = trained.Request(Individual.Mean, episodes);
        Readout readout = new(trained.Run, request.Vector, trained.Environment);
        for (int member = 0; member < episodes; member++)
        {
            Episode episode = Episode.Play(trained.Environment, policy, request, member: member);
            IReadOnlyList<float[]> rows = episode.Recording.Spikes;
            foreach (float[] row in rows)
                for (int n = 0; n < row.Length; n++) spikes[n] |= row[n] != 0;
            readout.Note(rows, episode.Actions.Count, matters);
        }
        for (int n = 0; n < matters.Length; n++) matters[n] = spikes[n] && (matters[n] || n < readout.First);
        return new(spikes, matters);
    }

    /// <summary>From the spikes of the last layer to actions, in double precision.</summary>
    sealed class Readout
    {
        readonly double[] weights, gains; // [output, neuron]; of integrators, [output]
        readonly int outputs, neurons, subSteps;
        readonly bool discrete, squashed;

        public Readout(TrainingRun run, float[] vector, IEnvironment environment)
        {
            ParameterLayout layout = run.Policy.Layout;
            ParameterSlice slice = layout["readout/weight"];
            (outputs, neurons) = (slice.Shape[0], slice.Shape[1]);
            weights = layout.Values(slice.Name, vector);
            gains = layout.Slices.Any(other => other.Name == "readout/tau") ? [.. layout.Values("readout/tau", vector).Select(tau => 1 / tau)] : [.. Enumerable.Repeat(1.0, outputs)];
            subSteps = run.Configuration.PolicyOptions.Get(SpikingSettings.SubSteps);
            First = run.Policy.Neurons - neurons;
            discrete = environment is IClassification || environment.Spec.ActionSpace is Discrete; // of classes the greatest output is the answer, whatever is climbed
            squashed = environment.Spec.ActionSpace is Box box && double.IsFinite(box.High[0]);
        }

        /// <summary>The first neuron of the last layer.</summary>
        public int First { get; }

        public void Note(IReadOnlyList<float[]> rows, int steps, bool[] matters)
        {
            double[] y = new double[outputs], mean = new double[neurons], own = new double[outputs * neurons]; // own: what each neuron has added to each output
            for (int step = 0; step < steps; step++)
            {
                Array.Clear(mean);
                for (int k = 0; k < subSteps; k++)
                    for (int n = 0; n < neurons; n++) mean[n] += rows[step * subSteps + k][First + n] / (double)subSteps;
                for (int o = 0; o < outputs; o++)
                {
                    y[o] *= 1 - gains[o];
                    for (int n = 0; n < neurons; n++)
                    {
                        double added = gains[o] * weights[o * neurons + n] * mean[n];
                        own[o * neurons + n] = (1 - gains[o]) * own[o * neurons + n] + added;
                        y[o] += added;
                    }
                }
                int best = Array.IndexOf(y, y.Max());
                for (int n = 0; n < neurons; n++) matters[First + n] |= Changes(y, best, own, n);
            }
        }

        bool Changes(double[] y, int best, double[] own, int n)
        {
            if (discrete)
            {
                double left = y[best] - own[best * neurons + n];
                for (int o = 0; o < outputs; o++)
                    if (o != best && y[o] - own[o * neurons + n] > left) return true;
                return false;
            }
            for (int o = 0; o < outputs; o++)
            {
                double without = y[o] - own[o * neurons + n];
                if (Math.Abs(squashed ? Math.Tanh(y[o]) - Math.Tanh(without) : y[o] - without) > Least) return true;
            }
            return false;
        }
    }
}
