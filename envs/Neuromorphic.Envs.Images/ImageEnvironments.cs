using Neuromorphic.Environments;
using Neuromorphic.Registries;
using Neuromorphic.Storage.Data;
using Neuromorphic.Training;

namespace Neuromorphic.Envs.Images;

/// <summary>The data sets of images as tasks, each by its name.</summary>
public static class ImageEnvironments
{
    static ImageEnvironments()
    {
        foreach (ImageDatasetEntry entry in DataCatalog.Images)
            EnvironmentRegistry.All.Add(new(entry.Name, Describe(entry).Summary, options => Create(entry, options), ImageClassification.FitnessSetting)
            {
                Preset = Presets.ForImages,
                Outline = _ => new(Describe(entry), LearnedFrom.Classes), // its images need not be here
            });
    }

    /// <summary>Makes sure that <see cref="EnvironmentRegistry"/> has them now; it looks for them itself when a name is asked for.</summary>
    public static void Register()
    {
    }

    static ImageClassification Create(ImageDatasetEntry entry, OptionSet options)
    {
        ImageDataset images = ImageDataset.Load(entry.Name);
        ImageClassification task = new(Describe(entry), images.Train, images.Test);
        return options.Get(ImageClassification.FitnessSetting) == ClassificationFitness.Accuracy ? task : task.ByLogLikelihood();
    }

    static EnvironmentSpec Describe(ImageDatasetEntry entry) =>
        ImageClassification.Describe(entry.Name, $"Tell the {entry.Classes.Count} classes of {entry.TrainCount + entry.TestCount:N0} images of {entry.Height} x {entry.Width} pixels apart (neuromorphic data get {entry.Name}).", entry.Summary, entry.Height * entry.Width, entry.Classes.Count);
}
