using Neuromorphic.Policies;
using Neuromorphic.Registries;

namespace Neuromorphic.Gradients;

/// <summary>A surrogate by name.</summary>
public sealed class SurrogateFamily : Family
{
    SurrogateFamily(string name, string summary, Type type, Setting<double> slope) : base(name, summary, slope)
    {
        Type = type;
        Slope = slope;
    }

    internal static SurrogateFamily Of<TSurrogate>() where TSurrogate : struct, ISurrogate =>
        new(TSurrogate.Name, TSurrogate.Summary, typeof(TSurrogate), Setting.Real("slope", Registries.Range.Positive.InSingle, TSurrogate.DefaultSlope, "Slope of the surrogate.").Needs(run => run.Find<ControllerFacts>()?.Spikes));

    /// <summary>The struct that implements <see cref="ISurrogate"/>.</summary>
    public Type Type { get; }
    /// <summary>Its slope.</summary>
    public Setting<double> Slope { get; }
}

/// <summary>The surrogates by name.</summary>
public static class SurrogateRegistry
{
    /// <summary>All of them.</summary>
    public static Registry<SurrogateFamily> All { get; } = new("surrogate");

    static SurrogateRegistry()
    {
        Add<ATanSurrogate>();
        Add<FastSigmoidSurrogate>();
        Add<GaussianSurrogate>();
        Add<SigmoidSurrogate>();
        Add<StraightThroughSurrogate>();
        Add<TriangleSurrogate>();
    }

    /// <summary>Adds a surrogate: its name, summary and slope are those that it declares.</summary>
    /// <exception cref="ArgumentException">The name is taken.</exception>
    public static void Add<TSurrogate>() where TSurrogate : struct, ISurrogate => All.Add(SurrogateFamily.Of<TSurrogate>());

    /// <summary>The names, in alphabetical order.</summary>
    public static IReadOnlyList<string> Names => All.Names;

    /// <summary>What a surrogate is, in one sentence with its source.</summary>
    public static string Summary(string name) => All.Find(name).Summary;

    /// <summary>The slope that a surrogate has where none is given.</summary>
    public static double DefaultSlope(string name) => All.Find(name).Slope.Read(null);

    /// <summary>The struct that implements <see cref="ISurrogate"/>.</summary>
    /// <exception cref="ArgumentException">No surrogate has the name; the message lists the names.</exception>
    public static Type TypeOf(string name) => All.Find(name).Type;
}
