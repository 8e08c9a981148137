"""The hidden tests of assignment 3."""

import numpy as np
from coursework.judging import ask, close, equal, test
from scipy import linalg, stats

STEPS = "lesson 8, part II, formula (8.8)"
SPRING = "lesson 8, part I, formula (8.1), and exercise 4"
ADJUSTED = "lesson 8, part III, formulas (8.10) and (8.11)"
ANNEALED = "lesson 9, part II, formulas (9.7) and (9.8)"
LAST = "lesson 9, part IV, formula (9.10)"
ERRORS = "task 5, and lesson 1 on error bars"


def step_cases(rng, shares, k=7):
    """Steps as shares of the limit of stability."""
    for share in shares:
        V = rng.uniform(0.4, 3)
        yield {"V": V, "h": 2 * V * share, "k": k, "v0": rng.uniform(0.1, 5)}


@test("T1", "After k steps", points=1, helps=STEPS)
def after(rng):
    for k in [1, 2, 9]:
        cases = list(step_cases(rng, [0.05, 0.4, 0.9, 1.1], k))
        # A sum over the noises of all steps, each shrunk by those that follow.
        truth = []
        for c in cases:
            shrink = (1 - c["h"] / c["V"]) ** np.arange(k)
            kept = (1 - c["h"] / c["V"]) ** (2 * k) * c["v0"]
            truth.append(kept + 2 * c["h"] * np.sum(shrink**2))
        yield ask("after", {"cases": cases}, close(truth, what="variance"))


@test("T1", "The limit", points=1, helps=STEPS)
def limit(rng):
    cases = list(step_cases(rng, [0.02, 0.3, 0.6, 0.95]))
    truth = [
        linalg.solve_discrete_lyapunov([[1 - c["h"] / c["V"]]], [[2 * c["h"]]])[0, 0]
        for c in cases
    ]
    yield ask("limit", {"cases": cases}, close(truth, what="limit"))


@test("T1", "Where there is none", points=1, helps=STEPS)
def no_limit(rng):
    """Among steps that have a limit."""
    shares = rng.permutation([0.3, 0.95, 1.05, 1.5, 2.5])
    truth = ["a number" if share < 1 else "Infinity" for share in shares]
    yield ask(
        "unstable",
        {"cases": list(step_cases(rng, shares))},
        equal(truth, what="limits"),
    )


def springs(rng, names):
    # Critically damped, swinging and crawling.
    for a, gamma in [
        (1.0, 2.0),
        (rng.uniform(1.5, 2.5), 1.1),
        (0.6, rng.uniform(2, 3)),
    ]:
        m, kT, h = rng.uniform(0.8, 1.3), rng.uniform(0.4, 1.8), rng.uniform(0.15, 0.3)
        move = np.array([[1, h], [-h * a / m, 1 - h * gamma / m]])
        noise = np.diag([0, 2 * gamma * kT * h / m**2])
        law = linalg.solve_discrete_lyapunov(move, noise)
        found = {"place": law[0, 0], "velocity": law[1, 1], "covariance": law[0, 1]}
        given = {"a": a, "m": m, "gamma": gamma, "kT": kT, "h": h, "names": names}
        truth = [found[name] for name in names]
        yield ask("spring", given, close(truth, what=", ".join(names)))


@test("T2", "The variances", points=2, helps=SPRING)
def spring_variances(rng):
    yield from springs(rng, ["place", "velocity"])


@test("T2", "The covariance", points=1, helps=SPRING)
def spring_covariance(rng):
    yield from springs(rng, ["covariance"])


def moves(rng, what):
    """A normal target, and lopsided ones with fourth powers. The numbers that decide lie just below
    and just above the probability to move."""
    for d, lopsided in [(1, 0), (2, 1), (4, 1)]:
        root = rng.normal(size=(d, d))
        P, b = np.eye(d) + root @ root.T / d, rng.normal(size=d) * lopsided
        c, h = rng.uniform(0.1, 0.3, d) * lopsided, 0.35

        def log_target(x, P=P, b=b, c=c):
            return b @ x - x @ P @ x / 2 - np.sum(c * x**4) / 4

        def log_proposal(to, at, P=P, b=b, c=c, d=d, h=h):
            mean = at + h * (b - P @ at - c * at**3)
            return stats.multivariate_normal.logpdf(to, mean, 2 * h * np.eye(d))

        asked, ratios, ends = [], [], []
        while len(asked) < 12:
            x, z = rng.normal(size=d), rng.normal(size=d)
            y = x + h * (b - P @ x - c * x**3) + np.sqrt(2 * h) * z
            back, forth = log_proposal(x, y), log_proposal(y, x)
            ratio = log_target(y) + back - log_target(x) - forth
            if not -3 < ratio < 2:
                continue
            u = min(np.exp(ratio) * rng.choice([0.97, 1.03]), 0.95)
            asked.append({"x": x, "z": z, "u": u})
            ratios.append(ratio)
            ends.append(y if u < np.exp(ratio) else x)
        given = {"target": {"precision": P, "pull": b, "fourth": c}}
        given |= {"h": h, "moves": asked, "what": what}
        truth = ratios if what == "logRatio" else ends
        yield ask("adjusted", given, close(truth, what=what))


@test("T3", "The log ratio", points=2, helps=ADJUSTED)
def log_ratio(rng):
    yield from moves(rng, "logRatio")


@test("T3", "The move", points=2, helps=ADJUSTED)
def move(rng):
    yield from moves(rng, "point")


def annealed_end(
    sigmas, epsilon, T, v, t, mean=0.0, m=0.0, noise=lambda a: a, alphas=None
):
    """Step by step, mean and variance."""
    alphas = epsilon * (sigmas / sigmas[-1]) ** 2 if alphas is None else alphas
    for sigma, alpha in zip(sigmas, alphas, strict=True):
        for _ in range(T):
            shrink = 1 - alpha / 2 / (t**2 + sigma**2)
            mean, v = m + shrink * (mean - m), shrink**2 * v + noise(alpha)
    return mean, v


def uneven(rng, first, last, levels):
    """Levels that fall now by much, now by little."""
    shares = rng.permutation(np.linspace(0.3, 1.7, levels - 1))
    falls = np.concatenate([[0], np.cumsum(shares) / shares.sum()])
    return first * (last / first) ** falls


def anneals(rng, names, denoise):
    # Around zero from a centred start, and lopsided.
    for m, mean in [(0.0, 0.0), (rng.uniform(0.5, 1.5), rng.uniform(3, 6))]:
        if names == ["mean"] and m == 0:
            continue
        sigmas = uneven(rng, rng.uniform(2, 4), rng.uniform(0.3, 0.6), 5)
        epsilon, T = sigmas[-1] ** 2 * rng.uniform(0.1, 0.4), int(rng.integers(3, 8))
        t, v = rng.uniform(0.7, 1.6), rng.uniform(3, 12)
        end = annealed_end(sigmas, epsilon, T, v, t, mean, m)
        if denoise:
            # A step of the whole noise variance along the noisy score, an affine map.
            slope = 1 - sigmas[-1] ** 2 / (t**2 + sigmas[-1] ** 2)
            end = (m + slope * (end[0] - m), slope**2 * end[1])
        given = {"sigmas": sigmas, "epsilon": epsilon, "T": T, "m": m, "t": t}
        given |= {"start": {"mean": mean, "variance": v}}
        given |= {"denoise": denoise, "names": names}
        truth = [{"mean": end[0], "variance": end[1]}[name] for name in names]
        yield ask("annealed", given, close(truth, what=", ".join(names)))


@test("T4", "The mean", points=1, helps=ANNEALED)
def annealed_mean(rng):
    yield from anneals(rng, ["mean"], False)


@test("T4", "The variance", points=2, helps=ANNEALED)
def annealed_variance(rng):
    yield from anneals(rng, ["variance"], False)


@test("T4", "The last step", points=1, helps=LAST)
def annealed_denoised(rng):
    yield from anneals(rng, ["mean", "variance"], True)


def suspects(rng):
    """Symmetric draws, and lopsided ones with a tail."""
    yield rng.normal(2.0, 1.3, 50)
    yield rng.gamma(0.8, 1.5, 70)


@test("T5", "The variance", points=1, helps=ERRORS)
def sample_variance(rng):
    for draws in suspects(rng):
        given = {"draws": draws, "v": 1.0, "what": "variance"}
        yield ask("suspicion", given, close(np.var(draws, ddof=1), what="variance"))


@test("T5", "The distance", points=2, helps=ERRORS)
def distance(rng):
    for draws in suspects(rng):
        n, s2 = len(draws), np.var(draws, ddof=1)
        # The same error bar by the kurtosis.
        square = np.var(draws) ** 2 * stats.kurtosis(draws, fisher=False)
        error = np.sqrt((square - s2**2 * (n - 3) / (n - 1)) / n)
        v = s2 * rng.uniform(0.3, 0.8)
        for truth in [v, 2 * s2 - v]:
            given = {"draws": draws, "v": truth, "what": "distance"}
            yield ask("suspicion", given, close((s2 - truth) / error, what="distance"))


NAMES = ["correct", "largest", "no root", "uniform"]


def setups(rng):
    """Setups of a sampler, and the variance of each suspect's draws."""
    while True:
        sigmas = uneven(rng, rng.uniform(2, 4), rng.uniform(0.4, 0.6), 4)
        epsilon, T = sigmas[-1] ** 2 * rng.uniform(0.1, 0.3), int(rng.integers(4, 9))
        t, v = rng.uniform(0.8, 1.5), rng.uniform(6, 14)
        ends = [
            annealed_end(sigmas, epsilon, T, v, t, **mistake)[1]
            for mistake in (
                {},
                {"alphas": epsilon * (sigmas / sigmas[0]) ** 2},
                {"noise": lambda a: a**2},
                {"noise": lambda a: a / 12},
            )
        ]
        given = {"sigmas": sigmas, "epsilon": epsilon, "T": T, "v0": v, "t": t}
        yield given, np.array(ends)


def distances(draws, variances):
    """Of the variance of the draws from others, in its standard errors, by the kurtosis."""
    n, s2 = len(draws), np.var(draws, ddof=1)
    square = np.var(draws) ** 2 * stats.kurtosis(draws, fisher=False)
    return (s2 - variances) / np.sqrt((square - s2**2 * (n - 3) / (n - 1)) / n)


def normal(rng, n):
    return rng.normal(size=n)


def heavy(rng, n):
    return rng.normal(size=n) * rng.choice([1, 5], n, p=[0.95, 0.05])


def light(rng, n):
    return rng.choice([-1.0, 1.0], n) + 0.25 * rng.normal(size=n)


def accused(rng, name, law, n, off):
    """Draws whose variance lies `off` standard errors from that of the named sampler."""
    for given, variances in setups(rng):
        draws = law(rng, n)
        draws = draws / np.std(draws, ddof=1)
        # The error bar of the scaled draws is this share of their variance.
        error = 1 / distances(draws, np.zeros(1))[0]
        variance = variances[NAMES.index(name)] / (1 - off * error)
        draws = draws * np.sqrt(variance)
        far = np.abs(distances(draws, variances))
        order = np.argsort(far)
        nearest, second = NAMES[order[0]], far[order[1]]
        verdict = nearest if far[order[0]] <= 5 else "other"
        clear = second - far[order[0]] > 0.4 and np.min(np.abs(far - 5)) > 0.4
        # With few draws, somebody who stands earlier in the list would do as well.
        before = n > 200 or np.min(far[: NAMES.index(name)]) < 4
        if clear and before and verdict == (name if abs(off) < 5 else "other"):
            given = {**given, "draws": draws}
            return ask("audit", given, equal(verdict, what="verdict"))


def shuffled(rng, questions):
    """Nobody shall answer by counting."""
    yield from (questions[i] for i in rng.permutation(len(questions)))


def side(rng):
    return rng.choice([-1, 1])


@test("T6", "Innocent or guilty of one of three", points=2, helps=ANNEALED)
def guilty(rng):
    trials = [(name, normal, 2500, rng.uniform(-1, 1)) for name in NAMES]
    # Four standard errors are chance yet: with many draws, with few and with a tail.
    trials += [(name, normal, 1000, 4.2 * side(rng)) for name in NAMES]
    trials += [(name, heavy, 1500, 4.2 * side(rng)) for name in NAMES]
    trials += [(name, normal, 60, rng.uniform(-0.4, 0.4)) for name in NAMES[1:]]
    yield from shuffled(rng, [accused(rng, *trial) for trial in trials])


@test("T6", "Guilty of something else", points=1, helps=ERRORS)
def something_else(rng):
    trials = [("correct", normal, 2500, rng.uniform(-1, 1))]
    # Six standard errors are no chance any more, be they a tenth of the variance or less.
    trials += [(name, normal, 4000, 6.5 * side(rng)) for name in NAMES]
    trials += [(name, light, 1500, 6.5 * side(rng)) for name in NAMES]
    trials += [("correct", normal, 2500, 15), ("uniform", normal, 500, -30)]
    yield from shuffled(rng, [accused(rng, *trial) for trial in trials])
