namespace Neuromorphic.Gradients;

/// <summary>The surrogates by name. A new one is one file and one line here.</summary>
public static class SurrogateRegistry
{
    sealed record Entry(string Name, string Summary, double DefaultSlope, Type Type);

    static readonly Entry[] Entries =
    [
        Of<ATanSurrogate>(),
        Of<FastSigmoidSurrogate>(),
        Of<GaussianSurrogate>(),
        Of<SigmoidSurrogate>(),
        Of<StraightThroughSurrogate>(),
        Of<TriangleSurrogate>(),
    ];

    /// <summary>The names, in alphabetical order.</summary>
    public static IReadOnlyList<string> Names { get; } = Array.ConvertAll(Entries, entry => entry.Name);

    /// <summary>What a surrogate is, in one sentence with its source.</summary>
    public static string Summary(string name) => Find(name).Summary;

    /// <summary>The slope that a surrogate has where none is given.</summary>
    public static double DefaultSlope(string name) => Find(name).DefaultSlope;

    /// <summary>The struct that implements <see cref="ISurrogate"/>.</summary>
    /// <exception cref="ArgumentException">No surrogate has the name; the message lists the names.</exception>
    public static Type TypeOf(string name) => Find(name).Type;

    static Entry Find(string name) => Array.Find(Entries, entry => entry.Name == name)
        ?? throw new ArgumentException($"There is no surrogate '{name}'; there are {string.Join(", ", Names)}.");

    static Entry Of<TSurrogate>() where TSurrogate : struct, ISurrogate => new(TSurrogate.Name, TSurrogate.Summary, TSurrogate.DefaultSlope, typeof(TSurrogate));
}
