"""The arithmetic of Neuromorphic on float32 arrays, bit for bit.

exp, log and tanh decide last digits alone: where equal bits do not matter, numpy's do as well.
"""
import numpy as np

f32 = np.float32


def fma(a, b, c):
    """a b + c, rounded once: the product is exact in float64. The sum is rounded to float64 first, which shows very rarely."""
    return f32(np.float64(f32(a)) * np.float64(f32(b)) + np.float64(f32(c)))


def polynomial(x, highest, *others):
    value = f32(highest)
    for coefficient in others: value = fma(value, x, coefficient)
    return value


def exp(x):
    x = np.clip(x, f32(-87), f32(88))
    power = np.rint(x * f32(1.44269504))
    f = fma(power, 2.12194440e-4, fma(power, -0.693359375, x))
    p = polynomial(f, 1.98756912e-4, 1.39819994e-3, 8.33345205e-3, 4.16657962e-2, 0.166666657, 0.5)
    return np.ldexp(fma(p, f * f, f + f32(1)), power.astype(np.int32))


def log(x):
    """Of normal numbers above 0: x = 2^power (1 + m), 1 + m from sqrt(1/2) to sqrt(2)."""
    bits = np.asarray(x, f32).view(np.int32)
    exponent = (bits - np.int32(0x3F3504F3)) & np.int32(-0x800000)
    power, m = (exponent >> 23).astype(f32), (bits - exponent).view(f32) - f32(1)
    p = polynomial(m, 7.0376836292e-2, -1.1514610310e-1, 1.1676998740e-1, -1.2420140846e-1, 1.4249322787e-1,
                   -1.6668057665e-1, 2.0000714765e-1, -2.4999993993e-1, 3.3333331174e-1)
    y = fma(m * m, -0.5, fma(power, -2.12194440e-4, p * m * (m * m)))
    return fma(power, 0.693359375, m + y)


def tanh(x):
    z, size = x * x, np.abs(x)
    p = polynomial(z, -5.70498872745e-3, 2.06390887954e-2, -5.37397155531e-2, 1.33314422036e-1, -3.33332819422e-1)
    large = np.copysign(f32(1) - f32(2) / (exp(size + size) + f32(1)), x)
    return np.where(size >= f32(0.625), large, fma(p * z, x, x))


def softplus(x):
    """ln(1 + e^x)."""
    e = exp(-np.abs(x))
    u = f32(1) + e
    with np.errstate(invalid="ignore"):
        return np.maximum(x, f32(0)) + np.where(u > 1, log(u) * (e / (u - f32(1))), e)


def one_minus_exp(x):
    """1 - e^-x."""
    u = exp(-x)
    with np.errstate(invalid="ignore"):
        return np.where(u < 1, (u - f32(1)) * (x / log(u)), x)


def product(weights, x):
    """W x: every row is summed from the left by fused multiply-adds. weights [..., columns], x [..., columns]."""
    total = np.zeros(weights.shape[:-1], f32)
    for column in range(weights.shape[-1]): total = fma(x[..., column], weights[..., column], total)
    return total
