"""What a hidden test is made of: questions to a student's functions, and how answers are compared.

It runs outside the sandbox. An answer is JSON that may hold anything at all."""

import inspect
import math
import zlib
from dataclasses import dataclass

import numpy as np

MOST_ERRORS = 5  # standard errors: a right answer fails one test in two million
EXACT = 1e-8  # relative


@dataclass(frozen=True)
class Verdict:
    passed: bool
    expected: str
    came: str
    distance: float | None = None
    unit: str = ""
    allowed: str = ""
    note: str = ""
    share: float | None = None  # of the points, where a part of a test counts


@dataclass(frozen=True)
class Question:
    probe: str
    input: object
    judge: object  # a function from an answer to a Verdict


@dataclass(frozen=True)
class Test:
    task: str
    title: str
    points: float
    helps: str  # the section of a lesson that helps
    questions: object  # a function from a random generator to questions

    @property
    def id(self):
        return f"{self.task} {self.title}"

    def draw(self, assignment, seed):
        """The questions of one grading: the same for every student, unknown before it."""
        words = [zlib.crc32(word.encode()) for word in (assignment, self.id)]
        return list(self.questions(np.random.default_rng([seed, *words])))


def test(task, title, *, points, helps):
    """Marks a generator of questions as a hidden test."""

    def of(questions):
        assert inspect.isgeneratorfunction(questions), title
        return Test(task, title, points, helps, questions)

    return of


def ask(probe, given, judge):
    """A question: `given` is sent to the probe as JSON, `judge` sees what comes back."""
    return Question(probe, plain(given), judge)


def plain(value):
    """NumPy's numbers and arrays as JSON knows them; infinity, which JSON lacks, as a text that
    JavaScript's Number() understands."""
    if isinstance(value, dict):
        return {key: plain(part) for key, part in value.items()}
    if isinstance(value, (list, tuple, np.ndarray)):
        return [plain(part) for part in value]
    if isinstance(value, np.generic):
        return plain(value.item())
    if isinstance(value, float) and not math.isfinite(value):
        return "Infinity" if value > 0 else "-Infinity"
    return value


def close(truth, *, what="", scale=None, tolerance=EXACT):
    """Agrees with `truth`, a number or a list of numbers, within `tolerance` of `scale`, by default
    the largest magnitude in `truth`."""
    wanted = np.asarray(truth, dtype=float)
    # Of one number the scale is itself; a truth of zero needs a scale, or nothing would do.
    size = scale if scale is not None else float(np.max(np.abs(wanted)))
    assert size > 0, "state a scale"
    assert np.all(np.isfinite(wanted)), "a truth that is no number"

    def judge(answer):
        came = numbers(answer, wanted.shape)
        if isinstance(came, str):
            return Verdict(False, described(wanted, what), came)
        with np.errstate(over="ignore"):
            off = np.abs(came - wanted) / size
        off = np.where(np.isfinite(came), off, np.inf)
        at = np.unravel_index(np.argmax(off), off.shape) if off.shape else ()
        place = f" (entry {at[0] + 1} of {wanted.shape[0]})" if wanted.shape else ""
        return Verdict(
            passed=bool(off[at] <= tolerance),
            expected=f"{what}{': ' if what else ''}{number(wanted[at])}{place}",
            came=number(came[at]),
            distance=float(off[at]),
            unit=f"times {number(size)}, the size of what was expected",
            allowed=f"{tolerance:.0e}",
        )

    return judge


def unbiased(truth, *, standard_error, what=""):
    """A list of independent estimates, one for each seed, whose mean is `truth` within 5 of its
    standard errors. Estimates that are equal count once."""

    def judge(answer):
        came = estimates(answer)
        if isinstance(came, str):
            return Verdict(False, f"{what}: {number(truth)}", came)
        of_mean = standard_error / math.sqrt(len(np.unique(came)))
        with np.errstate(over="ignore"):
            distance = abs(float(np.mean(came)) - truth) / of_mean
        return Verdict(
            passed=distance <= MOST_ERRORS,
            expected=f"{what}: {number(truth)}",
            came=f"{number(np.mean(came))} ± {number(of_mean)} over {len(came)} seeds",
            distance=distance,
            unit="standard errors",
            allowed=str(MOST_ERRORS),
        )

    return judge


def spread(standard_error, *, kurtosis=3.0, what=""):
    """A list of independent estimates that differ among themselves as `standard_error` says, within
    5 standard errors of a standard deviation, sqrt((kurtosis - 1)/(4n)) of itself. The last one is
    asked for with the seed of the first, and has to be the same."""

    def judge(answer):
        came = estimates(answer)
        if isinstance(came, str):
            return Verdict(False, f"{what}: {number(standard_error)}", came)
        *_, again = came
        came = came[:-1]
        with np.errstate(over="ignore", invalid="ignore"):
            deviation = float(np.std(came, ddof=1))
        error = standard_error * math.sqrt((kurtosis - 1) / 4 / len(came))
        distance = abs(deviation - standard_error) / error
        same = deviation < standard_error * 1e-6
        drifts = abs(again - came[0]) > EXACT * standard_error
        notes = [
            "Your estimates are the same for every seed." if same else "",
            "Asked again with the same seed, you gave another one." if drifts else "",
        ]
        return Verdict(
            passed=distance <= MOST_ERRORS and not same and not drifts,
            expected=f"{what}: {number(standard_error)} ± {number(error)}",
            came=number(deviation),
            distance=distance,
            unit="standard errors",
            allowed=str(MOST_ERRORS),
            note=" ".join(filter(None, notes)),
        )

    return judge


def reported(standard_error, *, n, kurtosis, what=""):
    """A list of standard errors as a student reports them, each of a mean over `n` terms: the mean of
    their squares is that of `standard_error` within 5 of its own standard errors, from below (an error
    bar of nothing proves anything) and from above (nor does an endless one refute anything)."""

    def judge(answer):
        came = estimates(answer)
        if isinstance(came, str):
            return Verdict(False, f"{what}: {number(standard_error)}", came)
        with np.errstate(over="ignore"):
            ratio = float(np.mean((came / standard_error) ** 2))
        relative = math.sqrt((kurtosis - (n - 3) / (n - 1)) / n)
        distance = abs(ratio - 1) / (relative / math.sqrt(len(np.unique(came))))
        return Verdict(
            passed=bool(distance <= MOST_ERRORS and np.min(came) > 0),
            expected=f"{what}: {number(standard_error)}",
            came=number(math.sqrt(ratio) * standard_error),
            distance=distance,
            unit="standard errors, of its square",
            allowed=str(MOST_ERRORS),
        )

    return judge


def of_mean(kurtosis, n):
    """The kurtosis of a mean over n independent terms, from that of a term."""
    return 3 + (kurtosis - 3) / n


def seeds(rng, count):
    """Seeds that differ; `[*seeds, seeds[0]]` asks one of them twice, as `spread` wants it."""
    return [int(seed) for seed in rng.choice(10**6, count, replace=False) + 1000]


def equal(truth, *, what=""):
    """Texts, true and false, or lists of them, which are right or wrong."""

    def judge(answer):
        came = words(answer)
        return Verdict(
            passed=came == words(plain(truth)),
            expected=f"{what}{': ' if what else ''}{words(plain(truth))}",
            came=came,
        )

    return judge


def numbers(answer, shape):
    """The answer as an array of that shape, or in words what is wrong with it."""
    flat = []

    def take(part, dims):
        if not dims:
            value = number_of(part)
            if value is None:
                return f"{words(part)}, where a number was expected"
            flat.append(value)
            return None
        if not isinstance(part, list):
            return f"{words(part)}, where a list of {dims[0]} was expected"
        if len(part) != dims[0]:
            return f"a list of {len(part)}, where one of {dims[0]} was expected"
        return next((why for why in (take(p, dims[1:]) for p in part) if why), None)

    why = take(answer, shape)
    return why if why else np.array(flat).reshape(shape)


def estimates(answer):
    """A list of finite numbers, or what is wrong with it."""
    length = len(answer) if isinstance(answer, list) else 0
    if length < 2:
        return f"{words(answer)}, where a list of numbers was expected"
    came = numbers(answer, (length,))
    if isinstance(came, str):
        return came
    wrong = came[~np.isfinite(came)]
    return f"{number(wrong[0])} among the estimates" if len(wrong) else came


NAMED = {"NaN": math.nan, "Infinity": math.inf, "-Infinity": -math.inf}


def number_of(part):
    if isinstance(part, bool):
        return None
    if isinstance(part, (int, float)):
        return float(part)
    if isinstance(part, dict) and isinstance(part.get("number"), str):
        return NAMED.get(part["number"])
    return None


def number(value):
    """As a reader wants to see it: six digits."""
    return f"{float(value):.6g}"


def described(wanted, what):
    if wanted.size == 1:
        kind = number(wanted.item()) + (" in a list" if wanted.shape else "")
    else:
        kind = f"{' by '.join(map(str, wanted.shape))} numbers"
    return f"{what}: {kind}" if what else kind


def words(part, depth=0):
    """Any JSON in few words."""
    if part is None:
        return "null"
    if isinstance(part, bool):
        return "true" if part else "false"
    value = number_of(part)
    if value is not None:
        return number(value)
    if isinstance(part, str):
        return repr(part[:200])
    if depth > 3:
        return "..."
    if isinstance(part, list):
        shown = ", ".join(words(p, depth + 1) for p in part[:6])
        return f"[{shown}{', ...' if len(part) > 6 else ''}]"
    if isinstance(part, dict):
        if isinstance(part.get("not"), str):
            return part["not"][:200]
        inner = part.get("object", part)
        if not isinstance(inner, dict):
            return "an object"
        shown = ", ".join(
            f"{str(key)[:40]}: {words(p, depth + 1)}"
            for key, p in list(inner.items())[:6]
        )
        return f"{{{shown}}}"
    return "nothing"
