"""What Neuromorphic.Benchmarks -- learning times, with torch: the loop of the authors of LDNN (one flat parameter vector, unrolled inner training, double backward).

40-50-10, two types of 16 tanh units around the sine, batches of 100, RMS inner optimiser; one thread. Random data: only time counts here.
"""
import sys
import time

import torch
from torch.nn.functional import cross_entropy

torch.set_num_threads(1)
torch.manual_seed(1)
D, H, O, K, B, KAPPA = 40, 50, 10, 16, 100, .2
X, Y = torch.randn(4000, D), torch.randint(0, O, (4000,))
SHAPES = [(H, D), (H,), (O, H), (O,)]
SIZES = [torch.Size(shape).numel() for shape in SHAPES]


def types():
    return [torch.cat([torch.rand(2 * K) * 2 - 1, (torch.rand(K + 1) * 2 - 1) / K ** .5]).requires_grad_() for _ in range(2)]


def sigma(s, phi):
    v, c, u, e = phi[:K], phi[K:2 * K], phi[2 * K:3 * K], phi[3 * K]
    return torch.sin(s) + KAPPA * ((torch.tanh(s[..., None] * v + c) * u).sum(-1) + e)


def loss(theta, phis, x, y, noise):
    w1, b1, w2, b2 = [part.reshape(shape) for part, shape in zip(theta.split(SIZES), SHAPES)]
    s = x @ w1.T + b1
    h = torch.cat([sigma(s[:, :H // 2], phis[0]), sigma(s[:, H // 2:], phis[1])], 1) + noise
    return cross_entropy(h @ w2.T + b2, y)


def begin():
    return torch.cat([(torch.rand(size) * 2 - 1) / fan ** .5 for size, fan in zip(SIZES, [D, D, H, H])]).requires_grad_()


def train(phis, steps, unroll):
    theta, squares, losses = begin(), torch.ones(sum(SIZES)), []
    for step in range(steps):
        chosen = torch.randint(0, 4000, (B,))
        noise = (torch.rand(H) * .2 - .1) if unroll else torch.zeros(H)
        value = loss(theta, phis, X[chosen], Y[chosen], noise)
        losses.append(value)
        gradient, = torch.autograd.grad(value, theta, create_graph=unroll)
        squares = .8 * squares + .2 * gradient ** 2
        theta = theta - .01 * gradient / (squares.sqrt() + 1e-8)
        if not unroll:
            theta = theta.detach().requires_grad_()
    return torch.stack(losses).mean()


def outer(phis, optimizer):
    optimizer.zero_grad()
    train(phis, 60, True).backward()
    for phi in phis:
        phi.grad.clamp_(-.1, .1)
    optimizer.step()


phis = types()
optimizer = torch.optim.Adam(phis, lr=.02)
outer(phis, optimizer)
times = []
for _ in range(3):
    start = time.perf_counter()
    outer(phis, optimizer)
    times.append(1000 * (time.perf_counter() - start))
print(f"torch {torch.__version__}: outer step of 60 updates, full unroll: {sorted(times)[1]:.0f} ms")
frozen = [phi.detach() for phi in phis]
seeds = int(sys.argv[1]) if len(sys.argv) > 1 else 30
start = time.perf_counter()
for _ in range(seeds):
    train(frozen, 200, False)
print(f"torch {torch.__version__}: {seeds} seeds one after the other, 200 updates each: {1000 * (time.perf_counter() - start):.0f} ms")
