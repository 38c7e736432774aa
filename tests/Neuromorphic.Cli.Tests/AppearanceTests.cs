using System.Numerics;
using Neuromorphic.Bodies;
using Neuromorphic.Environments;
using Neuromorphic.Registries;
using Neuromorphic.Replay;
using Neuromorphic.Rollouts;
using Neuromorphic.Runs;
using Neuromorphic.Training;
using Xunit;

namespace Neuromorphic.Cli.Tests;

/// <summary>What environments look like.</summary>
public class AppearanceTests
{
    public static TheoryData<string, string?> Visible
    {
        get
        {
            TheoryData<string, string?> data = [];
            foreach (string name in EnvironmentRegistry.All.Names.Where(name => !name.StartsWith("memory", StringComparison.Ordinal) && EnvironmentRegistry.All.Find(name).Describe(OptionSet.None).Learned == LearnedFrom.Rewards))
                foreach (string? variant in name is "ant" or "half-cheetah" or "hopper" or "walker2d" ? (string?[])["brax", "gymnasium-v4", "gymnasium-v5"] : [null]) data.Add(name, variant);
            return data;
        }
    }

    static (TrainingRun Run, IEnvironment Environment) Create(string name, string? variant)
    {
        RunConfiguration configuration = Settings.Configure(name, [new("neurons", "8"), new("population", "8"), new("step-limit", "40"), .. variant == null ? Array.Empty<KeyValuePair<string, string>>() : [new("variant", variant)]]);
        IEnvironment environment = configuration.CreateEnvironment();
        return (TrainingRun.Create(configuration, environment, threads: 1), environment);
    }

    [Theory, MemberData(nameof(Visible))]
    public void Every_episode_of_an_evaluation_can_be_shown_with_its_return_to_the_bit(string name, string? variant)
    {
        const int Episodes = 3;
        (TrainingRun run, IEnvironment environment) = Create(name, variant);
        RolloutRequest request = run.EvaluationRequest(run.Initial, null, Episodes, seed: 4);
        IReadOnlyList<double> returns = Trainer.Evaluate(run.Backend, request).Returns;
        Appearance appearance = environment.Spec.Appearance!();
        for (int member = 0; member < Episodes; member++)
        {
            Episode episode = Episode.Play(environment, run.Policy, request, neurons: [], member: member);
            Assert.Equal(returns[member], episode.Return);
            Frames frames = RunReplay.Place(appearance, environment.Spec.ActionSpace, episode);
            new Scene { Title = name, TimeStep = 1, Bodies = appearance.Bodies, Frames = frames, FollowBody = appearance.FollowBody }.Validate();
            Assert.Equal(episode.Rewards.Count + 1, frames.Count);
            Assert.Equal([0, .. episode.Rewards], frames.Rewards.ToArray());
            Assert.Contains(appearance.Bodies.Index(), body => Moved(frames[0, body.Index], frames[frames.Count - 1, body.Index]));
        }
    }

    static bool Moved(Pose a, Pose b) => Vector3.Distance(a.Position, b.Position) > 1e-4f || MathF.Abs(Quaternion.Dot(a.Orientation, b.Orientation)) < .99999f;

    [Theory]
    [InlineData("ant", "left orange, right light blue")]
    [InlineData("half-cheetah", "back light blue, front orange")]
    [InlineData("walker2d", "right light blue, left orange")]
    [InlineData("hopper", "")]
    public void Limbs_are_told_apart_by_colour_and_words_say_how(string name, string legend) => Assert.Equal(legend, Create(name, null).Environment.Spec.Appearance!().Legend);

    [Fact]
    public void Legs_of_the_ant_have_the_colour_of_the_side_on_which_they_are()
    {
        Appearance ant = Create("ant", null).Environment.Spec.Appearance!();
        float[] state = new float[43];
        (state[2], state[3]) = (.55f, 1); // upright, along x
        Pose[] poses = ant.Place(state);
        int left = 0, right = 0;
        for (int body = 1; body < poses.Length; body++)
            foreach (Capsule leg in ant.Bodies[body].Shapes.OfType<Capsule>())
            {
                bool onLeft = poses[body].Position.Y + leg.To.Y + leg.From.Y > 0;
                Assert.Equal(onLeft ? Color.Vermillion : Color.Sky, leg.Color);
                if (onLeft) left++;
                else right++;
            }
        Assert.Equal((6, 6), (left, right));
    }

    [Fact]
    public void A_pole_leans_where_its_angle_says()
    {
        Appearance cartpole = Create("cartpole", null).Environment.Spec.Appearance!();
        Vector3 tip = Vector3.Transform(((Capsule)cartpole.Bodies[1].Shapes[0]).To, cartpole.Place([.5f, 0, .2f, 0])[1].Orientation);
        Assert.Equal(MathF.Sin(.2f), tip.X, 1e-6f);
        Assert.Equal(MathF.Cos(.2f), tip.Z, 1e-6f);
        Assert.Equal(.5f, cartpole.Place([.5f, 0, .2f, 0])[0].Position.X);
    }

    [Fact]
    public void An_acrobot_at_its_goal_reaches_the_line()
    {
        Appearance acrobot = Create("acrobot", null).Environment.Spec.Appearance!();
        Pose lower = acrobot.Place([2.5f, -.4f, 0, 0])[1]; // reached where -cos a - cos(a + b) > 1
        Vector3 tip = lower.Position + Vector3.Transform(((Capsule)acrobot.Bodies[1].Shapes[0]).To, lower.Orientation);
        Assert.Equal(-MathF.Cos(2.5f) - MathF.Cos(2.1f), tip.Z, 1e-5f);
        Assert.Equal(MathF.Sin(2.5f) + MathF.Sin(2.1f), tip.X, 1e-5f);
    }

    [Fact]
    public void An_episode_that_breaks_is_shown_up_to_its_last_finite_state()
    {
        Appearance cartpole = Create("cartpole", null).Environment.Spec.Appearance!();
        Episode episode = new([new float[4], new float[4], [float.NaN, 0, 0, 0]], [], [[0], [1]], [1, float.NaN], new(1, []));
        Assert.Equal(2, RunReplay.Place(cartpole, new Discrete(2), episode).Count);
    }
}
