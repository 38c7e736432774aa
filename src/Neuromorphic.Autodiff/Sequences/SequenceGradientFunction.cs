using TorchSharp;
using static TorchSharp.torch;

namespace Neuromorphic.Autodiff;

/// <summary>The backward pass of <see cref="SequenceFunction"/> as a function of its own, whose backward pass goes op by op through all steps.</summary>
sealed class SequenceGradientFunction : autograd.MultiTensorFunction<SequenceGradientFunction>
{
    public override string Name => nameof(SequenceGradientFunction);

    /// <summary>Gradients of currents and coefficients.</summary>
    public static Tensor[] Gradients(Tensor spikeGradient, Tensor currents, Tensor coefficients, SequenceModel model) =>
        [.. apply(spikeGradient, currents, coefficients, model)];

    public override List<Tensor> forward(autograd.AutogradContext ctx, params object[] vars)
    {
        (Tensor spikeGradient, Tensor currents, Tensor coefficients, SequenceModel model) = ((Tensor)vars[0], (Tensor)vars[1], (Tensor)vars[2], (SequenceModel)vars[3]);
        ctx.set_materialize_grads(false);
        ctx.save_for_backward([spikeGradient, currents, coefficients]);
        ctx.save_data(nameof(SequenceModel), model);
        (Tensor? currentGradient, Tensor coefficientGradient) = model.Adjoint(currents, coefficients, spikeGradient, wanted: true);
        return [currentGradient!, coefficientGradient];
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, List<Tensor> grad_outputs) => BackwardCall.Run(4, 3, grad_outputs, () =>
    {
        bool further = is_grad_enabled();
        using IDisposable enabled = enable_grad();
        // Views of the arguments, so that their own graphs are neither walked now nor lost.
        Tensor[] arguments = [.. ctx.get_saved_variables().Select(View)];
        SequenceModel model = (SequenceModel)ctx.get_data(nameof(SequenceModel));
        Tensor spikes = model.RunOpByOp(arguments[1], arguments[2]);
        IList<Tensor> first = autograd.grad([spikes], arguments[1..], [arguments[0]], retain_graph: true, create_graph: true, allow_unused: true);
        List<Tensor> used = [], weights = [];
        for (int i = 0; i < grad_outputs.Count; i++)
        {
            if (grad_outputs[i].IsInvalid || first[i] is null || first[i].IsInvalid) continue;
            used.Add(first[i]);
            weights.Add(grad_outputs[i]);
        }
        if (used.Count == 0) return [null, null, null];
        return [.. autograd.grad(used, arguments, weights, retain_graph: further, create_graph: further, allow_unused: true)];
    });

    static Tensor View(Tensor argument) => argument.requires_grad ? argument.view_as(argument) : argument.detach().requires_grad_(); // alias() would be the tensor itself
}
