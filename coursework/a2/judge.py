"""The hidden tests of assignment 2."""

import itertools

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
from scipy import stats

SLICED = "lesson 5, part II, formulas (5.4) to (5.8)"
TRACE = "lesson 5, part I, formula (5.3)"
DIFFERENCES = "lesson 5, part III, formulas (5.9) and (5.11)"
PAIRS = "lesson 6, part III, formula (6.14)"
CONSTANT = "lesson 6, part I, formula (6.6)"
ERROR_BARS = "the text of task 6; lesson 1, part III, says what a standard error is"
SEEDS_HELP = "the last two sentences of task 6"


def units(rng, n, d):
    v = rng.normal(size=(n, d))
    return v / np.linalg.norm(v, axis=1, keepdims=True)


def slices(rng, draw, forms, factor=lambda d: 1.0):
    """A gradient field's Jacobian, which is symmetric, and one that is not."""
    for d, symmetric in [(2, True), (4, False)]:
        jacobian = rng.normal(size=(d, d))
        jacobian = (jacobian + jacobian.T) / 2 if symmetric else jacobian
        score, vectors, c = rng.normal(size=d), draw(d), factor(d)
        for reduced in forms:
            square = np.eye(d) if reduced else None
            truth = [
                np.trace(jacobian @ np.outer(v, v)) / c
                + score @ (np.outer(v, v) / c if square is None else square) @ score / 2
                for v in vectors
            ]
            given = {"score": score, "jacobian": jacobian, "vectors": vectors}
            given |= {"c": c, "reduced": reduced}
            yield ask("slice", given, close(truth, what="loss"))


@test("T1", "The plain form", points=1, helps=SLICED)
def plain(rng):
    yield from slices(rng, lambda d: rng.normal(size=(5, d)), [False])
    yield from slices(rng, lambda d: rng.choice([-1.0, 1.0], size=(5, d)), [False])


@test("T1", "The variance-reduced form", points=1, helps=SLICED)
def reduced(rng):
    yield from slices(rng, lambda d: rng.normal(size=(5, d)), [True])


@test("T1", "Probes of another length", points=1, helps=SLICED)
def other_length(rng):
    yield from slices(rng, lambda d: units(rng, 5, d), [False, True], lambda d: 1.0 / d)
    yield from slices(
        rng, lambda d: 1.5 * rng.normal(size=(5, d)), [False, True], lambda d: 2.25
    )


def normal_scatter(A):
    """A sum of independent chi-squares, one for each eigenvalue."""
    return sum(stats.chi2(1).var() * e**2 for e in np.linalg.eigvalsh((A + A.T) / 2))


def sign_scatter(A):
    """Over all corners of the cube."""
    corners = np.array(list(itertools.product([-1, 1], repeat=len(A))))
    return np.var(np.einsum("ni,ij,nj->n", corners, A, corners))


def sphere_scatter(A):
    """The squared coordinates of a unit vector follow Dirichlet's law."""
    d, e = len(A), np.linalg.eigvalsh((A + A.T) / 2)
    mean = np.full(d, 1 / d)
    covariance = (np.diag(mean) - np.outer(mean, mean)) / (d / 2 + 1)
    return d**2 * e @ covariance @ e


def scatters(rng, probe, law):
    for d, symmetric in [(2, True), (3, False), (5, False)]:
        A = rng.normal(size=(d, d)) + 0.5 * np.eye(d)
        A = (A + A.T) / 2 if symmetric else A
        yield ask(
            "scatter", {"matrix": A, "probe": probe}, close(law(A), what="variance")
        )


@test("T2", "Normal probes", points=1, helps=TRACE)
def scatter_of_normal(rng):
    yield from scatters(rng, "normal", normal_scatter)


@test("T2", "Signs", points=1, helps=TRACE)
def scatter_of_signs(rng):
    yield from scatters(rng, "signs", sign_scatter)


@test("T2", "The sphere", points=2, helps=TRACE)
def scatter_on_sphere(rng):
    yield from scatters(rng, "sphere", sphere_scatter)


def along(parts, x, u):
    """The function along a line is a polynomial in the step; its coefficients up to the fourth."""
    whole = sum(
        p["times"]
        * Polynomial([p["weights"] @ x + p["shift"], p["weights"] @ u]) ** p["power"]
        for p in parts
    )
    return np.pad(whole.coef, (0, 5))[:5]


def differences(rng, what, loss):
    # An even function on the line, and lopsided ones.
    for d, powers in [(1, [4, 2]), (2, [4, 3, 2]), (3, [4, 4, 3, 2, 1])]:
        parts = [
            {
                "weights": rng.normal(size=d) / np.sqrt(d),
                "shift": 0.0 if d == 1 else rng.normal(),
                "power": power,
                "times": -rng.uniform(0.2, 0.6),
            }
            for power in powers
        ]
        places, directions = rng.normal(size=(4, d)), units(rng, 4, d)
        epsilon = rng.uniform(0.3, 0.7)
        truth = [
            d * loss(along(parts, x, u), epsilon)
            for x, u in zip(places, directions, strict=True)
        ]
        given = {"parts": parts, "places": places, "directions": directions}
        given |= {"epsilon": epsilon, "what": what}
        yield ask("difference", given, close(truth, what=f"{what} loss"))


def at_step(c, e):
    return (c[1] + c[3] * e**2) ** 2 / 2 + 2 * (c[2] + c[4] * e**2)


def without_square(c, e):
    """The limit, and of the fourth power the part (4/16 - 1)/3 that the combination leaves."""
    return c[1] ** 2 / 2 + 2 * c[2] - c[3] ** 2 * e**4 / 8


@test("T3", "The loss", points=1, helps=DIFFERENCES)
def difference(rng):
    yield from differences(rng, "plain", at_step)


@test("T3", "Without its largest error", points=2, helps=DIFFERENCES)
def extrapolated(rng):
    yield from differences(rng, "extrapolated", without_square)


def pairs(rng, dims):
    for d in dims:
        for lopsided in [False, True]:
            field = {
                "shift": rng.normal(size=d) * lopsided,
                "slope": rng.normal(size=(d, d)),
                "cubes": rng.uniform(0.1, 0.5, d) * lopsided,
            }
            sigma = rng.uniform(0.3, 0.9)
            places, noises = rng.normal(size=(5, d)), rng.normal(size=(5, d))

            def off(x, z, field=field, sigma=sigma):
                """The distance of the model from the direction back, squared, without its last term."""
                y = x + sigma * z
                s = field["shift"] + field["slope"] @ y - field["cubes"] * y**3
                return np.sum((s + z / sigma) ** 2) - np.sum(z**2) / sigma**2

            truth = [
                (off(x, z) + off(x, -z)) / 4 + d / (2 * sigma**2)
                for x, z in zip(places, noises, strict=True)
            ]
            given = {"field": field, "sigma": sigma, "places": places, "noises": noises}
            yield ask("pair", given, close(truth, what="loss"))


@test("T4", "On the line", points=1, helps=PAIRS)
def on_line(rng):
    yield from pairs(rng, [1])


@test("T4", "In space", points=2, helps=PAIRS)
def in_space(rng):
    yield from pairs(rng, [2, 4])


def lowest(loss):
    """Where the parabola through three values is lowest."""
    f0, f1, f2 = (loss(k) for k in (0.0, 1.0, 2.0))
    return (4 * f1 - 3 * f0 - f2) / (2 * (2 * f1 - f0 - f2))


def slopes(rng, names):
    """Data around zero, and lopsided data far from it."""
    for d, center in [(1, 0.0), (3, 0.0), (3, 0.8)]:
        n, sigma, step = 30, rng.uniform(0.3, 1.0), 0.5
        x = rng.gamma(2.0, 0.7, (n, d)) if center else rng.normal(0, 1.2, (n, d))
        v, u, z = rng.normal(size=(n, d)), units(rng, n, d), rng.normal(size=(n, d))

        def f(k, y):
            return -k * np.sum(y**2, axis=1) / 2

        def sliced(k, reduced, x=x, v=v):
            along = np.sum(x**2, axis=1) if reduced else np.sum(v * x, axis=1) ** 2
            return np.mean(k**2 * along / 2 - k * np.sum(v * v, axis=1))

        def by_differences(k, x=x, u=u, step=step, d=d):
            up, down = f(k, x + step * u), f(k, x - step * u)
            square = (up - down) ** 2 / 8
            return d / step**2 * np.mean(square + up + down - 2 * f(k, x))

        def denoising(k, x=x, z=z, sigma=sigma):
            off = -k * (x + sigma * z) + z / sigma
            return np.mean(np.sum(off**2, axis=1)) / 2

        found = {
            "reduced": lowest(lambda k: sliced(k, True)),
            "sliced": lowest(lambda k: sliced(k, False)),
            "differences": lowest(by_differences),
            "denoising": lowest(denoising),
        }
        given = {"x": x, "v": v, "u": u, "z": z, "sigma": sigma, "names": names}
        truth = [found[name] for name in names]
        yield ask("slopes", given, close(truth, what=", ".join(names)))


@test("T5", "By slices", points=1, helps=SLICED)
def slope_by_slices(rng):
    yield from slopes(rng, ["reduced", "sliced"])


@test("T5", "By differences", points=1, helps=DIFFERENCES)
def slope_by_differences(rng):
    yield from slopes(rng, ["differences"])


@test("T5", "By denoising", points=1, helps="lesson 6, part III, derivation, step 2")
def slope_by_denoising(rng):
    yield from slopes(rng, ["denoising"])


# Few points, so that each of them counts, and many seeds.
N, SEEDS = 6, 1000


def left_over(p, sigma):
    """Mean, standard deviation and kurtosis of the loss that is left, by a Gauss-Hermite rule over the
    clean point of each component and the noise."""
    w, m, v = (np.asarray(p[name]) for name in ("weights", "means", "variances"))
    nodes, masses = np.polynomial.hermite_e.hermegauss(60)
    masses = masses / masses.sum()
    z = nodes[None, None, :]
    x = m[:, None, None] + np.sqrt(v)[:, None, None] * nodes[None, :, None]
    y = (x + sigma * z)[..., None]
    heights = w * stats.norm.pdf(y, m, np.sqrt(v + sigma**2))
    score = (heights * (m - y) / (v + sigma**2)).sum(-1) / heights.sum(-1)
    loss = (score + z / sigma) ** 2 / 2
    mass = w[:, None, None] * masses[None, :, None] * masses[None, None, :]
    mean = np.sum(mass * loss)
    variance, fourth = (np.sum(mass * (loss - mean) ** k) for k in (2, 4))
    return mean, np.sqrt(variance), fourth / variance**2


def left(rng, what):
    """Normal data, and lopsided hills: what is asked, the constant, standard deviation and kurtosis of
    a term. The data are narrow beside the noise: there a score at another level costs most."""
    normal = {"weights": [1.0], "means": [0.0], "variances": [rng.uniform(0.05, 0.1)]}
    hills = {
        "weights": [0.25, 0.75],
        "means": [-rng.uniform(0.3, 0.5), rng.uniform(0.1, 0.2)],
        "variances": rng.uniform(0.02, 0.06, 2),
    }
    for p in [normal, hills]:
        sigma = rng.uniform(0.8, 1.2)
        given = {**p, "sigma": sigma, "n": N, "what": what}
        yield given, *left_over(p, sigma)


@test("T6", "The value", points=2, helps=CONSTANT)
def left_value(rng):
    for given, mean, deviation, _ in left(rng, "value"):
        error = deviation / np.sqrt(N)
        judge = unbiased(mean, standard_error=error, what="mean over seeds")
        yield ask("left", {**given, "seeds": seeds(rng, SEEDS)}, judge)


@test("T6", "Another seed, another sample", points=1, helps=SEEDS_HELP)
def left_spread(rng):
    for given, _, deviation, kurtosis in left(rng, "value"):
        first, *others = seeds(rng, SEEDS)
        judge = spread(
            deviation / np.sqrt(N),
            kurtosis=of_mean(kurtosis, N),
            what="standard deviation over seeds",
        )
        yield ask("left", {**given, "seeds": [first, *others, first]}, judge)


@test("T6", "Its standard error", points=1, helps=ERROR_BARS)
def left_error(rng):
    for given, _, deviation, kurtosis in left(rng, "standardError"):
        judge = reported(
            deviation / np.sqrt(N), n=N, kurtosis=kurtosis, what="mean standard error"
        )
        yield ask("left", {**given, "seeds": seeds(rng, SEEDS)}, judge)
