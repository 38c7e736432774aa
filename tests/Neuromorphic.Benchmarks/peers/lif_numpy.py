"""Leaky integrate-and-fire neurons in NumPy and, where this Python has them, in Brian2, PyTorch, snnTorch, SpikingJelly and Norse.

    u = v + (1/tau) (R I - v + rest);  s = u >= threshold;  v = s ? rest : u

The cases, numbers and output lines are those of lif.c. Usage: lif_numpy.py [rounds [library ...]], libraries being numpy, brian2,
torch, snntorch, spikingjelly, norse; none named means all. One that is not installed is reported and skipped.

NumPy 1.24, Brian2 2.5 and PyTorch 1.13 have run here. The sections of snnTorch, SpikingJelly and Norse follow those libraries'
documented interfaces (snntorch.Leaky, activation_based.neuron.BaseNode, functional.lif_box) and have not been run by us;
the count of spikes, which run.sh compares, tells whether they compute the same neuron.
"""
import importlib
import os
import statistics
import sys
import time

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"

import numpy as np

TAU, THRESHOLD, REST, RESISTANCE, CURRENT, INPUT_WEIGHT, READOUT_WEIGHT, OBSERVATION = range(1, 9)
INPUTS, HIDDEN, OUTPUTS, MEMBERS, CONTROL, SUBSTEPS, COUNTED = 27, 1024, 8, 128, 1000, 4, 100
POLICY = f"policy {MEMBERS} x {CONTROL} x {SUBSTEPS}"


def uniform(stream, shape, low, high):
    """float32 numbers from the hash of a counter that all languages here share ("lowbias32", Chris Wellons, 2018)."""
    count = int(np.prod(shape))
    result = np.empty(count, np.float32)
    for first in range(0, count, 1 << 20):
        x = np.arange(first, min(first + (1 << 20), count), dtype=np.uint32)
        x += np.uint32(stream * 0x9E3779B9 & 0xFFFFFFFF)
        x ^= x >> 16
        x *= np.uint32(0x7FEB352D)
        x ^= x >> 15
        x *= np.uint32(0x846CA68B)
        x ^= x >> 16
        result[first:first + x.size] = low + (high - low) * ((x >> 8) / 16777216.0)
    return result.reshape(shape)


def heterogeneous(*shape):
    """gain 1/tau, threshold, rest and resistance."""
    return (1 / uniform(TAU, shape, 2, 20), uniform(THRESHOLD, shape, .8, 1.2),
            uniform(REST, shape, 0, .1), uniform(RESISTANCE, shape, .8, 1.2))


def report(case, who, run, rounds, scale, unit, spikes):
    """Times run() and prints a line; spikes are those of a run that has already happened, which also warmed up."""
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        run()
        times.append(time.perf_counter() - start)
    print(case, who, f"{statistics.median(times) * scale:.6g}", f"{min(times) * scale:.6g}", unit, f"{spikes:.0f}", sep="\t", flush=True)


class Case:
    """A population: parameters [neurons, 1], currents [steps, neurons, members]."""

    def __init__(self, members, neurons, steps):
        self.members, self.neurons, self.steps = members, neurons, steps
        self.parameters = heterogeneous(neurons, 1)
        self.currents = uniform(CURRENT, (steps, neurons, members), 0, 2)
        self.size = f"{members} x {neurons} x {steps}"
        self.scale = 1e9 / self.currents.size

    def by_member(self):
        """Parameters [neurons] and currents [steps, members, neurons]: the order of PyTorch libraries, whose batch comes first."""
        return tuple(p.ravel() for p in self.parameters), np.ascontiguousarray(self.currents.transpose(0, 2, 1))


# ---- NumPy: in place, no temporary arrays; the reset as arithmetic, which measured faster than a masked copy ----

class NumpyPopulation:
    def __init__(self, case):
        self.case = case
        self.v = np.empty((case.neurons, case.members), np.float32)
        # Not [neurons, 1]: broadcasting makes the inner loops as short as a row, which measured slower.
        self.parameters = tuple(np.ascontiguousarray(np.broadcast_to(p, self.v.shape)) for p in case.parameters)
        self.u = np.empty_like(self.v)
        self.fires = np.empty(self.v.shape, bool)
        self.spikes = np.empty_like(case.currents)
        self.counts = np.empty_like(self.v)
        self.drive = np.empty_like(self.v)
        self.reset()

    def reset(self):
        self.v[:] = self.parameters[2]
        self.counts[:] = 0

    def stream(self, tile):
        gain, threshold, rest, resistance = self.parameters
        for first in range(0, self.case.neurons, tile):
            part = slice(first, first + tile)
            k, h, r, R = gain[part], threshold[part], rest[part], resistance[part]
            v, u, fires = self.v[part], self.u[part], self.fires[part]
            for current, spikes in zip(self.case.currents[:, part], self.spikes[:, part]):
                np.multiply(current, R, out=u)
                u -= v
                u += r
                u *= k
                v += u
                np.greater_equal(v, h, out=fires)
                np.copyto(spikes, fires)
                np.subtract(r, v, out=u)
                u *= spikes
                v += u

    def constant(self, tile):
        gain, threshold, rest, resistance = self.parameters
        for first in range(0, self.case.neurons, tile):
            part = slice(first, first + tile)
            k, h, r = gain[part], threshold[part], rest[part]
            v, u, fires, drive, counts = self.v[part], self.u[part], self.fires[part], self.drive[part], self.counts[part]
            np.multiply(self.case.currents[0, part], resistance[part], out=drive)
            drive += r
            for _ in range(self.case.steps):
                np.subtract(drive, v, out=u)
                u *= k
                v += u
                np.greater_equal(v, h, out=fires)
                counts += fires
                np.subtract(r, v, out=u)
                u *= fires
                v += u


def numpy_populations(case, rounds):
    population = NumpyPopulation(case)
    for variant, tile in (("step by step", case.neurons), ("tiled over time", max(1, 16384 // case.members))):
        population.reset()
        population.stream(tile)
        report(f"stream {case.size}", f"NumPy, {variant}", lambda: population.stream(tile), rounds, case.scale, "ns/update", population.spikes.sum(dtype=np.float64))
    for variant, tile in (("step by step", case.neurons), ("tiled over time", max(1, 16384 // case.members))):
        population.reset()
        population.constant(tile)
        report(f"constant {case.size}", f"NumPy, {variant}", lambda: population.constant(tile), rounds, case.scale, "ns/update", population.counts.sum(dtype=np.float64))


def numpy_policy(rounds):
    gain, threshold, rest, resistance = heterogeneous(HIDDEN, MEMBERS)
    w_in, w_out = uniform(INPUT_WEIGHT, (HIDDEN, INPUTS), -1, 1), uniform(READOUT_WEIGHT, (OUTPUTS, HIDDEN), -.1, .1)
    observations = uniform(OBSERVATION, (CONTROL, INPUTS, MEMBERS), -1, 1)
    actions = np.empty((CONTROL, OUTPUTS, MEMBERS), np.float32)
    v = rest.copy()
    drive, u, mean, fires, output = np.empty_like(v), np.empty_like(v), np.empty_like(v), np.empty(v.shape, bool), actions[0].copy()

    def run(steps, count=False):
        spikes = 0
        for observation, action in zip(observations[:steps], actions):
            np.matmul(w_in, observation, out=drive)
            np.multiply(drive, resistance, out=drive)
            np.add(drive, rest, out=drive)
            mean[:] = 0
            for _ in range(SUBSTEPS):
                np.subtract(drive, v, out=u)
                np.multiply(u, gain, out=u)
                np.add(v, u, out=v)
                np.greater_equal(v, threshold, out=fires)
                np.add(mean, fires, out=mean)
                np.subtract(rest, v, out=u)
                np.multiply(u, fires, out=u)
                np.add(v, u, out=v)
            if count:
                spikes += mean.sum(dtype=np.float64)
            np.multiply(mean, np.float32(1 / SUBSTEPS), out=mean)
            np.matmul(w_out, mean, out=output)
            np.tanh(output, out=action)
        return spikes

    spikes = run(COUNTED, count=True)
    report(POLICY, "NumPy", lambda: run(CONTROL), rounds, 1, "s", spikes)


# ---- Brian2: its compiled code generation where a compiler is found; all members are neurons of one group, 1 step = 1 ms ----

def brian2_populations(case, rounds):
    import brian2 as b
    b.prefs.core.default_float_dtype = np.float32
    b.BrianLogger.log_level_error()
    gain, threshold, rest, resistance = (np.broadcast_to(p, (case.neurons, case.members)).ravel() for p in case.parameters)
    for name in ("stream", "constant"):
        b.start_scope()
        b.defaultclock.dt = 1 * b.ms
        total = case.neurons * case.members
        equations = "dv/dt = (R * I - v + rest) / tau : 1\ntau : second (constant)\nth : 1 (constant)\nrest : 1 (constant)\nR : 1 (constant)\n"
        namespace = {}
        if name == "stream":
            # Given again from its first row for every timed run of the same length.
            equations += "I = drive(t - origin, i) : 1\norigin : second (shared)"
            namespace["drive"] = b.TimedArray(case.currents.reshape(case.steps, total), dt=1 * b.ms)
        else:
            equations += "I : 1 (constant)"
        group = b.NeuronGroup(total, equations, method="euler", threshold="v >= th", reset="v = rest", namespace=namespace)
        group.tau = 1 / gain * b.ms
        group.th, group.rest, group.R, group.v = threshold, rest, resistance, rest
        if name == "constant":
            group.I = case.currents[0].ravel()
        monitor = b.SpikeMonitor(group, record=name == "stream")
        network = b.Network(group, monitor)

        def run():
            if name == "stream":
                group.origin = network.t
            network.run(case.steps * b.ms)

        run()
        report(f"{name} {case.size}", "Brian2", run, rounds, case.scale, "ns/update", monitor.num_spikes)


# ---- PyTorch: in place under no_grad, one thread ----

def torch_populations(case, rounds):
    import torch
    torch.set_num_threads(1)
    gain, threshold, rest, resistance = (torch.from_numpy(p).repeat(1, case.members) for p in case.parameters)
    currents = torch.from_numpy(case.currents)
    v = rest.clone()
    u, spikes, counts, fires = torch.empty_like(v), torch.empty_like(currents), torch.zeros_like(v), torch.empty(v.shape, dtype=torch.bool)

    def step(current):
        torch.mul(current, resistance, out=u)
        u.sub_(v).add_(rest).mul_(gain)
        v.add_(u)
        torch.ge(v, threshold, out=fires)
        torch.where(fires, rest, v, out=v)

    def stream():
        for t in range(case.steps):
            step(currents[t])
            spikes[t].copy_(fires)

    def constant():
        for _ in range(case.steps):
            step(currents[0])
            counts.add_(fires)

    with torch.no_grad():
        stream()
        report(f"stream {case.size}", "PyTorch", stream, rounds, case.scale, "ns/update", spikes.sum(dtype=torch.float64))
        v.copy_(rest)
        constant()
        report(f"constant {case.size}", "PyTorch", constant, rounds, case.scale, "ns/update", counts.sum(dtype=torch.float64))


def torch_policy(rounds):
    import torch
    torch.set_num_threads(1)
    gain, threshold, rest, resistance = (torch.from_numpy(p) for p in heterogeneous(HIDDEN, MEMBERS))
    w_in = torch.from_numpy(uniform(INPUT_WEIGHT, (HIDDEN, INPUTS), -1, 1))
    w_out = torch.from_numpy(uniform(READOUT_WEIGHT, (OUTPUTS, HIDDEN), -.1, .1))
    observations = torch.from_numpy(uniform(OBSERVATION, (CONTROL, INPUTS, MEMBERS), -1, 1))
    actions = torch.empty(CONTROL, OUTPUTS, MEMBERS)
    v = rest.clone()
    drive, u, mean, fires = torch.empty_like(v), torch.empty_like(v), torch.empty_like(v), torch.empty(v.shape, dtype=torch.bool)

    def run(steps, count=False):
        spikes = 0
        for t in range(steps):
            torch.mm(w_in, observations[t], out=drive)
            drive.mul_(resistance).add_(rest)
            mean.zero_()
            for _ in range(SUBSTEPS):
                torch.sub(drive, v, out=u)
                v.addcmul_(u, gain)
                torch.ge(v, threshold, out=fires)
                mean.add_(fires)
                torch.where(fires, rest, v, out=v)
            if count:
                spikes += mean.sum(dtype=torch.float64)
            torch.mm(w_out, mean.mul_(1 / SUBSTEPS), out=actions[t])
            actions[t].tanh_()
        return spikes

    with torch.no_grad():
        spikes = run(COUNTED, count=True)
        report(POLICY, "PyTorch", lambda: run(CONTROL), rounds, 1, "s", spikes)


# ---- libraries on PyTorch: w = v - rest turns the reset to rest into a reset to zero, which all of them have ----

def library_populations(case, rounds, who, build):
    """build(torch, gain, threshold, rest, resistance) gives fresh() -> state and advance(current, state) -> spikes, state."""
    import torch
    torch.set_num_threads(1)
    parameters, currents = case.by_member()
    fresh, advance = build(torch, *(torch.from_numpy(p) for p in parameters))
    currents = torch.from_numpy(currents)
    spikes, counts = torch.empty_like(currents), torch.zeros_like(currents[0])
    state = fresh(currents[0])

    def stream():
        nonlocal state
        for t in range(case.steps):
            spikes[t], state = advance(currents[t], state)

    def constant():
        nonlocal state
        for _ in range(case.steps):
            fired, state = advance(currents[0], state)
            counts.add_(fired)

    with torch.no_grad():
        stream()
        report(f"stream {case.size}", who, stream, rounds, case.scale, "ns/update", spikes.sum(dtype=torch.float64))
        state = fresh(currents[0])
        constant()
        report(f"constant {case.size}", who, constant, rounds, case.scale, "ns/update", counts.sum(dtype=torch.float64))


def snntorch_populations(case, rounds):
    def build(torch, gain, threshold, rest, resistance):
        import snntorch
        # mem = beta mem + input, reset to zero at the start of the next step: the same spikes as a reset at the end of this one.
        leaky = snntorch.Leaky(beta=1 - gain, threshold=threshold - rest, reset_mechanism="zero")
        scale = gain * resistance
        return torch.zeros_like, lambda current, mem: leaky(current * scale, mem)
    library_populations(case, rounds, "snnTorch", build)


def spikingjelly_populations(case, rounds):
    def build(torch, gain, threshold, rest, resistance):
        from spikingjelly.activation_based import neuron

        class HeterogeneousLif(neuron.BaseNode):
            """Its nodes have one threshold and tau for all neurons: the charge is ours, in units of each neuron's threshold above rest."""

            def neuronal_charge(self, x):
                self.v = self.v + gain * (x - self.v)

        node = HeterogeneousLif(v_threshold=1., v_reset=0.)
        scale = resistance / (threshold - rest)

        def fresh(_):
            node.reset()

        return fresh, lambda current, _: (node(current * scale), None)
    library_populations(case, rounds, "SpikingJelly", build)


def norse_populations(case, rounds):
    def build(torch, gain, threshold, rest, resistance):
        from norse.torch.functional import lif_box
        parameters = lif_box.LIFBoxParameters(tau_mem_inv=gain, v_leak=rest, v_th=threshold, v_reset=rest)
        return (lambda like: lif_box.LIFBoxFeedForwardState(v=rest.expand_as(like)),
                lambda current, state: lif_box.lif_box_feed_forward_step(current * resistance, state, parameters, dt=1.))
    library_populations(case, rounds, "Norse", build)


LIBRARIES = {
    "numpy": (numpy_populations, numpy_policy),
    "brian2": (brian2_populations, None),
    "torch": (torch_populations, torch_policy),
    "snntorch": (snntorch_populations, None),
    "spikingjelly": (spikingjelly_populations, None),
    "norse": (norse_populations, None),
}


def installed(name):
    try:
        importlib.import_module(name)
        return True
    except ImportError:
        return False


def main():
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    names = sys.argv[2:] or list(LIBRARIES)
    unknown = [name for name in names if name not in LIBRARIES]
    if unknown or rounds < 1:
        sys.exit(f"There is no library {unknown[0]}; there are {', '.join(LIBRARIES)}." if unknown else f"rounds is {rounds}; allowed is 1 or more.")
    here = []
    for name in names:
        if installed(name):
            here.append(name)
        else:
            print(f"{name}: not installed", file=sys.stderr)
    for size in ((128, 1024, 100), (1024, 8192, 10)) if here else ():
        case = Case(*size)
        for name in here:
            LIBRARIES[name][0](case, rounds)
    for name in here:
        if LIBRARIES[name][1]:
            LIBRARIES[name][1](rounds)


if __name__ == "__main__":
    main()
