using Neuromorphic.Gradients;
using Neuromorphic.Neurons;
using Neuromorphic.Numerics;
using Neuromorphic.Policies;
using Xunit;

namespace Neuromorphic.Tests.Gradients;

/// <summary>What a group computes depends neither on the lane width, nor on the window of steps that is kept, nor on members without gradients.</summary>
public sealed class SequenceBitsTests
{
    const int Steps = 11;

    public static TheoryData<string, bool, int> Cases
    {
        get
        {
            TheoryData<string, bool, int> cases = [];
            foreach (string neuron in NeuronRegistry.Names)
                foreach (bool recurrent in (bool[])[false, true])
                    foreach (int subSteps in (int[])[1, 3]) cases.Add(neuron, recurrent, subSteps);
            return cases;
        }
    }

    static IEnumerable<SequenceTrial> Trials(string neuron, bool recurrent, int subSteps)
    {
        // Sizes around a tile of 16 and a block of 4.
        foreach ((int inputs, int outputs, Readout readout, int[] neurons) in ((int, int, Readout, int[])[])[(3, 2, Readout.Spikes, [5]), (18, 21, Readout.LeakyIntegrator, [37]), (5, 17, Readout.Spikes, [19, 16]), (2, 3, Readout.LeakyIntegrator, [6, 7])])
            yield return new(SpikingNetwork.Create(neuron, inputs, outputs, new()
            {
                Neurons = neurons[0],
                MoreLayers = neurons[1..],
                Recurrent = recurrent,
                SubSteps = subSteps,
                Readout = readout,
                Condition = Condition.Both,
                Neuron = new() { Reset = subSteps == 1 ? null : 0 },
            }), Steps, seed: 2);
    }

    static SequenceResult Run(SequenceTrial trial, LaneWidth? width = null, int window = 0) =>
        trial.Run(SequenceGroup.Create(trial.Network, new() { Window = window, Reset = ResetGradient.Attached }, Steps, inputGradients: true, width: width));

    [Theory, MemberData(nameof(Cases))]
    public void Bits_do_not_depend_on_the_lane_width(string neuron, bool recurrent, int subSteps)
    {
        foreach (SequenceTrial trial in Trials(neuron, recurrent, subSteps))
        {
            SequenceResult scalar = Run(trial, LaneWidth.Scalar);
            AssertAlive(trial, scalar);
            foreach (LaneWidth width in (LaneWidth[])[LaneWidth.Lanes8, LaneWidth.Lanes16])
            {
                SequenceResult lanes = Run(trial, width);
                Assert.Equal(scalar.Outputs, lanes.Outputs);
                Assert.Equal(scalar.Sums, lanes.Sums);
                Assert.Equal(scalar.InputGradients, lanes.InputGradients);
            }
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void Bits_do_not_depend_on_the_threads_that_share_a_group(string neuron, bool recurrent, int subSteps)
    {
        // Recurrent layers are divided among 16 threads from 362 neurons on.
        SequenceTrial wide = new(SpikingNetwork.Create(neuron, 3, 2, new() { Neurons = recurrent ? 370 : 150, Recurrent = recurrent, SubSteps = subSteps, Condition = Condition.Both }), Steps, seed: 2);
        foreach (SequenceTrial trial in Trials(neuron, recurrent, subSteps).Append(wide))
            foreach ((int window, bool inputGradients) in (IEnumerable<(int, bool)>)[(0, false), (0, true), (7, false)])
            {
                SequenceGroup Create() => SequenceGroup.Create(trial.Network, new() { Window = window, Reset = ResetGradient.Attached }, Steps, inputGradients);
                SequenceGroup alone = Create(), group = Create();
                SequenceResult expected = trial.Run(alone, inputGradients);
                foreach (int threads in (int[])[2, 3, 5, 8, 16, 1])
                {
                    group.Threads = threads;
                    SequenceResult shared = trial.Run(group, inputGradients);
                    Assert.Equal(expected.Outputs, shared.Outputs);
                    Assert.Equal(expected.Sums, shared.Sums);
                    Assert.Equal(expected.InputGradients, shared.InputGradients);
                    for (int l = 0; l < ((SpikingNetwork)trial.Network).Layers.Count; l++) Assert.Equal(alone.MeanSpikes(l, SequenceGroup.Members), group.MeanSpikes(l, SequenceGroup.Members));
                }
            }
    }

    /// <summary>Steps that are computed again are the same; only sums over steps are added up in other parts, and so round otherwise.</summary>
    [Theory, MemberData(nameof(Cases))]
    public void Windows_change_nothing_but_the_order_of_sums(string neuron, bool recurrent, int subSteps)
    {
        foreach (SequenceTrial trial in Trials(neuron, recurrent, subSteps))
        {
            Compare(trial, window => Run(trial, window: window), 1e-5);
            if (((SpikingNetwork)trial.Network).Layers.Count > 1)
                Compare(trial, window => trial.Run(SequenceGroup.CreateReference(trial.Network, new() { Window = window }, Steps)), 1e-13);
        }

        static void Compare(SequenceTrial trial, Func<int, SequenceResult> run, double tolerance)
        {
            SequenceResult whole = run(0);
            foreach (int window in (int[])[1, 3, 7, Steps + 5])
            {
                SequenceResult parts = run(window);
                Assert.Equal(whole.Outputs, parts.Outputs);
                Assert.Equal(whole.InputGradients, parts.InputGradients);
                if (window >= Steps) Assert.Equal(whole.Sums, parts.Sums);
                foreach (ParameterSlice slice in trial.Network.Layout.Slices)
                {
                    double largest = whole.Sums.AsSpan(slice.Offset, slice.Count).ToArray().Max(Math.Abs);
                    for (int i = slice.Offset; i < slice.Offset + slice.Count; i++)
                        Assert.True(Math.Abs(whole.Sums[i] - parts.Sums[i]) <= tolerance * largest, $"window {window}: the gradient of {slice.Name} is {parts.Sums[i]}, not {whole.Sums[i]}");
                }
            }
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void A_shorter_sequence_is_the_beginning_of_a_longer_one(string neuron, bool recurrent, int subSteps)
    {
        SequenceTrial trial = Trials(neuron, recurrent, subSteps).Last();
        SequenceTrial begin = new(trial.Network, 6, seed: 2);
        trial.Inputs[..6].CopyTo(begin.Inputs, 0);
        SequenceGroup group = SequenceGroup.Create(trial.Network, new() { Window = 4 }, Steps, inputGradients: true);
        SequenceResult longer = trial.Run(group), after = begin.Run(group), fresh = begin.Run(SequenceGroup.Create(trial.Network, new() { Window = 4 }, 6, inputGradients: true));
        Assert.Equal(longer.Outputs[..6], after.Outputs);
        Assert.Equal(fresh.Sums, after.Sums);
        Assert.Equal(fresh.InputGradients, after.InputGradients);
    }

    [Theory, MemberData(nameof(Cases))]
    public void Members_without_gradients_add_exactly_nothing(string neuron, bool recurrent, int subSteps)
    {
        foreach (SequenceTrial trial in Trials(neuron, recurrent, subSteps))
        {
            bool[] needed = [.. Enumerable.Range(0, SequenceGroup.Members).Select(member => member is 2 or 9 or 13)];
            foreach (double[] row in trial.OutputGradients.SelectMany(step => step)) Clear(row, needed);
            SequenceResult busy = Run(trial);
            AssertAlive(trial, busy, .25);
            for (int t = 0; t < Steps; t++)
                for (int i = 0; i < trial.Network.Inputs; i++)
                    for (int m = 0; m < needed.Length; m++)
                        if (!needed[m]) Assert.Equal(0, busy.InputGradients![t][i][m]);
            foreach (float[] row in trial.Inputs.SelectMany(step => step)) Clear(row, needed);
            Assert.Equal(busy.Sums, Run(trial).Sums);

            foreach (double[] row in trial.OutputGradients.SelectMany(step => step)) Array.Clear(row);
            double[] before = [.. busy.Sums], sums = [.. before];
            trial.Run(SequenceGroup.Create(trial.Network, new(), Steps), inputGradients: false, sums);
            Assert.Equal(before, sums);
        }

        static void Clear<T>(T[] row, bool[] needed) where T : struct
        {
            for (int m = 0; m < row.Length; m++)
                if (!needed[m]) row[m] = default;
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void Gradients_are_added_to_the_sums(string neuron, bool recurrent, int subSteps)
    {
        SequenceTrial trial = Trials(neuron, recurrent, subSteps).Last();
        SequenceGroup group = SequenceGroup.Create(trial.Network, new(), Steps);
        double[] once = trial.Run(group, inputGradients: false).Sums, twice = trial.Run(group, inputGradients: false, [.. once]).Sums;
        Assert.Equal(once.Select(gradient => 2 * gradient), twice);
    }

    /// <summary>Of the numbers of every slice at least a part have a gradient.</summary>
    static void AssertAlive(SequenceTrial trial, SequenceResult result, double part = .5)
    {
        foreach (ParameterSlice slice in trial.Network.Layout.Slices.Where(slice => !slice.Name.EndsWith("refractory", StringComparison.Ordinal))) // only comparisons see it
            Assert.True(result.Sums.AsSpan(slice.Offset, slice.Count).ToArray().Count(gradient => gradient != 0) >= part * slice.Count, $"the gradient of {slice.Name} is mostly zero");
        Assert.All(result.Sums, gradient => Assert.True(double.IsFinite(gradient)));
    }
}
