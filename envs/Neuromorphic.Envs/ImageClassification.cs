using Neuromorphic.Environments;
using Neuromorphic.Numerics;
using Neuromorphic.Registries;

namespace Neuromorphic.Envs;

/// <summary>
/// Images, or other rows of numbers, and their classes: an episode is one step, in which an image is seen, a class chosen, and 1 earned if it is the right one.
/// With <see cref="ByLogLikelihood"/> the reward is that of all outputs. How long the neurons look is the sub-steps of the policy. State: the index of the image.
/// </summary>
/// <remarks>Pixels are currents in [0, 1], constant while the image is seen (direct coding). The task is that of Shen et al. (2023), arXiv:2305.11484, table 3; how they code images they do not say.</remarks>
public readonly struct ImageClassification : IClassification
{
    /// <summary>What evolution climbs, as a setting.</summary>
    public static Setting<ClassificationFitness> FitnessSetting { get; } =
        Setting.Choice("fitness", ClassificationFitness.Accuracy, "What evolution climbs: whether an example is classified right, or the logarithm of the right class's softmax. Evaluations give the accuracy.");

    /// <summary>A task.</summary>
    /// <param name="spec">What it is: <see cref="Describe"/>.</param>
    /// <param name="training">Images that training episodes show.</param>
    /// <param name="test">Images that trained networks are evaluated on.</param>
    /// <exception cref="ArgumentException">Images do not have as many pixels as observations numbers.</exception>
    public ImageClassification(EnvironmentSpec spec, IExamples training, IExamples test)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(training);
        ArgumentNullException.ThrowIfNull(test);
        foreach (IExamples images in (IExamples[])[training, test])
            if (images.InputSize != spec.ObservationSpace.Size) throw new ArgumentException($"Images of {spec.Name} have {spec.ObservationSpace.Size} pixels, not {images.InputSize}.");
        (Spec, Training, Test) = (spec, training, test);
    }

    /// <inheritdoc/>
    public EnvironmentSpec Spec { get; }
    /// <inheritdoc/>
    public IExamples Training { get; }
    /// <inheritdoc/>
    public IExamples Test { get; }

    /// <summary>What a task of images is.</summary>
    /// <param name="name">Name on the command line.</param>
    /// <param name="summary">One sentence.</param>
    /// <param name="source">Author and year.</param>
    /// <param name="pixels">Pixels of an image.</param>
    /// <param name="classes">Classes.</param>
    public static EnvironmentSpec Describe(string name, string summary, string source, int pixels, int classes) => new()
    {
        Name = name,
        Summary = summary,
        Source = source,
        ObservationSpace = Box.Uniform(pixels, 0, 1),
        ActionSpace = new Discrete(classes),
        StateSize = 1,
        StepLimit = 1,
    };

    /// <summary>The task in which the outputs for all classes are the action, and the reward is the logarithm of the right one's softmax: a likelihood to climb, where right and wrong are steps.</summary>
    public ImageClassification ByLogLikelihood() => new(Spec with { ActionSpace = Box.Uniform(Classes, double.NegativeInfinity, double.PositiveInfinity) }, Training, Test);

    /// <inheritdoc/>
    public IEnvironment WithInputs(IInputs seen)
    {
        ArgumentNullException.ThrowIfNull(seen);
        Seen training = new(seen, Training);
        return new ImageClassification(Spec with { ObservationSpace = Box.Uniform(seen.InputSize, double.NegativeInfinity, double.PositiveInfinity) }, training, training);
    }

    /// <summary>Other inputs with the classes of examples.</summary>
    sealed class Seen(IInputs inputs, IExamples examples) : IExamples
    {
        public int Count => inputs.Count;
        public int InputSize => inputs.InputSize;
        public void Read(int example, Span<float> input) => inputs.Read(example, input);
        public int Label(int example) => examples.Label(example);
    }

    int Classes => Spec.ActionSpace is Discrete discrete ? discrete.Count : Spec.ActionSpace.Size;

    /// <inheritdoc/>
    public void Reset<R, B, TRandom>(B state, ref TRandom random)
        where R : unmanaged, IReal<R> where B : struct, IBuffer<R> where TRandom : struct, IRandomStream<R> =>
        state[0] = ExampleLanes.Draw<R, TRandom>(Training, ref random);

    /// <inheritdoc/>
    public void Observe<R, B>(B state, B observation) where R : unmanaged, IReal<R> where B : struct, IBuffer<R> => ExampleLanes.Read<R, B>(Training, state[0], observation);

    /// <inheritdoc/>
    public void Step<R, B, TRandom>(B state, B action, ref TRandom random, out R reward, out R terminated)
        where R : unmanaged, IReal<R> where B : struct, IBuffer<R> where TRandom : struct, IRandomStream<R>
    {
        bool chosen = Spec.ActionSpace is Discrete;
        Span<double> rewards = stackalloc double[R.Width];
        for (int lane = 0; lane < R.Width; lane++)
        {
            int label = Training.Label(ExampleLanes.Index(Training, state[0], lane));
            rewards[lane] = chosen ? R.Lane(action[0], lane) == label ? 1 : 0 : R.Lane(action[label], lane);
        }
        reward = R.FromLanes(rewards);
        if (!chosen) reward -= LogarithmOfSum<R, B>(action, Classes);
        terminated = Real.All<R>();
    }

    static R LogarithmOfSum<R, B>(B outputs, int count) where R : unmanaged, IReal<R> where B : struct, IBuffer<R>
    {
        R top = outputs[0], sum = 0f;
        for (int i = 1; i < count; i++) top = Real.Max(outputs[i], top);
        for (int i = 0; i < count; i++) sum += R.Exp(outputs[i] - top);
        return top + R.Log(sum);
    }
}
