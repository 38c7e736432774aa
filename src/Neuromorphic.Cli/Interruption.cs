using System.Runtime.InteropServices;

namespace Neuromorphic.Cli;

/// <summary>Ctrl-C, a request to terminate or the end of the terminal asks for an orderly end; the second one ends at once.</summary>
sealed class Interruption : IDisposable
{
    /// <summary>The signals, with their numbers in POSIX, which tell how a process ended.</summary>
    static readonly (PosixSignal Signal, int Number)[] Signals = [(PosixSignal.SIGHUP, 1), (PosixSignal.SIGINT, 2), (PosixSignal.SIGTERM, 15)];

    readonly PosixSignalRegistration[] registrations;
    readonly CancellationTokenSource source = new(); // never disposed: a signal may still be on its way
    readonly Action told;
    int first;

    /// <summary>Listens.</summary>
    /// <param name="told">Is called when the end is asked for, on another thread, at once.</param>
    public Interruption(Action told)
    {
        this.told = told;
        registrations = [.. Signals.Select(signal => Register(signal.Signal, signal.Number))];
    }

    /// <summary>The exit code of a program that ends because it was asked to: 129 after SIGHUP, 130 after SIGINT, 143 after SIGTERM; null if it was not asked.</summary>
    public int? ExitCode => Volatile.Read(ref first) is not 0 and var number ? 128 + number : null;

    /// <summary>Is cancelled when the end is asked for.</summary>
    public CancellationToken Token => source.Token;

    PosixSignalRegistration Register(PosixSignal signal, int number) => PosixSignalRegistration.Create(signal, context =>
    {
        if (Interlocked.CompareExchange(ref first, number, 0) != 0) return; // again: what the system does
        context.Cancel = true;
        told();
        source.Cancel();
    });

    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in registrations) registration.Dispose();
    }
}
