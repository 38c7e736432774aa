using TorchSharp;
using static TorchSharp.torch;

namespace Neuromorphic.Autodiff;

/// <summary>
/// Currents [steps, batch, neurons] and coefficients [parameters, neurons] to spikes [steps, batch, neurons], a whole sequence at once.
/// Saves nothing but its arguments: the way back computes the states again.
/// </summary>
sealed class SequenceFunction : autograd.SingleTensorFunction<SequenceFunction>
{
    public override string Name => nameof(SequenceFunction);

    /// <summary>The spikes. In a scope of its own: TorchSharp makes a tensor of the output's size that nothing reads.</summary>
    public static Tensor Spikes(Tensor currents, Tensor coefficients, SequenceModel model)
    {
        using DisposeScope scope = NewDisposeScope();
        return scope.MoveToOuter(apply(currents.contiguous(), coefficients.contiguous(), model));
    }

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        (Tensor currents, Tensor coefficients, SequenceModel model) = ((Tensor)vars[0], (Tensor)vars[1], (SequenceModel)vars[2]);
        ctx.set_materialize_grads(false);
        ctx.save_for_backward([currents, coefficients]);
        ctx.save_data(nameof(SequenceModel), model);
        return model.Forward(currents, coefficients);
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output) => BackwardCall.Run(3, 2, [grad_output], () =>
    {
        if (grad_output.IsInvalid) return [null, null];
        List<Tensor> saved = ctx.get_saved_variables();
        SequenceModel model = (SequenceModel)ctx.get_data(nameof(SequenceModel));
        // Only a second function makes the gradients differentiable in turn.
        if (is_grad_enabled()) return SequenceGradientFunction.Gradients(grad_output, saved[0], saved[1], model);
        (Tensor? currents, Tensor coefficients) = model.Adjoint(saved[0], saved[1], grad_output, saved[0].requires_grad);
        return [currents, coefficients];
    });
}
