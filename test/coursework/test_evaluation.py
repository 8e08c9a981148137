"""Who is charged for what, with sandboxes that are made up."""

import pytest
from coursework.evaluation import Trouble, evaluate
from coursework.sandbox import Ending, Limits

from coursework import evaluation

CELLS = [("cell 0", ""), ("cell 1", "")]
QUESTIONS = [(f"q{k}", f"test {k}", "f", k) for k in range(3)]


class MadeUp:
    """Each run is a function that is given `say`, and returns how it ended."""

    limits = Limits()

    def __init__(self, *runs, seconds=1.0):
        self.runs = list(runs)
        self.seconds = seconds
        self.asked = []

    def run(self, task, heard):
        assert "questions" not in task

        def say(at, **more):
            answer = heard({"at": at, **more})
            if answer:
                self.asked.append(answer)
            return answer

        say("ready")
        for cell in task["cells"]:
            say("cell", id=cell["id"])
            say("done", id=cell["id"])
        return Ending(self.runs.pop(0)(say), "", self.seconds)


def evaluated(*runs, **more):
    sandbox = MadeUp(*runs, **more)
    found = evaluate(
        sandbox, cells=CELLS, functions=["f"], probes="", questions=QUESTIONS
    )
    return found, sandbox


def answers_all(say):
    while "end" not in (question := say("next")):
        say("answer", value=2.0 * question["input"])
    return "end"


def ends_at(number, how):
    def run(say):
        for _ in range(number):
            say("answer", value=2.0 * say("next")["input"])
        say("next")
        return how

    return run


def test_questions_are_told_one_at_a_time_and_by_no_name():
    found, sandbox = evaluated(answers_all)
    assert found.answers == {f"q{k}": {"value": 2.0 * k} for k in range(3)}
    assert sandbox.asked == [
        *({"name": "f", "input": k} for k in range(3)),
        {"end": True},
    ]


def test_the_next_question_is_not_told_before_the_last_is_answered():
    def greedy(say):
        assert say("next") is not None
        assert [say("next") for _ in range(5)] == [None] * 5
        say("answer", value=0.0)
        # Words without a question are nobody's answer.
        say("answer", value=1.0)
        return answers_all(say)

    found, _ = evaluated(greedy)
    assert [found.answers[f"q{k}"]["value"] for k in range(3)] == [0.0, 2.0, 4.0]


@pytest.mark.parametrize("how", ["time", "asleep"])
def test_a_question_that_takes_too_long_fails_its_test_and_is_noted(how):
    found, _ = evaluated(ends_at(1, how), answers_all)
    assert "15 s" in found.answers["q1"]["problem"]
    assert found.out_of_time == {"test 1"}
    assert found.answers["q2"] == {"value": 4.0}


def test_what_is_at_work_when_all_is_spent_is_asked_again():
    found, _ = evaluated(ends_at(1, "all"), ends_at(1, "all"), answers_all)
    assert found.answers == {f"q{k}": {"value": 2.0 * k} for k in range(3)}
    assert found.out_of_time == set()
    found, _ = evaluated(ends_at(1, "all"), ends_at(0, "all"), answers_all)
    assert "120 s" in found.answers["q1"]["problem"]
    assert found.answers["q2"] == {"value": 4.0}


def test_what_is_never_asked_says_so_and_is_noted():
    runs = [ends_at(1, "all"), answers_all]
    found, _ = evaluated(*runs, seconds=evaluation.MOST_SECONDS)
    assert found.answers["q0"] == {"value": 0.0}
    assert found.answers["q2"]["problem"].startswith("no answer came within 600 s")
    assert found.out_of_time == {"test 1", "test 2"}
    assert "q1" in found.answers


def test_a_machine_that_is_too_busy_costs_no_mark():
    with pytest.raises(Trouble, match=r"too busy.*1800 s.*question q1"):
        evaluated(ends_at(1, "last"))


def test_the_timer_of_a_cell_is_charged_to_the_cell():
    def late(say):
        say("next")
        say("late", id="cell 0")
        return "time"

    found, _ = evaluated(late, answers_all)
    assert set(found.cells) == {"cell 0"}
    assert all("value" in answer for answer in found.answers.values())

    def late_and_over(say):
        say("next")
        say("late", id="cell 0")
        say("back")
        return "time"

    found, _ = evaluated(late_and_over, answers_all)
    assert found.cells == {}
    assert "problem" in found.answers["q0"]


def test_a_forged_problem_is_as_short_as_a_real_one():
    def forging(say):
        say("done", id="cell 0", problem="x" * 10**6)
        for odd in ([1], {"a": 1}, None, 5.0):
            say(odd)
            say("cell", id=odd)
            say("late", id=odd)
        say("next")
        say("answer", problem="y" * 10**6)
        say("next")
        say("answer", problem={"z": 1})
        say("next")
        return "exit"

    found, _ = evaluated(forging)
    assert len(found.cells["cell 0"]) == evaluation.LONGEST_PROBLEM
    assert len(found.answers["q0"]["problem"]) == evaluation.LONGEST_PROBLEM
    assert found.answers["q1"] == {"problem": "it wrote where results go"}
