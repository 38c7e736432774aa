using Neuromorphic.Analysis;
using Neuromorphic.Numerics;
using Neuromorphic.Policies;
using Neuromorphic.Rollouts;
using Neuromorphic.Storage.Data;
using Neuromorphic.Training;
using Xunit;

namespace Neuromorphic.Runs.Tests;

/// <summary>Learned time constants against measured ones: a comparison that can fail, and does where it should.</summary>
public sealed class TauReportTests : IDisposable
{
    static readonly RunOptions Quiet = new() { Threads = 1, Pictures = false };

    readonly Place here = new();

    public void Dispose() => here.Dispose();

    static double[] Drawn(ContinuousDistribution distribution, int count, ulong seed)
    {
        Pcg64 random = new(seed);
        return [.. Enumerable.Range(0, count).Select(_ => distribution.Sample(ref random))];
    }

    /// <summary>Two classes of cells that differ in their spread, as excitatory and inhibitory ones do.</summary>
    static readonly MeasuredCells[] Classes = [new("narrow", Drawn(new LognormalDistribution(3.05, .27), 290, 1)), new("wide", Drawn(new LognormalDistribution(2.3, .5), 164, 2))];

    static TauReport Report(params TauArm[] arms) => new(1, Classes, arms, null);

    [Fact]
    public void Time_constants_of_cells_match_their_class_in_any_unit_and_no_other()
    {
        Pcg64 random = new(7);
        double[][] samples = [.. Enumerable.Range(0, 10).Select(_ => Enumerable.Range(0, 1024).Select(_ => Classes[0].Milliseconds[(int)(random.NextUnit().Value * 290)] / 50).ToArray())];
        TauArm arm = new("cells", samples);
        TauReport report = Report(arm);
        Assert.InRange(report.LeastBetweenCells, .15, .3);
        Assert.True(report.Matches(arm.DistanceTo(Classes[0].Milliseconds)));
        Assert.False(report.Matches(arm.DistanceTo(Classes[1].Milliseconds)));
        Assert.Equal(.27, arm.Deviation.Value, .03);
        Assert.Equal(10, arm.Seeds);
    }

    [Fact]
    public void A_walk_without_selection_does_not_match_though_it_is_as_lognormal_as_the_cells()
    {
        TauArm walk = new("walk", [.. Enumerable.Range(0, 10).Select(seed => Drawn(new LognormalDistribution(1, 1.5), 1024, (ulong)seed))]);
        Assert.Equal(10, walk.Families["lognormal"]);
        Assert.Equal(0, walk.Skewness.Value, .1);
        Assert.All(Classes, cells => Assert.False(Report(walk).Matches(walk.DistanceTo(cells.Milliseconds))));
    }

    [Fact]
    public void With_one_class_nothing_matches()
    {
        TauArm same = new("the cells", [[.. Classes[0].Milliseconds]]);
        TauReport report = new(1, Classes[..1], [same], null);
        Assert.True(double.IsNaN(report.LeastBetweenCells));
        Assert.False(report.Matches(same.DistanceTo(Classes[0].Milliseconds)));
    }

    [Fact]
    public void Of_runs_it_has_what_was_learned_what_matters_and_the_controls()
    {
        string[] runs = [.. Enumerable.Range(0, 3).Select(seed => here.At($"seed-{seed}"))];
        for (int seed = 0; seed < runs.Length; seed++) Run.Train(Place.Tiny(("seed", seed), ("neurons", 40)), runs[seed], Quiet);
        TauReport report = TauReport.Of(runs, Classes, episodes: 10, options: Quiet);
        Assert.Equal(20, report.StepMilliseconds); // of CartPole
        Assert.Equal(["learned", "learned, neurons that matter", "before training", "drift"], report.Arms.Select(arm => arm.Name));
        foreach (TauArm arm in report.Arms.Where(arm => arm.Name != "learned, neurons that matter")) Assert.All(arm.Samples, sample => Assert.Equal(40, sample.Length));
        Assert.All(report.Arms[2].Samples, sample => Assert.All(sample, tau => Assert.Equal(2, tau, 1e-6)));
        Assert.All(report.Arms[1].Samples, sample => Assert.InRange(sample.Length, 0, 39));
        Assert.Contains(report.Arms[1].Samples, sample => sample.Length > 0);
        Assert.All(report.Arms[0].Samples.Zip(report.Arms[3].Samples), pair => Assert.NotEqual(pair.First, pair.Second));
        TrainedRun first = Run.Load(runs[0], Quiet);
        Assert.Equal(first.Evaluate(episodes: 10).Mean, report.Returns!.Learned[0]);
        Assert.All(report.Returns.Best, best => Assert.True(best > 1));

        TauReport again = TauReport.Of(runs, Classes, stepMilliseconds: 2, episodes: 0, options: Quiet with { Threads = 3 });
        Assert.Equal(report.Arms[3].Samples, again.Arms[3].Samples);
        Assert.Equal(2, again.StepMilliseconds);
        Assert.Null(again.Returns);
        TauFigure.Save(here.At("tau.png"), report, "Three seeds");
        Assert.True(new FileInfo(here.At("tau.png")).Length > 10_000);
    }

    /// <summary>A neuron is silenced by taking its weights out of the readout: nothing else changes, neither what is observed nor what the others do.</summary>
    [Theory]
    [InlineData("cartpole", "spikes"), InlineData("cartpole", "leaky-integrator"), InlineData("pendulum", "spikes")]
    public void A_neuron_matters_where_the_controller_acts_otherwise_without_it(string environment, string readout)
    {
        Run.Train(Run.Configure(environment, ("readout", readout), ("neurons", 24), ("population", 8), ("generations", 3), ("step-limit", 50), ("sub-steps", 2), ("evaluate-every", 0), ("evaluation-episodes", 4)), here.At("run"), Quiet);
        TrainedRun trained = Run.Load(here.At("run"), Quiet);
        NeuronImportance importance = NeuronImportance.Of(trained, 1);
        RolloutRequest request = trained.Request(Individual.Mean, 1);
        Episode episode = Episode.Play(trained.Environment, trained.Run.Policy, request);
        ParameterSlice weights = trained.Run.Policy.Layout["readout/weight"];
        for (int n = 0; n < 24; n++)
        {
            float[] vector = [.. request.Vector];
            for (int output = 0; output < weights.Shape[0]; output++) vector[weights.Offset + output * 24 + n] = 0;
            Controller silenced = Controller.Create(trained.Run.Policy, trained.Environment.Spec, vector, request.Scaling);
            double range = environment == "pendulum" ? 4 : 1;
            bool differs = false;
            for (int step = 0; step < episode.Actions.Count; step++) differs |= Math.Abs(silenced.Predict(episode.Observations[step])[0] - episode.Actions[step][0]) > .01 * range;
            Assert.Equal(differs, importance.Matters[n]);
            if (differs) Assert.True(importance.Spikes[n]);
        }
        Assert.Contains(true, importance.Matters);
    }

    [Fact]
    public void Runs_without_time_constants_of_their_own_or_of_other_tasks_are_refused()
    {
        Run.Train(Place.Tiny(), here.At("neuron"), Quiet);
        Run.Train(Place.Tiny(("condition", "weight")), here.At("weight"), Quiet);
        Run.Train(Place.Tiny(("shared", "tau")), here.At("shared"), Quiet);
        Run.Train(Place.Tiny(("neurons", 9)), here.At("nine"), Quiet);
        foreach (string run in (string[])["weight", "shared"]) Assert.Contains("has no membrane time constants that were trained", Refusal(here.At(run)), StringComparison.Ordinal);
        Assert.Contains("in more than its seed: neurons is 9, not 8", Refusal(here.At("neuron"), here.At("nine")), StringComparison.Ordinal);
        Run.Train(Run.Configure("memory-length", ("neurons", 8), ("generations", 1)), here.At("memory"), Quiet);
        Assert.Contains("is of another task, controller or strategy", Refusal(here.At("neuron"), here.At("memory")), StringComparison.Ordinal);
        Assert.Contains("has seed 0, which a run before it has too", Refusal(here.At("neuron"), here.At("neuron")), StringComparison.Ordinal);
        Run.Train(Place.Tiny(("seed", 1)), here.At("short"), Quiet with { Stop = () => true });
        Assert.Contains("it has 1 generations, not 6", Refusal(here.At("neuron"), here.At("short")), StringComparison.Ordinal);

        string Refusal(params string[] runs) => Assert.Throws<ArgumentException>(() => TauReport.Of(runs, Classes, episodes: 0, options: Quiet)).Message;
    }

    [Fact]
    public void Time_constants_begin_as_those_of_cells()
    {
        Assert.SkipUnless(DataFolder.Usual.Find(DataCatalog.Get<CellDatasetEntry>("allen-cell-types")) != null, "allen-cell-types is not here; get it with `neuromorphic data get allen-cell-types`.");
        RunConfiguration configuration = Run.Configure("cartpole", ("tau", "cells:mouse-v1-l4,0.5"), ("neurons", 400));
        string kept = Settings.Values(configuration).Single(value => value.Key == "tau").Value;
        Assert.StartsWith("cells:mouse-v1-l4,0.5=42.2", kept, StringComparison.Ordinal); // where they came from, and the numbers: no data set is needed to go on
        Assert.Equal(290, kept.Split('=')[1].Split(',').Length);
        Assert.Equal(Neuromorphic.Neurons.Start.Parse(kept), Neuromorphic.Neurons.Start.Sample(kept.Split('=')[1].Split(',').Select(number => double.Parse(number, System.Globalization.CultureInfo.InvariantCulture))));
        Assert.Equal(kept, Neuromorphic.Neurons.Start.Parse(kept).ToString());
        Assert.Contains("have a time constant of at most 20 ms, the step", Assert.Throws<ArgumentException>(() => Run.Configure("cartpole", ("tau", "cells:mouse-v1-l4,20"))).Message, StringComparison.Ordinal);
        TrainingRun run = TrainingRun.Create(configuration, configuration.CreateEnvironment(), threads: 1);
        double[] taus = run.Policy.Layout.Values("hidden/tau", run.Initial), cells = [.. CellClass.Get("mouse-v1-l4").Load().Select(cell => cell.TimeConstantMilliseconds)];
        Assert.All(taus, tau => Assert.Contains(cells, cell => Math.Abs(cell - tau / 2) < 1e-3));
        Assert.InRange(KolmogorovSmirnov.TwoSample([.. taus.Select(tau => tau / 2)], cells).Distance, 0, .1);
        Assert.Contains("does not say which cells", Assert.Throws<ArgumentException>(() => Run.Configure("cartpole", ("tau", "cells:mouse-v1-l4"))).Message, StringComparison.Ordinal);
        Assert.Contains("Did you mean 'human-mtg'?", Assert.Throws<ArgumentException>(() => Run.Configure("cartpole", ("tau", "cells:human-mtq,1"))).Message, StringComparison.Ordinal);
    }
}
