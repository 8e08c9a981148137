"""Asks a student's functions all questions, whatever the student's code does meanwhile.

What ends or blocks a run is charged to the cell or question that was at work, and the rest is run
again without it. No word from the sandbox is believed: it holds answers, right or wrong, no more."""

import time
from dataclasses import dataclass, field

MOST_RUNS = 12
MOST_SECONDS = 300

REASONS = {
    "time": "it did not end in time",
    "processor": "it used too much processor time",
    "printed": "it printed too much",
    "answers": "it returned too much, or wrote where results go",
    "killed": "it was ended, for want of memory or by itself",
    "crash": "it crashed, perhaps for want of memory",
    "exit": "it ended the process, or waits for what never comes",
}


class Trouble(Exception):
    """The sandbox did not even begin: no student's doing."""


@dataclass
class Evaluation:
    answers: dict = field(
        default_factory=dict
    )  # by question: {"value": ...} or {"problem": ...}
    cells: dict = field(default_factory=dict)  # by cell: what went wrong with it
    left_out: set = field(default_factory=set)  # cells that ended or blocked a run
    runs: int = 0


def evaluate(sandbox, *, cells, functions, probes, questions):
    """`cells` are (id, source), `questions` (id, test, probe, input); ids are strings."""
    found = Evaluation()
    names = list(functions)
    tests = {question: test for question, test, _, _ in questions}
    began = time.monotonic()
    while found.runs < MOST_RUNS and time.monotonic() - began < MOST_SECONDS:
        left = [q for q in questions if q[0] not in found.answers]
        if not left:
            return found
        course = Course(
            found, cells={c for c, _ in cells}, questions={q[0] for q in left}
        )
        task = {
            "cells": [
                {"id": i, "source": s} for i, s in cells if i not in found.left_out
            ],
            "functions": names,
            "probes": probes,
            "questions": [
                {"id": q, "name": p, "input": given} for q, _, p, given in left
            ],
        }
        found.runs += 1
        ending = sandbox.run(task, course.hear)
        if not course.ready:
            raise Trouble(
                f"the sandbox did not begin ({ending.how}): {ending.printed[-1000:]}"
            )
        if ending.how == "end":
            break
        reason = REASONS[ending.how]
        kind, culprit = course.at
        if kind == "question":
            # Its test has failed already; more of the same would only take time.
            for question, test in tests.items():
                if test == tests[culprit]:
                    found.answers.setdefault(question, {"problem": reason})
        elif kind == "cell":
            found.cells[culprit] = f"left out: {reason}"
            found.left_out.add(culprit)
        elif kind == "name":
            names = [name for name in names if name != culprit]
        else:
            break
    for question in tests:
        found.answers.setdefault(question, {"problem": "no answer came"})
    return found


class Course:
    """Follows one run by what it says of itself."""

    def __init__(self, found, *, cells, questions):
        self.found = found
        self.cells = cells
        self.questions = questions
        self.ready = False
        self.at = ("nothing", "")

    def hear(self, event):
        kind, name = event.get("at"), event.get("id")
        if kind == "ready":
            self.ready = True
        if not isinstance(name, str):
            return
        if (
            kind == "cell"
            and name in self.cells
            or kind == "name"
            or kind == "question"
            and name in self.questions
        ):
            self.at = (kind, name)
        elif kind == "done" and name in self.cells:
            if isinstance(event.get("problem"), str):
                self.found.cells[name] = event["problem"]
        elif kind == "answer" and name in self.questions:
            kept = {key: event[key] for key in ("value", "problem") if key in event}
            self.found.answers.setdefault(name, kept)
