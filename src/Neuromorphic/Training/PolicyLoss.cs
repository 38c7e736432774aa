using Neuromorphic.Gradients;
using Neuromorphic.Numerics;

namespace Neuromorphic.Training;

/// <summary>
/// What the policy gradient lowers at a step: -(advantage ln probability of the action + weight entropy of all actions). The functions write its
/// derivatives by the network's outputs and give the entropy.
/// </summary>
static class PolicyLoss
{
    /// <summary>For actions by the softmax p of the outputs y: d(-A ln p_a)/dy = A (p - 1_a), and dH/dy = -p (ln p + H).</summary>
    public static double Discrete(ReadOnlySpan<double> outputs, int action, double advantage, double weight, Span<double> gradient)
    {
        double logarithm = Losses.Softmax(outputs, gradient), entropy = 0;
        for (int o = 0; o < outputs.Length; o++) entropy -= gradient[o] * (outputs[o] - logarithm);
        for (int o = 0; o < outputs.Length; o++)
        {
            double probability = gradient[o];
            gradient[o] = advantage * (probability - (o == action ? 1 : 0)) + weight * probability * (outputs[o] - logarithm + entropy);
        }
        return entropy;
    }

    /// <summary>For a normal distribution around tanh(y): d(-A ln p)/dy = -A (a - tanh y) / deviation^2 (1 - tanh^2 y). Its entropy is constant.</summary>
    public static double Box(ReadOnlySpan<double> outputs, ReadOnlySpan<float> action, double advantage, double deviation, Span<double> gradient)
    {
        double variance = deviation * deviation;
        for (int o = 0; o < outputs.Length; o++)
        {
            double mean = Portable.Tanh(outputs[o]);
            gradient[o] = -advantage * (action[o] - mean) / variance * (1 - mean * mean);
        }
        return outputs.Length * .5 * Portable.Log(2 * Math.PI * Math.E * variance);
    }
}
