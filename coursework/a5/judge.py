"""The hidden tests of assignment 5. A check is judged by its mutation score: it is handed right and
wrong formulas, as texts that the probe compiles, in an order drawn anew."""

import numpy as np
from coursework.judging import (
    Verdict,
    ask,
    close,
    seeds,
    spread,
    test,
    unbiased,
    words,
)
from numpy.polynomial import Polynomial
from scipy import stats

KERNEL = "lesson 1, part IV, the errata on the empirical distribution"
SIGN = "lesson 3, part I, formula (3.9) and the errata below it"
CONSTANT = "lesson 6, part I, formula (6.6) and the errata on the two losses"
STEPS = "lesson 9, part II, formula (9.4) and its errata"
CHAIN = "lesson 11, part II, formulas (11.10) and (11.11)"
RATE = "lesson 12, part II, formula (12.7) and its erratum"
AGAIN = (
    4  # writings of each formula, right or wrong: a coin accepts no right one so often
)


def scored(names, counted):
    """`names` says of each formula which error it has, "" for none; `counted` are the errors that count
    here. Every right formula accepted, every writing of a wrong one rejected; of the points, the share
    of the errors that are rejected, and nothing if a right formula is."""

    def judge(answer):
        wrong = len(counted)
        expected = f"all right formulas accepted, mutation score {wrong} of {wrong}"
        if not isinstance(answer, list) or len(answer) != len(names):
            return Verdict(False, expected, words(answer))
        pairs = list(zip(answer, names, strict=True))
        other = [came for came in answer if came is not True and came is not False]
        refused = sum(1 for came, name in pairs if not name and came is not True)
        let = {name for came, name in pairs if came is not False}
        passed = [name for name in counted if name in let]
        score = 0 if refused else wrong - len(passed)
        came = f"mutation score {score} of {wrong}"
        if refused:
            came += f"; {refused} of {names.count('')} right formulas not accepted"
        if passed:
            came += f"; let through: {', '.join(passed)}"
        note = f"Your check gave {words(other[0])}, not true or false." if other else ""
        whole = not refused and not passed
        share = score / wrong
        return Verdict(
            passed=whole, expected=expected, came=came, note=note, share=share
        )

    return judge


def written(rng, text):
    """A formula in a writing of its own, which differs from others by rounding."""
    off = f"{rng.uniform(1, 2):.9f}"
    return (
        f"((f, c) => (...given) => {{ const found = f(...given); return typeof found === 'number'"
        f" ? (found * c) / c : found.map((one) => (one * c) / c); }})({text}, {off})"
    )


def hunt(rng, check, right, note, wrong, counted, times=lambda name: AGAIN):
    """One question: the formulas of all kinds, as many of one as of another, shuffled. Both hunts of a
    check have the same kinds, so nothing but mathematics tells which is right."""
    kinds = [("", right), *((name, [text]) for name, text in {**note, **wrong}.items())]
    formulas = [
        (name, written(rng, texts[k % len(texts)]))
        for name, texts in kinds
        for k in range(times(name))
    ]
    formulas = [formulas[i] for i in rng.permutation(len(formulas))]
    names, texts = map(list, zip(*formulas, strict=True))
    given = {"check": check, "formulas": texts}
    return ask("verdicts", given, scored(names, list(counted)))


def hunts(task, helps, check, right, note, wrong):
    """The two tests of a check: on the note's error, and on all others."""

    @test(task, "The check on the note's error", points=1, helps=helps)
    def on_note(rng):
        yield hunt(rng, check, right, note, wrong, note)

    @test(task, "The check on other errors", points=1, helps=helps)
    def on_others(rng):
        yield hunt(rng, check, right, note, wrong, wrong)

    return on_note, on_others


# Task 1

FACTOR_RIGHT = [
    "(d, s) => 1 / (s * Math.sqrt(2 * Math.PI)) ** d",
    "(d, s) => Math.exp(-d * (Math.log(s) + Math.log(2 * Math.PI) / 2))",
    "(d, s) => Array(d).fill(0.3989422804014327 / s).reduce((p, one) => p * one, 1)",
]
FACTOR_NOTE = {"the note's": "(d, s) => 1 / (s * Math.sqrt(2 * Math.PI))"}
FACTOR_WRONG = {
    "the plane's for all": "(d, s) => 1 / (2 * Math.PI * s * s)",
    "sigma without its power": "(d, s) => (2 * Math.PI) ** (-d / 2) / s",
    "no sigma": "(d, s) => (2 * Math.PI) ** (-d / 2)",
    "2 pi without its power": "(d, s) => s ** -d / Math.sqrt(2 * Math.PI)",
    "sigma for its square": "(d, s) => (2 * Math.PI * s) ** (-d / 2)",
    "the two lost": "(d, s) => (Math.PI * s * s) ** (-d / 2)",
    "the half lost in the power": "(d, s) => (2 * Math.PI * s * s) ** -d",
    "too large by a fiftieth": "(d, s) => 1.02 * (2 * Math.PI * s * s) ** (-d / 2)",
    "its reciprocal": "(d, s) => (2 * Math.PI * s * s) ** (d / 2)",
    "no dimension beyond two": "(d, s) => (2 * Math.PI * s * s) ** (-Math.min(d, 2) / 2)",
}


@test("T1", "The fix", points=1, helps=KERNEL)
def factor(rng):
    places = [(d, s) for d in (1, 2, 3, 6) for s in (1.0, rng.uniform(0.3, 2.5))]
    for d, s in places:
        truth = stats.multivariate_normal(np.zeros(d), s * s * np.eye(d)).pdf(
            np.zeros(d)
        )
        yield ask("factor", {"places": [(d, s)]}, close([truth], what="factor"))


factor_note, factor_others = hunts(
    "T1", KERNEL, "checkKernelFactor", FACTOR_RIGHT, FACTOR_NOTE, FACTOR_WRONG
)


# Task 2


def mean_of(term, over="s.length"):
    """Of lists of scores and of slopes at the data."""
    return f"(s, ds) => s.reduce((sum, a, i) => {{ const b = ds[i]; return sum + ({term}); }}, 0) / ({over})"


OBJECTIVE_RIGHT = [
    mean_of("0.5 * (a * a + 2 * b)"),
    (
        "(s, ds) => s.map((a, i) => [a, ds[i]]).reverse()"
        ".reduce((sum, [a, b]) => sum + (a * a / 2 + b) / s.length, 0)"
    ),
]
OBJECTIVE_NOTE = {"the note's": mean_of("a ** 2 / 2 - b")}
OBJECTIVE_WRONG = {
    "the half lost": mean_of("a ** 2 + b"),
    "a half of both": mean_of("(a ** 2 + b) / 2"),
    "the slope left out": mean_of("a ** 2 / 2"),
    "the square left out": mean_of("b"),
    "s for its square": mean_of("a / 2 + b"),
    "the slope squared": mean_of("a ** 2 / 2 + b ** 2"),
    "the slope without its sign": mean_of("a ** 2 / 2 - Math.abs(b)"),
    "the sum for the mean": mean_of("a ** 2 / 2 + b", "1"),
    "n - 1 for n": mean_of("a ** 2 / 2 + b", "s.length - 1"),
    "the slope at one point": mean_of("a ** 2 / 2 + ds[0]"),
    "all signs turned": mean_of("-(a ** 2 / 2 + b)"),
}


@test("T2", "The fix", points=1, helps=SIGN)
def objective(rng):
    for data in (rng.normal(0, 1.2, 30), rng.gamma(2.0, 0.7, 25) - 0.5):
        coefficients = rng.normal(0, 1, 4)
        model = Polynomial(coefficients)
        terms = model(data) ** 2 / 2 + model.deriv()(data)
        judge = close(np.mean(terms), what="objective", scale=np.mean(np.abs(terms)))
        yield ask("objective", {"coefficients": coefficients, "data": data}, judge)


objective_note, objective_others = hunts(
    "T2", SIGN, "checkObjective", OBJECTIVE_RIGHT, OBJECTIVE_NOTE, OBJECTIVE_WRONG
)


# Task 3

CONSTANT_RIGHT = [
    "(d, t, s) => d / 2 * (1 / (s * s) - 1 / (t * t + s * s))",
    "(d, t, s) => d / (2 * s * s * (1 + (s / t) ** 2))",
    (
        "(d, t, s) => { const V = t * t + s * s; return d * (V / 2 - 1 + 1 / (2 * s * s)"
        " - V * (1 - 1 / V) ** 2 / 2); }"
    ),
]
CONSTANT_NOTE = {"the note's": "() => 0"}
CONSTANT_WRONG = {
    "one dimension for all": "(d, t, s) => t * t / (2 * s * s * (t * t + s * s))",
    "the half lost": "(d, t, s) => d * t * t / (s * s * (t * t + s * s))",
    "the score's part left out": "(d, t, s) => d / (2 * s * s)",
    "the target's part left out": "(d, t, s) => d / (2 * (t * t + s * s))",
    "the other sign": "(d, t, s) => -d * t * t / (2 * s * s * (t * t + s * s))",
    "the noise left out of V": "(d, t, s) => d / 2 * Math.abs(1 / (s * s) - 1 / (t * t))",
    "as if noise were everything": "(d, t, s) => d * t * t / (2 * s ** 4)",
    "t for its square": "(d, t, s) => d * t / (2 * s * s * (t * t + s * s))",
    "sigma for its square": "(d, t, s) => d * t * t / (2 * s * (t * t + s * s))",
    "d for its square": "(d, t, s) => d * d * t * t / (2 * s * s * (t * t + s * s))",
}


@test("T3", "The fix", points=1, helps=CONSTANT)
def constant(rng):
    # The difference of the two losses, for one model s = -k x, in closed form.
    for d, t, s in [
        (1, 1.0, 1.0),
        *zip((1, 2, 5), *rng.uniform(0.4, 2, (2, 3)), strict=True),
    ]:
        k, total = rng.uniform(0.2, 1), t * t + s * s
        denoising = k * k * total / 2 - k + 1 / (2 * s * s)
        truth = d * (denoising - total * (k - 1 / total) ** 2 / 2)
        yield ask("constant", {"places": [(d, t, s)]}, close([truth], what="constant"))


constant_note, constant_others = hunts(
    "T3",
    CONSTANT,
    "checkDenoisingConstant",
    CONSTANT_RIGHT,
    CONSTANT_NOTE,
    CONSTANT_WRONG,
)


# Task 4

STEPS_RIGHT = [
    "(l, e) => l.map((s) => e * s * s / l[l.length - 1] ** 2)",
    "(l, e) => l.map((s) => e * s * s / Math.min(...l) ** 2)",
    (
        "(l, e) => { const a = [e]; for (let i = l.length - 1; i > 0; i--)"
        " a.unshift(a[0] * (l[i - 1] / l[i]) ** 2); return a; }"
    ),
]
STEPS_NOTE = {"the note's": "(l, e) => l.map((s) => e * s * s / l[0] ** 2)"}
STEPS_WRONG = {
    "the square lost": "(l, e) => l.map((s) => e * s / l[l.length - 1])",
    "one step for all": "(l, e) => l.map(() => e)",
    "upside down": "(l, e) => l.map((s) => e * (l[l.length - 1] / s) ** 2)",
    "as if the levels fell evenly": "(l, e) => l.map((_, i) => e * (l[0] / l[l.length - 1]) **"
    " (2 * (l.length - 1 - i) / (l.length - 1)))",
    "in rising order": "(l, e) => l.map((s) => e * (s / l[l.length - 1]) ** 2).reverse()",
    "divided by nothing": "(l, e) => l.map((s) => e * s * s)",
    "half of each": "(l, e) => l.map((s) => e / 2 * (s / l[l.length - 1]) ** 2)",
    "the last step forgotten": "(l, e) =>"
    " l.slice(0, -1).map((s) => e * (s / l[l.length - 1]) ** 2)",
    "epsilon squared": "(l, e) => l.map((s) => (e * s / l[l.length - 1]) ** 2)",
}


@test("T4", "The fix", points=1, helps=STEPS)
def steps(rng):
    for sigmas in (np.geomspace(10, 0.1, 6), -np.sort(-rng.uniform(0.2, 9, 5))):
        epsilon = rng.uniform(1e-3, 0.1)
        ratios = (sigmas[:-1] / sigmas[1:]) ** 2
        truth = epsilon * np.append(np.cumprod(ratios[::-1])[::-1], 1)
        given = {"sigmas": sigmas, "epsilon": epsilon}
        yield ask("steps", given, close(truth, what="step"))


steps_note, steps_others = hunts(
    "T4", STEPS, "checkStepSizes", STEPS_RIGHT, STEPS_NOTE, STEPS_WRONG
)


# Task 5


def chain(update, start="x0"):
    """A chain whose x becomes `update` of x, b (this step's), bs (all) and the normal number z; LABEL
    is a word of its own for each writing."""
    return (
        "(x0, bs, n, seed) => { const x = []; "
        f"for (let j = 0; j < n; j++) x[j] = {start}; "
        "const same = normal(seed, 'sLABEL', 0, n); "
        "bs.forEach((b, i) => { const zs = normal(seed, 'LABEL', i, n); "
        "const us = uniform(seed, 'uLABEL', i, n); "
        f"for (let j = 0; j < n; j++) x[j] = (({{x, z, u, j}}) => {update})({{x: x[j], z: zs[j], u: us[j], j}}); }}); "
        "return x; }"
    )


ONE_STEP = "Math.sqrt(1 - b) * x + Math.sqrt(b) * z"
CHAIN_WRONG = {
    "1 - b for its root": "(1 - b) * x + Math.sqrt(b) * z",
    "roots exchanged": "Math.sqrt(b) * x + Math.sqrt(1 - b) * z",
    "nothing shrinks": "x + Math.sqrt(b) * z",
    "no noise": "Math.sqrt(1 - b) * x",
    "the first b at each step": ONE_STEP.replace("b)", "bs[0])"),
    "one kick for all points": ONE_STEP.replace("z", "zs[0]"),
    "the same kicks at each step": ONE_STEP.replace("z", "same[j]"),
    "uniform noise": ONE_STEP.replace("z", "u"),
    "uniform noise, centred": ONE_STEP.replace("z", "(u - 0.5)"),
    "noise only at the last step": "Math.sqrt(1 - b) * x + (i + 1 === bs.length ? Math.sqrt(b) * z : 0)",
    "half too much variance": "Math.sqrt(1 - b) * x + Math.sqrt(1.5 * b) * z",
}


CHAIN_RIGHT = [
    chain(ONE_STEP),
    chain("Math.sqrt(b) * (z + x * Math.sqrt((1 - b) / b))"),
]
CHAIN_NOTE = {"the notebook's": chain("Math.sqrt(1 - b) * x + b * z")}
CHAINS_WRONG = {name: chain(update) for name, update in CHAIN_WRONG.items()}
CHAINS_WRONG["a start at zero"] = chain(ONE_STEP, start="0")


def chain_hunt(rng, counted):
    """Of honest checks at 5 standard errors no right chain fails any. A check takes its time with each:
    of the right chain and of the notebook's there are many, of others one."""
    question = hunt(
        rng,
        "checkForwardChain",
        CHAIN_RIGHT,
        CHAIN_NOTE,
        CHAINS_WRONG,
        counted,
        times=lambda name: 12 if name == "" or name in CHAIN_NOTE else 1,
    )
    labels = rng.choice(10**6, len(question.input["formulas"]), replace=False)
    question.input["formulas"] = [
        text.replace("LABEL", f"k{label}")
        for text, label in zip(question.input["formulas"], labels, strict=True)
    ]
    return question


def ended(rng, what, again=False):
    """From the origin; then from elsewhere, with steps that differ."""
    for x0, b in [
        (0.0, np.full(6, 0.2)),
        (rng.uniform(1.5, 2.5), rng.uniform(0.05, 0.4, 5)),
    ]:
        left, (first, *others) = np.prod(1 - b), seeds(rng, 40)
        given = {"x0": x0, "b": b, "n": 400, "what": what}
        given["seeds"] = [first, *others, *([first] if again else [])]
        yield given, np.sqrt(left) * x0, 1 - left


@test("T5", "The fix: the mean", points=1, helps=CHAIN)
def chain_mean(rng):
    for given, mean, variance in ended(rng, "mean"):
        judge = unbiased(mean, standard_error=np.sqrt(variance / 400), what="mean")
        yield ask("chain", given, judge)


@test("T5", "The fix: the variance", points=1, helps=CHAIN)
def chain_variance(rng):
    for given, _, variance in ended(rng, "variance"):
        error = variance * np.sqrt(2 / 399)
        yield ask(
            "chain", given, unbiased(variance, standard_error=error, what="variance")
        )


@test(
    "T5",
    "The fix: another seed, other points",
    points=1,
    helps="the text of task 5: a label, and a number for each step",
)
def chain_spread(rng):
    for given, _, variance in ended(rng, "mean", again=True):
        judge = spread(
            np.sqrt(variance / 400), what="standard deviation of the mean over seeds"
        )
        yield ask("chain", given, judge)


@test("T5", "The check on the notebook's error", points=1, helps=CHAIN)
def chain_note(rng):
    yield chain_hunt(rng, CHAIN_NOTE)


@test("T5", "The check on other errors", points=1, helps=CHAIN)
def chain_others(rng):
    yield chain_hunt(rng, CHAINS_WRONG)


# Task 6

DOT = "v.reduce((sum, one, k) => sum + one * s[k], 0)"
RATE_RIGHT = [
    f"(div, v, s) => -(div + {DOT})",
    "(div, v, s) => v.map((one, k) => -one * s[k]).reduce((sum, term) => sum + term, -div)",
]
RATE_NOTE = {"the note's": "(div, v, s) => -div"}
RATE_WRONG = {
    "the other sign of the product": f"(div, v, s) => -div + {DOT}",
    "the other sign of the divergence": f"(div, v, s) => div - {DOT}",
    "both signs": f"(div, v, s) => div + {DOT}",
    "no divergence": f"(div, v, s) => -{DOT}",
    "the first coordinate only": "(div, v, s) => -div - v[0] * s[0]",
    "lengths for the product": "(div, v, s) => -div - Math.hypot(...v) * Math.hypot(...s)",
    "half of the product": f"(div, v, s) => -div - 0.5 * {DOT}",
    "the divergence for each coordinate": f"(div, v, s) => -div * v.length - {DOT}",
    "the product averaged": f"(div, v, s) => -div - {DOT} / v.length",
    "the score for the velocity": "(div, v, s) => -div - s.reduce((sum, one) => sum + one * one, 0)",
}


@test("T6", "The fix", points=1, helps=RATE)
def rate(rng):
    """A normal cloud that an affine velocity carries: its mean and covariance change as they do."""
    for d in (1, 2, 4):
        a, c, m, x = rng.normal(0, 1, (d, d)), *rng.normal(0, 1, (3, d))
        root = rng.normal(0, 1, (d, d))
        cov = root @ root.T + np.eye(d)
        precision, off = np.linalg.inv(cov), x - m
        widens = a @ cov + cov @ a.T
        pulled = precision @ off
        truth = -np.trace(precision @ widens) / 2 + pulled @ (a @ m + c)
        truth += pulled @ widens @ pulled / 2
        case = {"divergence": np.trace(a), "v": a @ x + c, "score": -pulled}
        judge = close([truth], what="rate", scale=max(1.0, abs(truth)))
        yield ask("rate", {"cases": [case]}, judge)


rate_note, rate_others = hunts(
    "T6", RATE, "checkRateAtPlace", RATE_RIGHT, RATE_NOTE, RATE_WRONG
)
