namespace Neuromorphic.Training;

/// <summary>How a flat vector is evaluated where that is not by episodes: on test examples.</summary>
/// <param name="vector">The flat vector.</param>
/// <param name="examples">How many, at most.</param>
/// <param name="seed">With the stream it decides which are drawn, where not all are asked for.</param>
/// <param name="stream">A generation, or <see cref="int.MaxValue"/> after a training.</param>
delegate EvaluationResult Examination(float[] vector, int examples, ulong seed, int stream);
