using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using Xunit;

namespace Neuromorphic.Replay.Tests;

/// <summary>The page as text.</summary>
public sealed partial class HtmlReplayTests : IDisposable
{
    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    string Written(Scene scene)
    {
        HtmlReplay.Write(folder["walk.html"], scene);
        return File.ReadAllText(folder["walk.html"]);
    }

    static string Element(string page, string id)
    {
        string opening = $"id=\"{id}\">";
        int start = page.IndexOf(opening, StringComparison.Ordinal) + opening.Length;
        return page[start..page.IndexOf("</script>", start, StringComparison.Ordinal)];
    }

    [Fact]
    public void The_page_asks_for_nothing_from_outside()
    {
        string page = Written(SampleScenes.Ant());
        Assert.DoesNotMatch(Address(), page);
        Assert.All(Reference().Matches(page), match => Assert.StartsWith("data:", match.Groups[1].Value, StringComparison.Ordinal));
        Assert.Contains("default-src 'none'", page, StringComparison.Ordinal);
        Assert.DoesNotContain("{{", page, StringComparison.Ordinal);
    }

    [Fact]
    public void The_numbers_are_there_bit_for_bit()
    {
        Scene scene = SampleScenes.Hopper();
        string page = Written(scene);
        Assert.Equal(scene.Frames.Poses.ToArray(), MemoryMarshal.Cast<byte, float>(Convert.FromBase64String(Element(page, "poses"))).ToArray());
        Assert.Equal(scene.Frames.Rewards.ToArray(), MemoryMarshal.Cast<byte, float>(Convert.FromBase64String(Element(page, "rewards"))).ToArray());
        using JsonDocument json = JsonDocument.Parse(Element(page, "scene"));
        Assert.Equal(scene.TimeStep, json.RootElement.GetProperty("timeStep").GetDouble());
        Assert.Equal(["torso", "thigh", "shin", "foot"], json.RootElement.GetProperty("bodies").EnumerateArray().Select(body => body.GetProperty("name").GetString()));
        Assert.Equal(scene.Frames.Texts, json.RootElement.GetProperty("texts").EnumerateArray().Select(text => text.GetString()));
    }

    [Fact]
    public void Text_stays_text()
    {
        Scene hopper = SampleScenes.Hopper();
        Frames frames = new(1);
        frames.Add([hopper.Frames[0, 0]], 0, "</script><script>alert(2)</script>");
        string page = Written(new() { Title = "<b>{{scene}}</b> & more", Description = "<i>{{title}}</i>", TimeStep = 1, Bodies = [new("</script>")], Frames = frames });
        Assert.Contains("<h1>&lt;b&gt;{{scene}}&lt;/b&gt; &amp; more</h1>", page, StringComparison.Ordinal);
        Assert.Contains("<p id=\"description\">&lt;i&gt;{{title}}&lt;/i&gt;</p>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("alert(2)</script>", page, StringComparison.Ordinal);
        using JsonDocument json = JsonDocument.Parse(Element(page, "scene"));
        Assert.Equal("</script><script>alert(2)</script>", json.RootElement.GetProperty("texts")[0].GetString());
    }

    [GeneratedRegex(@"\b(https?|wss?|ftp):|@import|\burl\(|\bimport\s*[({""']|\bfetch\s*\(|XMLHttpRequest|WebSocket", RegexOptions.IgnoreCase)]
    private static partial Regex Address();
    [GeneratedRegex(@"<[^>]*\s(?:src|href)=""([^""]*)""")]
    private static partial Regex Reference();
}
