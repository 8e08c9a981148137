"""What people read of a grading: marks.csv, a page for each student, and a summary of the class."""

import csv
import io
import statistics
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from coursework.results import write_whole
from coursework.submissions import readable

PAGES = Environment(
    loader=FileSystemLoader(Path(__file__).with_name("templates")),
    # Everything: names, code and messages are what students wrote.
    autoescape=True,
    undefined=StrictUndefined,
)
PAGES.filters["short"] = lambda value: f"{value:g}"
PAGES.filters["digits"] = lambda value: f"{value:.3g}"
BINS = 10


def write_reports(folder, assignments, graded, skipped):
    """Writes all pages; returns remarks on those that could not be written, which stop no other."""
    remarks = []
    for submission, record in graded:
        if record["trouble"]:
            continue
        page = folder / page_of(submission)
        try:
            page.parent.mkdir(parents=True, exist_ok=True)
            assignment = assignments[submission.assignment]
            write_whole(page, feedback(assignment, submission.student, record))
        except Exception as problem:  # noqa: BLE001
            remarks.append(remark(submission, f"no page was written: {problem}"))
    write_whole(folder / "marks.csv", marks(assignments, graded))
    write_whole(folder / "summary.html", summary(assignments, graded, skipped, remarks))
    return remarks


def page_of(submission):
    return f"feedback/{submission.key}/{submission.assignment}.html"


def remark(submission, what):
    return {
        "student": readable(submission.student),
        "assignment": submission.assignment,
        "what": readable(what),
    }


def feedback(assignment, student, record):
    template = PAGES.get_template("feedback.html.j2")
    return (
        template.render(assignment=assignment, student=readable(student), record=record)
        + "\n"
    )


def marks(assignments, graded):
    most = max((len(a.tasks) for a in assignments.values()), default=0)
    tasks = [f"T{k + 1}" for k in range(most)]
    out = io.StringIO()
    table = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n")
    table.writerow(["student", "assignment", "points", "most", *tasks, "note", "page"])
    for submission, record in graded:
        by_task = {task: "" for task in tasks}
        for test in record["tests"]:
            by_task[test["task"]] = (by_task[test["task"]] or 0) + test["points"]
        table.writerow(
            [
                plain_text(readable(submission.student)),
                submission.assignment,
                # No mark is not a mark of zero.
                *(
                    "" if record["trouble"] else f"{record[n]:g}"
                    for n in ("points", "most")
                ),
                *(f"{n:g}" if n != "" else "" for n in by_task.values()),
                plain_text(readable(note_of(record))),
                "" if record["trouble"] else page_of(submission),
            ]
        )
    return out.getvalue()


def plain_text(text):
    """A text that no spreadsheet takes for a formula."""
    text = text.replace("\r", " ").replace("\n", " ").replace("\0", " ")
    dangerous = (
        text.lstrip()[:1] in {"=", "+", "-", "@", "\t", "|", "%"} or text[:1] == "\t"
    )
    return f"'{text}" if dangerous else text


def note_of(record):
    """What an instructor should look at: why there is no mark, and what was ended or left out."""
    if record["trouble"]:
        return f"not graded yet: {record['trouble'].splitlines()[0]}"
    if record["unreadable"]:
        return f"not graded: {record['unreadable']}"
    left_out = [
        cell for cell in record["cells"] if cell["problem"].startswith("left out")
    ]
    notes = []
    if left_out:
        cells = "cell was" if len(left_out) == 1 else "cells were"
        notes.append(f"{len(left_out)} {cells} left out")
    if record["out_of_time"]:
        notes.append(f"ended for want of time: {', '.join(record['out_of_time'])}")
    return "; ".join(notes)


def summary(assignments, graded, skipped, remarks):
    parts = [
        part_of(assignment, records)
        for name, assignment in assignments.items()
        if (records := marked_of(name, graded))
    ]
    remarks = [
        *(remark(s, note_of(record)) for s, record in graded if note_of(record)),
        *remarks,
        *(
            {"student": readable(name), "assignment": "", "what": f"not read: {why}"}
            for name, why in skipped.items()
        ),
    ]
    return (
        PAGES.get_template("summary.html.j2").render(parts=parts, remarks=remarks)
        + "\n"
    )


def marked_of(name, graded):
    return [
        record for s, record in graded if s.assignment == name and not record["trouble"]
    ]


def part_of(assignment, marked):
    """The numbers of an assignment. What could not be read says nothing about its difficulty."""
    records = [record for record in marked if not record["unreadable"]]
    points = [record["points"] for record in records]
    most = assignment.points
    counts = [0] * BINS
    for p in points:
        counts[min(BINS - 1, int(BINS * p / most))] += 1
    edge = [most * k / BINS for k in range(BINS + 1)]
    tests = [
        {
            "name": test.id,
            "most": test.points,
            "passed": sum(1 for record in records if record["tests"][k]["passed"]),
            "mean": statistics.mean(record["tests"][k]["points"] for record in records),
        }
        for k, test in enumerate(assignment.tests)
        if records
    ]
    return {
        "title": assignment.title,
        "n": len(points),
        "unreadable": len(marked) - len(points),
        "mean": round(statistics.mean(points), 2) if points else 0,
        "median": statistics.median(points) if points else 0,
        "most": most,
        "bins": [
            {
                "name": f"{edge[k]:g} to {'below ' if k < BINS - 1 else ''}{edge[k + 1]:g}",
                "n": n,
                "share": round(100 * n / max(1, *counts)),
            }
            for k, n in enumerate(counts)
        ],
        "tests": sorted(tests, key=lambda test: test["mean"] / test["most"]),
    }
