using Neuromorphic.Bodies;

namespace Neuromorphic.Replay;

/// <summary>An episode to look at: bodies and how they moved.</summary>
public sealed class Scene
{
    /// <summary>What is seen, for people.</summary>
    public required string Title { get; init; }

    /// <summary>A line beneath the title: who acts, of what run, in which episode.</summary>
    public string Description { get; init; } = "";

    /// <summary>Seconds from one frame to the next.</summary>
    public required double TimeStep { get; init; }

    /// <summary>The bodies; their order is that of the poses in <see cref="Frames"/>.</summary>
    public required IReadOnlyList<Body> Bodies { get; init; }

    /// <summary>What happened.</summary>
    public required Frames Frames { get; init; }

    /// <summary>Whether there is ground, the plane z = 0.</summary>
    public bool Ground { get; init; } = true;

    /// <summary>Index of the body that the camera follows, or null if it stands still.</summary>
    public int? FollowBody { get; init; }

    /// <summary>What the neurons do meanwhile, or null if that is not shown.</summary>
    public Activity? Neurons { get; init; }

    /// <summary>Refuses a scene that cannot be shown.</summary>
    /// <exception cref="InvalidDataException">Something does not fit together; the message says what.</exception>
    public void Validate()
    {
        if (string.IsNullOrWhiteSpace(Title)) throw Refused("its title is empty");
        if (!(TimeStep > 0 && double.IsFinite(TimeStep))) throw Refused($"its time step is {TimeStep} s, which is not a positive time");
        if (Bodies.Count != Frames.Bodies) throw Refused($"it has {Bodies.Count} bodies, its frames have {Frames.Bodies}");
        if (Frames.Count == 0) throw Refused("it has no frame");
        if (FollowBody is int follow && (uint)follow >= (uint)Bodies.Count) throw Refused($"the camera follows body {follow}, but bodies are 0 to {Bodies.Count - 1}");
        if (Neurons?.Fault(Frames.Count) is string wrong) throw Refused(wrong);
        for (int i = 0; i < Bodies.Count; i++)
            foreach (Shape shape in Bodies[i].Shapes)
                if (shape.Fault is string fault) throw Refused($"in body {i}, '{Bodies[i].Name}', {fault}");
    }

    static InvalidDataException Refused(string reason) => new($"The scene cannot be shown: {reason}.");
}
