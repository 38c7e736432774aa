using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Neuromorphic.Bodies;

namespace Neuromorphic.Replay;

/// <summary>What happened, frame by frame: the pose of every body, the reward that led there, and perhaps a line of text.</summary>
/// <remarks>Frame 0 is the state after the reset, before any step; its reward is usually 0.</remarks>
/// <param name="bodies">Number of bodies of every frame.</param>
public sealed class Frames(int bodies)
{
    readonly List<float> poses = [];
    readonly List<float> rewards = [];
    readonly List<string?> texts = [];

    /// <summary>Number of bodies of every frame.</summary>
    public int Bodies { get; } = bodies > 0 ? bodies : throw new ArgumentOutOfRangeException(nameof(bodies), bodies, "A scene has one body or more.");

    /// <summary>Number of frames.</summary>
    public int Count => rewards.Count;

    /// <summary>Appends a frame.</summary>
    /// <param name="poses">The pose of every body, in the order of the scene's bodies.</param>
    /// <param name="reward">What the step into this frame earned.</param>
    /// <param name="text">A line to show with the frame, such as the action that led there.</param>
    /// <exception cref="ArgumentException">There is not one pose for each body, or a number is not finite, or a quaternion is not of length 1. The message names frame and body.</exception>
    [OverloadResolutionPriority(1)]
    public void Add(ReadOnlySpan<Pose> poses, double reward, string? text = null)
    {
        Span<float> numbers = poses.Length <= 64 ? stackalloc float[poses.Length * Pose.Length] : new float[poses.Length * Pose.Length];
        for (int body = 0; body < poses.Length; body++)
        {
            (Vector3 p, Quaternion q) = poses[body];
            ReadOnlySpan<float> pose = [p.X, p.Y, p.Z, q.W, q.X, q.Y, q.Z];
            pose.CopyTo(numbers[(body * Pose.Length)..]);
        }
        Add(numbers, reward, text);
    }

    /// <summary>Appends a frame.</summary>
    /// <param name="poses">[bodies, 7]: x, y, z in metres, then w, x, y, z of the quaternion.</param>
    /// <param name="reward">What the step into this frame earned.</param>
    /// <param name="text">A line to show with the frame, such as the action that led there.</param>
    /// <exception cref="ArgumentException">As above.</exception>
    public void Add(ReadOnlySpan<float> poses, double reward, string? text = null)
    {
        if (poses.Length != Bodies * Pose.Length)
            throw new ArgumentException($"Frame {Count} has {poses.Length} numbers instead of {Bodies} bodies x {Pose.Length} = {Bodies * Pose.Length}.", nameof(poses));
        for (int body = 0; body < Bodies; body++)
            if (Fault(poses.Slice(body * Pose.Length, Pose.Length), body) is string fault) throw new ArgumentException(fault, nameof(poses));
        if (!float.IsFinite((float)reward)) throw new ArgumentException($"The reward of frame {Count} is {reward}, which is not finite.", nameof(reward));
        this.poses.AddRange(poses);
        rewards.Add((float)reward);
        texts.Add(text);
    }

    string? Fault(ReadOnlySpan<float> pose, int body)
    {
        for (int i = 0; i < Pose.Length; i++)
            if (!float.IsFinite(pose[i])) return $"{Component(i)} of body {body} in frame {Count} is {pose[i]}, which is not finite.";
        float length = new Vector4(pose[3..]).Length();
        return MathF.Abs(length - 1) > Pose.Tolerance ? $"The quaternion of body {body} in frame {Count} has length {length}, not 1; its order is w, x, y, z." : null;
    }

    static string Component(int i) => i < 3 ? $"Position {"xyz"[i]}" : $"Quaternion {"wxyz"[i - 3]}";

    /// <summary>The pose of a body in a frame.</summary>
    public Pose this[int frame, int body]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)frame, (uint)Count, nameof(frame));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)body, (uint)Bodies, nameof(body));
            ReadOnlySpan<float> pose = Poses.Slice((frame * Bodies + body) * Pose.Length, Pose.Length);
            return new(new(pose[..3]), Quaternion.Normalize(new(pose[4], pose[5], pose[6], pose[3])));
        }
    }

    /// <summary>[frames, bodies, 7]: x, y, z in metres, then w, x, y, z of the quaternion. Valid until a frame is added.</summary>
    public ReadOnlySpan<float> Poses => CollectionsMarshal.AsSpan(poses);

    /// <summary>The reward of each frame. Valid until a frame is added.</summary>
    public ReadOnlySpan<float> Rewards => CollectionsMarshal.AsSpan(rewards);

    /// <summary>The line of text of each frame.</summary>
    public IReadOnlyList<string?> Texts => texts;
}
