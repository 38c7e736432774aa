using Neuromorphic.Environments;

namespace Neuromorphic.Storage.Data;

/// <summary>Labelled grey images of one size.</summary>
public sealed class ImageSet : IExamples
{
    static readonly float[] Intensities = [.. Enumerable.Range(0, 256).Select(pixel => pixel / 255f)];

    readonly int size;

    /// <summary>Images with their labels.</summary>
    /// <param name="pixels">[count, height * width], 0 to 255.</param>
    /// <param name="labels">[count], the class of each image.</param>
    /// <exception cref="ArgumentException">There is no image, or pixels are not a whole number of bytes for each label.</exception>
    public ImageSet(byte[] pixels, byte[] labels)
    {
        ArgumentNullException.ThrowIfNull(pixels);
        ArgumentNullException.ThrowIfNull(labels);
        if (labels.Length == 0 || pixels.Length == 0 || pixels.Length % labels.Length != 0)
            throw new ArgumentException($"{pixels.Length} pixels cannot be those of {labels.Length} images of one size.");
        (Pixels, Labels, size) = (pixels, labels, pixels.Length / labels.Length);
    }

    /// <summary>[count, height * width], row by row, 0 to 255. They are shared with whoever else reads the set: not to be changed.</summary>
    public byte[] Pixels { get; }
    /// <summary>[count], the class of each image, from 0. Shared as <see cref="Pixels"/> are.</summary>
    public byte[] Labels { get; }
    /// <summary>The number of images.</summary>
    public int Count => Labels.Length;
    /// <summary>Pixels of an image.</summary>
    public int InputSize => size;

    /// <inheritdoc/>
    public int Label(int example) => Labels[example];

    /// <inheritdoc/>
    public void Read(int example, Span<float> input) => WriteIntensities(example, input);

    /// <summary>The pixels of one image, [height * width].</summary>
    public ReadOnlySpan<byte> Image(int example) => Pixels.AsSpan(example * size, size);

    /// <summary>Writes an image as numbers from 0 to 1: pixel / 255.</summary>
    /// <param name="example">Which, from 0.</param>
    /// <param name="intensities">[height * width].</param>
    /// <exception cref="ArgumentException">The span has another length.</exception>
    public void WriteIntensities(int example, Span<float> intensities)
    {
        ReadOnlySpan<byte> image = Image(example);
        if (intensities.Length != image.Length) throw new ArgumentException($"An image has {image.Length} pixels, the span {intensities.Length} numbers.", nameof(intensities));
        ReadOnlySpan<float> table = Intensities; // divisions take twice as long
        for (int i = 0; i < image.Length; i++) intensities[i] = table[image[i]];
    }
}
