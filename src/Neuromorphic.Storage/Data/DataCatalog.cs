using Neuromorphic.Registries;

namespace Neuromorphic.Storage.Data;

/// <summary>The data sets that are known by name.</summary>
public static class DataCatalog
{
    static readonly DatasetEntry[] Entries = [AllenCellTypes(), FashionMnist(), Mnist(), NeuroElectro(), RealPendulum()];

    /// <summary>All data sets, by name.</summary>
    public static IReadOnlyList<DatasetEntry> All => Entries;
    /// <summary>Those of images, by name.</summary>
    public static IEnumerable<ImageDatasetEntry> Images => Entries.OfType<ImageDatasetEntry>();

    /// <summary>The data set of a name.</summary>
    /// <exception cref="ArgumentException">There is none; the message lists the names and suggests the nearest.</exception>
    public static DatasetEntry Get(string name) => Get<DatasetEntry>(name);

    /// <summary>The data set of a name and a kind, such as <see cref="ImageDatasetEntry"/>.</summary>
    /// <exception cref="ArgumentException">There is none; the message lists the names of that kind and suggests the nearest.</exception>
    public static T Get<T>(string name) where T : DatasetEntry
    {
        T[] those = [.. Entries.OfType<T>()];
        string kind = typeof(T) == typeof(ImageDatasetEntry) ? " of images" : typeof(T) == typeof(CellDatasetEntry) ? " of cells" : typeof(T) == typeof(SeriesDatasetEntry) ? " of measurements" : "";
        return Array.Find(those, entry => entry.Name == name)
            ?? throw new ArgumentException($"There is no data set{kind} '{name}'; valid names: {string.Join(", ", those.Select(entry => entry.Name))}.{NearestName.Suggest(name, those.Select(entry => entry.Name))}");
    }

    static ImageDatasetEntry Mnist() => new()
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

    static ImageDatasetEntry FashionMnist() => new()
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

    static CellDatasetEntry AllenCellTypes() => new()
    {
        Name = "allen-cell-types",
        Summary = "cells of mice and humans with time constant, resistance, rest and threshold; (c) 2015 Allen Institute for Brain Science. Allen Cell Types Database. celltypes.brain-map.org",
        Licence = "Allen Institute Terms of Use (alleninstitute.org/legal): noncommercial use, with citation; all other rights reserved",
        Count = 2333,
        Rows = "cells",
        Original = new("cell_types_specimen_details.csv", 1405630, "4144e6388ddf9cf6e7e8a1ef7fe73896c2ba326ad4704d8b84e5f18e49575afc"),
        OriginalColumns = new()
        {
            Id = "specimen__id",
            Species = "donor__species",
            Area = "structure_parent__acronym",
            Layer = "structure__layer",
            Dendrite = "tag__dendrite_type",
            Kind = "line_name",
            TimeConstant = "ef__tau",
            Resistance = "ef__ri",
            Rest = "ef__vrest",
            Rheobase = "ef__threshold_i_long_square",
        },
        Derived = new("allen_ephys_compact.csv", 647132, "543e8d58d90c7f1c53909df2d56dc747139bec6c617585fe09b36211e80bbb31"),
        DerivedColumns = new()
        {
            Id = "specimen_id",
            Species = "species",
            Area = "area",
            Layer = "layer",
            Dendrite = "dendrite_type",
            Kind = "line_name",
            TimeConstant = "tau_ms",
            Resistance = "ri_mohm",
            Rest = "vrest_mv",
            Threshold = "threshold_v_long_square_mv",
            Rheobase = "threshold_i_long_square_pa",
        },
        Mirrors = [new("https://raw.githubusercontent.com/allen19981/Conductance_Parameter/86b2149a710e2bc8c0b3de1dbbf33628d3605038/")],
        OtherFolderNames = ["allen_cell_types"],
    };

    static CellDatasetEntry NeuroElectro() => new()
    {
        Name = "neuroelectro",
        Summary = "electrophysiology of neurons as articles report it; NeuroElectro, release 2.0 of 23 June 2014, Tripathy, Savitskaya, Burton, Urban, Gerkin (2014), doi:10.3389/fninf.2014.00040",
        Licence = "CC BY-SA 4.0",
        Count = 384,
        Rows = "reports",
        Original = new("neurophysiology_data.csv", 146882, "00456e371110282ca57883d9a953cd5672f87761dbd8bde980b8ac058354dbf0"),
        OriginalColumns = new()
        {
            Species = "Species",
            Kind = "NeuronType",
            TimeConstant = "MembraneTimeConstant",
            Resistance = "InputResistance",
            Rest = "RestingMembranePotential",
            Threshold = "SpikeThreshold",
            Rheobase = "Rheobase",
            Capacitance = "CellCapacitance",
        },
        Derived = new("neuroelectro_compact.csv", 36323, "05ab8fd7647341c0549b61919585f89fac30ead8650b7b7700c1dd8aff34b3f8"),
        DerivedColumns = new()
        {
            Species = "species",
            Kind = "neuron_type",
            TimeConstant = "tau_ms",
            Resistance = "ri_mohm",
            Rest = "vrest_mv",
            Threshold = "threshold_mv",
            Rheobase = "rheobase_pa",
            Capacitance = "capacitance_pf",
        },
        Mirrors = [],
        Obstacle = "it is published as tables of Excel in https://github.com/neuroelectro/neuroelectro_org/raw/8f1f7cc8b86e9c81468ac0833f26c0dcbc2a46d8/data/neuroelectro_data_download.zip, and not as CSV. Save Sheet1 of neurophysiology_data.xlsx as neurophysiology_data.csv",
    };

    static SeriesDatasetEntry RealPendulum() => new()
    {
        Name = "real-pendulum",
        Summary = "a pendulum, its motion tracked; Schmidt, Lipson (2009), doi:10.1126/science.1165893, supplementary material, real_pend_h_1.txt",
        Licence = "none stated; research data, to be cited",
        Count = 556,
        Columns = ["trial", "t", "o", "v"],
        Original = new("real_pend_h_1.txt", 57274, "45d92988198b89a5933f5a53e67aa819d06937516f71a462ac09e1307d8b3411"),
        Mirrors = [new("https://raw.githubusercontent.com/Agata99/PracaMagisterska/b1016d300ba1553d5892d8ee79ae12fa4ecac097/")],
        OtherFolderNames = ["real_pendulum"],
    };
}
