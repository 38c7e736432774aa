using System.Numerics;
using Neuromorphic.Bodies;

namespace Neuromorphic.Envs;

/// <summary>The tasks of classic control, in the plane y = 0 as Gymnasium draws them; what is thick has no meaning.</summary>
static class ClassicAppearance
{
    static readonly Color Fixed = Color.FromHex("#595959");

    public static Appearance CartPole()
    {
        const float Limit = (float)Envs.CartPole.PositionLimit, Length = 2 * (float)Envs.CartPole.HalfLength, Top = .2f;
        return new(
        [
            new("cart", new Cuboid(new(.22f, .13f, .08f), new(0, 0, .12f))),
            new("pole", new Capsule(.03f, Vector3.Zero, new(0, 0, Length)) { Color = Color.Vermillion }),
            new("track", new Cuboid(new(Limit, .03f, .02f), new(0, 0, .02f)) { Color = Fixed }, Stop(-Limit), Stop(Limit)),
        ], state => [At(state[0], 0), new(new(state[0], 0, Top), Turned(state[2])), At(0, 0)]);

        static Shape Stop(float x) => new Cuboid(new(.03f, .13f, .1f), new(x, 0, .1f)) { Color = Fixed };
    }

    public static Appearance Pendulum() => new(
    [
        new("rod", new Capsule(.08f, Vector3.Zero, new(0, 0, (float)Envs.Pendulum.Length)) { Color = Color.Vermillion }),
        new("hinge", new Sphere(.1f, Vector3.Zero) { Color = Fixed }),
    ], state => [new(Vector3.Zero, Turned(-state[0])), At(0, 0)])
    { Ground = false };

    public static Appearance Acrobot()
    {
        Vector3 down = new(0, 0, -(float)Envs.Acrobot.Length);
        return new(
        [
            new("upper link", new Capsule(.08f, Vector3.Zero, down)),
            new("lower link", new Capsule(.07f, Vector3.Zero, down) { Color = Color.Vermillion }),
            new("hinge", new Sphere(.1f, Vector3.Zero) { Color = Fixed }),
            new("goal", new Capsule(.01f, -down - Vector3.UnitX, -down + Vector3.UnitX) { Color = Fixed }),
        ], state =>
        {
            Quaternion upper = Turned(-state[0]), lower = Turned(-state[0] - state[1]);
            return [new(Vector3.Zero, upper), new(Vector3.Transform(down, upper), lower), At(0, 0), At(0, 0)];
        })
        { Ground = false };
    }

    public static Appearance MountainCar(double goal)
    {
        const int Pieces = 60;
        const float Low = (float)Envs.MountainCar.Leftmost, High = (float)Envs.MountainCar.Rightmost;
        float flag = (float)goal;
        Vector3 Hill(int i) => Surface(Low + (High - Low) * i / Pieces) - new Vector3(0, 0, .02f);
        return new(
        [
            new("car", new Cuboid(new(.06f, .04f, .025f), new(0, 0, .045f)) { Color = Color.Vermillion }),
            new("flag", new Capsule(.006f, Surface(flag), Surface(flag) + new Vector3(0, 0, .2f)) { Color = Fixed }, new Cuboid(new(.04f, .006f, .025f), Surface(flag) + new Vector3(-.04f, 0, .175f)) { Color = Color.Orange }),
            new("hill", [.. Enumerable.Range(0, Pieces).Select(i => new Capsule(.02f, Hill(i), Hill(i + 1)))]),
        ], state => [new(Surface(state[0]), Turned(-MathF.Atan(1.35f * MathF.Cos(3 * state[0])))), At(0, 0), At(0, 0)]);

        static Vector3 Surface(float x) => new(x, 0, .45f * MathF.Sin(3 * x) + .55f);
    }

    static Pose At(float x, float z) => new(new(x, 0, z), Quaternion.Identity);

    /// <summary>Turned about y, from z towards x.</summary>
    static Quaternion Turned(float angle) => Quaternion.CreateFromAxisAngle(Vector3.UnitY, angle);
}
