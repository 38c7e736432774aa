using System.Numerics;
using Neuromorphic.Bodies;
using Neuromorphic.Environments;
using Neuromorphic.Registries;
using Neuromorphic.Rollouts;
using Neuromorphic.Training;
using Xunit;

namespace Neuromorphic.Runs.Tests;

public sealed class RunTests : IDisposable
{
    internal const string Own = "follow";

    static readonly RunOptions Quiet = new() { Threads = 1, Pictures = false };

    readonly Place here = new();

    public void Dispose() => here.Dispose();

    [Fact]
    public void Callbacks_hear_of_generations_and_evaluations_and_a_run_that_is_stopped_goes_on_with_the_same_bits()
    {
        List<int> generations = [];
        List<(int, double)> evaluations = [];
        RunResult whole = Run.Train(Place.Tiny(), here.At("whole"), Quiet with { OnGeneration = (report, _) => generations.Add(report.Generation), OnEvaluation = (generation, value) => evaluations.Add((generation, value)) });
        Assert.Equal([1, 2, 3, 4, 5, 6], generations);
        Assert.Equal(whole.State.History.Where(report => report.Evaluation != null).Select(report => (report.Generation, report.Evaluation!.Value)), evaluations);
        Assert.False(whole.Stopped);
        Assert.True(File.Exists(here.At("whole", "metrics.csv")));

        int seen = 0;
        RunResult part = Run.Train(Place.Tiny(), here.At("part"), Quiet with { OnGeneration = (_, _) => seen++, Stop = () => seen == 3 });
        Assert.True(part.Stopped);
        Assert.Equal(3, part.State.Generation);
        RunResult rest = Run.Resume(here.At("part"), options: Quiet);
        Assert.Equal(whole.State.Mean, rest.State.Mean);
        Assert.Equal(whole.Evaluation!.Returns, rest.Evaluation!.Returns);
        Assert.Equal(whole.Evaluation.Mean, Run.Load(here.At("part"), Quiet).Evaluate(episodes: 4).Mean);
    }

    [Fact]
    public void A_folder_that_holds_a_run_is_not_written_over()
    {
        Run.Train(Place.Tiny(), here.At("a"), Quiet);
        byte[] before = File.ReadAllBytes(here.At("a", "checkpoint.msgpack"));
        Assert.Equal(here.At("a"), Assert.Throws<OccupiedFolderException>(() => Run.Train(Place.Tiny(("seed", 1)), here.At("a"), Quiet)).Run);
        Assert.Equal(before, File.ReadAllBytes(here.At("a", "checkpoint.msgpack")));
    }

    [Theory]
    [InlineData("CartPole-v1", "cartpole", null)]
    [InlineData("cart_pole", "cartpole", null)]
    [InlineData("Hopper-v4", "hopper", "gymnasium-v4")]
    [InlineData("HalfCheetah-v5", "half-cheetah", "gymnasium-v5")]
    [InlineData("walker2d", "walker2d", "brax")]
    [InlineData("MountainCarContinuous-v0", "mountain-car-continuous", null)]
    [InlineData("MNIST", "mnist", null)]
    [InlineData("memory_length", "memory-length", null)]
    public void Names_are_those_that_people_type(string typed, string environment, string? variant)
    {
        RunConfiguration configuration = Run.Configure(typed);
        Assert.Equal(environment, configuration.Environment);
        Assert.Equal(variant, Settings.Values(configuration).FirstOrDefault(value => value.Key == "variant").Value);
    }

    [Fact]
    public void An_unknown_name_lists_those_there_are_and_suggests_the_nearest() =>
        Assert.Contains("there are acrobot, ant, cartpole, ", Assert.Throws<ArgumentException>(() => Run.Configure("hoper")).Message, StringComparison.Ordinal);

    [Fact]
    public void What_is_given_comes_before_what_a_name_stands_for() =>
        Assert.Contains(Settings.Values(Run.Configure("Hopper-v4", ("variant", "gymnasium-v5"))), value => value is { Key: "variant", Value: "gymnasium-v5" });

    [Fact]
    public void Every_environment_that_there_is_has_a_configuration() => Assert.All(EnvironmentRegistry.All.Names, name => Assert.Equal(name, Run.Configure(name).Environment));

    [Fact]
    public void It_stops_when_the_task_is_solved_and_says_so_again_after_a_resume()
    {
        RunConfiguration configuration = Run.Configure("cartpole", ("neurons", 64), ("stop-when-solved", "true"), ("evaluate-every", 5), ("seed", 1));
        RunResult result = Run.Train(configuration, here.At("a"), Quiet);
        Assert.InRange(result.State.Generation, 5, 29);
        Assert.True(result.State.History[^1].Evaluation >= 475);
        Assert.DoesNotContain(result.State.History.SkipLast(1), report => report.Evaluation >= 475);
        Assert.True(Run.Resume(here.At("a"), options: Quiet).NothingToDo);
        Assert.Equal("stop-when-solved has no effect here: it is for tasks with a return from which they count as solved.", Assert.Throws<ArgumentException>(() => Run.Configure("hopper", ("stop-when-solved", "true"))).Message);
    }

    [Fact]
    public void As_many_checkpoints_are_kept_as_were_asked_for()
    {
        Run.Train(Place.Tiny(("keep", 2), ("checkpoint-every", 1)), here.At("a"), Quiet);
        Assert.Equal(["checkpoint-000005.msgpack", "checkpoint-000006.msgpack", "checkpoint.msgpack"], Directory.GetFiles(here.At("a"), "*.msgpack").Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(5, Run.Load(here.At("a", "checkpoint-000005.msgpack"), Quiet).Checkpoint.State.Generation);
        Directory.CreateDirectory(here.At("b"));
        File.WriteAllText(here.At("b", "checkpoint-000001.msgpack"), "mine");
        Assert.Null(Assert.Throws<OccupiedFolderException>(() => Run.Train(Place.Tiny(), here.At("b"), Quiet)).Run);
    }

    [Fact]
    public void A_warm_start_begins_at_another_runs_mean_and_scaling_and_resumes_with_the_same_bits()
    {
        RunResult first = Run.Train(Place.Tiny(("normalization", "running")), here.At("first"), Quiet);
        RunConfiguration configuration = Place.Tiny(("from", here.At("first")), ("seed", 9), ("normalization", "running"));
        RunResult whole = Run.Train(configuration, here.At("whole"), Quiet);
        Assert.Equal(first.State.Mean, whole.State.Initial);
        Assert.True(whole.State.Normalizer!.Count > first.State.Normalizer!.Count);
        int seen = 0;
        Run.Train(configuration, here.At("part"), Quiet with { OnGeneration = (_, _) => seen++, Stop = () => seen == 3 });
        Directory.Delete(here.At("first"), recursive: true); // what it began from is in the checkpoint
        Assert.Equal(whole.State.Mean, Run.Resume(here.At("part"), options: Quiet).State.Mean);
        Assert.Equal(whole.Evaluation!.Mean, Run.Load(here.At("whole"), Quiet).Evaluate(episodes: 4).Mean);
        Run.Train(Place.Tiny(), here.At("small"), Quiet);
        Assert.Contains("whose controller is another one", Assert.Throws<ArgumentException>(() => Run.Train(Place.Tiny(("neurons", 9), ("from", here.At("small"))), here.At("c"), Quiet)).Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(here.At("c")));
    }

    [Fact]
    public void Metrics_hold_what_was_measured_and_keep_it_through_a_resume()
    {
        int seen = 0;
        Run.Train(Place.Tiny(), here.At("whole"), Quiet);
        Run.Train(Place.Tiny(), here.At("part"), Quiet with { OnGeneration = (_, _) => seen++, Stop = () => seen == 3 });
        Run.Resume(here.At("part"), options: Quiet);
        string[] columns = File.ReadLines(here.At("whole", "metrics.csv")).First().Split(',');
        string[][] whole = Rows("whole"), part = Rows("part");
        Assert.Equal(whole.Select(row => string.Join(',', row[..^2])), part.Select(row => string.Join(',', row[..^2]))); // the clock says the last two
        Assert.All(whole, row => Assert.All((string[])["sigma", "step-size", "lower-decile", "upper-decile", "steps-per-second"], name => Assert.True(double.Parse(row[Array.IndexOf(columns, name)], System.Globalization.CultureInfo.InvariantCulture) > 0, name)));
        Assert.Equal(whole.Select((_, i) => i % 2 == 1), whole.Select(row => row[Array.IndexOf(columns, "firing-rate")] != "" && row[Array.IndexOf(columns, "silent")] != "" && row[Array.IndexOf(columns, "evaluation-deviation")] != ""));
        Assert.Equal(here.State("whole").Steps.ToString(System.Globalization.CultureInfo.InvariantCulture), whole[^1][Array.IndexOf(columns, "total-steps")]);
        double[] seconds = [.. part.Select(row => double.Parse(row[Array.IndexOf(columns, "seconds")], System.Globalization.CultureInfo.InvariantCulture))];
        Assert.Equal(seconds.Order(), seconds);

        string[][] Rows(string run) => [.. File.ReadLines(here.At(run, "metrics.csv")).Skip(1).Select(line => line.Split(','))];
    }

    /// <summary>Written against the Gymnasium face, with no preset of its own.</summary>
    sealed class Follow : GymEnvironment
    {
        double position;

        public override Box ObservationSpace { get; } = Box.Uniform(1, -10, 10);
        public override Space ActionSpace { get; } = Box.Uniform(1, -1, 1);
        public override int StepLimit => 20;
        public override double? TimeStep => .1;
        public override Appearance Appearance { get; } = new([new("ball", new Sphere(.1f, Vector3.Zero))], seen => [new(new(seen[0], 0, .1f), Quaternion.Identity)]);
        protected override double[] Begin() => [position = Uniform(-2, 2)];

        protected override (double[] Observation, double Reward, bool Terminated) Advance(ReadOnlySpan<double> action)
        {
            position = Math.Clamp(position + action[0], -10, 10);
            return ([position], -position * position, false);
        }
    }

    [Theory]
    [InlineData("pgpe")]
    [InlineData("bptt")]
    public void An_environment_of_ones_own_has_the_settings_of_its_kind_and_the_whole_product(string strategy)
    {
        if (!EnvironmentRegistry.All.Has(Own)) EnvironmentRegistry.All.Add(new(Own, "Go to the middle.", _ => new Follow()));
        RunConfiguration configuration = Run.Configure(Own, ("strategy", strategy), ("neurons", 16), ("generations", 3));
        Assert.Equal(Normalization.Running, configuration.Normalization);
        RunResult result = Run.Train(configuration, here.At("run"), Quiet with { Pictures = true });
        Assert.True(result.Drawn);
        Assert.Equal(["learning-curve.png", "parameters.png", "raster.png"], RunFolder.PicturesOf(here.At("run")).Select(Path.GetFileName));
        RunResult longer = Run.Resume(here.At("run"), generations: 4, options: Quiet);
        Assert.Equal(4, longer.State.Generation);
        TrainedRun trained = Run.Load(here.At("run"), Quiet);
        Assert.Equal(longer.Evaluation!.Mean, trained.Evaluate().Mean);
        Assert.InRange(trained.Controller().Predict([1f])[0], -1, 1);
        Assert.Equal(.1, trained.Environment.Spec.TimeStep);
        Episode played = trained.SaveReplay(here.At("walk.html"));
        Assert.Equal(trained.Evaluate(episodes: 1).Mean, played.Return);
        Assert.Equal(21, played.States.Count);
        Assert.Contains("\"name\":\"ball\"", File.ReadAllText(here.At("walk.html")), StringComparison.Ordinal);
        Assert.Contains("16 neurons by time constant", File.ReadAllText(here.At("walk.html")), StringComparison.Ordinal);
    }

    [Fact]
    public void An_environment_without_bodies_cannot_be_replayed_and_those_that_can_are_named()
    {
        Run.Train(Run.Configure("memory-length", ("neurons", 8), ("generations", 1)), here.At("run"), Quiet);
        string message = Assert.Throws<ArgumentException>(() => Run.Load(here.At("run"), Quiet).SaveReplay(here.At("walk.html"))).Message;
        Assert.StartsWith("memory-length has no bodies to look at; environments that can be replayed: ", message, StringComparison.Ordinal);
        Assert.Contains("hopper", message, StringComparison.Ordinal);
    }
}
