using System.Runtime.InteropServices;

namespace Neuromorphic.Cli;

/// <summary>Ctrl-C (or a request to terminate) asks for an orderly end; the second one ends at once.</summary>
sealed class Interruption : IDisposable
{
    readonly PosixSignalRegistration[] registrations;
    readonly CancellationTokenSource source = new(); // never disposed: a signal may still be on its way

    public Interruption() => registrations = [Register(PosixSignal.SIGINT), Register(PosixSignal.SIGTERM)];

    /// <summary>Whether the end was asked for.</summary>
    public bool Requested => source.IsCancellationRequested;

    /// <summary>Is cancelled when the end is asked for.</summary>
    public CancellationToken Token => source.Token;

    PosixSignalRegistration Register(PosixSignal signal) => PosixSignalRegistration.Create(signal, context =>
    {
        context.Cancel = !Requested;
        source.Cancel();
    });

    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in registrations) registration.Dispose();
    }
}
