"""Writes a table for each function: 10,000 values rounded correctly, as little-endian doubles (mpmath 1.3, 200 bits).

The arguments follow from a generator that the test has too (splitmix64, Steele et al. 2014)."""
import struct, sys, os
import mpmath
from mpmath import mp, mpf

mp.prec = 200
N = 10_000
MASK = (1 << 64) - 1


def bits(state):
    while True:
        state = (state + 0x9E3779B97F4A7C15) & MASK
        z = ((state ^ (state >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        yield z ^ (z >> 31)


def double(word):
    return struct.unpack("<d", struct.pack("<Q", word))[0]


def scaled(word, low, high):
    """A double of either sign whose power of two lies from low to high - 1; spread evenly over powers."""
    power = low + (word >> 53) % (high - low)
    return double((word >> 52 & 1) << 63 | (power + 1023) << 52 | word & ((1 << 52) - 1))


# name: arguments' powers of two, whether all are positive, function
FUNCTIONS = {
    "exp": ((-30, 10), False, mpmath.exp),
    "expm1": ((-60, 10), False, mpmath.expm1),
    "log": ((-1022, 1024), True, mpmath.log),
    "log1p": ((-60, 200), True, mpmath.log1p),
    "tanh": ((-60, 5), False, mpmath.tanh),
    "sin": ((-30, 51), False, mpmath.sin),
    "cos": ((-30, 51), False, mpmath.cos),
}


def rounded(value):
    """To the nearest double, ties to even, with subnormals and overflow; Python's float() of an mpf goes through 53 bits first."""
    if mpmath.isnan(value):
        return float("nan")
    sign, man, exp, bc = value._mpf_
    if man == 0:
        return float(value)
    shift = max(bc - 53, -1074 - exp)
    if shift > 0:
        half, rest = 1 << (shift - 1), man & ((1 << shift) - 1)
        man >>= shift
        if rest > half or (rest == half and man & 1):
            man += 1
        exp += shift
    try:
        result = float(man) * 1.0 if exp == 0 else __import__("math").ldexp(man, exp)
    except OverflowError:
        result = float("inf")
    return -result if sign else result


def main(folder):
    for index, (name, (powers, positive, function)) in enumerate(FUNCTIONS.items()):
        words = bits(index)
        out = bytearray()
        for _ in range(N):
            x = scaled(next(words), *powers)
            if positive:
                x = abs(x)
            out += struct.pack("<d", rounded(function(mpf(x))))
        open(os.path.join(folder, name + ".bin"), "wb").write(out)
    words = bits(len(FUNCTIONS))
    out = bytearray()
    for _ in range(N):
        x, y = abs(scaled(next(words), -20, 20)), scaled(next(words), -10, 7)
        out += struct.pack("<d", rounded(mpmath.power(mpf(x), mpf(y))))
    open(os.path.join(folder, "pow.bin"), "wb").write(out)


main(sys.argv[1] if len(sys.argv) > 1 else os.path.dirname(os.path.abspath(__file__)))
