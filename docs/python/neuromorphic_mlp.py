"""The multilayer perceptrons of checkpoints, for neuromorphic.py. Activation functions are read as formulas.

tanh, exp and what is made of arithmetic alone (relu, softsign, abs, ...) have the bits of the program. Other functions are
those of numpy in float64, rounded to float32, so that last digits may differ. The Bessel functions are not known here.
"""
import ast
import math
import numpy as np
from neuromorphic_float32 import exp, f32, fma, log, product, tanh

wide = lambda function: lambda *x: f32(function(*map(np.float64, x)))
sigmoid = wide(lambda x: np.exp(-np.logaddexp(0, -x)))
softplus = wide(lambda x: np.logaddexp(0, x))
expm1 = wide(np.expm1)
elu = lambda x: np.where(x < 0, expm1(np.minimum(x, f32(0))), x)
divide = lambda a, b: np.where(b == 0, f32(0), a / np.where(b == 0, f32(1), b))



def power(a, b):
    """By products where b is a whole number up to 16."""
    if np.ndim(b) > 0 or b != int(b) or not 0 <= b <= 16: return wide(np.power)(a, b)
    result, rest = np.ones_like(a), int(b)
    while rest > 0:
        if rest & 1: result = a * result
        a, rest = a * a, rest >> 1
    return result


SIGNS = {ast.Add: np.add, ast.Sub: np.subtract, ast.Mult: np.multiply, ast.Div: divide, ast.Pow: power}
FUNCTIONS = {
    "identity": lambda x: x,
    "zero": np.zeros_like,
    "one": np.ones_like,
    "abs": np.abs,
    "square": lambda x: x * x,
    "reciprocal_no_nan": lambda x: divide(f32(1), x),
    "max": np.maximum,
    "min": np.minimum,
    "sqrt": np.sqrt,
    "exp": exp,
    "expm1": expm1,
    "log": wide(np.log),
    "log1p": wide(np.log1p),
    "sin": wide(np.sin),
    "cos": wide(np.cos),
    "arctan": wide(np.arctan),
    "sinh": wide(np.sinh),
    "cosh": wide(np.cosh),
    "tanh": tanh,
    "arcsinh": wide(np.arcsinh),
    "erf": wide(np.vectorize(math.erf)),
    "erfc": wide(np.vectorize(math.erfc)),
    "sigmoid": sigmoid,
    "log_sigmoid": lambda x: -softplus(-x),
    "softplus": softplus,
    "softsign": lambda x: x / (f32(1) + np.abs(x)),
    "relu": lambda x: np.maximum(x, f32(0)),
    "leaky_relu": lambda x: np.where(x <= 0, f32(0.01) * x, x),
    "elu": elu,
    "selu": lambda x: np.where(x <= 0, f32(1.7580993408473766) * expm1(np.minimum(x, f32(0))), f32(1.0507009873554805) * x),
    "elish": lambda x: elu(x) * sigmoid(x),
    "swish": lambda x: x * sigmoid(x),
    "mish": lambda x: x * tanh(softplus(x)),
    "gelu": lambda x: x * sigmoid(f32(1.5957691216057308) * fma(0.044715, x * x * x, x)),
    "hard_sigmoid": lambda x: np.clip(fma(0.2, x, 0.5), f32(0), f32(1)),
    "safe_div": lambda a, b: np.where(np.abs(b) < f32(1e-6), f32(0), a / np.where(np.abs(b) < f32(1e-6), f32(1), b)),
    "safe_log": lambda x: wide(np.log)(np.maximum(np.abs(x), f32(1e-5))),
    "safe_sqrt": lambda x: np.sqrt(np.abs(x)),
    "capped_exp": lambda x: np.where(x >= f32(13.815510557964274), f32(1e6), exp(np.minimum(x, f32(13.815510557964274)))),
}


def parse(formula):
    """The tree of a formula, which Python reads as it is but for ^."""
    return ast.parse(formula.strip().replace("^", "**"), mode="eval").body


def value(node, names, texts):
    """The value of a formula. A sum takes a product in by fma, the right one first.

    names: x, P0, P1, ...; texts: "operator/f" is the formula of x, x1, ... that f(x, x1, ...) stands for.
    """
    of = lambda part: value(part, names, texts)
    match node:
        case ast.Constant(number):
            return f32(number)
        case ast.Name(name) if name in names:
            return names[name]
        case ast.Name(name) if name in FUNCTIONS or f"operator/{name}" in texts:  # a function's name alone is it of x
            return of(ast.Call(node, [ast.Name("x")], []))
        case ast.UnaryOp(ast.USub(), x):
            return -of(x)
        case ast.BinOp(c, ast.Add(), ast.BinOp(a, ast.Mult(), b)) | ast.BinOp(ast.BinOp(a, ast.Mult(), b), ast.Add(), c):
            return fma(of(a), of(b), of(c))
        case ast.BinOp(c, ast.Sub(), ast.BinOp(a, ast.Mult(), b)):
            return fma(-of(a), of(b), of(c))
        case ast.BinOp(ast.BinOp(a, ast.Mult(), b), ast.Sub(), c):
            return fma(of(a), of(b), -of(c))
        case ast.BinOp(a, sign, b) if type(sign) in SIGNS:
            return SIGNS[type(sign)](of(a), of(b))
        case ast.Call(ast.Name(name), arguments) if name in FUNCTIONS:
            return FUNCTIONS[name](*map(of, arguments))
        case ast.Call(ast.Name(name), arguments) if f"operator/{name}" in texts:
            own = {f"x{i or ''}": of(argument) for i, argument in enumerate(arguments)}
            return value(parse(texts[f"operator/{name}"]), own, texts)
    raise ValueError(f"the activation has {ast.unparse(node)}, which is not known here; known functions: {', '.join(FUNCTIONS)}")


class Mlp:
    """h = f(W h + b) of every hidden layer, then y = W h + b."""

    def __init__(self, settings, texts, p):
        self.texts, self.p, self.selection = texts, p, settings.get("selection", "fixed")
        self.functions = [parse(formula) for formula in settings.get("activation", "tanh").split(";")]
        self.layers = [name.removesuffix("/weight") for name in p if name.endswith("/weight")]  # hidden1, hidden2, ..., readout
        self.inputs = p[self.layers[0] + "/weight"].shape[1]

    def reset(self):
        pass

    def outputs(self, h):
        for layer in self.layers:
            h = self.p[layer + "/bias"] + product(self.p[layer + "/weight"], h)
            if layer != "readout": h = self.units(layer, h)
        return h

    def units(self, layer, x):
        """Functions share the units, the first ones to the first; or every unit mixes or chooses all of them."""
        count = len(self.functions)
        if self.selection != "fixed":
            shares = SHARES[self.selection](self.p[f"{layer}/{self.selection}"])
            y = shares[0] * self.function(layer, 0, x)
            for g in range(1, count): y = fma(shares[g], self.function(layer, g, x), y)
            return y
        y = np.empty_like(x)
        for g in range(count):
            group = slice(len(x) * g // count, len(x) * (g + 1) // count)
            y[group] = self.function(layer, g, x[group])
        return y

    def function(self, layer, g, x):
        own = f"{layer}/P" if len(self.functions) == 1 else f"{layer}/group{g + 1}/P"
        numbers = {name[len(own) - 1:]: number for name, number in self.p.items() if name.startswith(own)}
        return value(self.functions[g], {"x": x, **numbers}, self.texts)


def softmax(x):
    shares = exp(x - x.max(0))
    total = np.zeros_like(shares[0])
    for share in shares: total = total + share
    return shares / total


def likeliest(x):
    """1 for the greatest, of equal ones the first: a draw by Gumbel noise in which every random number is one half."""
    moved = x - log(-log(np.full_like(x, 0.5)))
    return f32(np.arange(len(x))[:, None] == moved.argmax(0))


SHARES = {"softmax": softmax, "gumbel": likeliest}
