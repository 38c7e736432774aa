using System.Net;
using System.Numerics;
using System.Text.Json;
using System.Text.RegularExpressions;
using Xunit;

namespace Neuromorphic.Replay.Tests;

/// <summary>The page in a browser.</summary>
public sealed class BrowserTests : IDisposable
{
    /// <summary>Uses the page as a person would, and writes down what it shows.</summary>
    const string Visitor = """
        <script type="module">
        const seen = {}, canvas = document.getElementById("view"), scrub = document.getElementById("scrub");
        const key = (name, more) => document.body.dispatchEvent(new KeyboardEvent("keydown", { key: name, bubbles: true, ...more }));
        const note = name => seen[name] = { frame: replay.frame, playing: replay.playing, pose: replay.pose, text: document.getElementById("text").textContent,
          return: document.getElementById("return").textContent, forward: document.getElementById("forward").textContent, pace: document.getElementById("pace").textContent, time: document.getElementById("time").textContent, done: document.getElementById("track").style.getPropertyValue("--done") };
        const picture = name => { replay.draw(replay.frame); seen[name] = canvas.toDataURL(); };
        const pointer = (type, x, y) => canvas.dispatchEvent(new PointerEvent(type, { pointerId: 1, clientX: x, clientY: y }));
        canvas.setPointerCapture = () => {}; // there is no real finger
        note("start"); picture("startPicture");
        scrub.value = 120; scrub.dispatchEvent(new Event("input"));
        note("scrubbed"); picture("scrubbedPicture");
        replay.seek(20.5); note("between");
        replay.seek(20); key("ArrowRight"); note("right"); key("ArrowLeft", { shiftKey: true }); note("left"); key("End"); note("end");
        const yaw = replay.camera.yaw, wanted = replay.camera.wanted;
        pointer("pointerdown", 100, 100); pointer("pointermove", 200, 100); pointer("pointerup", 200, 100); pointer("pointermove", 400, 100);
        seen.turned = replay.camera.yaw - yaw; picture("turnedPicture");
        canvas.dispatchEvent(new WheelEvent("wheel", { deltaY: 200 })); seen.zoomed = replay.camera.wanted / wanted;
        key("Home"); key("ArrowUp"); seen.speed = document.getElementById("speed").value; key(" "); note("playing");
        while (replay.frame < 1) await new Promise(done => requestAnimationFrame(done));
        note("later"); key(" "); note("stopped");
        document.documentElement.dataset.seen = JSON.stringify(seen);
        </script>
        """;

    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    string Page(Scene scene, string fragment, string addition = "")
    {
        string path = folder["walk.html"];
        HtmlReplay.Write(path, scene);
        File.WriteAllText(path, File.ReadAllText(path).Replace("</body>", addition + "</body>", StringComparison.Ordinal));
        return new Uri(path).AbsoluteUri + fragment;
    }

    static void IsSilent(string log) => Assert.DoesNotContain(log.Split('\n'), line => line.Contains("CONSOLE", StringComparison.Ordinal));

    static string Attribute(string page, string name) => WebUtility.HtmlDecode(Regex.Match(page, $"<html[^>]*\\s{name}=\"([^\"]*)\"").Groups[1].Value);

    static double Leading(JsonElement text) => double.Parse(text.GetString()!.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);

    static Pixels Picture(JsonElement seen, string name) => new(Convert.FromBase64String(seen.GetProperty(name).GetString()!["data:image/png;base64,".Length..]));

    static void ShowsFrame(Scene scene, int frame, JsonElement note)
    {
        Assert.Equal(frame, note.GetProperty("frame").GetDouble());
        for (int body = 0; body < scene.Bodies.Count; body++)
            Assert.Equal(scene.Frames.Poses.Slice((frame * scene.Bodies.Count + body) * 7, 7).ToArray(), [.. note.GetProperty("pose")[body].EnumerateArray().Select(value => value.GetSingle())], (a, b) => MathF.Abs(a - b) < 1e-5f);
        Assert.Equal(scene.Frames.Texts[frame], note.GetProperty("text").GetString());
        Assert.Equal(scene.Frames.Rewards[..(frame + 1)].ToArray().Sum(reward => (double)reward), double.Parse(note.GetProperty("return").GetString()!, System.Globalization.CultureInfo.InvariantCulture), 0.0501);
        Assert.Equal($"{frame * scene.TimeStep:F2} s", note.GetProperty("time").GetString());
        Assert.Equal(100.0 * frame / (scene.Frames.Count - 1), double.Parse(note.GetProperty("done").GetString()!.TrimEnd('%'), System.Globalization.CultureInfo.InvariantCulture), 1e-3);
    }

    [Fact]
    public async Task The_controls_move_the_robot_and_the_camera()
    {
        Scene scene = SampleScenes.Hopper();
        (string page, string log) = await Chromium.Open(Page(scene, "#frame=50&paused", Visitor), "--dump-dom");
        IsSilent(log);
        Assert.Equal("ready", Attribute(page, "data-status"));
        using JsonDocument document = JsonDocument.Parse(Attribute(page, "data-seen"));
        JsonElement seen = document.RootElement;

        ShowsFrame(scene, 50, seen.GetProperty("start"));
        ShowsFrame(scene, 120, seen.GetProperty("scrubbed"));
        ShowsFrame(scene, 21, seen.GetProperty("right"));
        ShowsFrame(scene, 11, seen.GetProperty("left"));
        ShowsFrame(scene, 199, seen.GetProperty("end"));
        // Along x at 1.5 m/s, but for the way that the hip swings about the ankle.
        Assert.Equal(scene.Frames[120, 0].Position.X - scene.Frames[0, 0].Position.X, Leading(seen.GetProperty("scrubbed").GetProperty("forward")), 0.0501);
        Assert.Equal((scene.Frames[145, 0].Position.X - scene.Frames[95, 0].Position.X) / 1, Leading(seen.GetProperty("scrubbed").GetProperty("pace")), 0.00501);
        Vector3 middle = (scene.Frames[20, 0].Position + scene.Frames[21, 0].Position) / 2;
        JsonElement between = seen.GetProperty("between").GetProperty("pose")[0];
        Assert.True(Vector3.Distance(middle, new(between[0].GetSingle(), between[1].GetSingle(), between[2].GetSingle())) < 1e-5f);

        Pixels start = Picture(seen, "startPicture"), scrubbed = Picture(seen, "scrubbedPicture"), turned = Picture(seen, "turnedPicture");
        foreach (Pixels picture in (Pixels[])[start, scrubbed, turned])
        {
            Assert.True(picture.Colours > 500, $"A picture has {picture.Colours} colours.");
            Assert.InRange(picture.Part(red: false), 0.003, 0.2);
            Assert.InRange(picture.Part(red: true), 0.001, 0.2);
        }
        Assert.True(start.Difference(scrubbed) > 0.01);
        Assert.Equal(-0.6, seen.GetProperty("turned").GetDouble(), 1e-9);
        Assert.Equal(Math.Exp(0.3), seen.GetProperty("zoomed").GetDouble(), 1e-9);

        Assert.Equal("2", seen.GetProperty("speed").GetString());
        Assert.Equal([true, true, false], ((string[])["playing", "later", "stopped"]).Select(name => seen.GetProperty(name).GetProperty("playing").GetBoolean()));
        Assert.Equal(0, seen.GetProperty("playing").GetProperty("frame").GetDouble());
        Assert.InRange(seen.GetProperty("later").GetProperty("frame").GetDouble(), 1, 199);
    }

    [Fact]
    public async Task A_screenshot_shows_the_robot_and_another_frame_shows_it_elsewhere()
    {
        List<Pixels> pictures = [];
        foreach (string fragment in (string[])["#frame=10&paused", "#frame=150&paused"])
        {
            string file = folder["screenshot.png"];
            (_, string log) = await Chromium.Open(Page(SampleScenes.DoublePendulum(), fragment), $"--screenshot={file}");
            IsSilent(log);
            pictures.Add(new(await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken)));
        }
        Assert.All(pictures, picture => Assert.True(picture.Colours > 500, $"A picture has {picture.Colours} colours."));
        Assert.All(pictures, picture => Assert.InRange(picture.Part(red: true), 0.001, 0.2));
        Assert.True(pictures[0].Difference(pictures[1]) > 0.01);
    }

    [Fact]
    public async Task Neurons_stand_where_they_spiked_with_now_at_the_right_edge()
    {
        // Of four neurons the topmost spikes in all frames, the second in even ones, the third negatively, the last never.
        Scene hopper = SampleScenes.Hopper();
        Activity neurons = new("4 neurons", 4, [.. Enumerable.Range(0, hopper.Frames.Count).Select(frame => new float[] { 1, frame % 2 == 0 ? 1 : 0, -1, 0 })]);
        const string Visitor = """
            <script type="module">
            const canvas = document.getElementById("raster"), seen = { shown: !document.getElementById("neurons").hidden, label: document.getElementById("label").textContent, since: document.getElementById("since").textContent };
            const at = (across, neuron) => {
              const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext("2d", { willReadFrequently: true });
              copy.drawImage(canvas, 0, 0);
              return [...copy.getImageData(Math.floor(across * canvas.width), Math.floor((neuron + 0.5) * canvas.height / 4), 1, 1).data];
            };
            replay.draw(100); seen.even = [0, 1, 2, 3].map(neuron => at(0.999, neuron)); replay.draw(101.7); seen.odd = at(0.999, 1);
            replay.draw(10); seen.before = at(0.5, 0); // half of the window ago nothing had begun
            document.documentElement.dataset.seen = JSON.stringify(seen);
            </script>
            """;
        (string page, string log) = await Chromium.Open(Page(hopper.With(neurons), "#frame=0&paused", Visitor), "--dump-dom");
        IsSilent(log);
        using JsonDocument document = JsonDocument.Parse(Attribute(page, "data-seen"));
        JsonElement seen = document.RootElement;
        int[] blue = [0, 114, 178, 254], red = [213, 94, 0, 254], nothing = [0, 0, 0, 0];
        Assert.Equal((true, "4 neurons", "3.0 s ago"), (seen.GetProperty("shown").GetBoolean(), seen.GetProperty("label").GetString(), seen.GetProperty("since").GetString()));
        Assert.Equal([blue, blue, red, nothing], seen.GetProperty("even").EnumerateArray().Select(Colour));
        Assert.Equal(nothing, Colour(seen.GetProperty("odd")));
        Assert.Equal(nothing, Colour(seen.GetProperty("before")));

        static int[] Colour(JsonElement pixel) => [.. pixel.EnumerateArray().Select(part => part.GetInt32())];
    }

    [Fact]
    public async Task A_browser_without_WebGL_says_so()
    {
        (string page, _) = await Chromium.Open(Page(SampleScenes.DoublePendulum(), ""), "--dump-dom", "--disable-3d-apis");
        Assert.Equal("failed", Attribute(page, "data-status"));
        Assert.Matches("<p id=\"message\" role=\"alert\">[^<]*WebGL 2", page);
    }
}
