using System.Numerics;
using System.Text;
using System.Text.Json;
using Neuromorphic.Bodies;

namespace Neuromorphic.Replay;

/// <summary>What a page has to know of a scene besides its numbers, as JSON that may stand inside a script element.</summary>
static class SceneJson
{
    public static string Of(Scene scene)
    {
        using MemoryStream stream = new();
        // The default encoder escapes '<', so that no text can close the element.
        using (Utf8JsonWriter json = new(stream))
        {
            json.WriteStartObject();
            json.WriteNumber("timeStep", scene.TimeStep);
            json.WriteBoolean("ground", scene.Ground);
            if (scene.FollowBody is int follow) json.WriteNumber("follow", follow);
            else json.WriteNull("follow");
            json.WriteStartArray("bodies");
            foreach (Body body in scene.Bodies) Write(json, body);
            json.WriteEndArray();
            if (scene.Neurons is { } neurons)
            {
                json.WriteStartObject("neurons");
                json.WriteString("label", neurons.Label);
                json.WriteNumber("count", neurons.Neurons);
                json.WriteEndObject();
            }
            if (scene.Frames.Texts.Any(text => text != null)) WriteTexts(json, scene.Frames.Texts);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    static void Write(Utf8JsonWriter json, Body body)
    {
        json.WriteStartObject();
        json.WriteString("name", body.Name);
        json.WriteStartArray("shapes");
        foreach (Shape shape in body.Shapes)
        {
            RoundedBox solid = shape.Rounded;
            Vector4 color = (shape.Color ?? Color.Default).Linear;
            json.WriteStartObject();
            Write(json, "centre", [solid.Centre.X, solid.Centre.Y, solid.Centre.Z]);
            Write(json, "rotation", [solid.Rotation.W, solid.Rotation.X, solid.Rotation.Y, solid.Rotation.Z]);
            Write(json, "half", [solid.Half.X, solid.Half.Y, solid.Half.Z]);
            json.WriteNumber("radius", solid.Radius);
            Write(json, "color", [color.X, color.Y, color.Z]);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    static void Write(Utf8JsonWriter json, string name, ReadOnlySpan<float> values)
    {
        json.WriteStartArray(name);
        foreach (float value in values) json.WriteNumberValue(value);
        json.WriteEndArray();
    }

    static void WriteTexts(Utf8JsonWriter json, IReadOnlyList<string?> texts)
    {
        json.WriteStartArray("texts");
        foreach (string? text in texts) json.WriteStringValue(text);
        json.WriteEndArray();
    }
}
