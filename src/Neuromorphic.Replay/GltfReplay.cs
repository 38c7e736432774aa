using System.Numerics;
using Neuromorphic.Bodies;
using Neuromorphic.Files;
using SharpGLTF.Schema2;

namespace Neuromorphic.Replay;

/// <summary>An episode as animated binary glTF 2.0, which 3-D tools and viewers play.</summary>
/// <remarks>One node for each body beneath a root that turns z up into glTF's y up; one animation with the translation and rotation of every body,
/// linear between the frames. Description, rewards and texts have no place in it.</remarks>
public static class GltfReplay
{
    const float Margin = 5;

    /// <summary>From z up, as physics has it, to y up, as glTF has it: -90 degrees about x.</summary>
    static readonly Quaternion VerticalToY = new(-MathF.Sqrt(0.5f), 0, 0, MathF.Sqrt(0.5f));

    /// <summary>Writes a .glb file; one that exists stays whole until it is replaced.</summary>
    /// <param name="path">The file, in a folder that exists.</param>
    /// <param name="scene">The episode.</param>
    /// <exception cref="InvalidDataException">The scene cannot be shown; the message says why.</exception>
    public static void Write(string path, Scene scene)
    {
        ArgumentNullException.ThrowIfNull(scene);
        scene.Validate();
        ModelRoot model = ModelRoot.CreateModel();
        Node root = model.UseScene(scene.Title).CreateNode("root");
        root.LocalTransform = new SharpGLTF.Transforms.AffineTransform(null, VerticalToY, null);
        GltfMeshes meshes = new(model);
        if (scene.Ground) root.CreateNode("ground").Mesh = meshes.Ground(Extent(scene.Frames));
        Animation animation = model.CreateAnimation(scene.Title);
        for (int body = 0; body < scene.Bodies.Count; body++)
        {
            Node node = root.CreateNode(scene.Bodies[body].Name);
            if (scene.Bodies[body].Shapes.Count > 0) node.Mesh = meshes.Of(scene.Bodies[body]);
            Animate(animation, node, scene, body);
        }
        WholeFile.Write(path, stream => model.WriteGLB(stream));
    }

    static void Animate(Animation animation, Node node, Scene scene, int body)
    {
        Dictionary<float, Vector3> translations = new(scene.Frames.Count);
        Dictionary<float, Quaternion> rotations = new(scene.Frames.Count);
        Quaternion last = scene.Frames[0, body].Orientation;
        for (int frame = 0; frame < scene.Frames.Count; frame++)
        {
            (Vector3 position, Quaternion orientation) = scene.Frames[frame, body];
            // q and -q are one rotation; what lies between two frames is the short way only if their signs agree.
            last = Quaternion.Dot(last, orientation) < 0 ? -orientation : orientation;
            float time = (float)(frame * scene.TimeStep);
            translations[time] = position;
            rotations[time] = last;
        }
        node.LocalTransform = new SharpGLTF.Transforms.AffineTransform(null, scene.Frames[0, body].Orientation, scene.Frames[0, body].Position);
        animation.CreateTranslationChannel(node, translations);
        animation.CreateRotationChannel(node, rotations);
    }

    /// <summary>The part of the ground that the bodies come near, in metres.</summary>
    static (Vector2 Low, Vector2 High) Extent(Frames frames)
    {
        Vector2 low = new(float.PositiveInfinity), high = new(float.NegativeInfinity);
        for (int i = 0; i < frames.Poses.Length; i += Pose.Length)
        {
            Vector2 position = new(frames.Poses[i], frames.Poses[i + 1]);
            low = Vector2.Min(low, position);
            high = Vector2.Max(high, position);
        }
        return (low - new Vector2(Margin), high + new Vector2(Margin));
    }
}
