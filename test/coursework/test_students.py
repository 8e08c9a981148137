"""A class graded by the command: nobody hangs it, earns what is not deserved, or loses what is."""

import csv
import io
import json
import os
import re
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import nbformat
import pytest
from coursework.assignment import ROOT, all_assignments
from coursework.reports import plain_text
from writing import blank, bytes_of, reference_cell, solved, with_cells

from coursework import grade, marking

A1 = all_assignments()["a1"]
SCRIPT = "<script>alert(1)</script>"


def replaced(**cells):
    return bytes_of(solved(A1, replaced=cells))


def without(kind):
    """Without the cells whose grade_id matches."""
    notebook = solved(A1)
    notebook.cells = [
        cell
        for cell in notebook.cells
        if not re.search(kind, cell.metadata.get("nbgrader", {}).get("grade_id", ""))
    ]
    return bytes_of(notebook)


def edited_test():
    notebook = solved(
        A1,
        replaced={
            "T3": "function bestLine(_: number[]) { return { k: 0, m: 0, lowest: 0 }; }"
        },
    )
    for cell in notebook.cells:
        if cell.metadata.get("nbgrader", {}).get("grade"):
            cell.source = "20"
    return bytes_of(notebook)


def with_loops():
    notebook = solved(A1)
    for cell in notebook.cells:
        if cell.metadata.get("nbgrader", {}).get("grade_id") == "T5":
            cell.source = "while (true);"
        if cell.metadata.get("nbgrader", {}).get("grade_id") == "T6":
            cell.source = "await null; while (true);"
    return bytes_of(notebook)


def own_kernelspec():
    notebook = solved(A1)
    notebook.metadata["kernelspec"] = {
        "name": "python3",
        "language": "python",
        "display_name": "P",
    }
    notebook.cells[1].metadata["nbgrader"]["points"] = 1000
    return bytes_of(notebook)


def without_marks():
    """As another program saves it: no metadata, no ids, format 4.4."""
    notebook = json.loads(bytes_of(solved(A1)))
    notebook["nbformat_minor"] = 4
    for cell in notebook["cells"]:
        cell["metadata"] = {}
        del cell["id"]
    return json.dumps(notebook).encode()


WARNING = "  console.warn('careful');\n  // BEGIN"

# name of the student: what is handed in, and the points that it deserves
CLASS = {
    "good": (lambda: bytes_of(solved(A1)), 20),
    "blank": (lambda: bytes_of(blank(A1)), 0),
    "half right": (
        lambda: replaced(
            T1="const mixtureScore = 1;",
            T2="",
            T4=reference_cell(A1, "T4").replace("product(a) -", "0 *"),
        ),
        10,
    ),
    "deleted tests": (lambda: without("-test$"), 20),
    "deleted task": (lambda: without("^T6"), 17),
    "deleted first cell": (lambda: without("^parameters"), 20),
    "edited tests": (edited_test, 17),
    "throws": (lambda: replaced(T2="throw new Error('no idea');"), 17),
    "type error": (
        lambda: replaced(
            T2=reference_cell(A1, "T2").replace("const n =", "const n: string =")
        ),
        17,
    ),
    "loops": (with_loops, 13),
    "one sample for every seed": (
        lambda: replaced(T5=reference_cell(A1, "T5").replace("rng(seed,", "rng(1,")),
        19,
    ),
    "exits": (lambda: replaced(T3="process.exit(0);"), 17),
    "warns": (
        lambda: replaced(
            **{
                t.id: reference_cell(A1, t.id).replace("  // BEGIN", WARNING)
                for t in A1.tasks
            }
        ),
        20,
    ),
    "another kernel": (own_kernelspec, 20),
    "saved elsewhere": (without_marks, 20),
    "not a notebook": (lambda: b"\x00\xff{", 0),
    "a list": (lambda: b"[]", 0),
    "nested": (lambda: b"[" * 100_000, 0),
    '=HYPERLINK("http:evil")': (
        lambda: bytes_of(with_cells(A1, f"throw new Error('{SCRIPT}');")),
        0,
    ),
    "<img src=x onerror=alert(1)>": (
        lambda: replaced(T6=f"const precisionBehindWall = (): any => '{SCRIPT}';"),
        17,
    ),
}
LINKS = ["a link to a file", "a link to a folder", "a pipe", "nothing"]


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """The class on disk, graded once."""
    folder = tmp_path_factory.mktemp("class")
    for student, (content, _) in CLASS.items():
        (folder / student / "a1").mkdir(parents=True)
        (folder / student / "a1" / "a1.ipynb").write_bytes(content())
    for student in LINKS:
        (folder / student).mkdir()
    for student in ["a link to a file", "a pipe", "nothing"]:
        (folder / student / "a1").mkdir()
    (folder / "a link to a file" / "a1" / "a1.ipynb").symlink_to(
        folder / "good" / "a1" / "a1.ipynb"
    )
    (folder / "a link to a folder" / "a1").symlink_to(folder / "good" / "a1")
    os.mkfifo(folder / "a pipe" / "a1" / "a1.ipynb")
    (folder / "good copy").symlink_to(folder / "good")
    assert run(folder) == 0
    return folder


def run(folder, *words):
    gradebook = folder.parent / "gradebook.db"
    return grade.main(
        [str(folder), "--gradebook", str(gradebook), "--workers", "2", *words]
    )


def rows(folder):
    return list(
        csv.DictReader(
            io.StringIO((folder / "graded" / "marks.csv").read_text("utf-8"))
        )
    )


def test_everybody_gets_what_is_deserved(graded):
    came = {row["student"].lstrip("'"): float(row["points"]) for row in rows(graded)}
    deserved = {student: points for student, (_, points) in CLASS.items()}
    assert came == deserved | dict.fromkeys(LINKS, 0)


def test_what_cannot_be_graded_says_why(graded):
    notes = {row["student"]: row["note"] for row in rows(graded)}
    assert "a link" in notes["a link to a file"]
    assert "a link" in notes["a link to a folder"]
    assert "no ordinary file" in notes["a pipe"]
    assert "no a1.ipynb" in notes["nothing"]
    for student in ["not a notebook", "a list", "nested"]:
        assert "no notebook" in notes[student]
    assert notes["loops"].startswith("2 cells were left out")
    summary = (graded / "graded" / "summary.html").read_text("utf-8")
    unreadable = len(LINKS) + 3
    assert f"{len(CLASS) - 3} submissions; mean " in summary
    assert f"{unreadable} more could not be read" in summary
    passed = [int(n) for n in re.findall(r">(\d+) of \d+<", summary)]
    hardest = re.findall(r"<tr><td>(T\d [^<]+)</td>", summary)
    assert sorted(hardest) == sorted(test.id for test in A1.tests)
    assert passed == sorted(passed)
    in_bins = re.findall(r"<tr><td>[\d.]+ to [^<]+</td><td class=\"n\">(\d+)<", summary)
    assert len(in_bins) == 10
    assert sum(map(int, in_bins)) == len(CLASS) - 3


def test_pages_say_what_was_expected_and_what_came_and_run_no_script(graded):
    pages = {
        p.parent.name: p.read_text("utf-8")
        for p in graded.glob("graded/feedback/*/a1.html")
    }
    assert len(pages) == len(CLASS) + len(LINKS)
    everything = "".join(pages.values()) + (
        graded / "graded" / "summary.html"
    ).read_text("utf-8")
    assert "<script" not in everything
    assert "<img" not in everything
    assert "&lt;script&gt;alert(1)" in everything
    assert (
        "default-src &#39;none&#39;" in everything or "default-src 'none'" in everything
    )
    half = pages[next(name for name in pages if name.startswith("half"))]
    assert "lesson 3, part III" in half
    assert re.search(r"gap: -?\d", half)
    assert (
        "the compiler refuses it"
        in pages[next(n for n in pages if n.startswith("type"))]
    )


def test_the_table_holds_no_formula(graded):
    text = (graded / "graded" / "marks.csv").read_text("utf-8")
    for row in csv.reader(io.StringIO(text)):
        assert not any(
            cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row
        )
    assert plain_text("=1+1") == "'=1+1"
    assert plain_text(" @x") == "' @x"
    assert plain_text("Ann") == "Ann"


def test_the_gradebook_has_the_scores_of_the_tasks(graded):
    with sqlite3.connect(graded.parent / "gradebook.db") as book:
        scores = dict(
            book.execute(
                """select submitted_assignment.student_id, sum(grade.auto_score) from grade
                   join submitted_notebook on grade.notebook_id = submitted_notebook.id
                   join submitted_assignment on submitted_notebook.assignment_id = submitted_assignment.id
                   group by 1"""
            ).fetchall()
        )
    assert scores["good"] == 20
    assert scores["loops"] == 13


def test_a_second_run_grades_what_changed_and_nothing_else(graded, capsys):
    records = {
        path: path.read_bytes() for path in (graded / "graded" / "results").iterdir()
    }
    (graded / "blank" / "a1" / "a1.ipynb").write_bytes(
        replaced(T1="", T2="", T3="", T4="", T5="")
    )
    next(p for p in records if p.name.startswith("good.")).write_text("{ half a rec")
    assert run(graded) == 0
    said = capsys.readouterr().out
    assert f"{len(records) - 2} are graded already" in said
    assert "good  a1  20 of 20" in said
    assert "blank  a1  3 of 20" in said
    for path, before in records.items():
        if not path.name.startswith(("good.", "blank.")):
            assert path.read_bytes() == before


def test_a_failure_of_ours_is_no_mark_and_is_tried_again(tmp_path, monkeypatch, capsys):
    for student in ["ann", "bob"]:
        (tmp_path / "class" / student / "a1").mkdir(parents=True)
        (tmp_path / "class" / student / "a1" / "a1.ipynb").write_bytes(
            bytes_of(blank(A1))
        )
    original = marking.mark

    def failing(assignment, content, **more):
        if failing.left:
            failing.left -= 1
            raise OSError("the disk is full")
        return original(assignment, content, **more)

    failing.left = 1
    monkeypatch.setattr(marking, "mark", failing)
    assert run(tmp_path / "class", "--workers", "1") == 1
    assert "1 graded, 1 to be tried again" in capsys.readouterr().out
    assert [row["points"] for row in rows(tmp_path / "class")] == ["", "0"]
    assert run(tmp_path / "class", "--workers", "1") == 0
    assert "2 graded, 0 to be tried again" in capsys.readouterr().out


def test_a_judge_that_gives_what_is_no_json_stops_nobody_else(
    tmp_path, monkeypatch, capsys
):
    for student in ["ann", "bob"]:
        (tmp_path / "class" / student / "a1").mkdir(parents=True)
        (tmp_path / "class" / student / "a1" / "a1.ipynb").write_bytes(
            bytes_of(blank(A1))
        )
    original = marking.mark
    odd = iter([{"helps": {1, 2}}, {}])
    monkeypatch.setattr(
        marking, "mark", lambda *a, **more: original(*a, **more) | next(odd)
    )
    assert run(tmp_path / "class", "--workers", "1") == 1
    assert "1 graded, 1 to be tried again" in capsys.readouterr().out


def handed_in(folder, *students):
    for student in students:
        (folder / student / "a1").mkdir(parents=True)
        (folder / student / "a1" / "a1.ipynb").write_bytes(bytes_of(blank(A1)))


def record_of(content, seed, **more):
    """As mark_one gives it, at once."""
    key = marking.key_of(content, A1, seed)
    return marking.not_marked(None) | {"key": key, "most": 20} | more


def test_as_many_are_graded_at_a_time_as_there_are_workers(tmp_path, monkeypatch):
    handed_in(tmp_path / "class", "ann", "bob")
    both = threading.Barrier(2, timeout=60)

    def together(name, content, seed, unsafe):
        both.wait()
        tests = [marking.judged(test, test.draw(name, seed), {}) for test in A1.tests]
        return record_of(content, seed, tests=tests)

    monkeypatch.setattr(grade, "mark_one", together)
    assert run(tmp_path / "class") == 0
    assert grade.arguments(["class"]).workers == os.cpu_count()


def test_marks_of_another_version_are_not_taken(tmp_path, monkeypatch, capsys):
    handed_in(tmp_path / "class", "ann")

    def elsewhere(_, content, seed, unsafe):
        return record_of(content, seed, key="that of another library", points=20)

    monkeypatch.setattr(grade, "mark_one", elsewhere)
    assert run(tmp_path / "class") == 1
    assert "has another version" in capsys.readouterr().out
    assert [row["points"] for row in rows(tmp_path / "class")] == [""]
    assert not list((tmp_path / "class" / "graded" / "results").iterdir())


def test_a_grading_that_was_killed_goes_on_where_it_was(tmp_path, capsys):
    handed_in(tmp_path / "class", "ann", "bob", "eve")
    words = [str(tmp_path / "class"), "--gradebook", str(tmp_path / "gradebook.db")]
    grading = subprocess.Popen(
        [sys.executable, "-m", "coursework.grade", *words, "--workers", "1"],
        env={**os.environ, "PYTHONPATH": str(ROOT / "tools")},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert "1/3  ann  a1  0 of 20" in grading.stdout.readline()
    grading.kill()
    grading.wait()
    assert run(tmp_path / "class") == 0
    said = capsys.readouterr().out
    done = int(re.search(r"(\d) (?:is|are) graded already", said)[1])
    assert 1 <= done < 3
    assert "ann" not in said
    assert "3/3" in said
    assert "3 graded, 0 to be tried again" in said


def test_an_empty_folder_and_a_missing_one_are_named(tmp_path, capsys):
    assert run(tmp_path) == 2
    assert run(tmp_path / "nowhere") == 2
    assert "no folder" in capsys.readouterr().err


def test_nbgraders_own_layout_is_read(tmp_path):
    folder = tmp_path / "submitted" / "ann" / "a1"
    folder.mkdir(parents=True)
    nbformat.write(blank(A1), folder / "my a1.ipynb")
    found, _ = grade.find_submissions(Path(tmp_path), {"a1": A1})
    assert [(s.student, s.assignment) for s in found] == [("ann", "a1")]
    assert grade.read_submission(found[0])
