"""A checkpoint of Neuromorphic acts without the program that trained it; numpy and msgpack are all that is needed.

    policy = load("runs/cartpole-20260101-120000/checkpoint.msgpack")
    policy.reset()                  # before every episode
    action = policy(observation)    # as the environment gives it

It is the section "To act with a checkpoint" of docs/checkpoint-format.md as a program, and a test holds that it acts to
the bit as `neuromorphic evaluate` does. All numbers are float32; every operation is rounded to float32, in the order in
which it stands here.
"""
import hashlib
import msgpack
import numpy as np
from neuromorphic_float32 import exp, f32, fma, one_minus_exp, product, softplus, tanh

TRANSFORMS = {
    "identity": lambda x: x,
    "softplus": softplus,
    "exp": exp,
    "logistic-leak": lambda x: f32(1) + exp(-x),
    "above-one-step": lambda x: np.maximum(x, f32(1.001)),
}
GAINS = {"euler": lambda tau: f32(1) / tau, "exponential-euler": lambda tau: one_minus_exp(f32(1) / tau)}

MODELS = "lif", "adaptive-lif", "current-lif", "refractory-lif"  # each with binary or, as lif-ternary, ternary spikes


class Neurons:
    """A layer of spiking neurons of one model."""

    def __init__(self, settings, p):
        neuron = settings["neuron"]
        self.p, self.model, self.ternary = p, neuron.removesuffix("-ternary"), neuron.endswith("-ternary")
        if self.model not in MODELS: raise ValueError(f"the neuron {neuron} is not known here; known: {', '.join(MODELS)}")
        self.above = settings["threshold-rule"] == "above"
        self.subtract = settings.get("reset-rule") == "subtract"
        taus = [name for name in ("tau", "adaptation-tau", "synapse-tau") if name in p]
        self.gain = {name: GAINS[settings["integration"]](p[name]) for name in taus}
        self.reset()

    def reset(self):
        self.v = self.p["rest"]
        self.spikes, self.state = np.zeros_like(self.v), np.zeros_like(self.v)

    def step(self, current):
        """One sub-step. state: a of adaptive-lif, i of current-lif, c of refractory-lif."""
        p, threshold, free = self.p, self.p["threshold"], np.True_
        if self.model == "current-lif":
            current = self.state = fma(-self.gain["synapse-tau"], self.state, self.state) + current
        if self.model == "refractory-lif":
            free = self.state <= 0
            current = np.where(free, current, f32(0))

        u = fma(self.gain["tau"], fma(p["resistance"], current, p["rest"] - self.v), self.v)
        if self.model == "adaptive-lif": threshold = fma(p["adaptation"], self.state, threshold)
        if self.above: threshold = np.nextafter(threshold, f32(np.inf))  # u > threshold is u >= the next number
        up, down = free & (u >= threshold), free & self.ternary & (-u >= threshold)
        fires, self.spikes = up | down, up.astype(f32) - down.astype(f32)
        if self.subtract: after = u - np.where(self.ternary & (u < 0), -threshold, threshold)
        else: after = p.get("reset", p["rest"])
        self.v = np.where(fires, after, u)

        if self.model == "adaptive-lif":
            self.state = fma(self.gain["adaptation-tau"], np.abs(self.spikes) - self.state, self.state)
        if self.model == "refractory-lif":
            self.state = np.where(fires, p["refractory"], np.maximum(self.state - f32(1), f32(0)))


class Spiking:
    """Layers of spiking neurons between a linear input and a linear readout."""

    TILE = 16  # neurons whose part of the readout is summed first

    def __init__(self, settings, texts, p):
        names = [name.removesuffix("/threshold") for name in p if name.endswith("/threshold")]  # hidden, hidden2, ...
        own = lambda name: {key[len(name) + 1:]: value for key, value in p.items() if key.startswith(name + "/")}
        self.layers = [Neurons(settings, own(name)) for name in names]
        self.weights = [p["input/weight"]] + [p[name + "/weight"] for name in names[1:]]
        self.recurrent = [p.get(name + "/recurrent") for name in names]
        self.sub_steps, self.inputs = int(settings["sub-steps"]), self.weights[0].shape[1]
        self.readout = self.tiles(p["readout/weight"])
        self.leak = f32(1) / p["readout/tau"] if "readout/tau" in p else None
        self.reset()

    def tiles(self, x):
        """The last dimension in tiles, filled up with 0."""
        missing = -x.shape[-1] % self.TILE
        return np.pad(x, [(0, 0)] * (x.ndim - 1) + [(0, missing)]).reshape(*x.shape[:-1], -1, self.TILE)

    def reset(self):
        for layer in self.layers: layer.reset()
        self.potentials = np.zeros(len(self.readout), f32)

    def outputs(self, x):
        input, mean = product(self.weights[0], x), np.zeros_like(self.layers[-1].v)
        for _ in range(self.sub_steps):
            for i, layer in enumerate(self.layers):
                current = input if i == 0 else product(self.weights[i], self.layers[i - 1].spikes)
                if self.recurrent[i] is not None: current = current + product(self.recurrent[i], layer.spikes)
                layer.step(current)
            mean = fma(self.layers[-1].spikes, f32(1) / f32(self.sub_steps), mean)
        y = np.zeros(len(self.readout), f32)
        for tile in product(self.readout, self.tiles(mean)).T: y = y + tile
        if self.leak is None: return y
        self.potentials = fma(self.leak, y - self.potentials, self.potentials)
        return self.potentials


def discrete(y):
    """The number of the greatest output, from 0; of equal ones the first."""
    return int(np.argmax(y))


def box(low, high):
    """Outputs squashed between bounds: one for all, or one for each."""
    return lambda y: fma(tanh(y), (np.float64(high) - low) / 2, (np.float64(low) + high) / 2)


def unbounded(y):
    """The outputs themselves."""
    return y


ACTIONS = {
    **dict.fromkeys(["cartpole", "memory-length", "memory-size", "mountain-car", "acrobot"], discrete),
    **dict.fromkeys(["mnist", "fashion-mnist", "mnist1d"], discrete),
    **dict.fromkeys(["mountain-car-continuous", "ant", "half-cheetah", "hopper", "walker2d"], box(-1, 1)),
    "pendulum": box(-2, 2),
    **dict.fromkeys(["function", "henon-heiles", "ideal-pendulum", "pendulum-clock", "real-pendulum", "spring", "van-der-pol"], unbounded),
}


class Policy:
    """A network between the scaling of observations and the choice of an action."""

    def __init__(self, network, scaling, action):
        self.network, self.scaling, self.action = network, scaling, action

    def reset(self):
        self.network.reset()

    def __call__(self, observation):
        x = np.asarray(observation, f32)
        if x.shape != (self.network.inputs,):
            raise ValueError(f"the observation has the shape {x.shape}; allowed: ({self.network.inputs},)")
        if self.scaling: x = np.clip((x - self.scaling[0]) * self.scaling[1], f32(-5), f32(5))
        return self.action(self.network.outputs(x))


def read(path):
    """The content of a checkpoint."""
    with open(path, "rb") as file: everything = file.read()
    try: outer = msgpack.unpackb(everything)
    except ValueError: outer = None
    if not isinstance(outer, dict) or outer.get("format") != "neuromorphic-checkpoint":
        raise ValueError(f"{path} is no checkpoint")
    if outer["version"] not in (1, 2): raise ValueError(f"{path} has version {outer['version']}; known here: 1, 2")
    if hashlib.sha256(outer["content"]).digest() != outer["sha256"]: raise ValueError(f"{path} is damaged")
    return msgpack.unpackb(outer["content"])


def choose(content, which):
    """The vector, and mean and scale of observations, of the "mean", of the "best" mean or of the "best-member"."""
    if which not in ("mean", "best", "best-member"):
        raise ValueError(f"which is {which!r}; allowed: 'mean', 'best', 'best-member'")
    if which == "best" and content.get("best_evaluation") is None:
        raise ValueError("which is 'best', and no mean was evaluated; allowed: 'mean', 'best-member'")
    row = np.frombuffer
    if which == "mean": vector, scaling = content["mean"], None
    elif which == "best": vector, scaling = content["best_evaluation"]["vector"], content["best_evaluation"]["scaling"]
    else: vector, scaling = content["best"], content.get("best_scaling")
    if scaling: return row(vector, "<f4"), (row(scaling["mean"], "<f4"), row(scaling["scale"], "<f4"))
    seen = content["normalizer"]
    if seen is None: return row(vector, "<f4"), None
    mean, squares, count = row(seen["mean"], "<f8"), row(seen["squares"], "<f8"), seen["count"]
    scale = 1 / np.maximum(1e-4, np.sqrt(squares / count)) if count >= 2 else np.ones_like(mean)
    return row(vector, "<f4"), (mean.astype(f32), scale.astype(f32))


def load(path, which="mean", action=None):
    """The policy of a checkpoint. In an environment of one's own, action is discrete, box(low, high) or unbounded."""
    content = read(path)
    settings, texts = content["configuration"], content.get("policy_texts", {})
    action = action or ACTIONS.get(settings["environment"])
    if action is None:
        raise ValueError(f"the actions of {settings['environment']} are not known here; "
                         "give action=discrete, box(low, high) or unbounded")
    if settings["policy"] == "spiking": network = Spiking
    elif settings["policy"] == "mlp": from neuromorphic_mlp import Mlp as network
    else: raise ValueError(f"the policy {settings['policy']} is not known here; known: spiking, mlp")

    vector, scaling = choose(content, which)
    parameters, first = {}, 0
    for part in content["layout"]:
        last = first + int(np.prod(part["shape"]))
        parameters[part["name"]] = TRANSFORMS[part["transform"]](vector[first:last]).reshape(part["shape"])
        first = last
    return Policy(network(settings, texts, parameters), scaling, action)
