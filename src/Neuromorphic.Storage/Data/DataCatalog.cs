namespace Neuromorphic.Storage.Data;

/// <summary>The data sets that are known by name.</summary>
public static class DataCatalog
{
    static readonly DatasetEntry[] Entries = [FashionMnist(), Mnist()];

    /// <summary>All data sets, by name.</summary>
    public static IReadOnlyList<DatasetEntry> All => Entries;

    /// <summary>The data set of a name.</summary>
    /// <exception cref="ArgumentException">There is none; the message lists the names.</exception>
    public static DatasetEntry Get(string name) => Array.Find(Entries, entry => entry.Name == name)
        ?? throw new ArgumentException($"There is no data set '{name}'; valid names: {string.Join(", ", Entries.Select(entry => entry.Name))}");

    static DatasetEntry Mnist() => new()
    {
        Name = "mnist",
        Summary = "handwritten digits; LeCun, Cortes, Burges (1998)",
        Licence = "no text by its makers; usually stated as CC BY-SA 3.0",
        Height = 28,
        Width = 28,
        TrainCount = 60000,
        TestCount = 10000,
        Classes = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"],
        TrainImages = new("train-images-idx3-ubyte.gz", 9912422, "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609"),
        TrainLabels = new("train-labels-idx1-ubyte.gz", 28881, "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c"),
        TestImages = new("t10k-images-idx3-ubyte.gz", 1648877, "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6"),
        TestLabels = new("t10k-labels-idx1-ubyte.gz", 4542, "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6"),
        FoldersOfOthers = [Path.Combine("MNIST", "raw")], // torchvision
        Mirrors = [new("https://ossci-datasets.s3.amazonaws.com/mnist/"), new("https://storage.googleapis.com/cvdf-datasets/mnist/")],
    };

    static DatasetEntry FashionMnist() => new()
    {
        Name = "fashion-mnist",
        Summary = "photographs of clothes; Xiao, Rasul, Vollgraf (2017), arXiv:1708.07747",
        Licence = "MIT, (c) 2017 Zalando SE",
        Height = 28,
        Width = 28,
        TrainCount = 60000,
        TestCount = 10000,
        Classes = ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"],
        TrainImages = new("train-images-idx3-ubyte.gz", 26421880, "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84"),
        TrainLabels = new("train-labels-idx1-ubyte.gz", 29515, "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845"),
        TestImages = new("t10k-images-idx3-ubyte.gz", 4422102, "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073"),
        TestLabels = new("t10k-labels-idx1-ubyte.gz", 5148, "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5"),
        Mirrors = [new("http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/")],
        OtherFolderNames = ["fashion_mnist"],
        FoldersOfOthers = [Path.Combine("FashionMNIST", "raw")],
    };
}
