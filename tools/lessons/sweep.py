"""A lesson over many seeds: how often each check failed, and how often chance allows it.

A check passes when value and expectation lie within 4 standard errors. A right formula fails that
with probability 6.3e-5, so a sweep may see such a failure; a deterministic check may never fail."""

import math
from collections import Counter

CHANCE = math.erfc(4 / math.sqrt(2))
CONFIDENCE = 1e-3


def allowed(runs):
    """The most failures that chance explains: the least k with P(more than k) < 0.001."""
    mean, k, term = runs * CHANCE, 0, math.exp(-runs * CHANCE)
    below = term
    while 1 - below >= CONFIDENCE:
        k += 1
        term *= mean / k
        below += term
    return k


class Sweep:
    def __init__(self, lesson):
        self.lesson = lesson
        self.runs = Counter()
        self.failures = {}
        self.random = {}
        self.problems = []

    def add(self, seed, judgement):
        self.problems += [
            f"seed {seed}, {text}" for text in judgement.problems_of_lesson
        ]
        for check in judgement.checks:
            name = (check.item, check.record["claim"])
            self.runs[name] += 1
            self.random[name] = check.record.get("unit") == "standard errors"
            if not check.record["holds"]:
                self.failures.setdefault(name, []).append(seed)

    def report(self, out=print):
        """Prints a line for each check; returns how many passed and failed, the lesson counting as one."""
        passed = failed = 0
        for name, runs in self.runs.items():
            seeds = self.failures.get(name, [])
            limit = allowed(runs) if self.random[name] else 0
            ok = len(seeds) <= limit
            passed, failed = passed + ok, failed + (not ok)
            words = (
                f"failed {len(seeds)} of {runs}"
                if seeds
                else f"held in {runs} of {runs}"
            )
            at = (
                f" (seeds {', '.join(map(str, seeds))}; chance allows {limit})"
                if seeds
                else ""
            )
            out(
                f"  {'' if ok else 'FAILED '}lesson {self.lesson} {name[0]} {name[1]!r}: {words}{at}"
            )
        for problem in self.problems:
            out(f"  FAILED {problem}")
        return passed + (not self.problems), failed + bool(self.problems)
