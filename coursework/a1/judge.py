"""The hidden tests of assignment 1."""

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
from scipy import integrate, stats
from scipy.special import logsumexp, softmax

MIXTURES = "lesson 1, part I, formula (1.3)"
OBJECTIVE = "lesson 3, part I, formula (3.4)"
TERMS = "lesson 3, part II, formula (3.11)"
BOUNDARY = "lesson 3, part III, formula (3.12) and the lemma below it"
WEIGHT = "lesson 3, part IV, the objective with a weight"
LARGEST = "lesson 1, exercise 1: take the largest out first"
ERROR_BARS = "the text of task 2; lesson 1, part III, says what a standard error is"
SEEDS_HELP = "the last two sentences of task 5"


def mixtures(rng):
    """A symmetric mixture, and lopsided ones of two to five hills."""
    yield {"weights": [0.5, 0.5], "means": [-1.4, 1.4], "variances": [0.6, 0.6]}
    for hills in range(2, 6):
        yield {
            "weights": rng.dirichlet(np.full(hills, 3.0)),
            "means": rng.uniform(-3, 3, hills),
            "variances": rng.uniform(0.3, 1.5, hills),
        }


def hills(mixture, x):
    """Logarithms of the weighted densities of the components at places, and their slopes."""
    w, m, v = (np.asarray(mixture[name]) for name in ("weights", "means", "variances"))
    x = np.asarray(x)[:, None]
    logs = np.log(w) + stats.norm.logpdf(x, m, np.sqrt(v))
    return logs, (m - x) / v, v


def score(mixture, x):
    """p'/p, with both in logarithms: the slope of p splits into what rises and what falls."""
    logs, pulls, _ = hills(mixture, x)
    rises = logsumexp(logs, axis=1, b=np.maximum(pulls, 0))
    falls = logsumexp(logs, axis=1, b=np.maximum(-pulls, 0))
    whole = logsumexp(logs, axis=1)
    return np.exp(rises - whole) - np.exp(falls - whole)


def slope(mixture, x):
    """By pairs of hills: how much the pulls differ, less what each hill has by itself."""
    logs, pulls, v = hills(mixture, x)
    shares = softmax(logs, axis=1)
    pairs = shares[:, :, None] * shares[:, None, :]
    apart = (pulls[:, :, None] - pulls[:, None, :]) ** 2
    return (pairs * apart).sum(axis=(1, 2)) / 2 - (shares / v).sum(axis=1)


@test("T1", "The score", points=1, helps=MIXTURES)
def near(rng):
    for mixture in mixtures(rng):
        places = rng.uniform(-4, 4, 12)
        yield ask(
            "score",
            {**mixture, "places": places},
            close(score(mixture, places), what="score"),
        )


@test("T1", "The slope of the score", points=1, helps=MIXTURES)
def bend(rng):
    for mixture in mixtures(rng):
        places = rng.uniform(-4, 4, 12)
        yield ask(
            "slope",
            {**mixture, "places": places},
            close(slope(mixture, places), what="slope"),
        )


def far(rng, what, truth):
    """At some 40 standard deviations the density is zero in double precision, and one hill, the widest,
    is all that is left."""
    for mixture in mixtures(rng):
        hills = len(mixture["means"])
        if mixture["variances"][0] != mixture["variances"][1]:
            mixture["variances"] = rng.permutation(np.linspace(0.3, 1.5, hills))
        places = np.concatenate([rng.uniform(-90, -60, 4), rng.uniform(60, 90, 4)])
        yield ask(
            what,
            {**mixture, "places": places},
            close(truth(mixture, places), what=what),
        )


@test("T1", "The score far away", points=1, helps=LARGEST)
def far_score(rng):
    yield from far(rng, "score", score)


@test("T1", "The slope far away", points=1, helps=LARGEST)
def far_slope(rng):
    yield from far(rng, "slope", slope)


def samples(rng):
    """Data around zero, and lopsided data."""
    yield rng.normal(0, 1.2, 60)
    yield rng.gamma(2.0, 0.7, 45) - 0.5


def terms(coefficients, data):
    model = np.polynomial.Polynomial(coefficients)
    return model(data) ** 2 / 2 + model.deriv()(data)


@test("T2", "The value", points=2, helps=OBJECTIVE)
def value(rng):
    for data in samples(rng):
        coefficients = rng.normal(0, 1, 4)
        given = {"coefficients": coefficients, "data": data, "what": "value"}
        truth = np.mean(terms(coefficients, data))
        size = np.mean(np.abs(terms(coefficients, data)))
        yield ask("objective", given, close(truth, what="objective", scale=size))


@test(
    "T2",
    "Its standard error",
    points=1,
    helps=ERROR_BARS,
)
def error_of_value(rng):
    for data in samples(rng):
        coefficients = rng.normal(0, 1, 4)
        given = {"coefficients": coefficients, "data": data, "what": "standardError"}
        yield ask(
            "objective",
            given,
            close(stats.sem(terms(coefficients, data)), what="standard error"),
        )


@test("T3", "The best line", points=2, helps=TERMS)
def line(rng):
    for data in [*samples(rng), rng.gamma(1.5, 2.0, 7)]:
        truth = [1 / np.var(data), np.mean(data)]
        yield ask("line", {"data": data}, close(truth, what="k, m"))


@test("T3", "The lowest value", points=1, helps=TERMS)
def lowest(rng):
    for data in samples(rng):
        k, m = 1 / np.var(data), np.mean(data)
        truth = np.mean(k**2 * (data - m) ** 2 / 2 - k)
        yield ask("lowest", {"data": data}, close(truth, what="lowest value"))


def gap_by_integrals(p, k, mu, ends):
    """D_F - J - I/2 by quadrature: the mean of -s_p s - s', without a word of ends."""

    def integrand(x):
        density = p["height"] * np.exp(-((x - p["centre"]) ** 2) / (2 * p["variance"]))
        return density * (-(x - p["centre"]) / p["variance"] * k * (x - mu) + k)

    return integrate.quad(integrand, *ends, epsabs=1e-13, epsrel=1e-12)[0]


def cut_normal(rng, ends, centre):
    variance = rng.uniform(0.6, 1.6)
    law = stats.norm(centre, np.sqrt(variance))
    height = 1 / np.sqrt(2 * np.pi * variance) / (law.cdf(ends[1]) - law.cdf(ends[0]))
    return {"height": height, "centre": centre, "variance": variance}


def gaps(rng, all_ends):
    for ends, centre in all_ends:
        p, k, mu = (
            cut_normal(rng, ends, centre),
            rng.uniform(0.5, 2),
            rng.uniform(-0.4, 0.4),
        )
        truth = gap_by_integrals(p, k, mu, ends)
        given = {"p": p, "k": k, "mu": mu, "ends": list(ends)}
        yield ask(
            "gap",
            given,
            close(truth, what="gap", scale=max(abs(truth), p["height"] * k)),
        )


@test("T4", "Two walls", points=2, helps=BOUNDARY)
def walls(rng):
    lower, upper = -rng.uniform(0.5, 1), rng.uniform(1.1, 1.8)
    yield from gaps(
        rng, [((-1.3, 1.3), 0.0), ((lower, upper), 0.4), ((upper, upper + 1), 0.4)]
    )


@test("T4", "An end at infinity", points=1, helps=BOUNDARY)
def infinity(rng):
    wall = rng.uniform(0.2, 0.9)
    ends = [((-np.inf, np.inf), 0.0), ((wall, np.inf), 0.3), ((-np.inf, -wall), 0.3)]
    yield from gaps(rng, ends)


# Few points, so that each of them counts, and many seeds.
N, SEEDS = 6, 600


def sampled(rng, what):
    """Behind an exponential wall, and between two walls at equal distance: what is asked, the gap,
    and standard deviation and kurtosis of one term."""
    rate, k, mu = rng.uniform(1.5, 3), rng.uniform(0.5, 1.5), rng.uniform(0.8, 1.2)
    yield asked({"rate": rate}, k, mu, what), rate * k * mu, k, 9.0

    c = rng.uniform(0.8, 1.4)
    law = stats.truncnorm(-c, c)
    mean = law.expect(lambda x: -k * x * (x - mu) + k)

    def moment(power):
        return law.expect(lambda x: (-k * x * (x - mu) + k - mean) ** power)

    p = {"mean": 0, "variance": 1, "lower": -c, "upper": c}
    variance = moment(2)
    yield asked(p, k, mu, what), mean, np.sqrt(variance), moment(4) / variance**2


def asked(p, k, mu, what):
    return {"p": p, "k": k, "mu": mu, "n": N, "what": what}


@test("T5", "The value", points=2, helps=BOUNDARY)
def sampled_value(rng):
    for given, gap, deviation, _ in sampled(rng, "value"):
        error = deviation / np.sqrt(N)
        judge = unbiased(gap, standard_error=error, what="mean over seeds")
        yield ask("sampledGap", {**given, "seeds": seeds(rng, SEEDS)}, judge)


@test("T5", "Another seed, another sample", points=1, helps=SEEDS_HELP)
def sampled_spread(rng):
    for given, _, deviation, kurtosis in sampled(rng, "value"):
        first, *others = seeds(rng, SEEDS)
        judge = spread(
            deviation / np.sqrt(N),
            kurtosis=of_mean(kurtosis, N),
            what="standard deviation over seeds",
        )
        yield ask("sampledGap", {**given, "seeds": [first, *others, first]}, judge)


@test("T5", "Its standard error", points=1, helps=ERROR_BARS)
def sampled_error(rng):
    for given, _, deviation, kurtosis in sampled(rng, "standardError"):
        judge = reported(
            deviation / np.sqrt(N), n=N, kurtosis=kurtosis, what="mean standard error"
        )
        yield ask("sampledGap", {**given, "seeds": seeds(rng, SEEDS)}, judge)


def precision(data, c):
    """Where the parabola through three values of the weighted objective is lowest."""

    def objective(k):
        w, s = (data - c) ** 2, -k * data
        return np.mean(w * s**2 / 2 + 2 * (data - c) * s - w * k)

    f0, f1, f2 = objective(0.0), objective(1.0), objective(2.0)
    return (4 * f1 - 3 * f0 - f2) / (2 * (2 * f1 - f0 - f2))


def behind(rng, c):
    data = stats.truncnorm.rvs(c, np.inf, size=80, random_state=rng)
    return ask("precision", {"data": data, "c": c}, close(precision(data, c), what="k"))


@test("T6", "A wall at zero", points=1, helps=WEIGHT)
def wall_at_zero(rng):
    yield behind(rng, 0.0)


@test("T6", "A wall elsewhere", points=2, helps=WEIGHT)
def wall_elsewhere(rng):
    for c in [rng.uniform(0.4, 1.0), -rng.uniform(0.4, 1.0)]:
        yield behind(rng, c)
