"""Folders of any name, and files of any kind: each is graded, or said to be none."""

import json
import os

import pytest
from coursework.assignment import all_assignments
from coursework.marking import key_of
from coursework.submissions import (
    Submission,
    Unreadable,
    cells_of,
    find_submissions,
    read_submission,
    readable,
)

from coursework import grade

A1 = all_assignments()["a1"]
NAMES = {"a1", "a2"}


def handed_in(folder, *students):
    for student in students:
        (folder / student / "a1").mkdir(parents=True)


def students_in(folder):
    found, skipped = find_submissions(folder, NAMES)
    return [s.student for s in found], skipped


def key(student):
    return Submission(student, "a1", None).key


def test_a_student_called_submitted_hides_nobody(tmp_path):
    handed_in(tmp_path, "ann", "submitted")
    assert students_in(tmp_path) == (["ann", "submitted"], {})
    handed_in(tmp_path / "submitted", "bob")
    found, skipped = students_in(tmp_path)
    assert found == ["bob"]
    assert "beside submitted/" in skipped["ann"]


def test_names_of_any_kind_are_graded(tmp_path):
    names = sorted(["x" * 200, "two\nlines", "王小明", "\udcf6", "\x1b[2J"])
    handed_in(tmp_path, *names)
    assert students_in(tmp_path) == (names, {})


def test_what_is_not_read_is_said(tmp_path):
    handed_in(tmp_path, "ann", "graded", ".hidden")
    (tmp_path / "bob" / "A1").mkdir(parents=True)
    (tmp_path / ".git").mkdir()
    (tmp_path / "list.txt").write_text("")
    (tmp_path / "copy").symlink_to(tmp_path / "ann")
    found, skipped = students_in(tmp_path)
    assert found == ["ann"]
    assert set(skipped) == {"graded", ".hidden", "bob", "copy"}
    assert skipped["copy"] == "it is a link"
    assert "none of the folders" in skipped["bob"]


def test_no_two_students_share_a_key_and_letters_of_any_script_stay():
    assert key("ann") == "ann"
    assert key("王小明") == "王小明"
    changed = key("a b")
    assert changed.startswith("a_b-")
    students = ["a b", changed, key(changed), "a_b", "a/b", "a\nb", "a.", ".a", "a"]
    students += ["e\u0301", "\u00e9", "\udcf6", "x" * 41, "x" * 42, "..", "."]
    assert len({key(student) for student in students}) == len(students)
    for student in [*students, "\U00020000" * 60]:
        assert "/" not in key(student)
        assert not key(student).startswith(".")
        # Beside it stand the assignment, a process number and two endings.
        assert len(key(student).encode()) < 200


def test_a_name_moves_no_cursor_and_can_be_written():
    assert readable("\x1b[2Jann\r\n\u202e") == "\\x1b[2Jann\\r\\n\\u202e"
    assert readable("J\udcf6rg") == "J\\xf6rg"
    assert readable("Jörg 王 \u200d") == "Jörg 王 \u200d"
    readable("\ud800").encode()


@pytest.mark.parametrize("name", [b"a1.ipynb", b"\xdcbung.ipynb"])
def test_what_cannot_be_read_has_a_reason_that_can_be_written(tmp_path, name):
    folder = tmp_path / "ann" / "a1"
    folder.mkdir(parents=True)
    path = os.path.join(os.fsencode(folder), name)
    with open(path, "wb") as file:
        file.truncate(5_000_001)
    content = grade.content_of(Submission("ann", "a1", folder))
    assert "more than 5 MB" in str(content)
    key_of(content, A1, 1)
    os.unlink(path)
    os.mkdir(path)
    before = len(os.listdir("/proc/self/fd"))
    content = grade.content_of(Submission("ann", "a1", folder))
    assert "no ordinary file" in str(content)
    assert len(os.listdir("/proc/self/fd")) == before


def test_a_folder_that_is_gone_is_a_reason(tmp_path):
    with pytest.raises(Unreadable):
        read_submission(Submission("ann", "a1", tmp_path / "gone"))


def test_an_empty_file_is_called_empty():
    for content in (b"", b" \n"):
        with pytest.raises(Unreadable, match="is empty"):
            cells_of(content)
    with pytest.raises(Unreadable, match="JSON"):
        cells_of(b"{")
    assert cells_of(json.dumps({"cells": []}).encode()) == []
