namespace Neuromorphic.Training;

/// <summary>A gradient is not finite. The message names parameter and update; the parameters are those before the update.</summary>
public sealed class GradientException(string message) : Exception(message);
