namespace Neuromorphic.Training;

/// <summary>A training cannot go on: a gradient or a number of the search is not finite, or nothing is left to learn from. The message names what and when, and what may help.</summary>
public sealed class TrainingException(string message) : Exception(message);
