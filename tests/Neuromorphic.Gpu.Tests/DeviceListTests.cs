using Xunit;

namespace Neuromorphic.Gpu.Tests;

public class DeviceListTests
{
    [Fact]
    public void Threads_that_ask_first_and_at_once_all_see_the_same_devices() => Neuromorphic.Tests.OwnProcess.Run(() =>
    {
        const int Threads = 8;
        string[] seen = new string[Threads];
        using Barrier together = new(Threads);
        Thread[] threads = [.. Enumerable.Range(0, Threads).Select(i => new Thread(() =>
        {
            together.SignalAndWait();
            seen[i] = string.Join("; ", DeviceAccelerator.List());
        }))];
        foreach (Thread thread in threads) thread.Start();
        foreach (Thread thread in threads) thread.Join();
        Assert.Single(seen.Distinct());
    });
}
