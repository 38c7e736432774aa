using System.Buffers.Binary;
using System.Net;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Neuromorphic.Replay.Tests;
using Xunit;

namespace Neuromorphic.Cli.Tests;

/// <summary>`replay` from a run of one generation to files that show its episode.</summary>
[Collection(ThisProcess.Collection)]
public sealed class ReplayTests : IDisposable
{
    const string Hopper = $"train hopper {Configurations.Tiny} --generations 1 --out a";

    /// <summary>Moves the slider to the end and writes down what is then shown.</summary>
    const string Visitor = """
        <script type="module">
        const seen = {}, scrub = document.getElementById("scrub"), view = document.getElementById("view");
        const note = name => { replay.draw(replay.frame); seen[name] = { picture: view.toDataURL(), pose: replay.pose, frame: replay.frame }; };
        note("first"); scrub.value = scrub.max; scrub.dispatchEvent(new Event("input")); note("last");
        document.documentElement.dataset.seen = JSON.stringify(seen);
        </script>
        """;

    readonly Workplace here = new(ThisProcess.Run);

    public void Dispose() => here.Dispose();

    JsonElement Json(string arguments) => JsonDocument.Parse(here.Succeed($"{arguments} --json").Output).RootElement;

    string Page => File.ReadAllText(here.At("walk.html"));

    float[] Floats(string id) => MemoryMarshal.Cast<byte, float>(Convert.FromBase64String(Regex.Match(Page, $"id=\"{id}\">([^<]*)<").Groups[1].Value)).ToArray();

    [Theory]
    [InlineData("")]
    [InlineData(" --episode-seed 7")]
    [InlineData(" --best-member")]
    public void The_page_shows_the_episode_that_evaluate_plays_with_the_same_return(string options)
    {
        here.Succeed(Hopper);
        JsonElement replay = Json($"replay a --out walk.html{options}"), evaluation = Json($"evaluate a --episodes 1{options}");
        Assert.Equal(evaluation.GetProperty("mean").GetDouble(), replay.GetProperty("return").GetDouble());
        int steps = replay.GetProperty("steps").GetInt32();
        Assert.Equal((evaluation.GetProperty("steps").GetInt64(), new FileInfo(here.At("walk.html")).Length), (steps, replay.GetProperty("bytes").GetInt64()));
        float[] rewards = Floats("rewards"), poses = Floats("poses");
        Assert.Equal((steps + 1, (steps + 1) * 4 * 7), (rewards.Length, poses.Length));
        Assert.Equal(0, rewards[0]);
        Assert.Equal(replay.GetProperty("return").GetDouble(), rewards.Sum(reward => (double)reward), 1e-5);
        Assert.InRange(poses[2], 1.24f, 1.26f); // the torso stands where the model is drawn
    }

    [Fact]
    public void Another_episode_is_one_of_those_that_evaluate_plays()
    {
        here.Succeed(Hopper);
        double[] returns = [.. Enumerable.Range(1, 3).Select(number => Json($"replay {Path.Combine("a", "checkpoint.msgpack")} --out walk.html --episode {number}").GetProperty("return").GetDouble())];
        Assert.Equal(3, returns.Distinct().Count());
        JsonElement evaluation = Json("evaluate a --episodes 3");
        Assert.Equal((returns.Min(), returns.Max()), (evaluation.GetProperty("min").GetDouble(), evaluation.GetProperty("max").GetDouble()));
        Assert.Equal(evaluation.GetProperty("mean").GetDouble(), returns.Average(), 1e-9);
    }

    [Fact]
    public void The_address_of_a_page_leads_to_it_whatever_its_name_is()
    {
        here.Succeed(Hopper);
        string name = "ü%20 b#c.html";
        Outcome outcome = CommandRun.Run(here.Folder, ["replay", "a", "--out", name]);
        string address = outcome.Lines[^1].Split(": ")[^1];
        Assert.EndsWith("/%C3%BC%2520%20b%23c.html", address, StringComparison.Ordinal);
        Assert.Equal(here.At(name), Uri.UnescapeDataString(address["file://".Length..]));
    }

    [Fact]
    public void The_page_says_who_plays_and_the_command_where_it_is()
    {
        here.Succeed($"train ant {Configurations.Tiny} --variant gymnasium-v5 --generations 1 --seed 3 --out a");
        File.WriteAllText(here.At("walk.html"), new string('x', 10_000_000));
        string[] lines = here.Succeed("replay a --out walk.html --episode 2 --episode-seed 5").Lines;
        Assert.Matches(@"^ant, episode 2 of seed 5: return -?\d+(\.\d+)? in \d+ steps$", lines[0]);
        Assert.Equal($"walk.html: {Output.Scaled(Page.Length)}B; open it in any browser: {new Uri(here.At("walk.html")).AbsoluteUri}", lines[1]);
        Assert.Contains("<h1>ant: 8 heterogeneous lif neurons (neuron condition)</h1>", Page, StringComparison.Ordinal);
        Assert.Contains("variant gymnasium-v5, mean of generation 1 of seed 3, episode 2 of seed 5", Page, StringComparison.Ordinal);
        Assert.Contains("hip_4\\u00A0", Page, StringComparison.Ordinal);
        Assert.DoesNotContain("xxx", Page, StringComparison.Ordinal);
        Assert.Equal(["a", "walk.html"], Directory.GetFileSystemEntries(here.Folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_glb_file_holds_every_body_and_one_animation()
    {
        here.Succeed(Hopper);
        Assert.Contains("glTF", here.Succeed("replay a --out walk.GLB").Lines[1], StringComparison.Ordinal);
        byte[] file = here.Bytes("walk.GLB");
        Assert.Equal("glTF"u8, file.AsSpan(0, 4));
        Assert.Equal((2, file.Length), (BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(4)), BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(8))));
        JsonElement json = JsonDocument.Parse(Encoding.UTF8.GetString(file, 20, BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(12)))).RootElement;
        Assert.Equal(["root", "ground", "torso", "thigh", "leg", "foot"], json.GetProperty("nodes").EnumerateArray().Select(node => node.GetProperty("name").GetString()));
        Assert.Equal(8, json.GetProperty("animations").EnumerateArray().Single().GetProperty("channels").GetArrayLength());
    }

    [Fact]
    public void What_cannot_be_replayed_is_refused_and_leaves_no_file()
    {
        here.Succeed($"train memory-length {Configurations.Tiny} --generations 1 --out a");
        Directory.CreateDirectory(here.At("folder.html"));
        RefusalTests.AssertRefused(here.Run("replay a"), "Option '--out' is required.", exitCode: 2);
        RefusalTests.AssertRefused(here.Run("replay a --out walk.gif"), "--out is 'walk.gif'; allowed: a name that ends in .html or .glb.", exitCode: 2);
        RefusalTests.AssertRefused(here.Run("replay a --out there/walk.html"), $"There is no folder {here.At("there")} to write walk.html into.");
        RefusalTests.AssertRefused(here.Run("replay b --out walk.html"), "There is no file or folder b");
        RefusalTests.AssertRefused(here.Run("replay a --out walk.html --episode 0"), "--episode is '0'; allowed: a whole number from 1", exitCode: 2);
        RefusalTests.AssertRefused(here.Run("replay a --out walk.html"),
            "memory-length has no bodies to look at; environments that can be replayed: acrobot, ant, cartpole, half-cheetah, hopper, mountain-car, mountain-car-continuous, pendulum, walker2d.");
        here.Succeed($"train cartpole {Configurations.Tiny} --generations 1 --out b");
        RefusalTests.AssertRefused(here.Run("replay b --out folder.html"), "folder.html");
        Assert.Equal(["a", "b", "folder.html"], Directory.GetFileSystemEntries(here.Folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task In_a_browser_the_slider_moves_the_robot()
    {
        here.Succeed(Hopper);
        here.Succeed("replay a --out walk.html");
        float[] poses = Floats("poses");
        int frames = Floats("rewards").Length;
        await File.WriteAllTextAsync(here.At("visited.html"), Page.Replace("</body>", Visitor + "</body>", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        (string page, string log) = await Chromium.Open(new Uri(here.At("visited.html")).AbsoluteUri + "#paused", "--dump-dom");
        Assert.DoesNotContain("CONSOLE", log, StringComparison.Ordinal);
        JsonElement seen = JsonDocument.Parse(WebUtility.HtmlDecode(Regex.Match(page, "<html[^>]*\\sdata-seen=\"([^\"]*)\"").Groups[1].Value)).RootElement;
        Pixels[] pictures = [.. ((string[])["first", "last"]).Select(name => new Pixels(Convert.FromBase64String(seen.GetProperty(name).GetProperty("picture").GetString()!["data:image/png;base64,".Length..])))];
        Assert.All(pictures, picture => Assert.True(picture.Colours > 500, $"A picture has {picture.Colours} colours."));
        Assert.All(pictures, picture => Assert.InRange(picture.Part(red: false), .003, .2));
        Assert.True(pictures[0].Difference(pictures[1]) > .005);
        JsonElement last = seen.GetProperty("last");
        Assert.Equal(frames - 1, last.GetProperty("frame").GetInt32());
        float[] shown = [.. last.GetProperty("pose").EnumerateArray().SelectMany(pose => pose.EnumerateArray()).Select(value => value.GetSingle())];
        Assert.Equal(poses[^shown.Length..], shown, (a, b) => MathF.Abs(a - b) < 1e-5f);
    }
}
