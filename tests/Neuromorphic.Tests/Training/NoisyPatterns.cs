using Neuromorphic.Environments;
using Neuromorphic.Envs;

namespace Neuromorphic.Tests.Training;

/// <summary>Images of 8 x 8 pixels: one of a few random patterns, a fifth of its pixels the other way round. They are learned in moments, but not at once.</summary>
public sealed class NoisyPatterns : IExamples
{
    /// <summary>Pixels of an image.</summary>
    public const int Pixels = 64;
    /// <summary>Patterns, which are the classes.</summary>
    public const int Classes = 4;

    readonly float[][] images;

    /// <summary>Images whose noise depends on a seed; the patterns are always the same.</summary>
    public NoisyPatterns(int count, ulong seed)
    {
        SeededNumbers patterns = new(1), noise = new(seed);
        float[][] clean = [.. Enumerable.Range(0, Classes).Select(_ => Enumerable.Range(0, Pixels).Select(_ => patterns.Between(0, 1) < .5 ? 0f : 1f).ToArray())];
        images = [.. Enumerable.Range(0, count).Select(i => clean[Label(i)].Select(pixel => noise.Between(0, 1) < .2 ? 1 - pixel : pixel).ToArray())];
    }

    public int Count => images.Length;
    public int InputSize => Pixels;

    public void Read(int example, Span<float> input) => images[example].CopyTo(input);

    public int Label(int example) => example % Classes;

    /// <summary>The task to tell the patterns apart.</summary>
    public static ImageClassification Task(int training = 100, int test = 60) => Task(new NoisyPatterns(training, 2), new NoisyPatterns(test, 3));

    /// <summary>The task with other examples.</summary>
    public static ImageClassification Task(IExamples training, IExamples test) => new(ImageClassification.Describe("patterns", "Patterns.", "Tests", Pixels, Classes), training, test);
}
