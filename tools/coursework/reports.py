"""What people read of a grading: marks.csv, a page for each student, and a summary of the class."""

import csv
import io
import statistics
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from coursework.results import write_whole

PAGES = Environment(
    loader=FileSystemLoader(Path(__file__).with_name("templates")),
    # Everything: names, code and messages are what students wrote.
    autoescape=True,
    undefined=StrictUndefined,
)
PAGES.filters["short"] = lambda value: f"{value:g}"
PAGES.filters["digits"] = lambda value: f"{value:.3g}"
BINS = 10


def write_reports(folder, assignments, graded):
    write_whole(folder / "marks.csv", marks(assignments, graded))
    marked = [
        (submission, record) for submission, record in graded if not record["trouble"]
    ]
    for submission, record in marked:
        page = folder / "feedback" / submission.key / f"{submission.assignment}.html"
        page.parent.mkdir(parents=True, exist_ok=True)
        text = feedback(assignments[submission.assignment], submission.student, record)
        write_whole(page, text)
    write_whole(folder / "summary.html", summary(assignments, graded))


def feedback(assignment, student, record):
    template = PAGES.get_template("feedback.html.j2")
    return (
        template.render(assignment=assignment, student=shown(student), record=record)
        + "\n"
    )


def marks(assignments, graded):
    most = max((len(a.tasks) for a in assignments.values()), default=0)
    tasks = [f"T{k + 1}" for k in range(most)]
    out = io.StringIO()
    table = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n")
    table.writerow(["student", "assignment", "points", "most", *tasks, "note"])
    for submission, record in graded:
        by_task = {task: "" for task in tasks}
        for test in record["tests"]:
            by_task[test["task"]] = (by_task[test["task"]] or 0) + test["points"]
        table.writerow(
            [
                plain_text(shown(submission.student)),
                submission.assignment,
                # No mark is not a mark of zero.
                *(
                    "" if record["trouble"] else f"{record[n]:g}"
                    for n in ("points", "most")
                ),
                *(f"{n:g}" if n != "" else "" for n in by_task.values()),
                plain_text(note_of(record)),
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


def shown(student):
    """A folder's name that is not text at all is shown by its bytes."""
    return student.encode("utf-8", "surrogateescape").decode(
        "utf-8", "backslashreplace"
    )


def note_of(record):
    if record["trouble"]:
        return "not graded yet: the sandbox failed"
    if record["unreadable"]:
        return f"not graded: {record['unreadable']}"
    left_out = [
        cell for cell in record["cells"] if cell["problem"].startswith("left out")
    ]
    if not left_out:
        return ""
    return (
        "1 cell was left out"
        if len(left_out) == 1
        else f"{len(left_out)} cells were left out"
    )


def summary(assignments, graded):
    parts = [
        part_of(assignment, records)
        for name, assignment in assignments.items()
        if (records := marked_of(name, graded))
    ]
    remarks = [
        {
            "student": shown(s.student),
            "assignment": s.assignment,
            "what": note_of(record),
        }
        for s, record in graded
        if note_of(record)
    ]
    return (
        PAGES.get_template("summary.html.j2").render(parts=parts, remarks=remarks)
        + "\n"
    )


def marked_of(name, graded):
    return [
        record for s, record in graded if s.assignment == name and not record["trouble"]
    ]


def part_of(assignment, records):
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
    ]
    return {
        "title": assignment.title,
        "n": len(points),
        "mean": round(statistics.mean(points), 2),
        "median": statistics.median(points),
        "most": most,
        "bins": [
            {
                "name": f"{edge[k]:g} to {'below ' if k < BINS - 1 else ''}{edge[k + 1]:g}",
                "n": n,
                "share": round(100 * n / max(counts)),
            }
            for k, n in enumerate(counts)
        ],
        "tests": sorted(tests, key=lambda test: test["mean"] / test["most"]),
    }
