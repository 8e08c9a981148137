"""Marks one submission: from its bytes to a record of plain JSON. Nothing here depends on which
machine it runs on, so that a cluster can do it."""

import hashlib
import json
import sys
import time
from functools import cache

from coursework.assignment import ROOT, Assignment
from coursework.evaluation import Trouble, evaluate
from coursework.sandbox import Sandbox
from coursework.submissions import Unreadable, cells_of


def mark_one(name, content, seed, unsafe=False):
    """Marks a submission to the assignment of that name; whatever happens, it gives a record."""
    began = time.monotonic()
    try:
        sandbox = Sandbox(unsafe=unsafe)
        sandbox.check()
        record = mark(assignment_named(name), content, seed=seed, sandbox=sandbox)
        if record["trouble"]:
            record["trouble"] = f"{where()}{record['trouble']}"
        # What is no JSON is found out here, where it costs nobody else anything.
        return json.loads(json.dumps(record))
    except Exception as problem:  # noqa: BLE001
        # A defect of ours, or a full disk: it says nothing about the student.
        return not_marked(
            f"{where()}{type(problem).__name__}: {problem}", time.monotonic() - began
        )


def where():
    """On a cluster, the worker that this runs in."""
    distributed = sys.modules.get("distributed")
    try:
        return f"{distributed.get_worker().address}: " if distributed else ""
    except ValueError:
        return ""


def not_marked(trouble, seconds=0.0):
    """The record of a submission that is to be tried again."""
    return {
        "key": None,
        "trouble": trouble,
        "unreadable": None,
        "cells": [],
        "out_of_time": [],
        "tests": [],
        "points": 0,
        "most": 0,
        "seconds": seconds,
    }


@cache
def assignment_named(name):
    return Assignment(ROOT / "coursework" / name)


def cells_to_run(assignment, content):
    """(id, source) of what is run: what we provide, then what the student has written, in order.

    An untouched test is left out, for it gives no marks here; one that was edited is run like any
    other cell, and gives none either. A provided cell that was edited or deleted is run as it was."""
    provided = assignment.provided()
    known = {source.strip() for _, source, _ in provided}
    cells = [
        (f"provided {name}", source)
        for name, source, is_test in provided
        if not is_test
    ]
    for position, (_, source, grade_id) in enumerate(cells_of(content)):
        if source.strip() not in known:
            name = (
                grade_id
                if grade_id in {task.id for task in assignment.tasks}
                else "cell"
            )
            cells.append((f"{name}, code cell {position + 1}"[:80], source))
    return cells


def mark(assignment, content, *, seed, sandbox):
    """The record of a submission: its points, test by test, and what the student should know.

    `content` are the bytes of the notebook, or an Unreadable that says why there are none."""
    began = time.monotonic()
    drawn = [(test, test.draw(assignment.name, seed)) for test in assignment.tests]
    record = {
        "assignment": assignment.name,
        "key": key_of(content, assignment, seed),
        "trouble": None,
        "unreadable": None,
        "cells": [],
        "out_of_time": [],
    }
    answers = {}
    try:
        if isinstance(content, Unreadable):
            raise content
        evaluation = evaluate(
            sandbox,
            cells=cells_to_run(assignment, content),
            functions=assignment.functions,
            probes=assignment.probes,
            questions=[
                (question_id(test, k), test.id, question.probe, question.input)
                for test, questions in drawn
                for k, question in enumerate(questions)
            ],
        )
        answers = evaluation.answers
        record["cells"] = [
            {"cell": c, "problem": why} for c, why in evaluation.cells.items()
        ]
        record["out_of_time"] = sorted(evaluation.out_of_time)
        record["runs"] = evaluation.runs
    except Unreadable as problem:
        record["unreadable"] = str(problem)
    except Trouble as problem:
        # The grader's own failure is no mark of zero: the submission is left for the next run.
        record["trouble"] = str(problem)
    record["tests"] = [judged(test, questions, answers) for test, questions in drawn]
    record["points"] = round(sum(test["points"] for test in record["tests"]), 2)
    record["most"] = assignment.points
    record["seconds"] = round(time.monotonic() - began, 2)
    return record


def question_id(test, number):
    return f"{test.id} #{number}"


def judged(test, questions, answers):
    """A test passes when all its questions do; what is shown is the worst of them. Where a part counts,
    it is that of the worst."""
    verdicts = [
        verdict_of(
            question, answers.get(question_id(test, k), {"problem": "not asked"})
        )
        for k, question in enumerate(questions)
    ]
    failing = [verdict for verdict in verdicts if not verdict["passed"]]
    share = min((verdict.pop("share") for verdict in verdicts), default=0)
    # A function that throws says more than one that is wrong somewhere else.
    shown = max(
        failing or verdicts, key=lambda v: (bool(v["problem"]), v["distance"] or 0)
    )
    return {
        "task": test.task,
        "title": test.title,
        "most": test.points,
        "points": test.points if share == 1 else round(share * test.points, 2),
        "helps": test.helps,
        **shown,
    }


def verdict_of(question, answer):
    problem = answer.get("problem")
    verdict = question.judge(answer.get("value"))
    # A judge may hand us NumPy's own kinds of numbers.
    passed = bool(verdict.passed) and problem is None
    part = 0.0 if problem is not None or verdict.share is None else verdict.share
    return {
        "passed": passed,
        "share": 1 if passed else float(part),
        "problem": problem if isinstance(problem, str) else None,
        "expected": verdict.expected,
        "came": "nothing" if problem is not None else verdict.came,
        "distance": None
        if problem is not None or verdict.distance is None
        else float(verdict.distance),
        "unit": verdict.unit,
        "allowed": verdict.allowed,
        "note": verdict.note,
    }


def key_of(content, assignment, seed):
    """Two gradings of the same key give the same record."""
    what = str(content).encode() if isinstance(content, Unreadable) else content
    parts = [hashlib.sha256(what).hexdigest(), assignment.version, str(seed)]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()
