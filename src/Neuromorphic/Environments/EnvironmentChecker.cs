using System.Globalization;
using Neuromorphic.Numerics;

namespace Neuromorphic.Environments;

/// <summary>
/// Plays random episodes of an environment and tells which laws of the contract it breaks. Each finding is one sentence; no finding means sound.
/// </summary>
/// <remarks>
/// Held are: sizes and names of the spec; observations finite and inside their space; rewards finite; masks that are masks;
/// seeded episodes that repeat bit for bit, whatever was played before; for kernels also no dependence on what the buffers held,
/// no write into what is only read, nothing touched beyond the stated sizes, and lanes that give the same bits alone and beside any neighbours.
/// The step limit and the refusal of wrong calls need no check: no environment can override them.
/// </remarks>
public static class EnvironmentChecker
{
    /// <summary>Steps that an episode of a check takes at most.</summary>
    public const int DefaultSteps = 1000;

    /// <summary>Checks a kernel in every number type: double, scalar, and both lane widths against the scalar.</summary>
    public static IReadOnlyList<string> Check(IEnvironment environment, int steps = DefaultSteps)
    {
        ArgumentNullException.ThrowIfNull(environment);
        return [.. Check<Scalar64>(environment, steps), .. Check<Scalar>(environment, steps), .. Check<Lanes8>(environment, steps), .. Check<Lanes16>(environment, steps)];
    }

    /// <summary>Checks a kernel in one number type. If it is float32 with several lanes, each lane is compared with the scalar.</summary>
    public static IReadOnlyList<string> Check<R>(IEnvironment environment, int steps = DefaultSteps) where R : unmanaged, IReal<R>
    {
        ArgumentNullException.ThrowIfNull(environment);
        FindingList findings = new(typeof(R).Name);
        EnvironmentSpec spec = environment.Spec;
        CheckName(spec, findings);
        CheckSizes(spec, findings);
        if (!findings.Any) FindTouches(spec, findings, () => KernelCheck.Run<R>(environment, spec, Math.Min(steps, spec.StepLimit), findings));
        return findings.Sentences;
    }

    /// <summary>
    /// Refuses what no training can begin with: impossible sizes or spaces, and first observations that are not what they say. It takes milliseconds,
    /// since no step is played; <see cref="Check(IEnvironment, int)"/> finds the rest.
    /// </summary>
    /// <exception cref="ArgumentException">It is refused; the message holds the findings.</exception>
    internal static void Require(IEnvironment environment)
    {
        FindingList findings = new(environment.GetType().Name);
        EnvironmentSpec spec = environment.Spec;
        CheckSizes(spec, findings);
        // Examples are data, whose sizes are checked where they are loaded.
        if (!findings.Any && environment is not ISupervisedTask) FindTouches(spec, findings, () => KernelCheck.Begin<Scalar>(environment, spec, findings));
        Refuse(findings);
    }

    /// <summary>Refuses impossible spaces or an impossible step limit of a single environment.</summary>
    /// <exception cref="ArgumentException">It is refused; the message holds the findings.</exception>
    internal static void Require(GymEnvironment environment)
    {
        FindingList findings = new(environment.GetType().Name);
        CheckSpaces(environment.ObservationSpace, environment.ActionSpace, environment.StepLimit, findings);
        Refuse(findings);
    }

    static void Refuse(FindingList findings)
    {
        if (findings.Any) throw new ArgumentException(string.Join(' ', findings.Sentences));
    }

    static void FindTouches(EnvironmentSpec spec, FindingList findings, Action play)
    {
        try
        {
            play();
        }
        catch (IndexOutOfRangeException)
        {
            findings.Add("sizes", $"an item is touched beyond the stated sizes: state {spec.StateSize}, observation {spec.ObservationSpace.Size}, action {spec.ActionSpace.Size}");
        }
    }

    /// <summary>Checks a single environment. It is reset several times; the episode that it was in is lost.</summary>
    public static IReadOnlyList<string> Check(GymEnvironment environment, int steps = DefaultSteps)
    {
        ArgumentNullException.ThrowIfNull(environment);
        FindingList findings = new(environment.GetType().Name);
        CheckSpaces(environment.ObservationSpace, environment.ActionSpace, environment.StepLimit, findings);
        if (!findings.Any) GymCheck.Run(environment, Math.Min(steps, environment.StepLimit), findings);
        return findings.Sentences;
    }

    static void CheckName(EnvironmentSpec spec, FindingList findings)
    {
        if (spec.Name.Length == 0 || !spec.Name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'))
            findings.Add("name", $"the name '{spec.Name}' is not in kebab case");
    }

    static void CheckSizes(EnvironmentSpec spec, FindingList findings)
    {
        if (spec.StateSize < 1) findings.Add("state size", string.Create(CultureInfo.InvariantCulture, $"the state has {spec.StateSize} numbers; at least 1 is needed"));
        if (spec.UnconvergedIndex is { } index && (index < 0 || index >= spec.StateSize))
            findings.Add("unconverged index", string.Create(CultureInfo.InvariantCulture, $"what is not solved is counted at index {index} of a state of {spec.StateSize} numbers"));
        CheckSpaces(spec.ObservationSpace, spec.ActionSpace, spec.StepLimit, findings);
    }

    static void CheckSpaces(Box observations, Space actions, int stepLimit, FindingList findings)
    {
        CheckBox("observation", observations, findings);
        if (actions is Box box) CheckBox("action", box, findings);
        if (actions is Discrete { Count: < 1 }) findings.Add("action space", "the action space is empty");
        if (stepLimit < 1) findings.Add("step limit", string.Create(CultureInfo.InvariantCulture, $"the step limit is {stepLimit}; at least 1 is needed"));
    }

    static void CheckBox(string name, Box box, FindingList findings)
    {
        if (box.Size == 0) findings.Add(name, $"the {name} space has no dimension");
        for (int i = 0; i < box.Size; i++)
            if (!(box.Low[i] <= box.High[i]))
                findings.Add(name, string.Create(CultureInfo.InvariantCulture, $"the {name} space is empty at [{i}]: {box.Low[i]} to {box.High[i]}"));
    }
}
