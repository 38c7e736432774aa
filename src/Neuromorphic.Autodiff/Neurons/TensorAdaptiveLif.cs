using Neuromorphic.Neurons;
using Neuromorphic.Policies;
using static TorchSharp.torch;

namespace Neuromorphic.Autodiff;

/// <summary><see cref="AdaptiveLif{TSpike}"/> in torch's operations.</summary>
sealed class TensorAdaptiveLif(TensorSpike spike, ThresholdRule rule) : TensorNeuron
{
    const int Threshold = 1, Rest = 2, AdaptationGain = 4, Adaptation = 5, OwnReset = 6;

    public override Tensor[] Reset(IReadOnlyList<Tensor> coefficients, long batch)
    {
        Tensor rest = coefficients[Rest].expand(batch, -1);
        return [rest, zeros_like(rest)];
    }

    public override Tensor Step(IReadOnlyList<Tensor> coefficients, Tensor[] state, Tensor current, StepDerivative derivative)
    {
        Tensor u = Charge(coefficients, state[0], current), adapted = state[1];
        Tensor threshold = coefficients[Threshold] + coefficients[Adaptation] * adapted;
        if (rule == ThresholdRule.Above) threshold = TensorTransform.Coefficients(Coefficient.JustAbove, threshold);
        TensorSpikes spikes = spike.Fire(u, threshold, derivative);
        state[0] = Discharge(u, coefficients[coefficients.Count > OwnReset ? OwnReset : Rest], spikes, derivative.Reset);
        state[1] = adapted + coefficients[AdaptationGain] * (spikes.Magnitude - adapted);
        return spikes.Spike;
    }
}
