using Neuromorphic.Neurons;
using static TorchSharp.torch;

namespace Neuromorphic.Autodiff;

/// <summary><see cref="Lif{TSpike}"/> in torch's operations.</summary>
sealed class TensorLif(TensorSpike spike) : TensorNeuron
{
    const int Threshold = 1, Rest = 2, OwnReset = 4;

    public override Tensor[] Reset(IReadOnlyList<Tensor> coefficients, long batch) => [coefficients[Rest].expand(batch, -1)];

    public override Tensor Step(IReadOnlyList<Tensor> coefficients, Tensor[] state, Tensor current, StepDerivative derivative)
    {
        Tensor u = Charge(coefficients, state[0], current);
        TensorSpikes spikes = spike.Fire(u, coefficients[Threshold], derivative);
        state[0] = Discharge(u, coefficients[coefficients.Count > OwnReset ? OwnReset : Rest], spikes, derivative.Reset);
        return spikes.Spike;
    }
}
