namespace Neuromorphic.Bodies;

/// <summary>What an environment looks like: what its spec says of it makes `replay` show its episodes.</summary>
/// <param name="Bodies">What is seen.</param>
/// <param name="Place">The pose of every body in a state; of a <see cref="Environments.GymEnvironment"/>, whose state is its own, after an observation.</param>
public sealed record Appearance(IReadOnlyList<Body> Bodies, Func<float[], Pose[]> Place)
{
    /// <summary>Whether there is ground beneath, the plane z = 0.</summary>
    public bool Ground { get; init; } = true;

    /// <summary>Index of the body that the camera follows, if it follows one.</summary>
    public int? FollowBody { get; init; }

    /// <summary>What colours mean, if it has to be said.</summary>
    public string Legend { get; init; } = "";

    /// <summary>Names of the action's numbers; none if they need none.</summary>
    public IReadOnlyList<string> Actions { get; init; } = [];
}
