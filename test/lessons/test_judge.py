"""What is said of an executed lesson."""

import pytest
from lessons.judge import judge
from nbformat.v4 import new_output
from notebook_fixtures import check, code, executed, figure, markdown

STDERR = new_output("stream", name="stderr", text="\nWarning: old\n")
HEADING_AND_CLAIM = (
    'lesson 01, cell 4 (check, "Stein\'s identity"): '
    "B1 · they agree: fails: the two routes do not agree"
)
ERROR = new_output("error", ename="Error", evalue="no", traceback=[])


def test_a_lesson_whose_checks_hold_has_no_problem():
    found = judge("01", executed(code("check", check(), figure())))
    assert found.problems == []
    assert [c.item for c in found.checks] == ["B1"]
    assert [f.file for f in found.figures] == ["01-slope.svg"]


def test_a_failing_check_is_named_with_lesson_cell_heading_and_claim():
    claim = markdown("claim", "## Stein's identity")
    found = judge("01", executed(claim, code("check", check(holds=False))))
    assert found.problems == [HEADING_AND_CLAIM]
    assert found.problems_of_lesson == []


@pytest.mark.parametrize(
    "cells, problem",
    [
        ([code("plot", figure())], "lesson 01: has no check"),
        ([code("check", check(), STDERR)], "wrote to stderr: Warning: old"),
        (
            [code("check", check(), check())],
            "2 checks of B1 claim 'they agree'",
        ),
        (
            [code("plot", check(), figure(), figure())],
            "2 figures have the id slope",
        ),
        ([code("plot", check(), figure(caption=" "))], "figure slope has no caption"),
        (
            [code("plot", check(), figure(description=""))],
            "figure slope has no description",
        ),
        ([code("plot", check(), figure(svg=None))], "figure slope has no SVG"),
        (
            [code("check", check()), code("break", also=["raises-exception"])],
            'cell 4 (break, "1. A lesson"): is tagged raises-exception, and raised none',
        ),
    ],
)
def test_a_lesson_is_refused(cells, problem):
    assert any(problem in text for text in judge("01", executed(*cells)).problems)


def test_an_error_on_purpose_is_no_problem():
    found = judge(
        "01",
        executed(
            code("check", check()), code("break", ERROR, also=["raises-exception"])
        ),
    )
    assert found.problems == []


def test_what_stopped_a_lesson_is_its_only_problem_beside_its_checks():
    found = judge("01", executed(code("code"), stopped_at=2, reason="Error: no"))
    assert found.problems == ['lesson 01, cell 3 (code, "1. A lesson"): Error: no']


def test_a_lesson_over_its_time_is_remarked_and_the_capstone_has_more_time():
    cells = [code("check", check())]
    assert "took 50 s" in judge("01", executed(*cells, seconds=50)).remarks[0]
    assert judge("13", executed(*cells, seconds=50)).remarks == []
    assert judge("01", executed(*cells, seconds=39)).remarks == []


def test_an_item_may_have_checks_that_a_suffix_tells_apart():
    found = judge("01", executed(code("check", check(item="B13 constant"))))
    assert found.checks[0].item == "B13"
