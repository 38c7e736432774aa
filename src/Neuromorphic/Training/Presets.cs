using Neuromorphic.Policies;

namespace Neuromorphic.Training;

/// <summary>
/// Settings that work for a kind of task out of the box, found by us: what is used where neither option nor file says otherwise, and for tasks of one's own that bring none.
/// </summary>
public static class Presets
{
    /// <param name="Settings">What holds for every strategy.</param>
    /// <param name="AdamStep">Step size of the strategies whose mean moves by Adam.</param>
    /// <param name="ArsStep">Step size of augmented random search, whose steps are longer by far.</param>
    /// <param name="BpttSettings">What is different for gradients.</param>
    sealed record Kind(KeyValuePair<string, string>[] Settings, string AdamStep, string ArsStep, KeyValuePair<string, string>[] BpttSettings)
    {
        public KeyValuePair<string, string>[] Under(string strategy) => strategy switch
        {
            "pgpe" => [.. Settings, new("learning-rate", AdamStep), new("sigma-learning-rate", "0.1")],
            "openai-es" => [.. Settings, new("learning-rate", AdamStep)],
            "ars" => [.. Settings, new("learning-rate", ArsStep)],
            "bptt" => [.. Settings.Where(setting => setting.Key is not ("population" or "sigma" or "episodes" or "episode-sampling")), .. BpttSettings],
            _ => Settings, // the others take their step sizes from the dimension
        };
    }

    static readonly Kind Control = new(
    [
        new("generations", "100"),
        new("population", "128"),
        new("sigma", "0.3"),
        new("normalization", "running"),
    ], AdamStep: "0.15", ArsStep: "0.5", [new("learning-rate", "0.01")]);

    // Far from the goal every return is the same: wide first steps, and a readout that turns single spikes into lasting pushes.
    static readonly Kind FarGoal = Control with
    {
        Settings = [.. Control.Settings, new("sigma", "1"), new("readout", "leaky-integrator"), new("readout-tau", "5")],
    };

    static readonly Kind Memory = new(
    [
        new("generations", "500"),
        new("population", "128"),
        new("episodes", "2"),
        new("episode-sampling", "antithetic"),
        new("sigma", "1"),
        new("standstill", "widen"),
        new("input-scale", "4"),
        new("evaluate-every", "50"),
        new("checkpoint-every", "50"),
    ], AdamStep: "0.3", ArsStep: "1", [new("learning-rate", "0.01"), new("batch", "128"), new("input-scale", "1"), new("tau", "20")]); // from short time constants gradients do not reach back to the cue

    /// <summary>Control: rewards at every step.</summary>
    /// <param name="given">What is asked for: the policy, the strategy.</param>
    public static IReadOnlyList<KeyValuePair<string, string>> ForControl(RunConfiguration given) => Control.Under(StrategyOf(given));

    /// <summary>Short episodes that end early: CartPole.</summary>
    /// <param name="given">What is asked for: the policy, the strategy.</param>
    public static IReadOnlyList<KeyValuePair<string, string>> ForCartPole(RunConfiguration given) =>
        (Control with { Settings = [.. Control.Settings, new("generations", StrategyOf(given) == "bptt" ? "120" : "30")] }).Under(StrategyOf(given)); // 3,840 episodes, as in the paper

    /// <summary>Control whose reward is far away.</summary>
    /// <param name="given">What is asked for: the policy, the strategy.</param>
    public static IReadOnlyList<KeyValuePair<string, string>> ForFarGoal(RunConfiguration given) => FarGoal.Under(StrategyOf(given));

    /// <summary>Tasks of memory: a cue, then a question.</summary>
    /// <param name="given">What is asked for: the policy, the strategy.</param>
    public static IReadOnlyList<KeyValuePair<string, string>> ForMemory(RunConfiguration given) => Memory.Under(StrategyOf(given));

    /// <summary>Numbers to be learned from examples.</summary>
    /// <param name="given">What is asked for: the policy, the strategy.</param>
    public static IReadOnlyList<KeyValuePair<string, string>> ForFunctions(RunConfiguration given) => StrategyOf(given) == "bptt"
        ? [new("generations", "2000"), new("batch", "32"), new("learning-rate", "0.01"), new("schedule", "cosine"), new("evaluate-every", "200"), new("checkpoint-every", "200"), new("evaluation-episodes", "1000"), new("readout", "leaky-integrator"), new("readout-tau", "8"), new("sub-steps", "16"), new("condition", "both")]
        : [new("generations", "300"), new("population", "128"), new("episodes", "32"), new("randomness", "common"), new("sigma", "0.1"), new("evaluate-every", "50"), new("checkpoint-every", "50"), new("evaluation-episodes", "1000"), new("sub-steps", "16")];

    /// <summary>Vector fields to be learned from thousands of states.</summary>
    /// <param name="given">What is asked for: the policy, the strategy.</param>
    public static IReadOnlyList<KeyValuePair<string, string>> ForFields(RunConfiguration given) => StrategyOf(given) == "bptt"
        ? [.. ForFunctions(given), new("generations", "200"), new("batch", "128"), new("evaluate-every", "20"), new("checkpoint-every", "50"), new("evaluation-episodes", "10000")]
        : [.. ForFunctions(given), new("evaluation-episodes", "10000")];

    /// <summary>Classes to be learned from examples, such as images.</summary>
    /// <param name="given">What is asked for: the policy, the strategy.</param>
    public static IReadOnlyList<KeyValuePair<string, string>> ForImages(RunConfiguration given) => StrategyOf(given) == "bptt"
        ? [.. Looking, new("neurons", "256"), new("condition", "both"), new("generations", "10"), new("learning-rate", "0.005"), new("schedule", "cosine"), new("evaluate-every", "1"), new("checkpoint-every", "1")]
        : given.Policy == "spiking" && given.PolicyOptions.Get(SpikingSettings.Condition) == Condition.Weight ? [.. Looking, .. Climbing, .. OfWeights] : [.. Looking, .. Climbing, .. OfNeurons];

    /// <summary>Classes to be learned from a few thousand rows of numbers.</summary>
    /// <param name="given">What is asked for: the policy, the strategy.</param>
    public static IReadOnlyList<KeyValuePair<string, string>> ForSignals(RunConfiguration given) => StrategyOf(given) == "bptt"
        ? [.. ForImages(given), new("generations", "50"), new("input-scale", "1"), new("evaluate-every", "5"), new("checkpoint-every", "10")]
        : [.. ForImages(given), new("generations", "1000"), new("evaluate-every", "100")];

    // Images by evolution, chosen on MNIST with seed 100, by test accuracy, among 16 runs for neurons and 16 for weights.
    static readonly KeyValuePair<string, string>[] Climbing =
    [
        new("fitness", "log-likelihood"), new("generations", "3000"), new("population", "256"), new("episodes", "128"), new("randomness", "common"), new("sigma-learning-rate", "0.3"), new("schedule", "cosine"), new("evaluate-every", "300"), new("checkpoint-every", "100"),
    ];

    static readonly KeyValuePair<string, string>[] OfNeurons = [new("sigma", "0.3"), new("learning-rate", "0.03"), new("parameterization", "direct"), new("input-scale", "8"), new("readout-scale", "10")];
    static readonly KeyValuePair<string, string>[] OfWeights = [new("sigma", "0.1"), new("learning-rate", "0.03")];

    static readonly KeyValuePair<string, string>[] Looking = [new("sub-steps", "4"), new("input-scale", "4"), new("evaluation-episodes", "10000")];

    static string StrategyOf(RunConfiguration given)
    {
        ArgumentNullException.ThrowIfNull(given);
        return given.Strategy;
    }
}
