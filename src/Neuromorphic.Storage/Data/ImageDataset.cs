namespace Neuromorphic.Storage.Data;

/// <summary>Images for training and for testing, and the words for their labels.</summary>
public sealed class ImageDataset
{
    ImageDataset(ImageDatasetEntry entry, ImageSet train, ImageSet test) => (Entry, Train, Test) = (entry, train, test);

    /// <summary>What the catalog says about it.</summary>
    public ImageDatasetEntry Entry { get; }
    /// <summary>Images for training.</summary>
    public ImageSet Train { get; }
    /// <summary>Images for testing.</summary>
    public ImageSet Test { get; }

    /// <summary>The name in the catalog.</summary>
    public string Name => Entry.Name;
    /// <summary>Rows of an image.</summary>
    public int Height => Entry.Height;
    /// <summary>Columns of an image.</summary>
    public int Width => Entry.Width;
    /// <summary>Pixels of an image.</summary>
    public int Size => Height * Width;
    /// <summary>A word for each label, in the order of labels.</summary>
    public IReadOnlyList<string> Classes => Entry.Classes;

    /// <summary>Reads a data set of the catalog from where data lie (<see cref="DataFolder.Usual"/>).</summary>
    /// <exception cref="ArgumentException">There is no data set of images of this name.</exception>
    /// <exception cref="DatasetException">It is not here, or a file of it is refused.</exception>
    public static ImageDataset Load(string name) => Load(DataCatalog.Get<ImageDatasetEntry>(name), DataFolder.Usual);

    /// <summary>Reads a data set.</summary>
    /// <param name="entry">Which.</param>
    /// <param name="data">Where data lie.</param>
    /// <exception cref="DatasetException">
    /// It is not here, or a file cannot be read, is no IDX file of the right kind (<see cref="IdxFile.Read"/>), has another size than the
    /// catalog says, or a label that is no class.
    /// </exception>
    public static ImageDataset Load(ImageDatasetEntry entry, DataFolder data)
    {
        ArgumentNullException.ThrowIfNull(entry);
        ArgumentNullException.ThrowIfNull(data);
        string folder = data.Require(entry);
        return new(entry, Read(entry, folder, entry.TrainImages, entry.TrainLabels, entry.TrainCount), Read(entry, folder, entry.TestImages, entry.TestLabels, entry.TestCount));
    }

    static ImageSet Read(ImageDatasetEntry entry, string folder, DataFile images, DataFile labels, int count)
    {
        byte[] classes = Read(folder, labels, count);
        int wrong = classes.AsSpan().IndexOfAnyExceptInRange((byte)0, (byte)(entry.Classes.Count - 1));
        if (wrong >= 0) throw new DatasetException(DataFolder.PathOf(labels, folder)!, $"label {wrong} is {classes[wrong]}; allowed: 0 to {entry.Classes.Count - 1}.");
        return new(Read(folder, images, count, entry.Height, entry.Width), classes);
    }

    static byte[] Read(string folder, DataFile file, params int[] shape)
    {
        // Between the search and now it may have gone: reading then says so.
        string path = DataFolder.PathOf(file, folder) ?? Path.Combine(folder, file.Name);
        IdxFile content = IdxFile.Read(path, shape.Length);
        if (!content.Dimensions.SequenceEqual(shape))
            throw new DatasetException(path, $"it is {string.Join(" x ", content.Dimensions)}; {file.Name} of this data set is {string.Join(" x ", shape)}.");
        return content.Bytes;
    }
}
