"""nbgrader's database, written by one process: assignments, students and the score of each task."""

import os
import sys
import warnings
from pathlib import Path

from nbgrader.api import Gradebook
from sqlalchemy.exc import SAWarning

from coursework.reports import plain_text, remark
from coursework.submissions import readable

COURSE = "score-matching"


def write_gradebook(path, assignments, graded):
    """`graded` are pairs of a submission and its record. Returns remarks on what could not be entered."""
    remarks = []
    path.parent.mkdir(parents=True, exist_ok=True)
    # A new database is marked by a program that lies beside Python.
    here = str(Path(sys.executable).parent)
    if here not in os.environ["PATH"].split(os.pathsep):
        os.environ["PATH"] = os.pathsep.join([here, os.environ["PATH"]])
    warnings.filterwarnings("ignore", category=SAWarning)
    with Gradebook(f"sqlite:///{path}", course_id=COURSE) as book:
        for assignment in assignments.values():
            register(book, assignment)
        for submission, record in graded:
            if record["trouble"] is not None:
                continue
            try:
                enter(book, submission, record)
            except Exception as problem:  # noqa: BLE001
                book.db.rollback()
                remarks.append(
                    remark(submission, f"not in nbgrader's database: {problem}")
                )
    return remarks


def register(book, assignment):
    name = assignment.name
    book.update_or_create_assignment(name)
    book.update_or_create_notebook(name, name)
    for task in assignment.tasks:
        book.update_or_create_solution_cell(task.id, name, name)
        book.update_or_create_grade_cell(
            cell_of(task.id), name, name, max_score=task.points, cell_type="code"
        )


def enter(book, submission, record):
    # nbgrader's own export writes the name into a table as it is.
    name, student = submission.assignment, plain_text(readable(submission.student))
    book.update_or_create_student(student)
    book.update_or_create_submission(name, student)
    for task in sorted({test["task"] for test in record["tests"]}):
        grade = book.find_grade(cell_of(task), name, name, student)
        grade.auto_score = sum(
            t["points"] for t in record["tests"] if t["task"] == task
        )
        # A score that a person has given by hand stays.
        grade.needs_manual_grade = False
    book.db.commit()


def cell_of(task):
    return f"{task}-test"
