using Neuromorphic.Numerics;

namespace Neuromorphic.Storage;

/// <summary>TensorFlow's HistogramProto: moments, and the numbers of values up to each of rising limits.</summary>
/// <remarks>TensorFlow, tensorflow/core/framework/summary.proto. Limits are geometric where all values are positive, else evenly spaced.</remarks>
static class TensorBoardHistogram
{
    const int Buckets = 50;

    /// <summary>The histogram of the finite values.</summary>
    public static ProtobufMessage Encode(ReadOnlySpan<double> values)
    {
        double least = double.PositiveInfinity, greatest = double.NegativeInfinity, sum = 0, squares = 0, count = 0;
        foreach (double value in values)
        {
            if (!double.IsFinite(value)) continue;
            least = Math.Min(least, value);
            greatest = Math.Max(greatest, value);
            sum += value;
            squares += value * value;
            count++;
        }
        if (count == 0) (least, greatest) = (0, 0);
        double[] limits = Limits(least, greatest);
        double[] buckets = new double[limits.Length];
        foreach (double value in values)
        {
            if (!double.IsFinite(value)) continue;
            // The first limit that is not below the value.
            int bucket = Array.BinarySearch(limits, value);
            buckets[bucket < 0 ? ~bucket : bucket]++;
        }
        return new ProtobufMessage().Add(1, least).Add(2, greatest).Add(3, count).Add(4, sum).Add(5, squares).Add(6, limits).Add(7, buckets);
    }

    static double[] Limits(double least, double greatest)
    {
        if (least == greatest) return [greatest];
        double[] limits = new double[Buckets];
        for (int i = 1; i <= Buckets; i++)
        {
            double part = (double)i / Buckets;
            limits[i - 1] = least > 0 ? least * Portable.Pow(greatest / least, part) : least * (1 - part) + greatest * part;
        }
        limits[^1] = greatest; // whatever rounding did
        return limits;
    }
}
