namespace Neuromorphic.Cli.Tests;

/// <summary>A clock that stands still between its settings.</summary>
sealed class Clock : TimeProvider
{
    public double Seconds { get; set; }

    public override long TimestampFrequency => 1_000_000;

    public override long GetTimestamp() => (long)Math.Round(Seconds * TimestampFrequency);
}
