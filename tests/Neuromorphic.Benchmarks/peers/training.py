"""A training step of 100 inputs, 1,000 LIF neurons and 10 outputs on 128 sequences of 100 steps: forward, backward, Adam, one thread.

    u = v + (I - v) / 2;  s = u >= 1;  v = s ? 0 : u;  I = W_in x, y = W_out s, no biases;  loss = .001 times the sum of all y

The task and numbers of GradientBenchmark, in PyTorch, snnTorch, SpikingJelly and Norse. Usage: training.py repeats variant, once per
variant, since the peak of a process's memory never falls; training.sh does that. Prints case, who, median, best, unit, spikes per
neuron and step and the norm of the input weights' gradient (both of the first step), and megabytes that the steps added to the peak
of memory. A norm with a star is of another surrogate or reset than ours and not to be compared.

Ran here with PyTorch 1.13 and, from their sources, snnTorch 0.9.1, SpikingJelly's activation_based (of the time of 0.0.0.0.14) and Norse 1.
"""
import resource
import statistics
import sys
import time

from lif_numpy import uniform  # also limits BLAS to one thread, so before PyTorch

import torch
from torch import nn

INPUTS, HIDDEN, OUTPUTS, BATCH, STEPS = 100, 1000, 10, 128, 100
TAU, LEARNING_RATE, SLOPE = 2., 1e-4, 1e-3
MOST_TIME = 3000  # ms in which a step is repeated, for slow ones


def numbers(stream, shape, scale):
    return torch.from_numpy(uniform(stream, shape, -scale, scale))


def linear(create, stream, inputs, outputs, scale):
    layer = create(inputs, outputs, bias=False)
    with torch.no_grad():
        layer.weight.copy_(numbers(stream, (outputs, inputs), scale))
    return layer


def layers(create=nn.Linear, gain=1.):
    """The input and the readout layer; gain for neurons that do not multiply their current with 1 / tau themselves."""
    return linear(create, 6, INPUTS, HIDDEN, 4 * gain), linear(create, 7, HIDDEN, OUTPUTS, .1)


# Each variant gives its input layer, its neurons, all parameters and forward(x [steps, batch, inputs]) -> outputs of all steps.

class Spike(torch.autograd.Function):
    """The derivative of an arc tangent, slope 2."""

    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return (x >= 0).to(x.dtype)

    @staticmethod
    def backward(ctx, gradient):
        x, = ctx.saved_tensors
        return gradient / (1 + (torch.pi * x) ** 2)


class Lif(nn.Module):
    def forward(self, current, v):
        u = v + (current - v) / TAU
        spikes = Spike.apply(u - 1.)
        return spikes, u * (1. - spikes.detach())


def plain():
    into, out = layers()
    lif = Lif()

    def forward(x):
        v, y = torch.zeros(BATCH, HIDDEN), []
        for t in range(STEPS):
            spikes, v = lif(into(x[t]), v)
            y.append(out(spikes))
        return torch.stack(y)

    return into, lif, nn.ModuleList([into, out]), forward


def whole_products():
    into, out = layers()
    lif = Lif()

    def forward(x):
        v, spikes = torch.zeros(BATCH, HIDDEN), []
        for current in into(x).unbind():  # not indexed by t: each index would have a gradient of the whole sequence
            s, v = lif(current, v)
            spikes.append(s)
        return out(torch.stack(spikes))

    return into, lif, nn.ModuleList([into, out]), forward


def snntorch():
    import snntorch as snn
    into, out = layers(gain=1 / TAU)
    # Its default surrogate is ours, its reset is detached; reset to zero happens at the start of the next step.
    lif = snn.Leaky(beta=1 - 1 / TAU, reset_mechanism="zero")

    def forward(x):
        mem, y = torch.zeros(BATCH, HIDDEN), []
        for t in range(STEPS):
            spikes, mem = lif(into(x[t]), mem)
            y.append(out(spikes))
        return torch.stack(y)

    return into, lif, nn.ModuleList([into, out]), forward


def spikingjelly(step_mode):
    from spikingjelly.activation_based import functional, layer, neuron, surrogate
    into, out = layers(layer.Linear)
    lif = neuron.LIFNode(tau=TAU, surrogate_function=surrogate.ATan(), detach_reset=True)
    net = nn.Sequential(into, lif, out)
    functional.set_step_mode(net, step_mode)

    def forward(x):
        functional.reset_net(net)
        return net(x) if step_mode == "m" else torch.stack([net(x[t]) for t in range(STEPS)])

    return into, lif, net, forward


def norse():
    from norse.torch import LIFBoxCell, LIFBoxParameters, SequentialState
    into, out = layers()
    # The box model is the one without a synaptic current. Its default surrogate is SuperSpike; gradients pass through its reset.
    lif = LIFBoxCell(LIFBoxParameters(tau_mem_inv=torch.as_tensor(1 / TAU)), dt=1.)
    net = SequentialState(into, lif, out)

    def forward(x):
        state, y = None, []
        for t in range(STEPS):
            output, state = net(x[t], state)
            y.append(output)
        return torch.stack(y)

    return into, lif, net, forward


# Names by variant: who, how it is built, and what makes the norm of its gradient ours.
VARIANTS = {
    "torch": ("PyTorch, op by op", plain, 1),
    "torch-products": ("PyTorch, products at once", whole_products, 1),
    "snntorch": ("snnTorch", snntorch, 1 / TAU),
    "spikingjelly-s": ("SpikingJelly, step mode", lambda: spikingjelly("s"), 1),
    "spikingjelly-m": ("SpikingJelly, multi-step mode", lambda: spikingjelly("m"), 1),
    "norse": ("Norse", norse, None),
}


def peak():
    """The peak of memory so far, in MB: kilobytes on Linux, bytes on macOS."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)


def report(case, who, step, repeats, *rest):
    times = []
    while len(times) < repeats and sum(times) < MOST_TIME:
        start = time.perf_counter()
        step()
        times.append((time.perf_counter() - start) * 1e3)
    print(case, who, f"{statistics.median(times):.6g}", f"{min(times):.6g}", "ms", *(value() for value in rest), sep="\t", flush=True)


def training(who, build, gain, repeats):
    torch.manual_seed(1)
    into, lif, net, forward = build()
    adam = torch.optim.Adam(net.parameters(), lr=LEARNING_RATE)
    x = numbers(8, (STEPS, BATCH, INPUTS), 1)
    before = peak()

    def step():
        adam.zero_grad()
        loss = SLOPE * forward(x).sum()
        loss.backward()
        adam.step()

    spikes = 0

    def count(module, arguments, output):
        nonlocal spikes
        spikes += (output[0] if isinstance(output, tuple) else output).sum(dtype=torch.float64).item()

    hook = lif.register_forward_hook(count)
    step()
    hook.remove()
    rate = spikes / (STEPS * BATCH * HIDDEN)
    norm = into.weight.grad.norm().item()
    step()
    report("training step", who, step, repeats, lambda: f"{rate:.6f}",
           lambda: f"{norm:.4g}*" if gain is None else f"{norm * gain:.6g}", lambda: f"{peak() - before:.0f}")


def products(repeats):
    """The currents of all steps and the gradient of their weights: how good this PyTorch's matrix products are."""
    x, w, gradient = numbers(8, (STEPS * BATCH, INPUTS), 1), numbers(6, (HIDDEN, INPUTS), 4), torch.full((STEPS * BATCH, HIDDEN), .1)
    currents, sums = torch.empty(STEPS * BATCH, HIDDEN), torch.empty(HIDDEN, INPUTS)

    def step():
        torch.mm(x, w.t(), out=currents)
        torch.mm(gradient.t(), x, out=sums)

    step()
    report("two large products", "PyTorch", step, repeats)


def main():
    names = [*VARIANTS, "products"]
    if len(sys.argv) != 3 or sys.argv[2] not in names or not sys.argv[1].isdigit() or sys.argv[1] == "0":
        sys.exit(f"Usage: training.py repeats variant; repeats is 1 or more, variants are {', '.join(names)}.")
    repeats, variant = int(sys.argv[1]), sys.argv[2]
    torch.set_num_threads(1)
    if variant == "products":
        products(repeats)
    else:
        training(*VARIANTS[variant], repeats)


if __name__ == "__main__":
    main()
