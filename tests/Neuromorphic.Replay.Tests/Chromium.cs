using System.Diagnostics;
using Xunit;

namespace Neuromorphic.Replay.Tests;

/// <summary>A browser without a window, drawing in software, in virtual time: it does not wait, and timers fire in order.</summary>
static class Chromium
{
    static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);
    const int Attempts = 3;

    static readonly string? Program = ((string[])["/usr/bin", "/usr/local/bin", .. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)])
        .SelectMany(folder => new[] { "chromium", "chromium-browser", "google-chrome" }.Select(name => Path.Combine(folder, name))).FirstOrDefault(File.Exists);

    /// <summary>Opens a page and returns what the browser prints and what it logs.</summary>
    public static async Task<(string Output, string Log)> Open(string address, params string[] options)
    {
        Assert.SkipWhen(Program == null, "There is no Chromium here (Debian: apt-get install chromium).");
        // On a busy machine the browser now and then never comes to its first picture: it is started again.
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return await Try(address, options);
            }
            catch (OperationCanceledException) when (attempt < Attempts && !TestContext.Current.CancellationToken.IsCancellationRequested)
            {
            }
        }
    }

    static async Task<(string Output, string Log)> Try(string address, string[] options)
    {
        using TemporaryFolder profile = new();
        ProcessStartInfo start = new(Program!,
        [
            "--headless", "--no-sandbox", "--no-first-run", "--disable-dev-shm-usage", "--disable-extensions", "--hide-scrollbars",
            "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--window-size=640,440", "--virtual-time-budget=5000",
            "--enable-logging=stderr", "--log-level=0", $"--user-data-dir={profile["profile"]}", .. options, address,
        ])
        { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Limit);
        try
        {
            Task<string> output = process.StandardOutput.ReadToEndAsync(limit.Token), log = process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            Assert.True(process.ExitCode == 0, await log);
            return (await output, await log);
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }
}
