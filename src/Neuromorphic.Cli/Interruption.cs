using System.Runtime.InteropServices;

namespace Neuromorphic.Cli;

/// <summary>Ctrl-C (or a request to terminate) asks for an orderly end; the second one ends at once.</summary>
sealed class Interruption : IDisposable
{
    readonly PosixSignalRegistration[] registrations;
    volatile bool requested;

    public Interruption() => registrations = [Register(PosixSignal.SIGINT), Register(PosixSignal.SIGTERM)];

    /// <summary>Whether the end was asked for.</summary>
    public bool Requested => requested;

    PosixSignalRegistration Register(PosixSignal signal) => PosixSignalRegistration.Create(signal, context =>
    {
        context.Cancel = !requested;
        requested = true;
    });

    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in registrations) registration.Dispose();
    }
}
