using System.Globalization;
using System.Numerics;
using Neuromorphic.Bodies;

namespace Neuromorphic.Replay.Tests;

/// <summary>Scenes whose motion is a formula, so that a test knows every pose.</summary>
static class SampleScenes
{
    /// <summary>The scene with neurons beside it.</summary>
    public static Scene With(this Scene scene, Activity neurons) =>
        new() { Title = scene.Title, TimeStep = scene.TimeStep, Bodies = scene.Bodies, Frames = scene.Frames, Ground = scene.Ground, FollowBody = scene.FollowBody, Neurons = neurons };

    public const int Count = 200;
    public const float TimeStep = 0.02f;

    /// <summary>Two rods that hang from z = 2 m and swing in the plane y = 0; no ground, no camera that follows.</summary>
    public static Scene DoublePendulum()
    {
        Frames frames = new(2);
        for (int i = 0; i < Count; i++)
        {
            float time = i * TimeStep, first = 0.9f * MathF.Sin(3 * time), second = 1.3f * MathF.Sin(4.1f * time + 1);
            Vector3 hinge = new(0, 0, 2);
            Quaternion upper = About(Vector3.UnitY, first), lower = About(Vector3.UnitY, first + second);
            frames.Add([new(hinge, upper), new(hinge + Vector3.Transform(new(0, 0, -1), upper), lower)], 0);
        }
        return new()
        {
            Title = "A double pendulum",
            TimeStep = TimeStep,
            Frames = frames,
            Ground = false,
            Bodies =
            [
                new("upper", new Capsule(0.06f, Vector3.Zero, new(0, 0, -1)), new Cuboid(new(0.12f, 0.12f, 0.05f), new(0, 0, 0.05f)) { Color = Color.FromHex("#595959") }),
                new("lower", new Capsule(0.05f, Vector3.Zero, new(0, 0, -0.8f)) { Color = Color.Vermillion }, new Sphere(0.12f, new(0, 0, -0.8f)) { Color = Color.Vermillion }),
            ],
        };
    }

    /// <summary>A chain of torso, thigh, shin and foot that hops along x at 1.5 m/s.</summary>
    public static Scene Hopper()
    {
        Frames frames = new(4);
        for (int i = 0; i < Count; i++)
        {
            float time = i * TimeStep, phase = 2 * MathF.PI * 1.6f * time, bend = 0.45f + 0.35f * MathF.Cos(phase);
            float jump = MathF.Max(0, MathF.Sin(phase - 1.2f));
            Quaternion torso = About(Vector3.UnitY, 0.12f * MathF.Sin(phase)), thigh = About(Vector3.UnitY, -bend), shin = About(Vector3.UnitY, bend), foot = About(Vector3.UnitY, 0.25f * jump);
            Vector3 ankle = new(1.5f * time, 0, 0.06f + 0.28f * jump);
            Vector3 knee = ankle + Vector3.Transform(new(0, 0, 0.5f), shin), hip = knee + Vector3.Transform(new(0, 0, 0.45f), thigh);
            frames.Add([new(hip, torso), new(hip, thigh), new(knee, shin), new(ankle, foot)], 1.5 * TimeStep / 0.02 - 0.4 * bend * bend, Action(bend, jump));
        }
        return new()
        {
            Title = "Hopper, generation 200",
            TimeStep = TimeStep,
            Frames = frames,
            FollowBody = 0,
            Bodies =
            [
                new("torso", new Capsule(0.05f, Vector3.Zero, new(0, 0, 0.4f))), new("thigh", new Capsule(0.05f, Vector3.Zero, new(0, 0, -0.45f))),
                new("shin", new Capsule(0.04f, Vector3.Zero, new(0, 0, -0.5f))), new("foot", new Capsule(0.06f, new(-0.13f, 0, 0), new(0.26f, 0, 0)) { Color = Color.Vermillion }),
            ],
        };
    }

    /// <summary>A ball with four legs of two links each that trots along a curve.</summary>
    public static Scene Ant()
    {
        Frames frames = new(9);
        for (int i = 0; i < Count; i++)
        {
            float time = i * TimeStep, heading = 0.5f * MathF.Sin(0.9f * time), phase = 2 * MathF.PI * 1.4f * time;
            Quaternion torso = About(Vector3.UnitZ, heading) * About(Vector3.UnitX, 0.05f * MathF.Sin(phase)) * About(Vector3.UnitY, 0.06f * MathF.Cos(phase));
            Pose[] poses = new Pose[9];
            poses[0] = new(new(1.2f * time, 0.6f * MathF.Sin(0.9f * time), 0.52f + 0.03f * MathF.Sin(2 * phase)), torso);
            for (int leg = 0; leg < 4; leg++)
            {
                float swing = phase + (leg % 2) * MathF.PI;
                Quaternion hip = torso * About(Vector3.UnitZ, MathF.PI / 4 + leg * MathF.PI / 2 + 0.35f * MathF.Sin(swing));
                Quaternion knee = hip * About(Vector3.UnitY, 0.95f - 0.25f * MathF.Max(0, MathF.Cos(swing)));
                Vector3 shoulder = poses[0].Position + Vector3.Transform(new(0.2f, 0, 0), hip);
                poses[1 + 2 * leg] = new(shoulder, hip);
                poses[2 + 2 * leg] = new(shoulder + Vector3.Transform(new(0.3f, 0, 0), hip), knee);
            }
            frames.Add(poses, 1 + 0.8 * MathF.Sin(1.1f * time), Action(MathF.Sin(phase), MathF.Cos(phase)));
        }
        List<Body> bodies = [new("torso", new Sphere(0.25f, Vector3.Zero))];
        for (int leg = 0; leg < 4; leg++)
        {
            bodies.Add(new($"thigh {leg}", new Capsule(0.08f, Vector3.Zero, new(0.3f, 0, 0))));
            bodies.Add(new($"shin {leg}", new Capsule(0.075f, Vector3.Zero, new(0.52f, 0, 0)) { Color = Color.Vermillion }));
        }
        return new() { Title = "Ant, generation 500, spiking neurons", TimeStep = TimeStep, Bodies = bodies, Frames = frames, FollowBody = 0 };
    }

    static string Action(float a, float b) => string.Create(CultureInfo.InvariantCulture, $"action {a:+0.00;-0.00} {b:+0.00;-0.00}");

    static Quaternion About(Vector3 axis, float angle) => Quaternion.CreateFromAxisAngle(axis, angle);
}
