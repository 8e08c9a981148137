"""The hidden tests of assignment 4."""

import numpy as np
from coursework.judging import (
    ask,
    close,
    of_mean,
    reported,
    seeds,
    spread,
    test,
    unbiased,
)
from numpy.polynomial import Polynomial
from scipy import integrate
from scipy.special import comb

SOLVERS = "lesson 10, part IV, formula (10.15)"
SUMS = "lesson 10, part II, formula (10.6)"
LINEAR = "lesson 11, part I, formula (11.5) and its derivation"
REVERSE = "lesson 11, part III, formula (11.13), and the sign below it"
FAMILY = "lesson 12, part I, formula (12.4)"
INTEREST = "lesson 10, part IV, formula (10.17)"
ERROR_BARS = (
    "lesson 1, part III, says what a standard error is: of a mean, the spread of one path over the "
    "root of their number"
)
SEEDS_HELP = "lesson 10 draws its paths so: a label, and a number for each step"


def paths(rng, method):
    """Noise alone, the same at all places; and coefficients that depend on place and time."""
    for drift, diffusion in [
        ({"x": [0.0], "t": 0.0}, {"x": [1.0, 0.3], "t": 0.0}),
        (
            {"x": rng.normal(0, 0.4, 3), "t": 0.7},
            {"x": rng.normal(0, 0.4, 3), "t": -0.5},
        ),
    ]:
        dt = rng.uniform(0.05, 0.1)
        dw = rng.normal(0, np.sqrt(dt), 12)
        given = {
            "method": method,
            "drift": drift,
            "diffusion": diffusion,
            "x0": rng.uniform(0.5, 1.5),
            "dt": dt,
            "dw": dw,
        }
        truth = followed(**given)
        yield ask("path", given, close(truth, what="value at each time", scale=1))


def followed(method, drift, diffusion, x0, dt, dw):
    """Milstein's method without a derivative that anyone wrote down: half of g g' is a quarter of the
    slope of g squared, here by the polynomial's own coefficients."""
    g, square = Polynomial(diffusion["x"]), Polynomial(diffusion["x"]) ** 2
    x = [x0]
    for k, kick in enumerate(dw):
        t = k * dt
        louder = 1 + diffusion["t"] * t
        last = square.deriv()(x[-1]) / 4 * louder**2 * (kick * kick - dt)
        move = (Polynomial(drift["x"])(x[-1]) + drift["t"] * t) * dt
        x.append(
            x[-1] + move + g(x[-1]) * louder * kick + last * (method == "milstein")
        )
    return x


@test("T1", "Euler and Maruyama's method", points=1, helps=SOLVERS)
def euler(rng):
    yield from paths(rng, "euler-maruyama")


@test("T1", "Milstein's method", points=2, helps=SOLVERS)
def milstein(rng):
    yield from paths(rng, "milstein")


def summed(rng, places):
    """The integrand W, whose sums are known in closed form; then lopsided ones."""
    for by, offset in places:
        path = np.concatenate([[0.7], 0.7 + np.cumsum(rng.normal(0, 0.2, 10 * by))])
        left, at, right = path[:-1:by], path[offset : len(path) : by][:10], path[by::by]
        halves = ((at - left) ** 2 - (right - at) ** 2).sum() / 2
        truth = (path[-1] ** 2 - path[0] ** 2) / 2 + halves
        given = {"path": path, "by": by, "offset": offset}
        yield ask(
            "sum", {**given, "integrand": [0, 1]}, close(truth, what="sum", scale=1)
        )
        integrand = rng.normal(0, 1, 4)
        truth = np.dot(Polynomial(integrand)(at), right - left)
        yield ask(
            "sum", {**given, "integrand": integrand}, close(truth, what="sum", scale=1)
        )


@test("T2", "Left ends", points=1, helps=SUMS)
def left_ends(rng):
    yield from summed(rng, [(1, 0), (3, 0)])


@test("T2", "Elsewhere in the step", points=2, helps=SUMS)
def elsewhere(rng):
    yield from summed(rng, [(2, 1), (3, 1), (3, 2), (4, 4)])


def laws(rng, what):
    """Data that stay as they are; and coefficients that change with time."""
    yield asked([-0.5], [0.0], [1.0], 0.0, 1.0, 1.0, what)
    for _ in range(3):
        a, b = rng.uniform(-1, 0.5, 3), rng.uniform(0.3, 1, 2)
        g = rng.uniform(0.2, 0.9, 2)
        start = rng.uniform(0.5, 1.5), rng.uniform(0.3, 2)
        yield asked(a, b, g, *start, rng.uniform(0.4, 1.6), what)


def asked(a, b, g, m0, v0, t, what):
    """By two integrals over the factor c, itself in closed form."""
    grown = Polynomial(a).integ()

    def through(h):
        return integrate.quad(h, 0, t, epsabs=1e-14, epsrel=1e-12)[0]

    def c(u):
        return np.exp(grown(t) - grown(u))

    if what == "mean":
        truth = m0 * c(0) + through(lambda u: Polynomial(b)(u) * c(u))
    else:
        truth = v0 * c(0) ** 2 + through(lambda u: (Polynomial(g)(u) * c(u)) ** 2)
    given = {"a": a, "b": b, "g": g, "m0": m0, "v0": v0, "t": t, "what": what}
    return ask("law", given, close(truth, what=what, scale=max(abs(truth), 0.1)))


@test("T3", "The mean", points=1, helps=LINEAR)
def mean_of_law(rng):
    yield from laws(rng, "mean")


@test("T3", "The variance", points=2, helps=LINEAR)
def variance_of_law(rng):
    yield from laws(rng, "variance")


def stepped(rng, lambdas):
    """Without a forward drift at the origin; then anywhere. Drift and kick are summed as the reverse
    equation and what the noise of strength lambda leaves or adds."""
    steps, truth = [], []
    for lam in lambdas:
        for x, f in [(0.0, 0.0), tuple(rng.normal(0, 1, 2))]:
            g, s = rng.uniform(0.5, 2), rng.normal(0, 1.5)
            h, z = rng.uniform(0.01, 0.1), rng.normal()
            steps.append([x, f, g, s, lam, h, z])
            surplus = (lam + 1) * (lam - 1) * g * g * s / 2
            truth.append(
                x + h * (g * g * s - f + surplus) + np.sqrt(lam**2 * g * g * h) * z
            )
    yield ask(
        "back", {"steps": steps}, close(truth, what="place after the step", scale=1)
    )


@test("T4", "The reverse equation", points=2, helps=REVERSE)
def reversed_step(rng):
    yield from stepped(rng, [1.0, 1.0, 1.0])


@test("T4", "Another lambda", points=1, helps=FAMILY)
def other_lambdas(rng):
    yield from stepped(rng, [0.0, rng.uniform(0.2, 0.8), rng.uniform(1.3, 2.0)])


# Few steps, so that each of them shows, and few points of many seeds.
SEEDS, N, STEPS = 400, 40, 5


def generated(rng, what):
    """Data that VP leaves alone, and others. The score is a line, so the exact mean and variance after
    so many steps follow from the step before."""
    for mean, variance in [(0.0, 1.0), (rng.uniform(3, 4), rng.uniform(0.3, 0.5))]:
        low, high = rng.uniform(2.0, 2.4), rng.uniform(1.0, 1.4)
        law = {"mean": mean, "variance": variance, "betaMin": low, "betaMax": high}
        m, v, h = 0.0, 1.0, 1 / STEPS
        for t in 1 - np.arange(STEPS) * h:
            beta = low + (high - low) * t
            share = np.exp(-(low * t + (high - low) * t * t / 2))
            spread_then = 1 + share * (variance - 1)
            pull = h * beta / spread_then
            factor = 1 + h * beta / 2 - pull
            m = factor * m + pull * np.sqrt(share) * mean
            v = factor**2 * v + h * beta
        yield {"law": law, "n": N, "steps": STEPS, "what": what}, m, v


@test("T5", "The mean", points=1, helps=REVERSE)
def mean_of_generated(rng):
    for given, m, v in generated(rng, "mean"):
        judge = unbiased(m, standard_error=np.sqrt(v / N), what="mean of the points")
        yield ask("generated", {**given, "seeds": seeds(rng, SEEDS)}, judge)


@test("T5", "The variance", points=2, helps=REVERSE)
def variance_of_generated(rng):
    for given, _, v in generated(rng, "variance"):
        error = v * np.sqrt(2 / (N - 1))
        judge = unbiased(v, standard_error=error, what="variance of the points")
        yield ask("generated", {**given, "seeds": seeds(rng, SEEDS)}, judge)
    # The mean fourth power about the mean of normal points; kicks that are not normal miss it.
    for given, _, v in generated(rng, "fourth"):
        truth, error = 3 * v**2 * (1 - 1 / N) ** 2, v**2 * np.sqrt(96 / N)
        judge = unbiased(truth, standard_error=error, what="mean fourth power")
        yield ask("generated", {**given, "seeds": seeds(rng, SEEDS)}, judge)


@test("T5", "Another seed, other points", points=1, helps=SEEDS_HELP)
def spread_of_generated(rng):
    for given, _, v in generated(rng, "mean"):
        first, *others = seeds(rng, SEEDS)
        # Points that share their kicks have the right mean and the right variance, not this one.
        judge = spread(np.sqrt(v / N), what="standard deviation of the mean over seeds")
        yield ask("generated", {**given, "seeds": [first, *others, first]}, judge)


# Few paths, so that each of them counts.
PATHS, TRIES = 6, 600


def biases(rng, what):
    """Without a drift there is no bias; with one, up or down, there is. All moments of the method and
    of the solution on the same noise are powers of those of one step."""
    nodes, masses = np.polynomial.hermite_e.hermegauss(40)
    masses = masses / masses.sum()
    for mu in [0.0, rng.uniform(1.2, 1.6), -rng.uniform(0.8, 1.2)]:
        sigma, n = rng.uniform(0.2, 0.3), int(rng.integers(4, 8))
        kick = sigma * nodes / np.sqrt(n)
        method = 1 + mu / n + kick
        exact = np.exp((mu - sigma**2 / 2) / n + kick)

        def moment(power, n=n, method=method, exact=exact):
            return sum(
                (-1) ** j
                * comb(power, j)
                * (masses @ (method ** (power - j) * exact**j)) ** n
                for j in range(power + 1)
            )

        first, second, third, fourth = (moment(power) for power in (1, 2, 3, 4))
        variance = second - first**2
        kurtosis = fourth - 4 * first * third + 6 * first**2 * second - 3 * first**4
        given = {"mu": mu, "sigma": sigma, "n": n, "paths": PATHS, "what": what}
        bias = (1 + mu / n) ** n - np.exp(mu)
        yield given, bias, np.sqrt(variance), kurtosis / variance**2


@test("T6", "The bias", points=2, helps=INTEREST)
def bias(rng):
    for given, truth, deviation, _ in biases(rng, "value"):
        error = deviation / np.sqrt(PATHS)
        judge = unbiased(truth, standard_error=error, what="mean over seeds")
        yield ask("bias", {**given, "seeds": seeds(rng, TRIES)}, judge)


@test("T6", "Another seed, other paths", points=1, helps=SEEDS_HELP)
def spread_of_bias(rng):
    for given, _, deviation, kurtosis in biases(rng, "value"):
        first, *others = seeds(rng, TRIES)
        judge = spread(
            deviation / np.sqrt(PATHS),
            kurtosis=of_mean(kurtosis, PATHS),
            what="standard deviation over seeds",
        )
        yield ask("bias", {**given, "seeds": [first, *others, first]}, judge)


@test("T6", "Its standard error", points=1, helps=ERROR_BARS)
def error_of_bias(rng):
    for given, _, deviation, kurtosis in biases(rng, "standardError"):
        judge = reported(
            deviation / np.sqrt(PATHS),
            n=PATHS,
            kurtosis=kurtosis,
            what="mean standard error",
        )
        yield ask("bias", {**given, "seeds": seeds(rng, TRIES)}, judge)
