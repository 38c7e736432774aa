using System.Globalization;

namespace Neuromorphic.Storage.Data;

/// <summary>When a source is given up.</summary>
public sealed record DownloadLimits
{
    /// <summary>How long it may be silent.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromSeconds(30);
    /// <summary>Bytes a second that have to come, on average over each <see cref="Stretch"/>.</summary>
    public double LeastRate { get; init; } = 1000;
    /// <summary>Over how long the rate is measured.</summary>
    public TimeSpan Stretch { get; init; } = TimeSpan.FromSeconds(60);
    /// <summary>The clock by which the rate is measured.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}

/// <summary>The rate of a download, over one stretch of time after the other.</summary>
sealed class RateWatch(DownloadLimits limits)
{
    long started = limits.Time.GetTimestamp(), bytes;

    /// <summary>Takes note of bytes that came. Gives whether a stretch has ended in which too few did, and how many.</summary>
    public bool IsTooSlow(int read, out string came)
    {
        bytes += read;
        came = "";
        double seconds = limits.Time.GetElapsedTime(started).TotalSeconds;
        if (seconds < limits.Stretch.TotalSeconds) return false;
        came = string.Create(CultureInfo.InvariantCulture, $"{bytes} bytes in {seconds:0} s");
        bool slow = bytes < limits.LeastRate * seconds;
        (started, bytes) = (limits.Time.GetTimestamp(), 0);
        return slow;
    }
}
