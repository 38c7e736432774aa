namespace Neuromorphic.Bodies;

/// <summary>A rigid body: a name and what is seen of it.</summary>
public sealed record Body(string Name, params IReadOnlyList<Shape> Shapes);
