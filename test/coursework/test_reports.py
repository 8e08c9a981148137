"""What people read of a grading, whatever students are called and have written."""

import csv
import io
import sqlite3
import sys
from types import SimpleNamespace

import pytest
from coursework.assignment import all_assignments
from coursework.gradebook import write_gradebook
from coursework.marking import judged, not_marked
from coursework.reports import marks, summary, write_reports
from coursework.sandbox import parsed
from coursework.submissions import Submission

from coursework import gradebook, marking, reports

A1 = all_assignments()["a1"]
ALL = {"a1": A1}


@pytest.fixture(scope="module")
def tests():
    return [judged(test, test.draw("a1", 1), {}) for test in A1.tests]


@pytest.fixture
def record(tests):
    def made(**more):
        return not_marked(None) | {"tests": tests, "most": 20} | more

    return made


def by(student):
    return Submission(student, "a1", None)


def rows(graded):
    return {
        row["student"]: row for row in csv.DictReader(io.StringIO(marks(ALL, graded)))
    }


def test_notes_say_what_happened_to_whom(record):
    graded = [
        (by("ann"), record()),
        (by("bob"), not_marked("tcp://10.0.0.7:1: OSError: the disk is full\nmore")),
        (by("eve"), record(out_of_time=["T5 The gap"])),
    ]
    notes = {student: row["note"] for student, row in rows(graded).items()}
    assert notes == {
        "ann": "",
        "bob": "not graded yet: tcp://10.0.0.7:1: OSError: the disk is full",
        "eve": "ended for want of time: T5 The gap",
    }
    page = summary(ALL, graded, {"\x1b]": "it is a link"}, [])
    look = page.split("To look at")[1]
    for there in ["the disk is full", "want of time", "\\x1b]", "it is a link"]:
        assert there in look


def test_each_row_names_its_page(record, tmp_path):
    graded = [(by(student), record()) for student in ["王小明", "a b"]]
    assert write_reports(tmp_path, ALL, graded, {}) == []
    for student, row in rows(graded).items():
        assert student in (tmp_path / row["page"]).read_text("utf-8")
    assert rows(graded)["王小明"]["page"] == "feedback/王小明/a1.html"


def test_what_could_not_be_read_counts_in_no_mean(record):
    graded = [
        (by("ann"), record(points=10.0)),
        (by("bob"), record(points=20.0)),
        (by("eve"), record(unreadable="the file is empty")),
    ]
    page = summary(ALL, graded, {}, [])
    assert "2 submissions; mean 15, median 15 of 20 points" in page
    assert "1 more could not be read, and is not counted" in page
    assert " of 2<" in page
    assert "0 submissions. 1 more" in summary(ALL, graded[2:], {}, [])


def test_a_page_of_what_was_not_read_expects_nothing(record):
    page = reports.feedback(A1, "eve", record(unreadable="the file is empty"))
    assert "the file is empty" in page
    assert "Expected" not in page


def test_one_page_that_cannot_be_written_stops_no_other(record, tmp_path):
    bad = {"cell": "cell", "problem": "left out: \ud800"}
    graded = [(by("ann"), record(cells=[bad])), (by("bob"), record())]
    remarks = write_reports(tmp_path, ALL, graded, {})
    assert [remark["student"] for remark in remarks] == ["ann"]
    assert "no page was written" in (tmp_path / "summary.html").read_text("utf-8")
    assert (tmp_path / "feedback" / "bob" / "a1.html").exists()
    assert (tmp_path / "marks.csv").exists()


def test_half_a_character_becomes_a_question_mark():
    for half in [rb'"\ud800"', rb'"\uDBFFx"', rb'[{"a": "\udc00"}]']:
        text = str(parsed(half))
        assert "?" in text
        text.encode()
    assert parsed(rb'"\ud83d\ude00"') == "\U0001f600"


def test_the_gradebook_takes_any_name_and_what_it_refuses_stops_nobody(
    record, tmp_path, monkeypatch
):
    original = gradebook.enter

    def enter(book, submission, given):
        if submission.student == "bad":
            book.update_or_create_student("half")
            raise ValueError("no")
        original(book, submission, given)

    monkeypatch.setattr(gradebook, "enter", enter)
    students = ["J\udcf6rg", "bad", "=cmd|' /C calc'!A0", "ann"]
    graded = [(by(student), record()) for student in students]
    path = tmp_path / "gradebook.db"
    remarks = write_gradebook(path, ALL, graded)
    assert [remark["student"] for remark in remarks] == ["bad"]
    with sqlite3.connect(path) as book:
        entered = {name for (name,) in book.execute("select id from student")}
    assert {"J\\xf6rg", "'=cmd|' /C calc'!A0", "ann"} <= entered


def test_trouble_on_a_cluster_names_the_worker(monkeypatch):
    def mark(*_, **__):
        raise OSError("the disk is full")

    monkeypatch.setattr(marking, "mark", mark)
    worker = SimpleNamespace(address="tcp://10.0.0.7:1")
    cluster = SimpleNamespace(get_worker=lambda: worker)
    monkeypatch.setitem(sys.modules, "distributed", cluster)
    record = marking.mark_one("a1", b"", 1, unsafe=True)
    assert record["trouble"] == "tcp://10.0.0.7:1: OSError: the disk is full"
