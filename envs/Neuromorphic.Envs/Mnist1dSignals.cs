using Neuromorphic.Environments;
using Neuromorphic.Numerics;

namespace Neuromorphic.Envs;

/// <summary>
/// Signals of MNIST-1D and their digits: ten templates, padded, stretched, scaled, shifted, sheared and made noisy by chance.
/// Seed 42 and 5,000 signals give the published data set: every digit and, as float32, every value.
/// </summary>
/// <remarks>
/// Greydanus, Kobak (2024), "Scaling down deep learning with MNIST-1D", ICML, arXiv:2011.14439. In the published file the last
/// digits of a double are others, since its logarithms and exponentials were rounded by another library.
/// </remarks>
public sealed class Mnist1dSignals
{
    /// <summary>Values of a signal.</summary>
    public const int Size = 40;
    /// <summary>Digits.</summary>
    public const int Classes = 10;

    const int TemplateSize = 12, LeastPadding = 36, GreatestPadding = 60, Stretched = TemplateSize + GreatestPadding, Shifts = 48, Reach = 8;
    const double Scale = .4, Correlated = .25, Independent = .02, Shear = .75, Smoothing = 2, Offset = 1e-8;

    /// <summary>Heights of the strokes of github.com/greydanus/mnist1d (Apache-2.0).</summary>
    static readonly double[][] Strokes =
    [
        [5, 6, 6.5, 6.75, 7, 7, 7, 7, 6.75, 6.5, 6, 5],
        [5, 3, 3, 3.4, 3.8, 4.2, 4.6, 5, 5.4, 5.8, 5, 5],
        [5, 6, 6.5, 6.5, 6, 5.25, 4.75, 4, 3.5, 3.5, 4, 5],
        [5, 6, 6.5, 6.5, 6, 5, 5, 6, 6.5, 6.5, 6, 5],
        [5, 4.4, 3.8, 3.2, 2.6, 2.6, 5, 5, 5, 5, 5, 5],
        [5, 3, 3, 3, 3, 5, 6, 6.5, 6.5, 6, 4.5, 5],
        [5, 4, 3.5, 3.25, 3, 3, 3, 3, 3.25, 3.5, 4, 5],
        [5, 7, 7, 6.6, 6.2, 5.8, 5.4, 5, 4.6, 4.2, 5, 5],
        [5, 4, 3.5, 3.5, 4, 5, 5, 4, 3.5, 3.5, 4, 5],
        [5, 4, 3.5, 3.5, 4, 5, 5, 5, 5, 4.7, 4.3, 5],
    ];

    readonly double[] values;
    readonly byte[] digits;

    Mnist1dSignals(double[] values, byte[] digits) => (this.values, this.digits) = (values, digits);

    /// <summary>How many there are.</summary>
    public int Count => digits.Length;

    /// <summary>A signal [<see cref="Size"/>]; all signals together have mean 0 and standard deviation 1.</summary>
    public ReadOnlySpan<double> Signal(int index) => values.AsSpan(index * Size, Size);

    /// <summary>The digit of a signal.</summary>
    public int Digit(int index) => digits[index];

    /// <summary>Some of them as examples: from a first one on, so many. A signal is a row of float32.</summary>
    public IExamples Examples(int first, int count) => new Part(this, first, count);

    /// <summary>A digit's template [12]: of mean 0 and standard deviation 1/6, then moved so that it begins at 0.</summary>
    public static double[] Template(int digit)
    {
        double[] heights = Strokes[digit];
        (double mean, double deviation) = Moments(heights);
        double first = (heights[0] - mean) / deviation;
        return Array.ConvertAll(heights, height => ((height - mean) / deviation - first) / 6);
    }

    /// <summary>Signals of a seed, as many of every digit, in random order.</summary>
    /// <param name="count">How many, a multiple of 10.</param>
    /// <param name="seed">The seed of NumPy's legacy generator.</param>
    /// <exception cref="ArgumentException">The count is not a multiple of 10.</exception>
    public static Mnist1dSignals Generate(int count, uint seed)
    {
        if (count < Classes || count % Classes != 0) throw new ArgumentException($"{count} signals are not as many of every digit; allowed: a multiple of {Classes}.", nameof(count));
        MersenneTwister random = new(seed);
        double[] drawn = new double[count * Size], kernel = Kernel();
        int each = count / Classes;
        for (int digit = 0; digit < Classes; digit++)
        {
            double[] template = Template(digit);
            for (int i = 0; i < each; i++) Draw(template, kernel, random, drawn.AsSpan((digit * each + i) * Size, Size));
        }
        int[] order = random.NextPermutation(count);
        (double mean, double deviation) = Moments(drawn);
        double[] values = new double[drawn.Length];
        byte[] digits = new byte[count];
        for (int i = 0; i < count; i++)
        {
            digits[i] = (byte)(order[i] / each);
            for (int k = 0; k < Size; k++) values[i * Size + k] = (drawn[order[i] * Size + k] - mean) / deviation;
        }
        return new(values, digits);
    }

    /// <summary>A signal of a template. Values and the order of the draws are those of the published generator.</summary>
    static void Draw(double[] template, double[] kernel, MersenneTwister random, Span<double> signal)
    {
        Span<double> padded = stackalloc double[Stretched], line = stackalloc double[Stretched], shifted = stackalloc double[Stretched], noise = stackalloc double[Stretched];
        for (int i = 0; i < TemplateSize; i++) padded[i] = template[i] + Offset; // so that what is exactly 0 is padding
        int padding = LeastPadding + (int)(random.NextUnit() * (GreatestPadding - LeastPadding + 1));
        Resample(padded[..(TemplateSize + padding)], line);
        double scale = 1 + Scale * (random.NextUnit() - .5);
        int shift = (int)random.NextUpTo(Shifts - 1);
        for (int i = 0; i < Stretched; i++) shifted[(i + shift) % Stretched] = line[i] * scale;
        for (int i = 0; i < Stretched; i++) noise[i] = Correlated * random.NextNormal();
        for (int i = 0; i < Stretched; i++)
            if (shifted[i] == 0) shifted[i] = Smooth(noise, kernel, i);
        for (int i = 0; i < Stretched; i++) shifted[i] += Independent * random.NextNormal();
        double slope = Shear * (random.NextUnit() - .5);
        for (int i = 0; i < Stretched; i++) shifted[i] -= slope * (i < Stretched - 1 ? i * (1.0 / (Stretched - 1)) - .5 : .5);
        Resample(shifted, signal);
    }

    /// <summary>Values at equal distances from the first to the last, linear between those given.</summary>
    static void Resample(ReadOnlySpan<double> given, Span<double> values)
    {
        double distance = 1.0 / (given.Length - 1), step = 1.0 / (values.Length - 1);
        int below = 0;
        for (int i = 0; i < values.Length - 1; i++)
        {
            double at = i * step;
            while (below + 1 < given.Length - 1 && (below + 1) * distance <= at) below++;
            double left = below * distance, right = below + 1 == given.Length - 1 ? 1 : (below + 1) * distance;
            values[i] = left == at ? given[below] : (given[below + 1] - given[below]) / (right - left) * (at - left) + given[below];
        }
        values[^1] = given[^1];
    }

    /// <summary>Half of the Gaussian of the filter, its centre first.</summary>
    static double[] Kernel()
    {
        double[] kernel = new double[Reach + 1];
        double sum = 0;
        for (int i = 0; i <= Reach; i++)
        {
            kernel[i] = Portable.Exp(-.5 * i * i / (Smoothing * Smoothing));
            sum += i == 0 ? kernel[i] : 2 * kernel[i];
        }
        for (int i = 0; i <= Reach; i++) kernel[i] /= sum;
        return kernel;
    }

    /// <summary>A value of the filtered line, which is mirrored at its ends.</summary>
    static double Smooth(ReadOnlySpan<double> line, double[] kernel, int index)
    {
        double sum = line[index] * kernel[0];
        for (int i = Reach; i > 0; i--)
        {
            int left = index - i, right = index + i;
            sum += (line[left < 0 ? -left - 1 : left] + line[right >= line.Length ? 2 * line.Length - 1 - right : right]) * kernel[i];
        }
        return sum;
    }

    static (double Mean, double Deviation) Moments(double[] values)
    {
        CompensatedSum<Scalar64> sum = new(), squares = new();
        foreach (double value in values) sum.Add(value);
        double mean = sum.Lane(0) / values.Length;
        foreach (double value in values) squares.Add((value - mean) * (value - mean));
        return (mean, Math.Sqrt(squares.Lane(0) / values.Length));
    }

    sealed class Part(Mnist1dSignals signals, int first, int count) : IExamples
    {
        public int Count => count;
        public int InputSize => Size;
        public int Label(int example) => signals.Digit(first + example);

        public void Read(int example, Span<float> input)
        {
            ReadOnlySpan<double> signal = signals.Signal(first + example);
            for (int i = 0; i < Size; i++) input[i] = (float)signal[i];
        }
    }
}
