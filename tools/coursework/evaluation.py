"""Asks a student's functions all questions, whatever the student's code does meanwhile.

What ends or blocks a run is charged to the cell or question that was at work, and the rest is run
again without it. A question goes in when the one before it is answered. No word from the sandbox is
believed: it holds answers, right or wrong, no more."""

from dataclasses import dataclass, field

MOST_RUNS = 12
MOST_SECONDS = 600  # of computing and sleeping, for all runs of a submission
LONGEST_PROBLEM = 2000

REASONS = {
    "time": "it did not end in time: it computed for more than {step_seconds:g} s",
    "asleep": "it did not end in time: it waited for more than {step_seconds:g} s",
    "all": "it did not end in time: it and what came before took more than {run_seconds:g} s",
    "printed": "it printed too much",
    "answers": "it returned too much, or wrote where results go",
    "killed": "it was ended, for want of memory or by itself",
    "crash": "it crashed, perhaps for want of memory",
    "exit": "it ended the process, or waits for what never comes",
    "threads": "it started more than {threads} threads",
}
TIMES = {"time", "asleep", "all"}


class Trouble(Exception):
    """The sandbox did not even begin, or the machine had no time for it: no student's doing."""


@dataclass
class Evaluation:
    answers: dict = field(
        default_factory=dict
    )  # by question: {"value": ...} or {"problem": ...}
    cells: dict = field(default_factory=dict)  # by cell: what went wrong with it
    left_out: set = field(default_factory=set)  # cells that ended or blocked a run
    out_of_time: set = field(
        default_factory=set
    )  # tests that a limit of time has ended
    runs: int = 0
    seconds: float = 0.0


def evaluate(sandbox, *, cells, functions, probes, questions):
    """`cells` are (id, source), `questions` (id, test, probe, input); ids are strings."""
    found = Evaluation()
    names = list(functions)
    tests = {question: test for question, test, _, _ in questions}
    while found.runs < MOST_RUNS and found.seconds < MOST_SECONDS:
        left = [q for q in questions if q[0] not in found.answers]
        if not left:
            return found
        course = Course(found, cells={c for c, _ in cells}, names=names, questions=left)
        task = {
            "cells": [
                {"id": i, "source": s} for i, s in cells if i not in found.left_out
            ],
            "functions": names,
            "probes": probes,
        }
        found.runs += 1
        answered = len(found.answers)
        ending = sandbox.run(task, course.hear)
        found.seconds += ending.seconds
        if not course.ready:
            raise Trouble(
                f"the sandbox did not begin ({ending.how}): {ending.printed[-1000:]}"
            )
        if ending.how == "end":
            break
        if ending.how == "last":
            raise Trouble(
                f"the machine was too busy: after {sandbox.limits.last_seconds:g} s by the clock "
                f"{course.place()} was still at work, within its limits of computing and waiting"
            )
        if ending.how == "all" and len(found.answers) > answered:
            # Each was within its own limit: who happened to be at work is asked again.
            continue
        reason = REASONS[ending.how].format(**vars(sandbox.limits))
        kind, culprit = course.culprit()
        if kind == "question":
            # Its test has failed already; more of the same would only take time.
            for question, test in tests.items():
                if test == tests[culprit]:
                    found.answers.setdefault(question, {"problem": reason})
            if ending.how in TIMES:
                found.out_of_time.add(tests[culprit])
        elif kind == "cell":
            found.cells[culprit] = f"left out: {reason}"
            found.left_out.add(culprit)
        elif kind == "name":
            names = [name for name in names if name != culprit]
        else:
            break
    for question, test in tests.items():
        if question not in found.answers:
            found.answers[question] = {
                "problem": f"no answer came within {found.seconds:.0f} s of computing and waiting"
            }
            found.out_of_time.add(test)
    return found


class Course:
    """Asks the questions of one run, one by one, and follows it by what it says of itself."""

    def __init__(self, found, *, cells, names, questions):
        self.found = found
        self.cells = cells
        self.places = {"cell": cells, "name": names}
        self.left = list(questions)
        self.asked = None  # the question that waits for its answer
        self.ready = False
        self.at = ("nothing", "")
        self.late = None  # the cell whose timer went off meanwhile

    def culprit(self):
        return ("cell", self.late) if self.late else self.at

    def place(self):
        kind, name = self.culprit()
        return "the library" if kind == "nothing" else f"{kind} {name}"

    def hear(self, event):
        """Takes an event, and returns what the sandbox is to get for it, if anything."""
        kind, name = event.get("at"), event.get("id")
        if not isinstance(kind, str):
            return None
        if kind == "ready":
            self.ready = True
        elif kind == "late":
            self.late = known(name, self.cells)
        elif kind == "back":
            self.late = None
        elif known(name, self.places.get(kind, ())):
            self.at = (kind, name)
        elif kind == "done" and known(name, self.cells):
            problem = event.get("problem")
            if isinstance(problem, str):
                self.found.cells[name] = problem[:LONGEST_PROBLEM]
        elif kind == "answer" and self.asked:
            self.found.answers[self.asked] = answer_of(event)
            self.asked = None
        elif kind == "next" and self.asked is None:
            return self.next()
        return None

    def next(self):
        if not self.left:
            return {"end": True}
        self.asked, _, probe, given = self.left.pop(0)
        self.at = ("question", self.asked)
        return {"name": probe, "input": given}


def known(name, names):
    return name if isinstance(name, str) and name in names else None


def answer_of(event):
    kept = {"value": event["value"]} if "value" in event else {}
    if "problem" in event:
        problem = event["problem"]
        # A forged line may hold anything.
        kept["problem"] = (
            problem[:LONGEST_PROBLEM]
            if isinstance(problem, str)
            else "it wrote where results go"
        )
    return kept
