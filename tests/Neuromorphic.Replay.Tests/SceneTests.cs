using System.Numerics;
using Neuromorphic.Bodies;
using Xunit;

namespace Neuromorphic.Replay.Tests;

public class SceneTests
{
    static readonly Pose Upright = new(Vector3.Zero, Quaternion.Identity);

    static Scene Scene(Frames frames, Shape? shape = null) => new() { Title = "a scene", TimeStep = 0.1, Bodies = [new("first", shape ?? new Sphere(1, Vector3.Zero)), new("second")], Frames = frames };

    static Frames Frames(int count)
    {
        Frames frames = new(2);
        for (int i = 0; i < count; i++) frames.Add([Upright, Upright], 0);
        return frames;
    }

    static void Refuses(string reason, Action action) => Assert.Contains(reason, Assert.ThrowsAny<Exception>(action).Message, StringComparison.Ordinal);

    [Fact]
    public void What_was_added_is_what_is_there()
    {
        Frames frames = Frames(1);
        Pose turned = new(new(1, 2, 3), Quaternion.CreateFromAxisAngle(Vector3.UnitZ, 2));
        frames.Add([Upright, turned], 2.5, "left");
        Assert.Equal([.. new float[] { 0, 0, 0, 1, 0, 0, 0 }, 1, 2, 3, MathF.Cos(1), 0, 0, MathF.Sin(1)], frames.Poses[14..].ToArray(), (a, b) => MathF.Abs(a - b) < 1e-6f);
        Assert.Equal([0, 2.5f], frames.Rewards.ToArray());
        Assert.Equal([null, "left"], frames.Texts);
        Assert.Equal(turned.Position, frames[1, 1].Position);
        Assert.True(Quaternion.Dot(turned.Orientation, frames[1, 1].Orientation) > 0.999999f);
        Frames again = new(2);
        again.Add(frames.Poses[14..], 2.5);
        Assert.Equal(frames.Poses[14..].ToArray(), again.Poses.ToArray());
    }

    [Fact]
    public void A_pose_that_is_not_finite_is_named_by_frame_and_body()
    {
        Refuses("Position y of body 1 in frame 3 is NaN", () => Frames(3).Add([Upright, new(new(0, float.NaN, 0), Quaternion.Identity)], 0));
        Refuses("Quaternion w of body 0 in frame 0 is", () => Frames(0).Add([new(Vector3.Zero, new(0, 0, 0, float.PositiveInfinity)), Upright], 0));
    }

    [Fact]
    public void A_frame_that_does_not_fit_is_refused_and_not_added()
    {
        Frames frames = Frames(2);
        Refuses("Frame 2 has 7 numbers instead of 2 bodies x 7 = 14", () => frames.Add([Upright], 0));
        Refuses("body 1 in frame 2 has length 0, not 1", () => frames.Add([Upright, new(Vector3.Zero, default)], 0));
        Refuses("The reward of frame 2 is NaN", () => frames.Add([Upright, Upright], double.NaN));
        Assert.Equal((2, 28, 2, 2), (frames.Count, frames.Poses.Length, frames.Rewards.Length, frames.Texts.Count));
        Refuses("one body or more", () => _ = new Frames(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => frames[2, 0]);
        Assert.Throws<ArgumentOutOfRangeException>(() => frames[0, 2]);
    }

    [Fact]
    public void A_scene_that_cannot_be_shown_is_refused_with_the_reason()
    {
        Scene(Frames(1)).Validate();
        Refuses("no frame", () => Scene(new(2)).Validate());
        Refuses("it has 2 bodies, its frames have 3", () => Scene(new(3)).Validate());
        Refuses("time step is 0 s", () => new Scene { Title = "t", TimeStep = 0, Bodies = [new("a")], Frames = new(1) }.Validate());
        Refuses("title is empty", () => new Scene { Title = " ", TimeStep = 1, Bodies = [new("a")], Frames = new(1) }.Validate());
        Refuses("follows body 2, but bodies are 0 to 1", () => new Scene { Title = "t", TimeStep = 1, Bodies = [new("a"), new("b")], Frames = Frames(1), FollowBody = 2 }.Validate());
        Refuses("in body 0, 'first', the capsule's radius is 0", () => Scene(Frames(1), new Capsule(0, Vector3.Zero, Vector3.UnitX)).Validate());
        Refuses("an end of the capsule is not finite", () => Scene(Frames(1), new Capsule(1, Vector3.Zero, new(float.NaN))).Validate());
        Refuses("the sphere's radius is NaN", () => Scene(Frames(1), new Sphere(float.NaN, Vector3.Zero)).Validate());
        Refuses("the cuboid's half sizes are 1, -1, 1", () => Scene(Frames(1), new Cuboid(new(1, -1, 1), Vector3.Zero)).Validate());
        Refuses("the cuboid's rotation has length 2", () => Scene(Frames(1), new Cuboid(Vector3.One, Vector3.Zero) { Rotation = new(0, 0, 0, 2) }).Validate());
    }

    [Fact]
    public void Neurons_that_do_not_fit_are_refused_with_the_reason()
    {
        static Scene With(Activity neurons) => new() { Title = "t", TimeStep = 1, Bodies = [new("a"), new("b")], Frames = Frames(2), Neurons = neurons };
        With(new("both", 2, [[0, 1], [-1, .5f]])).Validate();
        Refuses("it shows 0 neurons", () => With(new("none", 0, [])).Validate());
        Refuses("its neurons have 1 frames, its bodies 2", () => With(new("few", 2, [[0, 1]])).Validate());
        Refuses("frame 1 has 1 numbers instead of one for each of 2 neurons", () => With(new("short", 2, [[0, 1], [1]])).Validate());
        Refuses("neuron 1 is NaN in frame 0", () => With(new("broken", 2, [[0, float.NaN], [1, 1]])).Validate());
        Refuses("neuron 0 is 1.5 in frame 1", () => With(new("loud", 2, [[0, 0], [1.5f, 1]])).Validate());
    }

    [Fact]
    public void A_colour_is_six_hexadecimal_digits()
    {
        Assert.Equal(new(0, 0x72, 0xB2), Color.FromHex("#0072b2"));
        Assert.Equal("#0072B2", Color.Default.ToString());
        foreach (string wrong in (string[])["0072B2", "#0072B", "#0072BG", "#-072B2", ""]) Refuses("#RRGGBB", () => Color.FromHex(wrong));
        // sRGB 188 is half of the light of 255.
        Assert.Equal(0.503f, new Color(188, 0, 255).Linear.X, 0.001f);
        Assert.Equal(1, new Color(188, 0, 255).Linear.Z);
    }
}
