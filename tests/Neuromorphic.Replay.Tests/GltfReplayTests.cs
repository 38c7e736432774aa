using System.Numerics;
using Neuromorphic.Bodies;
using SharpGLTF.Schema2;
using SharpGLTF.Validation;
using Xunit;

namespace Neuromorphic.Replay.Tests;

public sealed class GltfReplayTests : IDisposable
{
    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    ModelRoot Written(Scene scene)
    {
        GltfReplay.Write(folder["walk.glb"], scene);
        return ModelRoot.Load(folder["walk.glb"], new ReadSettings { Validation = ValidationMode.Strict });
    }

    [Fact]
    public void There_is_a_node_for_each_body_and_an_animation_as_long_as_the_episode()
    {
        Scene scene = SampleScenes.Ant();
        ModelRoot model = Written(scene);
        Node root = Assert.Single(model.DefaultScene.VisualChildren);
        Assert.Equal(["ground", .. scene.Bodies.Select(body => body.Name)], root.VisualChildren.Select(node => node.Name));
        Assert.All(root.VisualChildren, node => Assert.NotEmpty(node.Mesh.Primitives));
        Animation animation = Assert.Single(model.LogicalAnimations);
        Assert.Equal(scene.Title, animation.Name);
        Assert.Equal((SampleScenes.Count - 1) * SampleScenes.TimeStep, animation.Duration, 1e-5f);
        Assert.Equal(2 * scene.Bodies.Count, animation.Channels.Count);
    }

    [Fact]
    public void Every_pose_is_where_the_scene_has_it_with_y_up()
    {
        foreach (Scene scene in (Scene[])[SampleScenes.DoublePendulum(), SampleScenes.Hopper(), SampleScenes.Ant()])
        {
            ModelRoot model = Written(scene);
            Animation animation = model.LogicalAnimations[0];
            for (int body = 0; body < scene.Bodies.Count; body++)
            {
                Node node = model.LogicalNodes.Single(node => node.Name == scene.Bodies[body].Name);
                for (int frame = 0; frame < SampleScenes.Count; frame++)
                {
                    Matrix4x4 world = node.GetWorldMatrix(animation, frame * SampleScenes.TimeStep);
                    Pose pose = scene.Frames[frame, body];
                    foreach (Vector3 local in (Vector3[])[Vector3.Zero, Vector3.UnitX, Vector3.UnitY, Vector3.UnitZ])
                    {
                        Vector3 expected = pose.Position + Vector3.Transform(local, pose.Orientation);
                        Assert.True(Vector3.Distance(new(expected.X, expected.Z, -expected.Y), Vector3.Transform(local, world)) < 1e-4f, $"{scene.Title}, body {body}, frame {frame}");
                    }
                }
            }
        }
    }

    /// <summary>A quaternion that changes its sign is no turn.</summary>
    [Fact]
    public void Between_two_frames_a_body_turns_the_short_way()
    {
        Frames frames = new(1);
        Quaternion turned = Quaternion.CreateFromAxisAngle(Vector3.UnitX, 0.2f);
        frames.Add([new(Vector3.Zero, Quaternion.Identity)], 0);
        frames.Add([new(Vector3.Zero, -turned)], 0);
        ModelRoot model = Written(new() { Title = "turn", TimeStep = 1, Bodies = [new("body")], Frames = frames });
        IReadOnlyList<(float Key, Quaternion Value)> keys = [.. model.LogicalAnimations[0].FindRotationChannel(model.LogicalNodes.Single(node => node.Name == "body")).GetRotationSampler().GetLinearKeys()];
        Assert.True(Quaternion.Dot(keys[0].Value, keys[1].Value) > 0.9f);
    }

    [Fact]
    public void Colours_are_materials_in_linear_light()
    {
        ModelRoot model = Written(SampleScenes.Hopper());
        Assert.Equal(["#0072B2", "#D55E00", "#DDE1E6"], model.LogicalMaterials.Select(material => material.Name).Order(StringComparer.Ordinal));
        foreach (Material material in model.LogicalMaterials)
            Assert.True(Vector4.Distance(Color.FromHex(material.Name).Linear, material.FindChannel("BaseColor")!.Value.Color) < 1e-6f);
        Assert.Equal("#D55E00", model.LogicalMeshes.Single(mesh => mesh.Name == "foot").Primitives[0].Material.Name);
    }

    [Fact]
    public void A_scene_that_cannot_be_shown_leaves_no_file()
    {
        Scene empty = new() { Title = "nothing", TimeStep = 1, Bodies = [new("body")], Frames = new(1) };
        Assert.Throws<InvalidDataException>(() => GltfReplay.Write(folder["walk.glb"], empty));
        Assert.Throws<InvalidDataException>(() => HtmlReplay.Write(folder["walk.html"], empty));
        Assert.False(File.Exists(folder["walk.glb"]) || File.Exists(folder["walk.html"]));
    }
}
