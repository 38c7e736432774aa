using Neuromorphic.Storage.Data;
using Xunit;

namespace Neuromorphic.Storage.Tests.Data;

public sealed class ImageDatasetTests : IDisposable
{
    readonly string directory = Directory.CreateTempSubdirectory("neuromorphic-").FullName;

    string Folder => Path.Combine(directory, "small-images");

    public ImageDatasetTests() => SmallData.Write(Folder);

    public void Dispose() => Directory.Delete(directory, recursive: true);

    [Fact]
    public void Images_and_labels_are_those_of_the_files()
    {
        ImageDataset data = Load();
        Assert.Equal(("small-images", 2, 3, 6), (data.Name, data.Height, data.Width, data.Size));
        Assert.Equal(["a", "b", "c"], data.Classes);
        Assert.Equal((5, 2), (data.Train.Count, data.Test.Count));
        Assert.Equal(SmallData.TrainPixels, data.Train.Pixels);
        Assert.Equal(SmallData.TrainLabels, data.Train.Labels);
        Assert.Equal(SmallData.TestPixels, data.Test.Pixels);
        Assert.Equal(SmallData.TestLabels, data.Test.Labels);
    }

    [Fact]
    public void Intensities_are_pixels_over_255()
    {
        ImageSet set = new([.. Enumerable.Range(0, 512).Select(i => (byte)i)], [0, 1]);
        float[] intensities = new float[256];
        foreach (int example in new[] { 0, 1 })
        {
            intensities.AsSpan().Fill(float.NaN);
            set.WriteIntensities(example, intensities);
            Assert.Equal(Enumerable.Range(0, 256).Select(i => i / 255f), intensities);
        }
        Load().Test.WriteIntensities(1, intensities.AsSpan(0, 6));
        Assert.Equal([2 / 255f, 3 / 255f, 4 / 255f, 5 / 255f, 6 / 255f, 7 / 255f], intensities[..6]);
    }

    [Fact]
    public void A_span_of_another_length_and_an_image_that_is_not_there_are_refused()
    {
        ImageSet test = Load().Test;
        Assert.StartsWith("An image has 6 pixels, the span 5 numbers.", Assert.Throws<ArgumentException>(() => test.WriteIntensities(0, new float[5])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => test.WriteIntensities(2, new float[6]));
        Assert.Throws<ArgumentOutOfRangeException>(() => test.WriteIntensities(-1, new float[6]));
        Assert.Equal("7 pixels cannot be those of 2 images of one size.", Assert.Throws<ArgumentException>(() => new ImageSet(new byte[7], new byte[2])).Message);
    }

    [Fact]
    public void A_file_whose_size_is_not_the_catalogs_is_named()
    {
        Write("test-images.gz", SmallData.Idx(SmallData.TestPixels, 2, 3, 2));
        AssertRefused("test-images.gz", "it is 2 x 3 x 2; test-images.gz of this data set is 2 x 2 x 3.");
        Write("train-labels.gz", SmallData.Idx([0, 1, 2, 0], 4));
        AssertRefused("train-labels.gz", "it is 4; train-labels.gz of this data set is 5.");
    }

    [Fact]
    public void A_label_that_is_no_class_is_named()
    {
        Write("test-labels.gz", SmallData.Idx([2, 3], 2));
        AssertRefused("test-labels.gz", "label 1 is 3; allowed: 0 to 2.");
    }

    [Fact]
    public void Labels_in_the_place_of_images_are_named()
    {
        Write("train-images.gz", SmallData.Files["train-labels.gz"]);
        AssertRefused("train-images.gz", "wrong magic number: 0x00000801 has 1 dimension; expected: 3 dimensions (0x00000803).");
    }

    [Fact]
    public void Decompressed_files_are_read_and_those_as_published_come_first()
    {
        File.Delete(Path.Combine(Folder, "train-labels.gz"));
        Write("train-labels", SmallData.Idx([1, 1, 1, 1, 1], 5));
        Write("test-labels", SmallData.Idx([1, 1], 2));
        ImageDataset data = Load();
        Assert.Equal([1, 1, 1, 1, 1], data.Train.Labels);
        Assert.Equal(SmallData.TestLabels, data.Test.Labels);
    }

    ImageDataset Load() => ImageDataset.Load(SmallData.Entry, new DataFolder(directory));

    void Write(string name, byte[] bytes) => File.WriteAllBytes(Path.Combine(Folder, name), bytes);

    void AssertRefused(string name, string reason) => Assert.Equal($"{Path.Combine(Folder, name)}: {reason}", Assert.Throws<DatasetException>(Load).Message);
}
