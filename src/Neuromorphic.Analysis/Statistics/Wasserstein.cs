namespace Neuromorphic.Analysis;

/// <summary>The 1-Wasserstein or earth mover's distance: how far, on average, the values of one sample have to be moved to become those of another.</summary>
public static class Wasserstein
{
    /// <summary>The distance, in the unit of the values: the area between the two distribution functions.</summary>
    /// <param name="first">At least one finite value.</param>
    /// <param name="second">The same.</param>
    /// <exception cref="ArgumentException">A sample is empty, or a value not finite.</exception>
    /// <remarks>Vallender (1974), "Calculation of the Wasserstein distance between probability distributions on the line", doi:10.1137/1118101.</remarks>
    public static double Distance(IReadOnlyList<double> first, IReadOnlyList<double> second)
    {
        double[] a = FiniteSample.Sorted(first, nameof(first)), b = FiniteSample.Sorted(second, nameof(second));
        double area = 0, before = Math.Min(a[0], b[0]);
        for (int i = 0, j = 0; i < a.Length || j < b.Length;)
        {
            double value = j == b.Length || (i < a.Length && a[i] <= b[j]) ? a[i] : b[j];
            area += (value - before) * Math.Abs((double)i / a.Length - (double)j / b.Length);
            before = value;
            while (i < a.Length && a[i] == value) i++;
            while (j < b.Length && b[j] == value) j++;
        }
        return area;
    }
}
