"""Writes scipy_statistics.json: values of fits, tests and distances by scipy 1.10.1, and of interquartile means and profiles by numpy 1.24.2.

python scipy_statistics.py > scipy_statistics.json
"""
import itertools
import json

import numpy as np
from scipy import optimize, special, stats

random = np.random.default_rng(1)


def likeliest(name, x):
    """Parameters by the equations of maximum likelihood: scipy's own search stops at about four digits."""
    if name == "normal":
        return [np.mean(x), np.std(x)]
    if name == "lognormal":
        return [np.mean(np.log(x)), np.std(np.log(x))]
    if name == "gamma":
        gap = np.log(np.mean(x)) - np.mean(np.log(x))
        k = optimize.brentq(lambda k: np.log(k) - special.digamma(k) - gap, 1e-3, 1e8, xtol=1e-14, rtol=1e-14)
        return [k, np.mean(x) / k]
    y = x / np.max(x)
    k = optimize.brentq(lambda k: np.sum(y**k * np.log(y)) / np.sum(y**k) - 1 / k - np.mean(np.log(y)), 1e-3, 1e4, xtol=1e-14, rtol=1e-14)
    return [k, np.max(x) * np.mean(y**k) ** (1 / k)]


def frozen(name, p):
    return {
        "normal": lambda a, b: stats.norm(a, b),
        "lognormal": lambda a, b: stats.lognorm(b, scale=np.exp(a)),
        "gamma": lambda a, b: stats.gamma(a, scale=b),
        "weibull": lambda a, b: stats.weibull_min(a, scale=b),
    }[name](*p)


def errors(name, x, p):
    """Standard errors from second differences of the log-likelihood."""
    h = np.array(p) * 1e-4
    f = lambda i, j: np.sum(frozen(name, [p[0] + i * h[0], p[1] + j * h[1]]).logpdf(x))
    a = (f(1, 0) - 2 * f(0, 0) + f(-1, 0)) / h[0] ** 2
    b = (f(0, 1) - 2 * f(0, 0) + f(0, -1)) / h[1] ** 2
    c = (f(1, 1) - f(1, -1) - f(-1, 1) + f(-1, -1)) / (4 * h[0] * h[1])
    return list(np.sqrt(np.diag(np.linalg.inv(-np.array([[a, c], [c, b]])))))


SAMPLES = {
    "lognormal": random.lognormal(3, 0.3, 60),
    "gamma": random.gamma(0.7, 20, 40),
    "normal": random.normal(50, 7, 30),
    "weibull": 12 * random.weibull(1.8, 100),
    "three": np.array([1.0, 2.0, 4.0]),
    "close": 1000 + random.normal(0, 0.5, 20),
}
FAMILIES = ["lognormal", "gamma", "normal", "weibull"]


def fits():
    for sample, x in SAMPLES.items():
        for name in FAMILIES:
            p = likeliest(name, x)
            d = frozen(name, p)
            loglikelihood = np.sum(d.logpdf(x))
            yield dict(sample=sample, family=name, parameters=p, errors=[0, 0] if sample == "close" else errors(name, x, p), likelihood=loglikelihood, aic=4 - 2 * loglikelihood, distance=stats.kstest(x, d.cdf).statistic)


def functions():
    cases = [("lognormal", (3.05, 0.27)), ("lognormal", (-2, 1.5)), ("gamma", (13.36, 1.642)), ("gamma", (0.3, 2)), ("gamma", (1, 1)), ("gamma", (3000, 0.01)),
             ("normal", (-70, 5)), ("weibull", (0.6, 3)), ("weibull", (8, 20))]
    for name, p in cases:
        d = frozen(name, p)
        parts = [1e-9, 1e-4, 0.01, 0.2, 0.5, 0.9, 0.999, 1 - 1e-7]
        values = d.ppf(parts)
        yield dict(family=name, parameters=p, parts=parts, values=list(values), cumulative=list(d.cdf(values)), logarithms=list(d.logpdf(values)))


def pairs():
    for n, m, shift in [(5, 5, 0.5), (7, 12, 1), (30, 30, 0.8), (40, 25, 0), (100, 61, 0.3), (60, 60, 3), (3, 4, 9)]:
        yield random.normal(0, 1, n), random.normal(shift, 1.4, m)
    yield np.array([1.0, 2, 2, 3, 3, 3]), np.array([2.0, 3, 4, 4])


def of_pair(a, b):
    welch = stats.ttest_ind(b, a, equal_var=False)
    n, m = len(a), len(b)
    common = np.sqrt(((n - 1) * np.var(a, ddof=1) + (m - 1) * np.var(b, ddof=1)) / (n + m - 2))
    f = n + m - 2
    g = (np.mean(b) - np.mean(a)) / common * special.gamma(f / 2) / np.sqrt(f / 2) / special.gamma((f - 1) / 2)
    better = np.mean((b[:, None] > a) + 0.5 * (b[:, None] == a))
    ks = stats.ks_2samp(a, b, method="exact")
    approximate = stats.mannwhitneyu(b, a, method="asymptotic", use_continuity=False)
    ties = len(set(a) | set(b)) < n + m
    return dict(
        a=list(a), b=list(b), ks=[ks.statistic, ks.pvalue], wasserstein=stats.wasserstein_distance(a, b), welch=[welch.statistic, welch.pvalue], hedges=g, better=better,
        mann_whitney=[approximate.statistic, approximate.pvalue if n + m > 120 else enumerated(a, b) if ties else stats.mannwhitneyu(b, a, method="exact").pvalue],
    )


def enumerated(a, b):
    """The exact p of the Mann-Whitney test, with ties: all choices of len(a) of the midranks."""
    ranks = stats.rankdata(np.concatenate([a, b]))
    sums = np.array([sum(choice) for choice in itertools.combinations(ranks, len(a))])
    return np.mean(np.abs(sums - np.mean(sums)) >= abs(sum(ranks[: len(a)]) - np.mean(sums)) - 1e-9)


def signed():
    for n, shift in [(5, 1), (12, 0.4), (25, 0.2), (121, 0.1)]:
        a = random.normal(0, 1, n)
        b = a + random.normal(shift, 1, n)
        w = stats.wilcoxon(b - a, method="exact" if n <= 120 else "approx", alternative="two-sided")
        t = stats.ttest_rel(b, a)
        yield dict(a=list(a), b=list(b), p=w.pvalue, t=[t.statistic, t.pvalue])
    a, b = np.zeros(10), np.array([1.0, 1, -1, 2, 2, -3, 0, 0, 4, 4])
    d = (b - a)[b != a]
    ranks = stats.rankdata(np.abs(d))
    sums = np.array([np.dot(signs, ranks) for signs in itertools.product([0, 1], repeat=len(d))])
    p = np.mean(np.abs(sums - np.mean(sums)) >= abs(np.sum(ranks[d > 0]) - np.mean(sums)) - 1e-9)
    t = stats.ttest_rel(b, a)
    yield dict(a=list(a), b=list(b), p=p, t=[t.statistic, t.pvalue])


def tasks():
    first, second = random.normal(0.5, 0.3, (4, 10)), random.normal(0.7, 0.2, (4, 10))
    thresholds = np.linspace(0, 1.2, 7)
    # Resamples of numpy's own generator: ends of intervals agree to the noise of 10,000 of them.
    drawn = np.array([[random.choice(task, 10) for task in first] for _ in range(10000)])
    return dict(
        first=first.tolist(), second=second.tolist(), thresholds=list(thresholds), interquartile=stats.trim_mean(first, 0.25, axis=None),
        profile=[np.mean(first > t) for t in thresholds], better=np.mean(second[:, :, None] > first[:, None, :]),
        interval=list(np.quantile([stats.trim_mean(x, 0.25, axis=None) for x in drawn], [0.025, 0.975])),
        band=[list(np.quantile(np.mean(drawn > t, axis=(1, 2)), [0.025, 0.975])) for t in thresholds],
    )


def trimmed():
    for n in (1, 3, 4, 7, 10, 16):
        x = random.normal(0, 3, n)
        yield dict(values=list(x), mean=stats.trim_mean(x, 0.25), median=np.median(x))


def spikes():
    train = (random.random((200, 5)) < [0, 0.02, 0.1, 0.4, 1]).astype(int)
    steps = [np.flatnonzero(train[:, i]) for i in range(5)]
    return dict(steps=[s.tolist() for s in steps], rates=list(train.mean(axis=0)), variations=[np.std(np.diff(s)) / np.mean(np.diff(s)) if len(s) > 2 else None for s in steps])


print(json.dumps(dict(
    samples={name: list(x) for name, x in SAMPLES.items()}, fits=list(fits()), functions=list(functions()), pairs=[of_pair(a, b) for a, b in pairs()], signed=list(signed()),
    tasks=tasks(), trimmed=list(trimmed()), spikes=spikes(),
), default=lambda x: x.item() if hasattr(x, "item") else list(x), indent=None, separators=(",", ":")).replace('],"', '],\n"').replace('},{', '},\n{'))
