"""Failures over many seeds, and how many of them chance allows."""

from lessons.judge import judge
from lessons.sweep import Sweep, allowed
from notebook_fixtures import check, code, executed


def swept(holding, **record):
    sweep = Sweep("01")
    for seed, holds in enumerate(holding):
        output = check(holds=holds, **record)
        sweep.add(seed, judge("01", executed(code("check", output))))
    lines = []
    return sweep.report(lines.append), lines


def test_a_check_that_always_holds_passes():
    counts, lines = swept([True] * 20)
    assert counts == (2, 0)
    assert "held in 20 of 20" in lines[0]


def test_one_failure_in_twenty_is_allowed_to_chance_and_two_are_not():
    # P(at least one in 20) = 20 * 6.3e-5 = 1.3e-3, P(at least two) = 8e-7.
    assert swept([False] + [True] * 19)[0] == (2, 0)
    counts, lines = swept([False] * 2 + [True] * 18)
    assert counts == (1, 1)
    assert (
        "FAILED" in lines[0]
        and "failed 2 of 20 (seeds 0, 1; chance allows 1)" in lines[0]
    )


def test_a_deterministic_check_may_never_fail():
    assert swept([False] + [True] * 19, unit="relative")[0] == (1, 1)


def test_chance_allows_more_in_more_runs():
    assert [allowed(n) for n in (1, 20, 1000, 100_000)] == [0, 1, 2, 15]
