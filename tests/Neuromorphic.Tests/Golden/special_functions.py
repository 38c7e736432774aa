"""Writes special_functions.json: values of the special functions by mpmath (1.2.1) in 60 digits, rounded to the nearest double.

Arguments: ends and joints of the approximations with their neighbours, every size of number, those where errors were largest, all of them
float32; and as many doubles. python special_functions.py > special_functions.json
"""
import json
import random
import struct
from mpmath import *

mp.dps = 60
random.seed(1)


def single(x):
    return struct.unpack("f", struct.pack("f", x))[0]


def neighbours(x):
    bits = struct.unpack("I", struct.pack("f", x))[0]
    return [struct.unpack("f", struct.pack("I", bits + d))[0] for d in (-1, 0, 1)]


SIZES = [s * single(m * 10.0**e) for e in (-44, -39, -30, -20, -10, -8, -7, -6, -5, -4, -3, -2, -1) for m in (1, 3.7) for s in (1, -1)]
JOINTS = [y for x in (0.25, 0.375, 0.46875, 0.5, 0.625, 0.75, 1, 1.5, 2, 4, 7, 9, 16, 25) for y in neighbours(x) + [-z for z in neighbours(x)]]
WORST = [0.35525247, 0.41836414, -0.7980202, -4.8458486, 1.41623, -3.8180442, -1.1727278, 1.1485053, -1.0604517, 0.48157033, -5.2614446, 1.7172666, -87.926895]


def arguments(low, high, large=()):
    singles = SIZES + JOINTS + WORST + [single(low + (high - low) * random.random()) for _ in range(40)] + [single(random.gauss(0, 2)) for _ in range(40)]
    singles += [single(x) for x in large]
    doubles = [low + (high - low) * random.random() for _ in range(60)] + [random.gauss(0, 2) for _ in range(60)] + [random.gauss(0, 1) * 10.0 ** random.randint(-17, 0) for _ in range(60)]
    return [x for x in map(single, singles) if low <= x <= high or x in large] + [x for x in doubles if low <= x <= high]


def scaled(order):
    def value(x):
        # By the series that converges for large arguments too.
        return exp(-abs(x)) * besseli(order, x) if abs(x) < 300 else sign(x) ** order * sum_asymptotic(order, abs(x))
    return value


def sum_asymptotic(order, x):
    total, term = mpf(0), mpf(1)
    for k in range(1, 80):
        total += term
        term *= -(4 * order * order - (2 * k - 1) ** 2) / (8 * k * x)
    return total / sqrt(2 * pi * x)


FUNCTIONS = {
    "Expm1": (expm1, arguments(-110, 88.7)),
    "Log1p": (log1p, arguments(-1 + 2**-24, 1e4, [1e8, 1e10, 1e20, 3e38])),
    "Softplus": (lambda x: log1p(exp(x)), arguments(-103, 1e3)),
    "Logistic": (lambda x: 1 / (1 + exp(-x)), arguments(-103, 1e2)),
    "Sinh": (sinh, arguments(-89, 89)),
    "Cosh": (cosh, arguments(-89, 89)),
    "Asinh": (asinh, arguments(-5e3, 5e3, [1e10, -1e20, 3e38])),
    "Atan": (atan, arguments(-1e2, 1e2, [1e10, -1e20, 3e38])),
    "Erf": (erf, arguments(-6, 6)),
    "Erfc": (erfc, arguments(-6, 10.05)),
    "I0e": (scaled(0), arguments(-60, 60, [164, 1e3, -1e10, 3e38])),
    "I1e": (scaled(1), arguments(-60, 60, [164, 1e3, -1e10, 3e38])),
}

table = {}
for name, (function, xs) in FUNCTIONS.items():
    table[name] = {"x": xs, "y": [float(function(mpf(x))) for x in xs]}

# Powers: bases of every size to powers that keep the result within float32, and whole powers of negative bases.
pairs = []
for i in range(400):
    x = exp(random.uniform(-88, 88)) if i % 2 else 1 + random.uniform(-0.3, 0.4)
    x = float(x)
    y = random.uniform(-1, 1) * 88 / float(abs(log(mpf(x))))
    pairs.append((single(x), single(y)) if i % 4 < 2 else (x, y))
pairs += [(-single(random.uniform(0.1, 5)), float(random.randint(-20, 20))) for _ in range(60)]
pairs += [(single(1e-40), 0.5), (single(1e-45), -0.25), (2.0, -149.0), (2.0, 127.0), (single(1.0000001), 1e8), (10.0, 38.0), (single(0.9999999), single(1e9))]
table["Pow"] = {"x": [x for x, _ in pairs], "y": [y for _, y in pairs], "z": [float((mpf(x) ** mpf(y)).real) for x, y in pairs]}
print("{\n" + ",\n".join(json.dumps(name) + ": " + json.dumps(values) for name, values in table.items()) + "\n}")
